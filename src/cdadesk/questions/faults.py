"""What is wrong with an answer: words, not a lock; nothing that was typed is refused."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from cdadesk.i18n import N_
from cdadesk.questions.form import Control, Kind, Question
from cdadesk.questions.values import number_of


class FaultKind(Enum):
    """In which way an answer is wrong; the value is the sentence where the form has none of its own."""

    missing = N_("This question wants an answer.")
    whole_number = N_("A whole number is wanted here.")
    number = N_("A number is wanted here.")
    day = N_("A day is wanted here, as 2026-03-14.")
    time = N_("A time is wanted here, as 16:30.")
    point = N_("Two numbers are wanted here: latitude and longitude.")
    outside = N_("This answer is outside what the question allows.")
    not_offered = N_("This answer is not among those offered.")


@dataclass(frozen=True)
class Fault:
    """What is wrong at one answer; `sentence` is the form's own, in the language in use, else the kind's."""

    key: str
    kind: FaultKind
    sentence: str


@dataclass(frozen=True)
class Doubt:
    """What looks odd in the answers, in the form's own words: it is told, and asks for nothing."""

    key: str
    sentence: str


def kind_fault(kind: Kind, text: str) -> FaultKind | None:
    """Return what is wrong with the shape of an answer, not blank; None for nothing."""
    check, fault = _CHECKS.get(kind, (None, FaultKind.outside))
    return None if check is None or check(text) else fault


def is_on_scale(question: Question | None, text: str) -> bool:
    """Say whether an answer is one of the figures of a range, whichever way it runs; other questions have no scale."""
    if question is None or question.control is not Control.range:
        return True
    least, most, step = (number_of(each) for each in (question.least, question.most, question.step))
    number, is_known = number_of(text), not (least.is_nan() or most.is_nan())
    if is_known and not min(least, most) <= number <= max(least, most):
        return False
    return not is_known or step.is_nan() or step == 0 or (number - least) % step == 0


def _is_whole(text: str) -> bool:
    return _is_number(text) and number_of(text) == number_of(text).to_integral_value()


def _is_number(text: str) -> bool:
    return not number_of(text).is_nan() and ":" not in text and not _is_day(text)


def _is_day(text: str) -> bool:
    return _parses(dt.date.fromisoformat, text[:10])


def _is_time(text: str) -> bool:
    return _parses(dt.time.fromisoformat, text)


def _is_instant(text: str) -> bool:
    return _parses(dt.datetime.fromisoformat, text)


def _is_point(text: str) -> bool:
    parts = text.split()
    numbers = [number_of(part) for part in parts]
    if not 2 <= len(parts) <= 4 or any(number.is_nan() for number in numbers):
        return False
    return -90 <= numbers[0] <= 90 and -180 <= numbers[1] <= 180


def _parses(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


_CHECKS: Mapping[Kind, tuple[Callable[[str], bool], FaultKind]] = MappingProxyType(
    {
        Kind.int: (_is_whole, FaultKind.whole_number),
        Kind.decimal: (_is_number, FaultKind.number),
        Kind.date: (_is_day, FaultKind.day),
        Kind.time: (_is_time, FaultKind.time),
        Kind.instant: (_is_instant, FaultKind.day),
        Kind.point: (_is_point, FaultKind.point),
    }
)
