"""Where the parts of the sheet stand: in one column, with the tasks at the right or, on little room, among them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.room import scrolled
from cdadesk.gui.kit.theme import wear

_SIDE = 300
_COLUMN = 860
_BESIDE_FROM = 920
_TASKS_PLACE = 2
_AROUND = 110


class SheetRoom(QObject):
    """Lays out the sheet, and keeps in sight what the keyboard is at."""

    def __init__(self, owner: QWidget, parts: Sequence[QWidget], tasks: Sequence[QWidget]) -> None:
        super().__init__(owner)
        self._owner = owner
        self._beside: bool | None = None
        self._tasks = _stack(tasks, look.spacing().wide)
        self._column = QVBoxLayout()
        self._side = QFrame()
        self._side_column = QVBoxLayout()
        self.scroll = self._scroll(parts)
        self._lay_out()
        self._place_tasks(beside=True)
        owner.installEventFilter(self)
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.setInterval(0)
        self._following.timeout.connect(self._follow)
        _app().focusChanged.connect(self._follow_soon)
        self.scroll.verticalScrollBar().rangeChanged.connect(self._follow_soon)

    @property
    def is_wide(self) -> bool:
        """Whether the tasks stand at the right."""
        return bool(self._beside)

    def to_top(self) -> None:
        """Show the beginning."""
        self.scroll.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stand the tasks where there is room."""
        if watched is self._owner and event.type() is QEvent.Type.Resize:
            self._place_tasks(beside=self._owner.width() >= _BESIDE_FROM)
        return super().eventFilter(watched, event)

    def _follow_soon(self) -> None:
        self._following.start()

    def _follow(self) -> None:
        """Show where the keyboard is, once everything around it has its place."""
        now = _app().focusWidget()
        if now is not None and self.scroll.widget().isAncestorOf(now):
            self.scroll.ensureWidgetVisible(now, 0, _AROUND)

    def _place_tasks(self, *, beside: bool) -> None:
        if beside is self._beside:
            return
        self._beside = beside
        self._side.setVisible(beside)
        if beside:
            self._side_column.insertWidget(0, self._tasks)
        else:
            self._column.insertWidget(_TASKS_PLACE, self._tasks)

    def _scroll(self, parts: Sequence[QWidget]) -> QScrollArea:
        gaps = look.spacing()
        page = QWidget()
        page.setMaximumWidth(_COLUMN)
        page.setLayout(self._column)
        self._column.setContentsMargins(gaps.wide, gaps.medium, gaps.wide, gaps.wide)
        self._column.setSpacing(gaps.wide)
        for part in parts:
            self._column.addWidget(part)
        self._column.addStretch(1)
        holder = QWidget()
        wear(holder, "scrolled")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(page, 1)
        return scrolled(holder)

    def _lay_out(self) -> None:
        gaps = look.spacing()
        inside = QWidget()
        wear(inside, "scrolled")
        inside.setLayout(self._side_column)
        self._side_column.setContentsMargins(gaps.large, gaps.large, gaps.large, gaps.large)
        self._side_column.addStretch(1)
        wear(self._side, "side")
        self._side.setFixedWidth(_SIDE)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(1, 0, 0, 0)
        side.addWidget(scrolled(inside))
        row = QHBoxLayout(self._owner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.scroll, 1)
        row.addWidget(self._side, 0, Qt.AlignmentFlag(0))


def _stack(widgets: Sequence[QWidget], gap: int) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for widget in widgets:
        column.addWidget(widget)
    return made


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there is no widget without one
    return app
