"""The series of fairs beside the list: small bars in a row, and below them in one sentence whether support tapers."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.fairs import PlacedFair
from cdadesk.domain.fairs.tapering import by_series
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.room import scrolled
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, ShortLabel, paragraph
from cdadesk.gui.places.joint_actions.legend import Legend
from cdadesk.gui.places.joint_actions.pictures import draw_series, shares_of
from cdadesk.gui.places.joint_actions.verdict import verdict_of
from cdadesk.i18n import _

_BARS = QSize(130, 104)
_BLOCK_WIDTH, _BAR_WIDTH = 140, 62
_AROUND = 14
_LITTLE = 260
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SeriesBars(Chart):
    """The bars of one series; arrows go from fair to fair, Enter or a click opens one."""

    opened = Signal(object)

    def __init__(self, fairs: Sequence[PlacedFair]) -> None:
        self._fairs = list(fairs)
        self._shown: UUID | None = None
        self._at = -1
        super().__init__(partial(draw_series, [each.shares for each in fairs], -1), _BARS)
        self.setFixedHeight(_BARS.height())
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def __len__(self) -> int:
        return len(self._fairs)

    def show_chosen(self, fair: UUID | None) -> None:
        """Frame the fair that is shown in the detail."""
        self._shown = fair
        self._frame(self._place_of(fair))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._frame(min(max(self._at + _STEPS[key], 0), len(self._fairs) - 1))
        elif key in _OPENING and self._at >= 0:
            self.opened.emit(self._fairs[self._at].fair)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().x() * len(self._fairs) / max(self.width(), 1))
        if event.button() is Qt.MouseButton.LeftButton and 0 <= place < len(self._fairs):
            self.opened.emit(self._fairs[place].fair)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._frame(max(self._at, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._frame(self._place_of(self._shown))

    def _place_of(self, fair: UUID | None) -> int:
        return next((place for place, each in enumerate(self._fairs) if each.fair == fair), -1)

    def _frame(self, place: int) -> None:
        self._at = place
        self.show_drawing(partial(draw_series, [each.shares for each in self._fairs], place))


class SeriesBlock(QWidget):
    """One series: its name, its bars, its verdict."""

    opened = Signal(object)

    def __init__(self, name: str, fairs: Sequence[PlacedFair]) -> None:
        super().__init__()
        self.bars = SeriesBars(fairs)
        self.bars.setAccessibleName(name)
        self.bars.opened.connect(self.opened)
        said = verdict_of([each.shares for each in fairs])
        self.sentence = paragraph(said.sentence, "second" if said.tone == "info" else "finding")
        if said.tone == "good":
            wear(self.sentence, "second")
        gaps = look.spacing()
        foot = QHBoxLayout()
        foot.setSpacing(gaps.hair)
        foot.addWidget(IconLabel(said.icon, said.tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.sentence, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, gaps.small)
        column.setSpacing(gaps.hair)
        column.addWidget(ShortLabel(name, "strong"))
        column.addWidget(self.bars)
        column.addLayout(foot)


class SeriesView(QWidget):
    """Every series of the cluster; hidden while there is none."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[SeriesBlock] = []
        self._fairs: list[PlacedFair] = []
        self._chosen: UUID | None = None
        self._most = _BARS.height() * 3
        self.legend = Legend()
        self._inside = QWidget()
        wear(self._inside, "scrolled")
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.spacing().medium)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.spacing().small)
        column.setSpacing(look.spacing().hair)
        column.addWidget(self.legend)
        column.addWidget(scrolled(self._inside), 1)
        self.hide()

    def show_fairs(self, fairs: Sequence[PlacedFair]) -> None:
        """Show the series that these fairs make; what is drawn already stays, and keeps the focus."""
        if list(fairs) == self._fairs:
            return
        self._fairs = list(fairs)
        self.retranslate()

    def show_chosen(self, fair: UUID | None) -> None:
        """Frame a fair."""
        self._chosen = fair
        for block in self.blocks:
            block.bars.show_chosen(fair)

    def retranslate(self) -> None:
        """Write and draw everything again."""
        self.setAccessibleName(_("Who carried the fairs, series by series"))
        for block in self.blocks:
            self._grid.removeWidget(block)
            block.hide()
            block.deleteLater()
        self.legend.show_shares([share for each in self._fairs for share in shares_of(each.shares)])
        ids = {id(each.shares): each for each in self._fairs}
        series = by_series(each.shares for each in self._fairs)
        self.blocks = [SeriesBlock(name, [ids[id(each)] for each in fairs]) for name, fairs in series.items()]
        for block in self.blocks:
            block.opened.connect(self.opened)
            block.bars.setFixedHeight(self._bar_height())
        self._place()
        self.show_chosen(self._chosen)
        self.setVisible(bool(self.blocks))

    def keep_below(self, most: int) -> None:
        """Be as high as the series need, but never higher than so many pixels."""
        self._most = most
        for block in self.blocks:
            block.bars.setFixedHeight(self._bar_height())
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _bar_height(self) -> int:
        return _BARS.height() if self._most > _LITTLE else _BARS.height() * 7 // 8

    def _place(self) -> None:
        longest = max((len(block.bars) for block in self.blocks), default=1)
        across = max(self.width() // max(_BLOCK_WIDTH, _BAR_WIDTH * longest), 1)
        for place, block in enumerate(self.blocks):
            self._grid.addWidget(block, place // across, place % across, Qt.AlignmentFlag.AlignTop)
            block.show()  # Qt shows it later by itself, and would count it as nothing until then
        needed = self._grid.heightForWidth(self.width()) + self.legend.heightForWidth(self.width()) + _AROUND
        self.setFixedHeight(min(needed, self._most))
