"""Agreeing to a plan in place: which meeting, whether it was only read out or approved, and what was changed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from cdadesk.acts.plans import Agreement
from cdadesk.domain.kernel.fields import FieldInfo, Kind
from cdadesk.gui.agreeing import AgreeingPanel, Asked
from cdadesk.gui.kit.editors.surroundings import Surroundings
from cdadesk.gui.kit.page import Action
from cdadesk.i18n import N_, _

_ASKED = Asked(
    FieldInfo("meeting", Kind.plain, N_("Meeting"), hint=N_("The meeting to which the plan was read out.")),
    FieldInfo(
        "decision", Kind.plain, N_("Decision"), hint=N_("Which of its decisions agreed to the plan. It may stay blank.")
    ),
    FieldInfo(
        "changes",
        Kind.note,
        N_("Changed by the meeting"),
        hint=N_("What those who came wanted otherwise, and what you changed because of it."),
        max_length=4_000,
    ),
)


class MeetingPanel(AgreeingPanel):
    """`validated` and `approved` hand the agreement over."""

    validated = Signal(object)
    approved = Signal(object)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around, _ASKED)

    def title_words(self) -> str:
        return _("Agree to the plan in a meeting")

    def what_words(self) -> str:
        return _(
            "Validated: it was read out, talked about and changed. Approved: it is closed as it stands, "
            "with a check code; a later change becomes a revision."
        )

    def acts(self) -> Sequence[Action]:
        return (
            Action(_("Approve the plan"), self._approve, "check"),
            Action(_("Only validated"), self._validate),
        )

    def no_meeting_words(self) -> str:
        return _("Choose the meeting to which the plan was read out.")

    def _agreement(self) -> Agreement | None:
        meeting = self.agreed()
        if meeting is None:
            return None
        return Agreement(meeting.id, meeting.held_on or self.today(), self.decision.value(), self.noted())

    def _approve(self) -> None:
        agreement = self._agreement()
        if agreement is not None:
            self.approved.emit(agreement)

    def _validate(self) -> None:
        agreement = self._agreement()
        if agreement is not None:
            self.validated.emit(agreement)
