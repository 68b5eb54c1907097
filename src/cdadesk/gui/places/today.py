"""Today: four short lists, and on top the one sentence that one would say at breakfast."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cdadesk import look
from cdadesk.acts.looking_again import NeedsYou
from cdadesk.acts.today import Day, Due, Unfinished, headline, read_day
from cdadesk.domain.networks.network import Network
from cdadesk.domain.registry import ENTITIES
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.first_reading import FirstReading
from cdadesk.gui.kit.page import Action, Page
from cdadesk.gui.kit.room import page_column, scrolled
from cdadesk.gui.kit.theme import wear
from cdadesk.gui.kit.words import IconLabel, ShortLabel, button, label, paragraph
from cdadesk.gui.places.place import Place
from cdadesk.gui.sentences import days_ago_words, size_words
from cdadesk.i18n import N_, _, format_day, format_number, ngettext

_SHOWN = 6


@dataclass(frozen=True)
class Line:
    """A thing to do: its words, a second line, a mark at the end, where it leads, and how many things it stands for."""

    words: str
    second: str
    mark: str
    go: Callable[[], object]
    counts: int = 1


class ListCard(QFrame):
    """A short list under a title; the last line says how many more there are."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        wear(self, "card")
        self.title = label(look="section")
        self.count = label(look="badge")
        self.rows: list[QWidget] = []
        self._unfolded = False
        gaps = look.spacing()
        head = QHBoxLayout()
        head.setSpacing(gaps.small)
        head.addWidget(IconLabel(icon))
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.count)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(gaps.large, gaps.medium, gaps.large, gaps.medium)
        self._column.setSpacing(gaps.hair)
        self._column.addLayout(head)
        self._column.addStretch(1)

    def show_lines(self, title: str, lines: Sequence[Line], nothing: str) -> None:
        """Show the first lines of a list, or the sentence that says that there are none."""
        self.title.setText(title)
        self.count.setText(format_number(sum(line.counts for line in lines)))
        self.count.setVisible(bool(lines))
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        shown = len(lines) if self._unfolded else _SHOWN
        self.rows = [_Row(line) for line in lines[:shown]] or [paragraph(nothing, "second")]
        if len(lines) > shown:
            more = len(lines) - shown
            words = ngettext("and {n} more", "and {n} more", more).format(n=format_number(more))
            self.rows.append(button(Action(words, partial(self._unfold, title, lines, nothing)), "small"))
        for place, row in enumerate(self.rows, start=1):
            self._column.insertWidget(place, row)
            row.show()

    def _unfold(self, title: str, lines: Sequence[Line], nothing: str) -> None:
        self._unfolded = True
        self.show_lines(title, lines, nothing)
        self.rows[_SHOWN].setFocus(Qt.FocusReason.OtherFocusReason)


class _Row(QPushButton):
    """A line of a list that can be pressed; its words are shortened, never cut."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        wear(self, "line")
        self.setAccessibleName(" ".join(filter(None, (line.words, line.second, line.mark))))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        gaps = look.spacing()
        words = QVBoxLayout()
        words.setSpacing(0)
        for text, look_of_it in ((line.words, ""), (line.second, "second")):
            if text:
                words.addWidget(_unpressed(ShortLabel(text, look_of_it)))
        row = QHBoxLayout(self)
        row.setContentsMargins(gaps.small, gaps.hair, gaps.small, gaps.hair)
        row.addLayout(words, 1)
        if line.mark:
            row.addWidget(_unpressed(label(line.mark, "second")))
        self.clicked.connect(lambda _checked=False: line.go())

    def sizeHint(self) -> QSize:
        """Be as high as both lines need."""
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Let the words be shortened before the list grows wider than the window."""
        return QSize(0, self.sizeHint().height())


def _unpressed(words: QLabel) -> QLabel:
    """Let a press on the words be one on the line that they stand in."""
    words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return words


