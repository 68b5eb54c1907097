"""Personal answers of somebody: none before consent is written down, none shown after it was withdrawn."""

from cdadesk.domain.actors.person import PersonPrivate
from cdadesk.domain.kernel.record import in_order
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.places.actors.behind_the_wall import BehindTheWall
from cdadesk.gui.places.actors.layouts import PERSON_PRIVATE
from cdadesk.gui.records.detail import RecordDetail
from cdadesk.i18n import _, format_day


class PersonalTab(BehindTheWall[PersonPrivate]):
    """The consent of a person, and the answers that it opens."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, PersonPrivate, PERSON_PRIVATE)

    def title(self) -> str:
        return _("Personal")

    def why_closed(self) -> str:
        return _(
            "Read this aloud first, in the person's language: “We write down a few things about you, so that the "
            "meetings and papers fit you. Only the agent and the advisor of the cluster see them; in reports you are "
            "counted, not named. You need not answer, you may stop, and you can take it back whenever you like. It "
            "promises no loan and no scheme. Do you agree?” Then note the answer."
        )

    def open_words(self) -> str:
        return _("Open consent and personal answers")

    def shown(self, sheet: RecordDetail[PersonPrivate]) -> None:
        """Show the answers only while a consent that was saved is in force, and say what is missing otherwise."""
        private = sheet.record
        allowed = private is not None and private.consent_in_force()
        sheet.head.hide()  # the person's own head stands above
        sheet.tabs.tabBar().setVisible(allowed)
        sheet.form.sections[1].setVisible(allowed)
        if not allowed:
            sheet.tabs.setCurrentIndex(0)  # the history would tell what is hidden
            sheet.notice.say(Tone.INFO, _why_hidden(private))


def _why_hidden(private: PersonPrivate | None) -> str:
    withdrawn = [line.withdrawn_on for _key, line in in_order(private.consents) if line.withdrawn_on] if private else []
    if withdrawn:
        return _(
            "The consent was withdrawn on {day}. The personal answers are hidden; only the counts of the cluster keep "
            "them, without a name."
        ).format(day=format_day(max(withdrawn)))
    return _("Note the consent and save it. Then the personal answers open.")
