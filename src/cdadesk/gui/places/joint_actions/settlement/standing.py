"""How the account of a fair stands, in one sentence: not approved, approved, or changed since."""

from typing import NamedTuple

from cdadesk.acts.fair_account import Account, Revision
from cdadesk.domain.fairs.identities import Identity, checks, holds
from cdadesk.domain.fairs.results import Settlement
from cdadesk.domain.kernel.record import in_one_line, in_order
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.places.joint_actions.settlement.parts import compared
from cdadesk.i18n import _, format_day, format_number


class Standing(NamedTuple):
    """The sentence and its tone; `approval` is the revision that an approval would make now, 0 if none can be made.

    `path` names the field to look at where something is wrong.
    """

    tone: Tone
    sentence: str
    approval: int = 0
    path: str = ""


def standing_of(account: Account, settlement: Settlement) -> Standing:
    """Say how the account stands that comes out now."""
    if not holds(settlement):
        broken = next(check for check in checks(settlement) if not check.ok)
        said = _("The sums do not agree, so this cannot be approved: {sum}.").format(sum=compared(broken))
        return Standing(Tone.BAD, said, path="cash_counted" if broken.identity is Identity.cash else "")
    approved = account.approved
    if approved is None:
        return Standing(Tone.INFO, _("Not approved yet: this is a draft of the account."), 1)
    if not account.changed_since:
        return Standing(Tone.GOOD, approved_words(approved))
    following = approved.number + 1
    said = _("Changed since approval. Revision {now} stands; a correction becomes revision {next}.")
    said = said.format(now=format_number(approved.number), next=format_number(following))
    return Standing(Tone.WARN, said, following)


def standing_of_revision(account: Account, revision: Revision) -> Standing:
    """Say what became of one approval."""
    said = approved_words(revision)
    if revision is not account.approved:
        replaced = _("{approved} It was replaced by revision {next}.")
        return Standing(Tone.INFO, replaced.format(approved=said, next=format_number(revision.number + 1)))
    return Standing(Tone.GOOD, said)


def approved_words(revision: Revision) -> str:
    """Say when, where and by which decision an account was approved, which revision it is, and its check code."""
    record, meeting = revision.record, revision.meeting
    where = in_one_line(
        format_day(record.approved_on) if record.approved_on else None,
        meeting.place if meeting else None,
        _decision_words(revision),
    )
    said = _("Approved: {where}. Revision {revision}, check code {code}.")
    said = said.format(where=where, revision=format_number(revision.number), code=record.check_code or "")
    return f"{said} {_('Corrected because: {reason}').format(reason=record.reason)}" if record.reason else said


def _decision_words(revision: Revision) -> str | None:
    meeting, decision = revision.meeting, revision.record.decision
    keys = [key for key, _line in in_order(meeting.decisions)] if meeting else []
    if decision not in keys:
        return None
    return _("decision {number}").format(number=format_number(keys.index(decision) + 1))
