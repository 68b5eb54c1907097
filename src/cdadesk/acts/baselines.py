"""Figures that were told in interviews become baselines of indicators, or what was reached, in one step each.

Only what everybody may see: an answer from behind the wall stays there. The source is said by the kind of actor, never
by name. A figure is kept as exactly as it was told, or not at all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from uuid import UUID, uuid5

from cdadesk.acts.interviews import form_of
from cdadesk.clock import new_id
from cdadesk.domain.diagnostic.interview import Answer, Interview, InterviewRound
from cdadesk.domain.indicators.indicator import MOST, Indicator, IndicatorFigure, Stage
from cdadesk.domain.kernel.ordering import between
from cdadesk.domain.kernel.record import Certainty, in_order
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import LANGUAGES, N_, _, language, speaking
from cdadesk.questions.answers import PART, ROW, Key
from cdadesk.questions.form import Bind, Control, Form, Kind
from cdadesk.questions.telling import Telling
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Saved

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "INR": N_("rupees"),
        "%": N_("percent"),
        "persons": N_("persons"),
        "months": N_("months"),
        "days": N_("days"),
        "hours": N_("hours"),
        "firms": N_("firms"),
        "members": N_("members"),
        "years": N_("years"),
    }
)
FIGURE = "figure_line"
"""What a figure of an interview is called where one asks to see it; it is no record."""
_NO_MEASURE = "year"  # when something was, not how much of it there is
_FEEDS = "baseline"
_FIGURE = re.compile(r"-?\d+(\.\d+)?")
_FIGURES = (Kind.int, Kind.decimal)
_ASKED_FOR = (Control.input, Control.range)
_LONGEST_NAME, _LONGEST_UNIT = 200, 40


class NotExact(Trouble):
    """A figure has more decimals, or is larger, than an indicator keeps."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "An indicator keeps two decimals and at most ten thousand million. Write this figure down in a finer "
                "or a coarser unit."
            )
        )


@dataclass(frozen=True)
class Told:
    """One figure of an interview: where it lies, what was asked, what was said, and where it was taken over to."""

    interview: Interview
    key: Key
    asked: str
    said: str
    unit: str
    sure: Certainty | None = None
    taken: UUID | None = None

    @property
    def id(self) -> UUID:
        """What it is known by; the same on every laptop."""
        return uuid5(self.interview.id, self.key)

    @property
    def stage(self) -> Stage:
        """What it is for an indicator: the beginning, or what was reached."""
        begins = self.interview.interview_round in (None, InterviewRound.baseline)
        return Stage.baseline if begins else Stage.actual

    @property
    def hundredths(self) -> int | None:
        """The figure as an indicator keeps it; None if that would not be exact."""
        found = Fraction(self.said) * 100
        return int(found) if found.denominator == 1 and abs(found) <= MOST else None

    def figure(self, order: str) -> IndicatorFigure:
        """Return the line under which it stands with an indicator; raises NotExact."""
        if self.hundredths is None:
            raise NotExact
        told = self.interview
        return IndicatorFigure(
            stage=self.stage,
            value=self.hundredths,
            of_on=told.held_on.isoformat() if told.held_on else None,
            source=_source(told),
            sure=self.sure,
            interview=told.id,
            question=self.key,
            order=order,
        )


def told_figures(store: Store, scope: str) -> list[Told]:
    """Return the figures of the interviews of a cluster, the newest interview first, each in the order of its form."""
    asked = store.find(Interview, Ask(scopes=[scope], order=("-held_on", "id")))
    taken = _taken(indicators_of(store, scope))
    return [each for held in asked if held.record.withdrawn_on is None for each in _told_in(store, held.record, taken)]


def indicators_of(store: Store, scope: str) -> list[Indicator]:
    """Return the indicators of a cluster by name."""
    return [held.record for held in store.find(Indicator, Ask(scopes=[scope], order=("name",)))]