class TodayPage(Page):
    """What waits for the person this morning."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._day: Day | None = None
        self.headline = paragraph(look="headline")
        self.date = label(look="second")
        self.came_back = ListCard("messages-square")
        self.due = ListCard("calendar-check")
        self.unfinished = ListCard("pencil")
        self.waits = ListCard("send")
        self.begin = button(self._begin_action(), "primary")
        self._lay_out()
        desk.records_changed.connect(self.refresh)
        desk.cluster_changed.connect(self.refresh)
        desk.standing_told.connect(self._show_waiting)

    def title(self) -> str:
        """Name the place."""
        return _("Today")

    def refresh(self) -> None:
        """Read the day again, beside the window."""
        scope, on = self._desk.scope, self._desk.clock.today()
        self._reading.follow(self._desk.read(self, lambda store: read_day(store, scope, on), self._show))

    def retranslate(self) -> None:
        """Say everything again."""
        self.begin.setText(self._begin_action().text)
        if self._day is not None:
            self._show(self._day)

    def _show(self, day: Day) -> None:
        self._day = day
        starts = self._desk.cluster is None
        self.headline.setText(_("Begin with your cluster: what is made there, and where.") if starts else headline(day))
        self.begin.setVisible(starts)
        self.date.setText(format_day(day.on))
        self._show_came_back(day)
        self.due.show_lines(_("Due"), [self._due_line(each) for each in day.due], _("Nothing is due this week."))
        lines = [self._unfinished_line(each) for each in day.unfinished]
        self.unfinished.show_lines(_("Unfinished"), lines, _("Nothing lies half-filled."))
        self._show_waiting()
        self.count_changed.emit(len(day.came_back) + len(day.needs_you))

    def _show_came_back(self, day: Day) -> None:
        lines = [
            Line(
                each.record.title(),
                each.said,
                _(each.record.label),
                partial(self._open, each.record.kind, each.record.id),
            )
            for each in day.came_back
        ]
        lines += [self._needs_you_line(each) for each in day.needs_you]
        if day.conflicts:
            words = ngettext(
                "{n} field was written by two people", "{n} fields were written by two people", day.conflicts
            ).format(n=format_number(day.conflicts))
            lines.append(Line(words, _("Choose which one stands."), "", partial(self._desk.go_to, "exchange")))
        nothing = _("The advisor has returned nothing.")
        self.came_back.show_lines(_("Came back from the advisor"), lines, nothing)

    def _needs_you_line(self, each: NeedsYou) -> Line:
        go = partial(self._open, each.record.kind, each.record.id)
        return Line(each.record.title(), each.sentences[0], _("needs you"), go)

    def _show_waiting(self) -> None:
        if self._day is None:
            return
        standing, go = self._desk.standing, partial(self._desk.go_to, "exchange")
        lines = [Line(each.sentence, _(ENTITIES[each.kind].label), "", go) for each in self._day.refused]
        if standing.records:
            words = ngettext("{n} record", "{n} records", standing.records).format(n=format_number(standing.records))
            lines.append(Line(words, size_words(standing.bytes), "", go, standing.records))
        nothing = _("Nothing waits to be sent.")
        if standing.last_exchange:
            when = days_ago_words(standing.last_exchange, self._day.on)
            nothing = _("Everything was sent. Last exchange {when}.").format(when=when)
        self.waits.show_lines(_("Waits to be sent"), lines, nothing)

    def _due_line(self, due: Due) -> Line:
        mark = _("late") if due.late else ""
        kind = _("Meeting") if isinstance(due.record, Network) else _(due.record.label)
        return Line(
            due.words, f"{kind} · {format_day(due.on)}", mark, partial(self._open, due.record.kind, due.record.id)
        )

    def _unfinished_line(self, each: Unfinished) -> Line:
        kind = _(ENTITIES[each.kind].label)
        if each.draft is not None:
            typed = days_ago_words(each.draft.typed_at, self._desk.clock.today())
            second = _("Typed {when}, not saved").format(when=typed)
        else:
            more = len(each.lacks) - 1
            second = each.lacks[0].sentence if each.lacks else ""
            if more:
                second += " " + ngettext("and {n} more", "and {n} more", more).format(n=format_number(more))
        return Line(each.title, second, kind, partial(self._open, each.kind, each.record))

    def _open(self, kind: str, record: UUID) -> None:
        self._desk.open(kind, record)

    def _begin_action(self) -> Action:
        return Action(_("Make your cluster"), partial(self._desk.go_to, "cluster"), "plus")

    def _lay_out(self) -> None:
        gaps = look.spacing()
        grid = QGridLayout()
        grid.setSpacing(gaps.large)
        for place, card in enumerate((self.came_back, self.due, self.unfinished, self.waits)):
            grid.addWidget(card, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        cards = QWidget()
        cards.setLayout(grid)
        grid.setContentsMargins(0, gaps.medium, 0, 0)
        inside = page_column(self.date, self.headline, self.begin, cards)
        column = inside.layout()
        if isinstance(column, QVBoxLayout):
            column.setAlignment(self.begin, Qt.AlignmentFlag.AlignLeft)
            column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._reading = FirstReading(scrolled(inside))
        whole.addWidget(self._reading)
        self.begin.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


PLACE = Place("today", N_("Today"), "calendar-check", TodayPage)
