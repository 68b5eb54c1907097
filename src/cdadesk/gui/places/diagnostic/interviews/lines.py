"""Interviews as lines of a table, with whom they were held and how many questions are left over."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import ClassVar
from uuid import UUID

from cdadesk.acts import interviews
from cdadesk.acts.sitting import Halves, Sitting
from cdadesk.clock import Clock
from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.diagnostic.interview import Answer, Interview, InterviewPrivate, InterviewRound
from cdadesk.domain.kernel.fields import choice, day, number, text
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _, language
from cdadesk.questions.form import Form
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store

_COUNTED = 512


class InterviewLine(Record):
    """An interview as its line in the table says it; its id is the interview's. It is never saved."""

    kind: ClassVar[str] = "interview_line"
    label: ClassVar[str] = N_("Interview")
    columns: ClassVar[tuple[str, ...]] = ("who", "asked", "held_on", "interview_round", "left_over")

    who: str | None = text(N_("With whom"))
    asked: str | None = text(N_("Question set"))
    held_on: dt.date | None = day(N_("Held on"))
    interview_round: InterviewRound | None = choice(N_("Round"))
    left_over: int | None = number(N_("Left over"))


def lines_of(store: Store, ask: Ask, scope: str, title: Callable[[UUID], str], clock: Clock) -> list[InterviewLine]:
    """Return the interviews that are asked for as lines."""
    private = interviews.private_halves(store, scope)
    return [_line(store, held.record, private.get(held.record.id), title, clock) for held in store.find(Interview, ask)]


def _line(
    store: Store, interview: Interview, private: InterviewPrivate | None, title: Callable[[UUID], str], clock: Clock
) -> InterviewLine:
    actor = interviews.whose(interview, private)
    kind: ActorKind | None = interview.actor_kind
    return InterviewLine(
        id=interview.id,
        scope=interview.scope,
        who=title(actor) if actor is not None else (_(kind.label) if kind is not None else None),
        asked=interviews.set_title(interview, language()),
        held_on=interview.held_on,
        interview_round=interview.interview_round,
        left_over=None if interview.withdrawn_on else _left_over(store, interview, private, clock),
    )


def _left_over(store: Store, interview: Interview, private: InterviewPrivate | None, clock: Clock) -> int | None:
    try:
        form = interviews.form_of(store, interview)
    except Trouble:
        return None
    half = private or interviews.blank_half(interview)
    told = tuple((key, _told(line)) for answers in (interview.answers, half.answers) for key, line in answers.items())
    return _counted(form.source, told, _Counting(form, Halves(interview, half), clock))


def _told(line: Answer) -> tuple[str, bool]:
    return line.value or "", "value" in line.missing


class _Counting:
    """How to count what is left over, for a memory that looks only at form and answers."""

    def __init__(self, form: Form, halves: Halves, clock: Clock) -> None:
        self._asked = (form, halves, clock)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Counting)

    def __hash__(self) -> int:
        return 0

    def count(self) -> int:
        form, halves, clock = self._asked
        return len(Sitting(form, halves, clock.now).wanted())


@lru_cache(maxsize=_COUNTED)
def _counted(source: str, told: tuple[tuple[str, tuple[str, bool]], ...], counting: _Counting) -> int:
    """Return how many questions are left over; the same answers to the same form are counted once."""
    del source, told
    return counting.count()
