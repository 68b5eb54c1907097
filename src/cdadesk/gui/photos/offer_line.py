"""One line beside a photo: what it tells of day and place, to be noted or left, as somebody says."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.photographs import Told
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, paragraph
from cdadesk.i18n import _, format_day


class OfferLine(QWidget):
    """Asks once; either answer is final, and without one nothing is noted."""

    def __init__(self, told: Told, take: Callable[[], object], leave: Callable[[], object]) -> None:
        super().__init__()
        self.take = button(Action(_("Yes, note it"), take, "check"), "small")
        self.leave = button(Action(_("No"), leave), "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.spacing().small)
        row.addWidget(paragraph(offer_words(told), "second"), 1)
        row.addWidget(self.take)
        row.addWidget(self.leave)


def offer_words(told: Told) -> str:
    """Say what a photo tells, and ask."""
    day = format_day(told.day) if told.day else ""
    if day and told.place:
        return _("The photo says {day}, {place}. Note it?").format(day=day, place=told.place)
    if told.place:
        return _("The photo says {place}. Note it?").format(place=told.place)
    return _("The photo says {day}. Note it?").format(day=day)
