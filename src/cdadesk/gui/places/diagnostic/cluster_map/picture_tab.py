"""The picture of a map, what it says against today, and its way onto paper or into a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cdadesk import i18n, look
from cdadesk.acts import cluster_maps
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.study.cluster_map import ClusterMap, ClusterMapSnapshot
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.charts import Chart
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.words import button, paragraph
from cdadesk.gui.papers import Paper, PaperStrip, open_file, papers_folder, write_paper
from cdadesk.gui.records.tab import Lines, SideTab
from cdadesk.i18n import _
from cdadesk.reports.blocks import Points, Text
from cdadesk.reports.cluster_map import draw_cluster_map, height_needed
from cdadesk.reports.pictures import Drawing, Room
from cdadesk.reports.study.annexes import difference
from cdadesk.store.store import Store

_WIDTH = 560
_BROADEST = 1100
_SAVED_WIDTH = 1500


class PictureTab(SideTab):
    """The map as it is drawn; every actor stands where it stands on the other maps of the cluster."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record: ClusterMapSnapshot | None = None
        self._maps: tuple[ClusterMap, ...] = ()
        self.papers = PaperStrip(desk)
        self.lines = Lines(_BROADEST)
        gaps = look.spacing()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        strip = QVBoxLayout()
        strip.setContentsMargins(gaps.wide, 0, gaps.wide, 0)
        strip.addWidget(self.papers)
        column.addLayout(strip)
        column.addWidget(self.lines, 1)

    def title(self) -> str:
        return _("Picture")

    def show_record(self, record: Record) -> None:
        """Show a map."""
        if not isinstance(record, ClusterMapSnapshot):
            return
        self._record = record
        today = self._desk.clock.today()
        self._desk.read(self, lambda store: cluster_maps.among(store, record, today), partial(self._show, record))

    def retranslate(self) -> None:
        self.papers.retranslate()
        self.papers.show_papers(self._papers())
        if self._maps:
            self._show_lines()

    def print_papers(self) -> None:
        """Offer the map as a paper."""
        self.papers.offer(self._papers())

    def save_picture(self) -> None:
        """Save the picture as a PNG where papers lie, and say where."""
        if self._record is None or not self._maps:
            return
        folder = papers_folder(self._desk.memory)
        try:
            file = write_paper(folder, self._record.title(), self._png(), "png")
        except Trouble as trouble:
            self._desk.say(Tone.BAD, str(trouble))
            return
        opening = Action(_("Open"), partial(open_file, file), "external-link")
        self._desk.say(Tone.GOOD, _("The picture lies in {file}").format(file=Path(file)), opening)

    def _papers(self) -> list[Paper]:
        shown = self._record
        if shown is None:
            return []

        def make(store: Store, printing: cluster_maps.Printing) -> bytes:
            return cluster_maps.map_pdf(store, shown, printing)

        return [Paper(_("Map as PDF"), shown.title(), make)]

    def _show(self, record: ClusterMapSnapshot, maps: tuple[ClusterMap, ...]) -> None:
        """Show the picture; the first of the maps is the one that is meant, the second is today's."""
        if self._record is None or record.id != self._record.id:
            return
        self._maps = maps
        self._show_lines()

    def _show_lines(self) -> None:
        """Show the maps in lines that are made anew, the button too: those that were shown before are gone."""
        shown, today = self._maps[0], self._maps[1]
        if not shown.spots:
            self.lines.show_lines([paragraph(_("Nobody stands on this map yet."), "second")])
            return
        saving = button(Action(_("Save as picture"), self.save_picture, "image"))
        said: list[QWidget] = [self._chart(_WIDTH), saving]
        for part in difference(today, shown):
            texts = part.texts if isinstance(part, Points) else (part.text,) if isinstance(part, Text) else ()
            said += [paragraph(text, "second") for text in texts]
        self.lines.show_lines(said)

    def _chart(self, width: int) -> Chart:
        shown, among = self._maps[0], self._maps[1:]
        letter = look.type_sizes(i18n.language()).second * look.line_height() * self.logicalDpiY() / 72
        height = round(height_needed(self._maps, width, letter)) + 1

        def draw(room: Room) -> Drawing:
            return draw_cluster_map(shown, room, among)

        made = Chart(draw, QSize(width, height))
        made.setFixedHeight(height)
        return made

    def _png(self) -> bytes:
        """Return the picture as large as it is good on a slide, in the shade of the window."""
        chart = self._chart(_SAVED_WIDTH)
        chart.setFixedSize(_SAVED_WIDTH, chart.minimumHeight())
        chart.setAutoFillBackground(True)
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        chart.grab().save(buffer, "PNG")
        buffer.close()
        return bytes(content.data())
