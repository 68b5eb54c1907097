"""Personal answers of somebody: none before consent is written down, none shown after it was withdrawn."""

from PySide6.QtWidgets import QWidget

from cdadesk.acts import consent
from cdadesk.acts.consent import Going
from cdadesk.clock import local_day, read_instant
from cdadesk.domain.actors.person import PersonPrivate
from cdadesk.domain.kernel.record import in_order
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.places.actors.behind_the_wall import BehindTheWall
from cdadesk.gui.places.actors.layouts import PERSON_PRIVATE
from cdadesk.gui.places.actors.withdrawal import Withdrawal
from cdadesk.gui.records.detail import RecordDetail
from cdadesk.i18n import _, format_day


class PersonalTab(BehindTheWall[PersonPrivate]):
    """The consent of a person, and the answers that it opens."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, PersonPrivate, PERSON_PRIVATE)

    def above(self) -> QWidget:
        self.withdrawal = Withdrawal(self._withdraw, self._going)
        self.withdrawal.hide()
        return self.withdrawal

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
        self._offer_withdrawal(private)
        sheet.head.hide()  # the person's own head stands above
        sheet.tabs.tabBar().setVisible(allowed)
        sheet.form.sections[1].setVisible(allowed)
        if not allowed:
            sheet.tabs.setCurrentIndex(0)  # the history would tell what is hidden
            sheet.notice.say(Tone.INFO, self._why_hidden(private))

    def close_lock(self) -> None:
        super().close_lock()
        self.withdrawal.hide()

    def retranslate(self) -> None:
        super().retranslate()
        self.withdrawal.retranslate()

    def _offer_withdrawal(self, private: PersonPrivate | None) -> None:
        due = private is not None and not consent.going(self.desk.store, private).nothing
        if due and self.withdrawal.isHidden():
            self.withdrawal.offer()
        self.withdrawal.setVisible(due)

    def _going(self) -> Going | None:
        """Return what goes; None while something is typed that nobody saved."""
        sheet = self.sheet
        private = sheet.record if sheet is not None and not sheet.form.dirty else None
        return consent.going(self.desk.store, private) if private is not None else None

    def _withdraw(self) -> None:
        sheet = self.sheet
        held = self.desk.store.get(PersonPrivate, sheet.record.id) if sheet is not None and sheet.record else None
        if held is not None:
            today = self.desk.clock.today()
            self.desk.write(self, lambda store: consent.withdraw(store, held, today))

    def _why_hidden(self, private: PersonPrivate | None) -> str:
        erased = self.desk.store.erased(private) if private is not None else []
        if erased:
            day = local_day(max(read_instant(each.made_at) for each in erased if each.made_at))
            return _(
                "The personal answers were erased on {day}, at the person's wish. Name, role and counts stay."
            ).format(day=format_day(day))
        return _why_hidden(private)


def _why_hidden(private: PersonPrivate | None) -> str:
    withdrawn = [line.withdrawn_on for _key, line in in_order(private.consents) if line.withdrawn_on] if private else []
    if withdrawn:
        return _(
            "The consent was withdrawn on {day}. The personal answers are hidden; only the counts of the cluster keep "
            "them, without a name."
        ).format(day=format_day(max(withdrawn)))
    return _("Note the consent and save it. Then the personal answers open.")
