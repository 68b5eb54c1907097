"""Approving a settlement in place: which meeting looked at it, by which decision, and of a correction why."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from cdadesk.acts.fairs import Approval
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.gui.agreeing import AgreeingPanel, Asked
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.page import Action
from cdadesk.i18n import N_, _, format_number

_ASKED = Asked(
    FieldInfo("meeting", Kind.plain, N_("Meeting"), hint=N_("The meeting that looked at the account.")),
    FieldInfo(
        "decision",
        Kind.plain,
        N_("Decision"),
        hint=N_("Which of its decisions agreed to the account. It may stay blank."),
    ),
    FieldInfo(
        "reason",
        Kind.note,
        N_("Why is it corrected?"),
        hint=N_("What was wrong in the revision before."),
        max_length=2_000,
    ),
)


class ApprovalPanel(AgreeingPanel):
    """`approved` hands the approval over; from the second revision on it must be said why."""

    approved = Signal(object)

    def __init__(self, around: Surroundings) -> None:
        self._revision = 1
        super().__init__(around, _ASKED)

    def ask(self, meetings: Sequence[Meeting], revision: int) -> None:
        """Ask for the approval of a revision."""
        self._revision = revision
        self.boxes[-1].setVisible(self._corrects)
        self.begin(meetings)

    def title_words(self) -> str:
        number = format_number(self._revision)
        return _("Correct it: revision {revision}").format(revision=number) if self._corrects else self._approving()

    def what_words(self) -> str:
        return _("The account is frozen as it stands, with a check code. A later change becomes a revision.")

    def acts(self) -> Sequence[Action]:
        words = _("Approve the correction") if self._corrects else _("Approve")
        return (Action(words, self.approve, "check"),)

    def no_meeting_words(self) -> str:
        return _("Choose the meeting that looked at the account.")

    def approve(self) -> None:
        """Hand the approval over, or complain of what is missing beside its field."""
        meeting = self.agreed()
        if meeting is None:
            return
        if self._corrects and self.note.is_blank():
            self.complain(self.note, _("Say what was wrong in the revision before."))
            return
        why = self.noted() if self._corrects else ""
        self.approved.emit(Approval(meeting.id, meeting.held_on or self.today(), self.decision.value(), why))

    @property
    def _corrects(self) -> bool:
        return self._revision > 1

    def _approving(self) -> str:
        return _("Approve the account")
