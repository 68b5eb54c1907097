"""Which of the records are listed: all, or those that stand in one way; each choice says how many there are."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from cdadesk import look
from cdadesk.acts.correspondence import BACK, Matter
from cdadesk.domain.review import ReviewState
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.theme import wear
from cdadesk.i18n import N_, _, format_number


class Wanted(StrEnum):
    """What the person wants to see."""

    ALL = "all"
    BACK = "back"
    COMMENTED = "commented"
    CHANGED = "changed"
    APPROVED = "approved"


_LABELS = {
    Wanted.ALL: N_("All"),
    Wanted.BACK: N_("Came back"),
    Wanted.COMMENTED: N_("Comments"),
    Wanted.CHANGED: N_("Changed"),
    Wanted.APPROVED: N_("Approved"),
}
_STATES = {
    Wanted.BACK: BACK,
    Wanted.CHANGED: (ReviewState.changed_since,),
    Wanted.APPROVED: (ReviewState.approved,),
}


def fits(matter: Matter, wanted: Wanted) -> bool:
    """Say whether a record belongs into a list."""
    if wanted is Wanted.ALL:
        return True
    return matter.comments > 0 if wanted is Wanted.COMMENTED else matter.state in _STATES[wanted]


class Filters(QWidget):
    """One of them is always chosen; `changed` tells when another is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._counts = dict.fromkeys(Wanted, 0)
        self._group = QButtonGroup(self)
        self.buttons: dict[Wanted, QPushButton] = {}
        flow = Flow(self)
        flow.setSpacing(look.spacing().hair)
        for wanted in Wanted:
            made = QPushButton()
            wear(made, "filter")
            made.setCheckable(True)
            self._group.addButton(made)
            self.buttons[wanted] = made
            flow.addWidget(made)
        self.buttons[Wanted.ALL].setChecked(True)
        self._group.buttonClicked.connect(lambda _button: self.changed.emit())
        self.retranslate()

    @property
    def wanted(self) -> Wanted:
        """What is chosen."""
        return next(wanted for wanted, made in self.buttons.items() if made.isChecked())

    def choose(self, wanted: Wanted) -> None:
        """Choose another."""
        self.buttons[wanted].setChecked(True)
        self.changed.emit()

    def count(self, matters: Sequence[Matter]) -> None:
        """Say beside each choice how many there are."""
        self._counts = {wanted: sum(fits(each, wanted) for each in matters) for wanted in Wanted}
        self.retranslate()

    def retranslate(self) -> None:
        """Write the choices in the language in use."""
        for wanted, made in self.buttons.items():
            count = self._counts[wanted]
            made.setText(f"{_(_LABELS[wanted])}  {format_number(count)}" if count else _(_LABELS[wanted]))
