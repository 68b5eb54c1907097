"""The frozen account of a settlement as tables: what it cost, who paid, what each participant owes."""

from dataclasses import dataclass

from cdadesk.domain.fairs.results import MemberResult, Settlement
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_amount


@dataclass(frozen=True)
class Account:
    """One table: the first column names the line, the others are amounts; blank where nothing is recorded."""

    label: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def account_of(record: Record | None) -> list[Account]:
    """Return the account of a settlement; nothing for any other record, or for an account that cannot be read."""
    if not isinstance(record, SettlementRecord):
        return []
    try:
        settlement = record.read_account()
        return [_costs(settlement), _payers(settlement), _members(settlement)]
    except (Trouble, ValueError, LookupError, StopIteration):
        return []


def _costs(settlement: Settlement) -> Account:
    from cdadesk.reports.fair_settlement_rows import head_lines  # noqa: PLC0415 - it brings what papers are set with

    lines = [
        (each.head, *map(_amount, (each.budget, each.actual, each.paid_by_others, each.shared)))
        for each in head_lines(settlement)
    ]
    heads = (_("Cost"), _("Budget"), _("Real cost"), _("Paid by others"), _("Shared"))
    return Account(_("Costs"), heads, tuple(lines))


def _payers(settlement: Settlement) -> Account:
    from cdadesk.reports.fair_settlement_rows import source_lines  # noqa: PLC0415 - as above

    lines = [(each.name, *map(_amount, (each.pledged, each.received, each.total))) for each in source_lines(settlement)]
    return Account(_("Who paid"), (_("Who"), _("Promised"), _("Received"), _("Paid")), tuple(lines))


def _members(settlement: Settlement) -> Account:
    lines = [_member(settlement, each) for each in settlement.members]
    heads = (_("Participant"), _("Due"), _("Paid so far"), _("Gets back"), _("Still pays"))
    return Account(_("Participants"), heads, tuple(lines))


def _member(settlement: Settlement, member: MemberResult) -> tuple[str, ...]:
    name = settlement.inputs.participant(member.participant_id).label
    back, pays = max(member.balance, 0) or None, max(-member.balance, 0) or None
    return name, *map(_amount, (member.due, member.credit, back, pays))


def _amount(paise: int | None) -> str:
    return "" if paise is None else format_amount(paise)
