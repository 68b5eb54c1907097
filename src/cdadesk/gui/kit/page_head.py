"""The head of a page: the way to it, its name, and what one can do here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QWidget

from cdadesk import look
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import ShortButton, ShortLabel, button, label

_CRUMB_WIDTH = 220
_CRUMB_MARGINS = 10
_CRUMB_INSET = 5  # so that the words of the first crumb stand where a title would


class PageHead(QWidget):
    """Shows what the page says about itself; built anew whenever that changes."""

    climbed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        wear(self, "sheet")
        self.setFixedHeight(look.sizes().page_head)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(look.spacing().hair)
        self._acts: list[QPushButton] = []

    def show_page(self, page: Page) -> None:
        """Show trail, title and actions of a page; the focus stays on the action that had it."""
        focused = [made.hasFocus() for made in self._acts]
        _empty(self._row)
        left = look.spacing().wide - (_CRUMB_INSET if page.trail() else 0)
        self._row.setContentsMargins(left, 0, look.spacing().wide, 0)
        for step, name in enumerate(page.trail()):
            self._row.addWidget(self._crumb(step, name))
            self._row.addWidget(label("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", "trail"))
        if page.trail():
            self._row.addSpacing(look.spacing().hair)
        title = ShortLabel(page.title(), "title")
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row.addWidget(title, 1)
        self._acts = _action_buttons(page)
        for made in self._acts:
            self._row.addSpacing(look.spacing().hair)
            self._row.addWidget(made)
        _show_all(self._row)
        for made, had_focus in zip(self._acts, focused, strict=False):
            if had_focus:
                made.setFocus()

    def _crumb(self, step: int, name: str) -> QPushButton:
        made = ShortButton("crumb", _CRUMB_MARGINS)
        made.say(name)
        made.setMaximumWidth(_CRUMB_WIDTH)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda: self.climbed.emit(step))
        return made


def _action_buttons(page: Page) -> list[QPushButton]:
    made = [button(action) for action in page.other_actions()]
    primary: Action | None = page.primary_action()
    return [*made, button(primary, "primary")] if primary is not None else made


def _show_all(row: QLayout) -> None:
    """Show at once what Qt would show at its next turn: only then can it take the focus."""
    for place in range(row.count()):
        item = row.itemAt(place)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.show()


def _empty(row: QLayout) -> None:
    while (item := row.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
