"""The laptops of the person: what each is called, so that others know from which one something came."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from cdadesk import look
from cdadesk.acts.laptops import LONGEST_NAME, OwnLaptop
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import ShortLabel, button, dress_button, paragraph
from cdadesk.gui.places.exchange.cards import Card
from cdadesk.i18n import _

_NAME_WIDTH = 360


class LaptopsCard(Card):
    """Names this laptop and lists the person's others; hidden until the server knows this one. `named` hands over."""

    named = Signal(str)

    def __init__(self) -> None:
        super().__init__("laptop")
        self._shown: tuple[OwnLaptop, ...] = ()
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setMaximumWidth(_NAME_WIDTH)
        self.keep = button(Action("", self._hand_over), "secondary")
        self.keep.setAutoDefault(True)
        self.notice = Notice()
        self._why = paragraph("", "second")
        self.name.returnPressed.connect(self._hand_over)
        self.name.textChanged.connect(lambda _text: self._show_keep())
        row = QHBoxLayout()
        row.setSpacing(look.spacing().small)
        row.addWidget(self.name, 1)
        row.addWidget(self.keep)
        row.addStretch(1)
        place = self.column.count() - 1
        self.column.insertWidget(place, self._why)
        self.column.insertLayout(place + 1, row)
        self.column.insertWidget(place + 2, self.notice)
        self.hide()

    def show_laptops(self, laptops: tuple[OwnLaptop, ...]) -> None:
        """Show these; a name that is being typed stays."""
        typing = self.name.text() != self._name_here()
        self._shown = laptops
        self.title.setText(_("Your laptops"))
        self._why.setText(_("This laptop is called so where others see who wrote something, and from where:"))
        self.name.setAccessibleName(_("Name of this laptop"))
        if not typing:
            self.name.setText(self._name_here())
        self.show_lines([_line(each) for each in laptops if not each.here])
        self._show_keep()
        self.setVisible(bool(self._name_here()))

    def say(self, tone: Tone, sentence: str) -> None:
        """Say what became of a new name."""
        self.notice.say(tone, sentence)

    def _name_here(self) -> str:
        return next((each.name for each in self._shown if each.here), "")

    def _show_keep(self) -> None:
        dress_button(self.keep, Action(_("Name it so"), self._hand_over, enabled=self._is_new()))

    def _is_new(self) -> bool:
        return self.name.text().strip() not in ("", self._name_here())

    def _hand_over(self) -> None:
        if self._is_new():
            self.named.emit(self.name.text())


def _line(laptop: OwnLaptop) -> QWidget:
    made = ShortLabel(laptop.name, "")
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made
