"""The settlement of a fair as it was approved: written once, never changed; a correction is a new revision."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.fairs import frozen
from cdadesk.domain.fairs.identities import checks
from cdadesk.domain.fairs.results import Settlement
from cdadesk.domain.fairs.troubles import NewerSettlement
from cdadesk.domain.kernel.fields import LineKey, Plain, day, note, number, plain, ref, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.record import Record
from cdadesk.i18n import N_, _, format_number


class SettlementRecord(Record):
    """What was computed, from what, and by which decision it was approved; its parent is the fair."""

    kind: ClassVar[str] = "settlement"
    label: ClassVar[str] = N_("Settlement")
    plural: ClassVar[str] = N_("Settlements")
    columns: ClassVar[tuple[str, ...]] = ("revision", "approved_on", "check_code")
    create_only: ClassVar[bool] = True
    is_account: ClassVar[bool] = True

    account: Plain = plain(N_("Account"), needed=True, hint=N_("Filled in by itself."))
    check_code: str | None = text(
        N_("Check code"),
        max_length=20,
        needed=True,
        hint=N_("Two papers with one code say the same to the last paisa."),
    )
    approved_in: UUID | None = ref(
        N_("Approved in"), to="meeting", needed=True, hint=N_("The meeting that looked at the account and agreed.")
    )
    decision: LineKey | None = plain(N_("By decision"))
    approved_on: dt.date | None = day(N_("Approved on"), needed=True, hint=N_("The day of that meeting."))
    revision: int | None = number(
        N_("Revision"), least=1, most=1_000, needed=True, hint=N_("1 for the first; each correction is the next.")
    )
    replaces: UUID | None = ref(N_("Replaces"), to="settlement", hint=N_("The revision that this one corrects."))
    reason: str | None = note(N_("Why corrected"), max_length=2_000, hint=N_("What was wrong in the revision before."))

    def title(self) -> str:
        """Return what it is and which revision."""
        return _("Settlement, revision {revision}").format(revision=format_number(self.revision or 1))

    def read_account(self) -> Settlement:
        """Return the account as it was frozen; raises NewerSettlement, or ValueError if it is none."""
        if not isinstance(self.account, dict):
            raise ValueError("no account")
        return frozen.from_plain(self.account)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong; a broken sum blocks the approval."""
        if (self.revision or 1) > 1 and self.blank("replaces"):
            yield Finding("replaces", _("Which revision does this one correct?"), Weight.missing)
        if (self.revision or 1) > 1 and self.blank("reason"):
            yield Finding("reason", _("Why was the settlement corrected?"), Weight.missing)
        if self.account is not None:
            yield from self._account_findings()

    def _account_findings(self) -> Iterator[Finding]:
        try:
            settlement = self.read_account()
            failed = [check for check in checks(settlement) if not check.ok]
        except NewerSettlement as newer:
            yield Finding("account", str(newer))
        except (ValueError, LookupError, StopIteration):
            yield Finding("account", _("This account cannot be read."), Weight.broken)
        else:
            for check in failed:
                yield Finding("account", check.words, Weight.broken)
            if self.check_code and self.check_code != frozen.check_code(settlement):
                yield Finding("check_code", _("The check code does not belong to this account."), Weight.broken)


def freeze(settlement: Settlement) -> dict[str, Plain]:
    """Return the fields of a settlement record that follow from what was computed."""
    return {"account": frozen.to_plain(settlement), "check_code": frozen.check_code(settlement)}
