"""Who carried a fair: a long bar, the figures beside their colours, and what they mean in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.figures import percent_words, rounded
from cdadesk.domain.fairs.ratios import Payers, ratio_words
from cdadesk.domain.fairs.results import Settlement, SourceSum
from cdadesk.domain.fairs.tapering import SeriesFair, with_amounts
from cdadesk.domain.fairs.vocabulary import SourceKind
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.gui.places.joint_actions.legend import swatch
from cdadesk.gui.places.joint_actions.pictures import Share, draw_long_bar, share_of, shares_of
from cdadesk.i18n import _, format_amount
from cdadesk.look import MoneySource

_BAR = QSize(200, 28)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_COLOURS = {
    SourceKind.participant: MoneySource.PRIVATE,
    SourceKind.network: MoneySource.PRIVATE,
    SourceKind.institution: MoneySource.INSTITUTIONS,
    SourceKind.programme: MoneySource.PROGRAMME,
}


@dataclass(frozen=True)
class Line:
    """One payer: its colour, its name, what it carried, and what is still to be said of it."""

    share: Share
    name: str
    amount: str
    percent: str
    remark: str = ""


@dataclass(frozen=True)
class Picture:
    """All that the view shows."""

    bar: SeriesFair
    lines: tuple[Line, ...]
    sentences: tuple[str, ...]


def of_settlement(fair: Fair, settlement: Settlement) -> Picture:
    """Show who carried a fair that was settled."""
    payers = settlement.payers
    blank = SeriesFair(
        label=fair.title(),
        series=fair.series or "",
        ordinal=fair.ordinal or 0,
        held=fair.from_on or "0001",
        private=Fraction(0),
        programme=Fraction(0),
        institutions=Fraction(0),
    )
    return Picture(with_amounts(blank, payers), tuple(_settled_lines(settlement)), tuple(_meaning(payers)))


def of_percents(fair: Fair, placed: SeriesFair) -> Picture:
    """Show a fair known in percent alone: as it was printed, with what is missing to the whole, never made to fit."""
    whole = fair.total_cost.paise if fair.total_cost else None
    lines = tuple(
        Line(share, share.name, _amount(whole, share.percent), percent_words(share.percent))
        for share in shares_of(placed)
    )
    said = [_("These percentages stand as they were printed. Nothing is rounded or made to fit.")]
    if placed.unexplained > 0:
        total, rest = percent_words(placed.total), percent_words(placed.unexplained)
        said.append(_("They make {total}; {rest} is unexplained.").format(total=total, rest=rest))
    if placed.unexplained < 0:
        said.append(_("They make {total}, more than the whole.").format(total=percent_words(placed.total)))
    if whole is not None:
        said.append(_("The amounts are parts of the total cost, {total}.").format(total=format_amount(whole)))
    return Picture(placed, lines, tuple(said))


def _amount(whole: int | None, percent: Fraction) -> str:
    return "" if whole is None else format_amount(int(rounded(whole * percent / 100, 0)))


def _settled_lines(settlement: Settlement) -> Iterator[Line]:
    whole = sum(each.total for each in settlement.sources)
    for each in settlement.sources:
        if each.total or each.owed:
            percent = Fraction(100 * each.total, whole) if whole else Fraction(0)
            share = share_of(_COLOURS.get(each.kind), percent)
            yield Line(
                share, _name(settlement, each), format_amount(each.total), percent_words(percent), _owed_words(each)
            )


def _name(settlement: Settlement, payer: SourceSum) -> str:
    name = settlement.inputs.source(payer.source_id).label if payer.source_id else _(payer.kind.label)
    return name[:1].upper() + name[1:]


def _owed_words(payer: SourceSum) -> str:
    if not payer.owed:
        return ""
    said = _("{amount} received and not used") if payer.owed > 0 else _("{amount} still to come in")
    return said.format(amount=format_amount(abs(payer.owed)))


def _meaning(payers: Payers) -> Iterator[str]:
    recovered, leverage = payers.cost_recovery, payers.leverage
    if recovered is not None:
        said = _("Participants and network carry {percent} of the cost themselves: the cost recovery.")
        yield said.format(percent=percent_words(100 * recovered))
    if leverage is not None:
        said = _("For each rupee of the programme, {ratio} rupees were spent in all: the leverage.")
        yield said.format(ratio=ratio_words(leverage))
    elif payers.total:
        yield _("The programme gave no money, so there is no leverage.")


class SharesView(QWidget):
    """Shows a picture."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "section")
        self.bar: Chart | None = None
        self._lines: tuple[Line, ...] = ()
        self._shown: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.spacing().large)
        self._grid.setVerticalSpacing(look.spacing().hair)
        self._grid.setColumnStretch(4, 1)
        self._words = paragraph()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.spacing().small)
        self._column.addWidget(self._title)
        self._column.addLayout(self._grid)
        self._column.addWidget(self._words)

    def show_picture(self, picture: Picture) -> None:
        """Show who carried a fair."""
        self._title.setText(_("Who carried it"))
        self._show_bar(picture.bar)
        for widget in self._shown:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown = []
        self._lines = picture.lines
        for row, line in enumerate(picture.lines):
            self._show_line(row, line)
        self._words.setText("\n".join(picture.sentences))

    def rows(self) -> list[tuple[str, str, str]]:
        """Return the figures that are shown: who, how much, which part."""
        return [(line.name, line.amount, line.percent) for line in self._lines]

    def words(self) -> str:
        """Return what is said of the figures."""
        return self._words.text()

    def _show_bar(self, fair: SeriesFair) -> None:
        if self.bar is None:
            self.bar = Chart(partial(draw_long_bar, fair), _BAR)
            self.bar.setFixedHeight(_BAR.height())
            self._column.insertWidget(1, self.bar)
        self.bar.show_drawing(partial(draw_long_bar, fair))

    def _show_line(self, row: int, line: Line) -> None:
        cells: Sequence[QWidget] = (
            swatch(line.share),
            label(line.name),
            label(line.amount),
            label(line.percent, "strong"),
            label(line.remark, "finding" if line.remark else ""),
        )
        for column, cell in enumerate(cells):
            side = _RIGHT if column in (2, 3) else Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(cell, row, column, side)
            cell.show()
        self._shown += cells