def like(told: Told, indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return the indicators in whose unit a figure is told, those first that hold others of its question."""
    units = unit_names(told.unit)
    fitting = [each for each in indicators if (each.unit or "").strip().casefold() in units]
    return sorted(fitting, key=lambda each: (not _asks_the_same(told, each), each.title().casefold()))


def belongs_to(told: Told, indicators: Sequence[Indicator]) -> Indicator | None:
    """Return the indicator that holds other figures of the same question."""
    return next((each for each in like(told, indicators) if _asks_the_same(told, each)), None)


def unit_words(unit: str) -> str:
    """Return a unit of a form as an indicator names it."""
    return _(UNITS[unit]) if unit in UNITS else unit


def unit_names(unit: str) -> frozenset[str]:
    """Return what a unit of a form is called in any language, for comparing."""
    said = {unit.casefold()}
    for code in LANGUAGES:
        with speaking(code):
            said.add(unit_words(unit).casefold())
    return frozenset(said)


def as_new_indicator(store: Store, told: Told) -> Saved | None:
    """Save a new indicator that begins with a figure; level and direction are still to be said. Raises NotExact.

    A figure that was taken over meanwhile is not taken twice.
    """
    if _is_taken(store, told):
        return None
    indicator = Indicator(
        id=new_id(),
        scope=told.interview.scope,
        name=told.asked[:_LONGEST_NAME],
        unit=unit_words(told.unit)[:_LONGEST_UNIT] or None,
        figures={str(new_id()): told.figure(between("", ""))},
    )
    return store.save(Edit(None, indicator))


def add_figure(store: Store, held: Held[Indicator], told: Told) -> Saved | None:
    """Save a figure with an indicator that is there, unless it was taken over meanwhile; raises NotExact."""
    if _is_taken(store, told):
        return None
    indicator = held.record
    last = max((line.order for line in indicator.figures.values()), default="")
    line = told.figure(between(last, ""))
    return store.save(Edit(indicator, indicator.changed(figures={**indicator.figures, str(new_id()): line}), held.base))


def _is_taken(store: Store, told: Told) -> bool:
    return (told.interview.id, told.key) in _taken(indicators_of(store, told.interview.scope))


def _source(told: Interview) -> str:
    """Say where a figure is from, by the kind of actor; the name is nobody's business."""
    kind = _(told.actor_kind.label) if told.actor_kind is not None else ""
    return _("Interview ({kind})").format(kind=kind) if kind else _("Interview")


def _taken(indicators: Sequence[Indicator]) -> dict[tuple[UUID | None, str | None], UUID]:
    return {(line.interview, line.question): each.id for each in indicators for _key, line in in_order(each.figures)}


def _told_in(
    store: Store, interview: Interview, taken: Mapping[tuple[UUID | None, str | None], UUID]
) -> Iterator[Told]:
    try:
        form = form_of(store, interview)
    except Trouble:
        return
    telling = Telling(form, language())
    controls = {question.path: question.control for question in form.questions()}
    marked = any(_FEEDS in bind.feeds.split() for bind in form.binds.values())
    for key in sorted(interview.answers, key=telling.place):
        line, path = interview.answers[key], _path(form, key)
        if (
            controls.get(path) in _ASKED_FOR
            and _is_figure(line, form, path)
            and _measures(line, form.bind(path), marked)
        ):
            yield Told(
                interview,
                key,
                telling.question_in_full(key),
                line.value or "",
                line.unit or form.bind(path).unit,
                line.certainty.get("value"),
                taken.get((interview.id, key)),
            )


def _is_figure(line: Answer, form: Form, path: str) -> bool:
    """Say whether a figure was told, and everybody may see it."""
    bind = form.bind(path)
    if line.void is not None or "value" in line.missing or not _FIGURE.fullmatch(line.value or ""):
        return False
    return bind.kind in _FIGURES and not form.is_confidential(path)


def _measures(line: Answer, bind: Bind, marked: bool) -> bool:  # noqa: FBT001 - what the form does
    """Say whether a figure may begin a row of others: those that a form marks so, else all that have a unit."""
    if marked:
        return _FEEDS in bind.feeds.split()
    return (line.unit or bind.unit) not in ("", _NO_MEASURE)


def _path(form: Form, key: Key) -> str:
    root = next((path.split("/")[1] for path in form.binds), "data")
    return f"/{root}/" + "/".join(part.partition(ROW)[0] for part in key.split(PART))


def _asks_the_same(told: Told, indicator: Indicator) -> bool:
    lines = (line.question for _key, line in in_order(indicator.figures) if line.question)
    return any(_without_rows(each) == _without_rows(told.key) for each in lines)


def _without_rows(key: Key) -> str:
    return PART.join(part.partition(ROW)[0] for part in key.split(PART))
