"""The figures that interviews told, and one step by which each becomes a baseline, or what was reached."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from textwrap import shorten
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from cdadesk import look
from cdadesk.acts import baselines
from cdadesk.acts.baselines import Told
from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.indicators.indicator import Indicator, Stage
from cdadesk.domain.kernel.fields import choice, day, ref, text
from cdadesk.domain.kernel.record import Certainty, Record
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.empty_state import EmptyState
from cdadesk.gui.kit.page import Action
from cdadesk.gui.kit.record_pages import Columns
from cdadesk.gui.kit.record_table import RecordTable
from cdadesk.gui.kit.words import button, paragraph
from cdadesk.gui.records.listed import ListedLines
from cdadesk.gui.records.tab import View
from cdadesk.i18n import N_, _, format_number, format_scaled, ngettext
from cdadesk.store.store import Store
from cdadesk.store.writing import Saved

_OFFERED = 3
_LONGEST, _LONGEST_QUESTION = 48, 5_000


class FigureLine(Record):
    """A figure of an interview as its line in the table says it. It is never saved."""

    kind: ClassVar[str] = baselines.FIGURE
    label: ClassVar[str] = N_("Figure")
    columns: ClassVar[tuple[str, ...]] = ("asked", "said", "actor_kind", "held_on", "stage", "indicator")

    asked: str | None = text(N_("What was asked"), max_length=_LONGEST_QUESTION)
    said: str | None = text(N_("What was answered"), max_length=200)
    actor_kind: ActorKind | None = choice(N_("Kind of actor"))
    held_on: dt.date | None = day(N_("Held on"))
    stage: Stage | None = choice(N_("What it becomes"))
    sure: Certainty | None = choice(N_("How sure"))
    indicator: UUID | None = ref(N_("Taken over to"), to="indicator")


Found = tuple[list[Told], list[Indicator]]


class FiguresView(View):
    """A table of figures; below it what can be done with the one in use. Enter does the first of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._wanted: UUID | None = None
        self._told: Mapping[UUID, Told] = {}
        self._indicators: Sequence[Indicator] = ()
        self.table = RecordTable(FigureLine, ListedLines[FigureLine]([]), desk.name, Columns())
        self._empty = EmptyState("clipboard-list", "", self._to_interviews())
        self._words = paragraph()
        self._acts = QHBoxLayout()
        self._acts.addStretch(1)
        self._buttons: list[QPushButton] = []
        self.table.set_empty(self._empty)
        self.table.chosen.connect(lambda _line: self._show_acts())
        self.table.opened.connect(lambda _line: self._take_first())
        self._lay_out()

    def reload(self) -> None:
        """Read the figures anew, beside the window."""
        self._write_words()
        scope = self._desk.scope
        if scope:
            self._desk.read(self, partial(_read, scope), lambda found: self._show(scope, found))

    def take_focus(self) -> None:
        """Put the keyboard on the table."""
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, figure: UUID) -> None:
        """Highlight a figure, as soon as the figures have been read."""
        self._wanted = figure
        self.take_focus()

    def acts(self) -> list[Action]:
        """Return what can be done with the figure in use, the likeliest first; one that was taken over leads there."""
        told = self._in_use()
        if told is None or told.hundredths is None:
            return []
        if told.taken is not None:
            show = partial(self._desk.open, Indicator.kind, told.taken)
            return [Action(_("To the indicator"), show, "target")]
        new = Action(_("New indicator"), partial(self._take, partial(_as_new, told)), "plus")
        fitting = [self._add(told, each) for each in baselines.like(told, self._indicators)[:_OFFERED]]
        return [*fitting, new] if baselines.belongs_to(told, self._indicators) is not None else [new, *fitting]

    def _add(self, told: Told, indicator: Indicator) -> Action:
        words = _("Add to “{indicator}”").format(indicator=_shortened(indicator.title()))
        return Action(words, partial(self._take, partial(_add_to, indicator.id, told)), "link")

    def _take_first(self) -> None:
        acts = self.acts()
        if acts:
            acts[0].run()

    def _take(self, act: Callable[[Store], Saved | None]) -> None:
        self._desk.write(self, act, self._was_taken)

    def _was_taken(self, saved: Saved | None) -> None:
        if saved is not None:
            undo = partial(self._desk.undo, self._desk, saved.group)
            self._desk.offer_undo(_("Taken over from the interview."), undo)

    def _show(self, scope: str, found: Found) -> None:
        if scope != self._desk.scope:
            return
        told, self._indicators = found
        self._told = {each.id: each for each in told}
        here = self.table.current_record()
        wanted, self._wanted = self._wanted or (here.id if here is not None else None), None
        lines = [_line(each) for each in told]
        self.table.use_source(ListedLines(lines))
        self.table.view.measure()
        self.table.model.record_at(0)
        if wanted is not None:
            self.table.select(wanted)
        if not self.table.view.currentIndex().isValid():
            self.table.view.setCurrentIndex(self.table.model.index(0, 0))
        self._show_acts()

    def _show_acts(self) -> None:
        for shown in self._buttons:
            self._acts.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        told = self._in_use()
        self._words.setText(self._say(told) if told is not None else "")
        self._buttons = [button(act, "secondary" if place else "primary") for place, act in enumerate(self.acts())]
        for place, shown in enumerate(self._buttons):
            self._acts.insertWidget(place, shown)
            shown.show()

    def _say(self, told: Told) -> str:
        if told.taken is not None:
            return _("Taken over to “{indicator}”.").format(indicator=self._desk.title(told.taken))
        if told.hundredths is None:
            return str(baselines.NotExact())
        said = _("“{asked}”: {answer}. It becomes: {stage}.")
        return said.format(asked=told.asked, answer=_answer(told), stage=_(told.stage.label))

    def _in_use(self) -> Told | None:
        line = self.table.current_record()
        return self._told.get(line.id) if line is not None else None

    def _write_words(self) -> None:
        self._empty.say(
            _("Figures that people tell in interviews are offered here as baselines of indicators."),
            self._to_interviews(),
        )
        self.table.count_with(_count_words)
        self.table.retranslate()

    def _to_interviews(self) -> Action:
        return Action(_("To the interviews"), lambda: self._desk.go_to("diagnostic"))

    def _lay_out(self) -> None:
        gaps = look.spacing()
        foot = QVBoxLayout()
        foot.setContentsMargins(gaps.medium, gaps.small, gaps.medium, gaps.medium)
        foot.setSpacing(gaps.small)
        foot.addWidget(self._words)
        foot.addLayout(self._acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.table.view)
        self._write_words()


