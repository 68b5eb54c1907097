"""Labels and buttons in the looks of the style sheet, and a label that shortens itself."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStyle, QStyleOption, QWidget

from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear

_ICON_EDGE = 18
_ICON_GAP = 5
_SLACK = 3  # shaped text may need a little more than its advance says


def label(text: str = "", look: str = "") -> QLabel:
    """Return a label; looks are title, section, figure, headline, second, strong, field, complaint, finding."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        wear(made, look)
    return made


def paragraph(text: str = "", look: str = "") -> QLabel:
    """Return a label that breaks into lines and can be copied from."""
    made = label(text, look)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def button(action: Action, look: str = "secondary") -> QPushButton:
    """Return a button for an act: primary, secondary, danger, quiet or small."""
    made = QPushButton()
    wear(made, look)
    made.setIconSize(QSize(_ICON_EDGE + _ICON_GAP, _ICON_EDGE))
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    dress_button(made, action)
    made.clicked.connect(lambda _checked=False: action.run())
    return made


def dress_button(made: QPushButton, action: Action) -> None:
    """Write an act's words, icon and state on a button without touching what a click does."""
    made.setText(escaped(action.text))
    made.setEnabled(action.enabled)
    made.setToolTip(action.hint)
    tokens = {"primary": "on_primary", "danger": "bad", "quiet": "primary", "small": "primary"}
    if action.icon:
        made.setIcon(icon(action.icon, tokens.get(str(made.property("look")), "second_ink")))


def escaped(text: str) -> str:
    """Return a text for a button or menu, where a lone ampersand would vanish."""
    return text.replace("&", "&&")


class IconLabel(QWidget):
    """An icon that stands beside words; it is painted, so that it follows the shade by itself."""

    def __init__(self, name: str, ink: str = "second_ink", edge: int = _ICON_EDGE) -> None:
        super().__init__()
        self._icon = icon(name, ink)
        self._edge = edge
        self.setFixedSize(edge, edge)

    def show_icon(self, name: str, ink: str) -> None:
        """Change the icon."""
        self._icon = icon(name, ink)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class ShortButton(QPushButton):
    """A button whose words end in an ellipsis when there is no room, with all of them as its tip."""

    def __init__(self, look: str, beside: int) -> None:
        super().__init__()
        self._whole = ""
        self._beside = beside
        wear(self, look)

    def say(self, text: str) -> None:
        """Write words, shortened where they must be."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._shorten()

    def sizeHint(self) -> QSize:
        return QSize(self._wanted(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._wanted(), self._beside * 3), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._shorten()

    def _wanted(self) -> int:
        self.ensurePolished()
        return self.fontMetrics().horizontalAdvance(self._whole) + self._beside + _SLACK

    def _shorten(self) -> None:
        room = max(self.width() - self._beside, 0)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(self._whole if shown != self._whole else "")
        self.setText(escaped(shown))


class ShortLabel(QLabel):
    """A label of one line that ends in an ellipsis when there is no room, with the whole text as its tip."""

    def __init__(self, text: str = "", look: str = "") -> None:
        super().__init__()
        self._whole = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if look:
            wear(self, look)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text, shortened where it must be."""
        self._whole = text
        super().setText(text)
        self._note_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…") * 3, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.contentsRect().width())
        painter.drawText(self.contentsRect(), self.alignment() | Qt.TextFlag.TextSingleLine, shown)
        painter.end()

    def _note_room(self) -> None:
        too_long = self.fontMetrics().horizontalAdvance(self._whole) > self.contentsRect().width()
        self.setToolTip(self._whole if too_long else "")
