"""How big people say the cluster is: figures that disagree stand side by side, each with who says so and how sure."""

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.domain.cluster import Cluster, EstimateOf, SizeEstimate
from cdadesk.domain.kernel.record import Certainty, Record, in_order
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.flow import Flow
from cdadesk.gui.kit.notices import Notice, Tone
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _, format_money, format_number
from cdadesk.store.writing import Edit

_CARD = 206


class CardsAlike(QWidget):
    """Cards beside each other, all as high as the highest."""

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self._cards = cards
        flow = Flow(self)
        flow.setSpacing(look.spacing().medium)
        for card in cards:
            flow.addWidget(card)

    def showEvent(self, event: QShowEvent) -> None:
        """Measure: before they are shown, words do not have their type yet."""
        super().showEvent(event)
        highest = max(card.heightForWidth(_CARD) for card in self._cards)
        for card in self._cards:
            card.setFixedHeight(highest)


class EstimatesTab(SideTab):
    """The rival estimates of each thing that was counted."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cluster: Cluster | None = None
        self._lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)

    def title(self) -> str:
        return _("Estimates")

    def show_record(self, record: Record) -> None:
        """Show the estimates of a cluster."""
        if isinstance(record, Cluster) and record != self._cluster:
            self._cluster = record
            self._lines.show_lines(list(self._parts(record)))

    def retranslate(self) -> None:
        self._cluster = None

    def _parts(self, cluster: Cluster) -> Iterator[QWidget]:
        yield from _findings(cluster)
        for what in EstimateOf:
            lines = [(key, line) for key, line in in_order(cluster.estimates) if line.what is what]
            if lines:
                yield label(_heading(what, [line for _key, line in lines]), "section")
                yield self._side_by_side(lines)
        if not any(line.what for _key, line in in_order(cluster.estimates)):
            said = _("Nobody's figure is written down yet. Add every one you are told to the form, with its source.")
            yield paragraph(said, "second")

    def _side_by_side(self, lines: list[tuple[str, SizeEstimate]]) -> QWidget:
        return CardsAlike([self._card(key, line) for key, line in lines])

    def _card(self, key: str, line: SizeEstimate) -> QWidget:
        made = QFrame()
        wear(made, "card")
        made.setFixedWidth(_CARD)
        gaps = look.spacing()
        column = QVBoxLayout(made)
        column.setContentsMargins(gaps.medium, gaps.small, gaps.medium, gaps.medium)
        column.setSpacing(gaps.hair)
        column.addWidget(label(_figure(line), "title"))
        column.addWidget(label(str(line.year) if line.year else _("year not known"), "strong"))
        column.addWidget(paragraph(line.source or _("source not known"), "second"))
        column.addSpacing(gaps.small)
        column.addStretch(1)
        column.addWidget(self._certainty(key, line))
        return made

    def _certainty(self, key: str, line: SizeEstimate) -> QWidget:
        made = QComboBox()
        made.setAccessibleName(_("How sure it is"))
        made.addItem(_("How sure?"), None)
        for certainty in Certainty:
            made.addItem(_(certainty.label), certainty)
        now = line.certainty.get(_field(line))
        made.setCurrentIndex(list(Certainty).index(now) + 1 if now is not None else 0)
        made.activated.connect(lambda _place: self._say_certainty(key, made.currentData()))
        return made

    def _say_certainty(self, key: str, certainty: Certainty | None) -> None:
        held = self._desk.store.get(Cluster, self._cluster.id) if self._cluster is not None else None
        line = held.record.estimates.get(key) if held is not None else None
        if held is None or line is None:
            return
        codes = {name: code for name, code in line.certainty.items() if name != _field(line)}
        if certainty is not None:
            codes[_field(line)] = certainty
        estimates = held.record.estimates | {key: line.changed(certainty=codes)}
        self._desk.save(self, [Edit(held.record, held.record.changed(estimates=estimates), held.base)])


def _findings(cluster: Cluster) -> Iterator[QWidget]:
    for finding in cluster.findings():
        if finding.path == "estimates" and finding.code not in cluster.left_so:
            notice = Notice()
            notice.say(Tone.WARN, " ".join(filter(None, (finding.sentence, finding.why))))
            yield notice


def _heading(what: EstimateOf, lines: list[SizeEstimate]) -> str:
    units = [units for line in lines if (units := line.in_units()) is not None]
    if len(set(units)) < 2:
        return _(what.label)
    least, most = (_written(what, each) for each in (min(units), max(units)))
    return _("{what}: from {least} to {most}").format(what=_(what.label), least=least, most=most)


def _figure(line: SizeEstimate) -> str:
    if line.amount is not None:
        return format_money(line.amount.minor, line.amount.currency)
    return format_number(line.count) if line.count is not None else _("no figure yet")


def _written(what: EstimateOf, units: int) -> str:
    return format_money(units) if what in (EstimateOf.turnover, EstimateOf.exports) else format_number(units)


def _field(line: SizeEstimate) -> str:
    return "amount" if line.amount is not None else "count"
