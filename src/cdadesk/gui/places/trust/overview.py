"""One network's trust at a glance: three figures, the line, the ladder, and what none of it claims."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.trust import words
from cdadesk.domain.trust.shipped import the_ladder
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.room import page_column, scrolled
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.gui.places.trust.ladder_view import ArithmeticView, LadderView
from cdadesk.gui.places.trust.picture import TrustPicture
from cdadesk.i18n import _, format_number
from cdadesk.reports.pictures import Drawing, Room
from cdadesk.reports.step_line import draw_step_line

_CHART = QSize(400, 240)
_CLAIMS_WIDTH = 300
_LEAST_FOR_TWO = 920


class Figure(QWidget):
    """One big figure with its name above and its meaning below."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.figure, self.meaning = label(look="field"), label(look="figure"), paragraph(look="second")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.name, self.figure, self.meaning):
            column.addWidget(part)
        column.addStretch(1)

    def say(self, name: str, figure: str, meaning: str) -> None:
        """Write all three."""
        self.name.setText(name)
        self.figure.setText(figure)
        self.meaning.setText(meaning)


class Overview(QWidget):
    """Shows a picture; `open_item` is called with the milestone whose chip is pressed."""

    def __init__(self, open_item: Callable[[str], object]) -> None:
        super().__init__()
        self.rung, self.index, self.coverage = Figure(), Figure(), Figure()
        self.summary = paragraph(look="second")
        self.chart = Chart(_draw_nothing, _CHART)
        self.chart.setFixedHeight(_CHART.height())
        self.ladder = LadderView(open_item)
        self.arithmetic = ArithmeticView()
        self._titles = {name: label(look="section") for name in ("line", "ladder", "claims", "sum")}
        self._claims = paragraph(look="second")
        self._lay_out()

    def show_picture(self, picture: TrustPicture) -> None:
        """Show one network."""
        self._say_titles()
        self._show_figures(picture)
        history = picture.history()
        self.chart.show_drawing(lambda room: draw_step_line(history, room))
        self.ladder.show_picture(picture)
        self.arithmetic.show_picture(picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what the figure does not claim below the ladder where there is no room beside it."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        narrow = event.size().width() < _LEAST_FOR_TWO
        self._lower.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def _show_figures(self, picture: TrustPicture) -> None:
        reading = picture.reading
        self.summary.setText(words.summary(reading, the_ladder().rules))
        self.rung.say(
            _("Rung"), _("{n} of 5").format(n=reading.rung), _("the highest that is proved from the ground up")
        )
        index = str(reading.index) if reading.index is not None else _("none")
        self.index.say(_("Index"), index, _("of 100; never shown without the other two"))
        coverage = _("{proved} of {recorded}").format(
            proved=format_number(reading.proved), recorded=format_number(reading.recorded)
        )
        self.coverage.say(_("Coverage"), coverage, _("milestones that a second source proves"))

    def _say_titles(self) -> None:
        self._titles["line"].setText(_("Over time"))
        self._titles["ladder"].setText(_("The ladder"))
        self._titles["claims"].setText(_("What this does not claim"))
        self._titles["sum"].setText(_("How the index comes about"))
        self._claims.setText("\n\n".join(words.not_claimed()))

    def _lay_out(self) -> None:
        gaps = look.spacing()
        figures = QWidget()
        row = QHBoxLayout(figures)
        row.setContentsMargins(0, gaps.small, 0, gaps.small)
        row.setSpacing(gaps.wide)
        figures.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for figure in (self.rung, self.index, self.coverage):
            row.addWidget(figure, 1)
        climbing = QVBoxLayout()
        for part in (self._titles["ladder"], self.ladder, self._titles["sum"], self.arithmetic):
            climbing.addWidget(part)
        climbing.addStretch(1)
        claims = QWidget()
        claims.setFixedWidth(_CLAIMS_WIDTH)
        column = QVBoxLayout(claims)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._titles["claims"])
        column.addWidget(self._claims)
        column.addStretch(1)
        lower = QWidget()
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight, lower)
        self._lower.setContentsMargins(0, gaps.medium, 0, 0)
        self._lower.setSpacing(gaps.vast)
        self._lower.addLayout(climbing, 1)
        self._lower.addWidget(claims, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(page_column(figures, self.summary, self._titles["line"], self.chart, lower)))


def _draw_nothing(room: Room) -> Drawing:
    """Draw nothing until a network is read."""
    return Drawing(room.width, room.height, (), "")