def _read(scope: str, store: Store) -> Found:
    return baselines.told_figures(store, scope), baselines.indicators_of(store, scope)


def _line(told: Told) -> FigureLine:
    return FigureLine(
        id=told.id,
        scope=told.interview.scope,
        asked=told.asked[:_LONGEST_QUESTION],
        said=_answer(told),
        actor_kind=told.interview.actor_kind,
        held_on=told.interview.held_on,
        stage=told.stage,
        sure=told.sure,
        indicator=told.taken,
    )


def _answer(told: Told) -> str:
    """Return the answer with its unit, as people of this country write figures where it can be kept exactly."""
    unit = baselines.unit_words(told.unit)
    found = told.hundredths
    return format_scaled(found, unit) if found is not None else " ".join(filter(None, (told.said, unit)))


def _shortened(title: str) -> str:
    return shorten(title, _LONGEST, placeholder="…")


def _count_words(count: int) -> str:
    return ngettext("{n} figure", "{n} figures", count).format(n=format_number(count))


def _as_new(told: Told, store: Store) -> Saved | None:
    return baselines.as_new_indicator(store, told)


def _add_to(indicator: UUID, told: Told, store: Store) -> Saved | None:
    held = store.get(Indicator, indicator)
    return baselines.add_figure(store, held, told) if held is not None else None
