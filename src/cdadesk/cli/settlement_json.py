"""The account of a fair as JSON: amounts in paise, shares as exact fractions, nothing rounded."""

from collections.abc import Sequence
from typing import Any

from cdadesk.cli.words import amount
from cdadesk.domain.fairs.explain import explain, explain_balance, explain_due
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.frozen import check_code
from cdadesk.domain.fairs.identities import checks
from cdadesk.domain.fairs.results import HeadResult, MemberResult, Settlement
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.reports.fair_settlement_rows import SourceLine, source_lines


def whole(
    fair: Fair, settlement: Settlement, approved: SettlementRecord | None, explained: Sequence[str]
) -> dict[str, Any]:
    """Return the account, how it was approved, and the words for those who are to be explained."""
    return {
        "fair": {"id": str(fair.id), "title": fair.title()},
        "code": check_code(settlement),
        "approved": _approved(approved, check_code(settlement)),
        "heads": [_head(settlement, result) for result in settlement.heads],
        "sources": [_source(line) for line in source_lines(settlement)],
        "members": [_member(settlement, member) for member in settlement.members],
        "cash": amount(settlement.cash),
        "checks": [
            {"identity": check.identity.value, "left": amount(check.left), "right": amount(check.right), "ok": check.ok}
            for check in checks(settlement)
        ],
        "explained": {participant: _explained(settlement, participant) for participant in explained},
    }


def _approved(record: SettlementRecord | None, code: str) -> dict[str, Any] | None:
    if record is None:
        return None
    return {
        "id": str(record.id),
        "revision": record.revision,
        "on": record.approved_on.isoformat() if record.approved_on else None,
        "meeting": str(record.approved_in) if record.approved_in else None,
        "code": record.check_code,
        "stands": record.check_code == code,
    }


def _head(settlement: Settlement, result: HeadResult) -> dict[str, Any]:
    head = settlement.inputs.head(result.head_id)
    keys = [each.id for each in settlement.inputs.participants]
    return {
        "key": result.head_id,
        "head": head.code,
        "name": head.label,
        "rule": head.rule.value,
        "actual": amount(result.actual),
        "shared": amount(result.residual),
        "shares": {key: amount(share) for key, share in zip(keys, result.shares, strict=True)},
    }


def _source(line: SourceLine) -> dict[str, Any]:
    return {"name": line.name, "total": amount(line.total), "percent": str(line.percent), "owed": amount(line.owed)}


def _member(settlement: Settlement, member: MemberResult) -> dict[str, Any]:
    who = settlement.inputs.participant(member.participant_id)
    figures = {
        "gross": member.gross,
        "own": member.direct + member.kept,
        "relief": member.relief,
        "due": member.due,
        "paid": member.credit,
        "balance": member.balance,
    }
    return {"key": who.id, "name": who.name, "code": who.code} | {
        name: amount(minor) for name, minor in figures.items()
    }


def _explained(settlement: Settlement, participant: str) -> dict[str, Any]:
    heads = {result.head_id: explain(settlement, participant, result.head_id) for result in settlement.heads}
    return {
        "heads": heads,
        "due": explain_due(settlement, participant),
        "balance": explain_balance(settlement, participant),
    }
