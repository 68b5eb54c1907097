"""One photo or paper in the strip: small picture, caption to be typed over, where it is, and what can be done."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from cdadesk import look
from cdadesk.acts.attaching import Hung, Whereabouts
from cdadesk.acts.photographs import Told
from cdadesk.domain.kernel.fields import describe
from cdadesk.gui.kit.icons import icon
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import ShortLabel, button
from cdadesk.gui.photos.offer_line import OfferLine
from cdadesk.gui.photos.words import second_line, whereabouts_words
from cdadesk.i18n import _

_PICTURE = (112, 84)
_ICON_EDGE = 36
_BELOW_THE_WORDS = 3


class SmallPicture(QLabel):
    """The small picture, or a sign for what has none; a click opens the file."""

    clicked = Signal()

    def __init__(self, hung: Hung) -> None:
        super().__init__()
        wear(self, "picture")
        self.setFixedSize(*_PICTURE)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(hung.record.title())
        picture = QPixmap()
        if picture.loadFromData(QByteArray(hung.record.small_picture())):
            fitting = Qt.AspectRatioMode.KeepAspectRatio
            self.setPixmap(picture.scaled(self.size(), fitting, Qt.TransformationMode.SmoothTransformation))
        else:
            sign = "image" if hung.record.is_picture() else "file-text"
            self.setPixmap(icon(sign, "second_ink").pixmap(_ICON_EDGE, _ICON_EDGE))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self.clicked.emit()


class PhotoRow(QFrame):
    """Says what is wished for; it does nothing by itself."""

    captioned = Signal(str)
    opened = Signal()
    fetch_asked = Signal()
    removed = Signal()
    erase_asked = Signal()

    def __init__(self, hung: Hung) -> None:
        super().__init__()
        wear(self, "card")
        self.hung = hung
        self.offered: OfferLine | None = None
        self.picture = SmallPicture(hung)
        self.picture.clicked.connect(self._open)
        self.caption = QLineEdit(hung.record.caption or "")
        self.caption.setMaxLength(describe(type(hung.record))["caption"].max_length or 0)
        self.caption.setPlaceholderText(_("What does it show?"))
        self.caption.setAccessibleName(_("What it shows"))
        self.caption.editingFinished.connect(self._caption_typed)
        self._lay_out()

    def offer(self, told: Told, take: Callable[[], object], leave: Callable[[], object]) -> None:
        """Ask in one line whether what the photo tells is to be noted."""
        self.offered = OfferLine(told, take, leave)
        self._words.insertWidget(_BELOW_THE_WORDS, self.offered)

    def _open(self) -> None:
        if self.hung.whereabouts is Whereabouts.not_here:
            self.fetch_asked.emit()
        else:
            self.opened.emit()

    def _caption_typed(self) -> None:
        typed = self.caption.text().strip()
        if typed != (self.hung.record.caption or ""):
            self.captioned.emit(typed)

    def _acts(self) -> QHBoxLayout:
        gaps = look.spacing()
        row = QHBoxLayout()
        row.setSpacing(gaps.small)
        absent = self.hung.whereabouts is Whereabouts.not_here
        row.addStretch(1)
        if absent:
            row.addWidget(button(Action(_("Fetch"), self.fetch_asked.emit, "download"), "small"))
        else:
            row.addWidget(button(Action(_("Open"), self.opened.emit, "eye"), "small"))
        row.addWidget(button(Action(_("Put in the trash"), self.removed.emit, "trash-2"), "small"))
        self.erase = button(Action(_("Erase …"), self.erase_asked.emit), "small")
        row.addWidget(self.erase)
        return row

    def _lay_out(self) -> None:
        gaps = look.spacing()
        words = self._words = QVBoxLayout()
        words.setSpacing(gaps.hair)
        words.addWidget(self.caption)
        words.addWidget(ShortLabel(second_line(self.hung), "second"))
        words.addWidget(ShortLabel(whereabouts_words(self.hung), "second"))
        words.addLayout(self._acts())
        row = QHBoxLayout(self)
        row.setContentsMargins(gaps.small, gaps.small, gaps.small, gaps.small)
        row.setSpacing(gaps.medium)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
