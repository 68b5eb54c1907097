"""Room on a page: columns with the page's margins, rules, and scrolling where a small laptop needs it."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.gui.kit.theme import wear


def page_column(*widgets: QWidget) -> QWidget:
    """Stack widgets from the top with the margins of a page; what expands gets the rest of the height."""
    made = QWidget()
    wear(made, "sheet")
    gaps = look.spacing()
    column = QVBoxLayout(made)
    column.setContentsMargins(gaps.wide, gaps.small, gaps.wide, gaps.wide)
    column.setSpacing(gaps.medium)
    for widget in widgets:
        column.addWidget(widget)
    return made


def scrolled(inside: QWidget) -> QScrollArea:
    """Let a part of a page scroll up and down instead of being squeezed."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(inside)
    return made


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the page so far that a part that has just come can be seen."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # so that it has its place already
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
            return
        above = above.parentWidget()


def rule() -> QFrame:
    """Return a line across."""
    made = QFrame()
    wear(made, "rule")
    return made
