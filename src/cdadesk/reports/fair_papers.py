"""What the papers of one fair have in common: the account, whether it was approved, and the head of each sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cdadesk.domain.attachment import Attachment
from cdadesk.domain.fairs import frozen
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.identities import holds
from cdadesk.domain.fairs.lines import FairParticipant
from cdadesk.domain.fairs.results import Settlement
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.domain.fairs.tapering import SeriesFair
from cdadesk.domain.kernel.record import in_one_line
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.i18n import _, format_day, format_number, format_partial
from cdadesk.reports.blocks import Banner
from cdadesk.reports.minutes_rows import decision_number


@dataclass(frozen=True, kw_only=True)
class FairAccount:
    """The records that the papers of a fair are drawn from.

    `settlement` is what was frozen with the `approval`, or the preview of today while there is none. `earlier` are
    the fairs of the series before this one, `attachments` the photos and scans that hang on the fair. Single sales
    stand in the common paper only if all agreed to that.
    """

    fair: Fair
    settlement: Settlement
    approval: SettlementRecord | None = None
    approved_in: Meeting | None = None
    earlier: tuple[SeriesFair, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    all_agreed_to_show_sales: bool = False
    balances_due_on: date | None = None

    @property
    def approved(self) -> bool:
        """Say whether exactly this account was approved; another figure makes it a draft again."""
        approval = self.approval
        return approval is not None and approval.void is None and approval.check_code == self.code

    @property
    def code(self) -> str:
        """Return the code of the account, the same on all its papers."""
        return frozen.check_code(self.settlement)

    def line(self, participant_id: str) -> FairParticipant | None:
        """Return a participant's line in the record of the fair; None if it was taken out since."""
        return self.fair.participants.get(participant_id)


def titled(account: FairAccount, title: str) -> str:
    """Return the title, which says of a draft that it is one: it returns on each page."""
    return title if account.approved else _("{title} (draft)").format(title=title)


def period_words(fair: Fair) -> str:
    """Return which fair, where and when."""
    days = [format_partial(day) for day in (fair.from_on, fair.to_on) if day]
    when = " – ".join(dict.fromkeys(days))
    return in_one_line(fair.title(), fair.place, when)


def draft_banner(account: FairAccount) -> Iterator[Banner]:
    """Give the warning that a draft begins with."""
    if account.approved:
        return
    said = [_("Draft, not approved. Do not pay by this paper.")]
    if not holds(account.settlement):
        said.append(_("Its sums do not agree yet."))
    yield Banner(" ".join(said))


def approval_words(account: FairAccount) -> str:
    """Say by which meeting and decision the account was approved."""
    approval = account.approval
    if not account.approved or approval is None:
        return _("not approved")
    return in_one_line(
        format_day(approval.approved_on) if approval.approved_on else None,
        account.approved_in.place if account.approved_in else None,
        _decision_words(account),
        _revision_words(approval),
    )


def _revision_words(approval: SettlementRecord) -> str | None:
    """Say which correction it is; the first account needs no number."""
    revision = approval.revision or 1
    return _("revision {number}").format(number=format_number(revision)) if revision > 1 else None


def _decision_words(account: FairAccount) -> str | None:
    meeting, approval = account.approved_in, account.approval
    number = decision_number(meeting, approval.decision) if meeting and approval and approval.decision else None
    return _("decision {number}").format(number=format_number(number)) if number else None
