"""The functions of ODK's forms, beside those of XPath: https://docs.getodk.org/form-operators-functions/."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from random import Random
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element

import regex
from elementpath import XPathNode, XPathToken
from elementpath.exceptions import MissingContextError

from cdadesk.questions.dates import write_instant
from cdadesk.questions.grammar import Grammar, is_node, items_of
from cdadesk.questions.situation import Asked, Situation
from cdadesk.questions.values import (
    NOT_A_NUMBER,
    Items,
    Value,
    day_of,
    first,
    number_of,
    of_float,
    part_of_day,
    simple,
    text_of,
    truth_of,
)

_MOST_TEXT = 100_000
_LONGEST = 0.2
"""So many seconds a pattern may take: one that is made badly would take years for some texts."""


@dataclass(frozen=True)
class Call:
    """One function being asked: its parts are worked out when they are wanted."""

    token: XPathToken
    context: Asked | None

    def __len__(self) -> int:
        return len(self.token)

    @property
    def asked(self) -> Asked:
        """Return what it is asked in; while a form is only read there is nothing."""
        if self.context is None:
            raise MissingContextError("needs answers")
        return self.context

    @property
    def situation(self) -> Situation:
        return self.asked.situation

    def items(self, place: int) -> Items:
        return items_of(self.token[place], self.context)

    def value(self, place: int) -> Value:
        return first(self.items(place))

    def text(self, place: int) -> str:
        return text_of(self.value(place))

    def number(self, place: int) -> Decimal:
        return number_of(self.value(place))

    def whole(self, place: int, otherwise: int = 0) -> int:
        number = self.number(place)
        return otherwise if number.is_nan() else int(number)

    def truth(self, place: int) -> bool:
        return truth_of(self.items(place))

    def all(self, start: int = 0) -> list[Value]:
        """Return the values of all parts from one on, those of paths one by one; what is not asked is left out."""
        return [simple(item) for place in range(start, len(self)) for item in self.asked_items(place)]

    def asked_items(self, place: int) -> Items:
        """Return a part without those nodes that are not asked at present."""
        is_there = self.situation.is_there
        return [item for item in self.items(place) if not is_node(item) or is_there(item)]

    def numbers(self) -> list[Decimal]:
        """Return all numbers among the parts; what is blank or no number is left out."""
        return [number for number in map(number_of, self.all()) if not number.is_nan()]


Answer = Value | list[Any]
Function = Callable[[Call], Answer]


def _add(name: str, parts: int | tuple[int, int | None], answer: Function, prefix: str | None = None) -> None:
    def evaluate(self: XPathToken, context: Asked | None = None) -> Answer:
        return answer(Call(self, context))

    if prefix is None and name in Grammar.symbol_table:
        Grammar.unregister(name)
    made = Grammar.function(name, prefix=prefix, nargs=parts)
    made.evaluate = evaluate  # type: ignore[assignment]


def _each(name: str, answer: Callable[[float], float]) -> None:
    """Add a function of mathematics; where it has no result there is no number."""

    def work(call: Call) -> Value:
        number = call.number(0)
        try:
            return NOT_A_NUMBER if number.is_nan() else of_float(answer(float(number)))
        except (ValueError, OverflowError):
            return NOT_A_NUMBER

    _add(name, 1, work)


# choosing


def _if(call: Call) -> Answer:
    return list(call.items(1) if call.truth(0) else call.items(2))


def _coalesce(call: Call) -> Answer:
    return next((text for text in map(text_of, call.all()) if text), "")


def _once(call: Call) -> Answer:
    return text_of(simple(call.asked.place)) or call.value(0)


# answers of several


def _selected(call: Call) -> Answer:
    return call.text(1).strip() in call.text(0).split()


def _selected_at(call: Call) -> Answer:
    chosen, place = call.text(0).split(), call.whole(1, -1)
    return chosen[place] if 0 <= place < len(chosen) else ""


def _choice_name(call: Call) -> Answer:
    return call.situation.words(call.text(1).strip(), call.text(0).strip())


def _checklist(call: Call) -> Answer:
    """Say whether between the least and the most of the answers are yes; a negative limit is none."""
    return _within(call, Decimal(sum(truth_of(call.items(place)) for place in range(2, len(call)))))


def _weighted_checklist(call: Call) -> Answer:
    pairs = range(2, len(call) - 1, 2)
    return _within(call, sum((call.number(place + 1) for place in pairs if call.truth(place)), Decimal(0)))


def _within(call: Call, reached: Decimal) -> bool:
    least, most = call.number(0), call.number(1)
    return (least < 0 or reached >= least) and (most < 0 or reached <= most)


# rows


def _position(call: Call) -> Answer:
    if not len(call):
        return Decimal(call.asked.position)
    node = next(filter(is_node, call.items(0)), None)
    if node is None or node.parent is None:
        return NOT_A_NUMBER
    alike = [each for each in node.parent.children if getattr(each, "name", None) == node.name]
    return Decimal(alike.index(node) + 1)


def _indexed_repeat(call: Call) -> Answer:
    found = list(call.items(0))
    for place in range(1, len(call) - 1, 2):
        rows = [row for row in call.items(place) if is_node(row)]
        wanted = call.whole(place + 1) - 1
        inside = [row for row in rows if any(_lies_in(each, row) for each in found)] if place > 1 else rows
        if not 0 <= wanted < len(inside):
            return []
        found = [each for each in found if _lies_in(each, inside[wanted])]
    return found


def _lies_in(node: Any, row: XPathNode) -> bool:
    while node is not None and node is not row:
        node = node.parent
    return node is row


def _count_non_empty(call: Call) -> Answer:
    return Decimal(sum(bool(text_of(value)) for value in call.all()))


def _instance(call: Call) -> Answer:
    found = call.situation.lists.get(call.text(0))
    return [found] if found is not None else []


def _pulldata(call: Call) -> Answer:
    """Return what a column of a list says in the line where another column holds a key."""
    found = call.situation.lists.get(call.text(0).removesuffix(".csv"))
    root = getattr(found, "value", None)
    line = _lines_by(root, call.text(2)).get(call.text(3).strip()) if root is not None else None
    return (line.findtext(call.text(1)) or "") if line is not None else ""


@lru_cache(maxsize=16)  # a list may have a hundred thousand lines, and is asked at each answer
def _lines_by(root: Element, column: str) -> dict[str, Element]:
    lines = ((line.findtext(column), line) for line in reversed(list(root.iter("item"))))
    return {key.strip(): line for key, line in lines if key}


def _randomize(call: Call) -> Answer:
    items = list(call.items(0))
    (Random(call.text(1)) if len(call) > 1 else call.situation.chance).shuffle(items)  # noqa: S311 - an order, no secret
    return items


# texts


def _concat(call: Call) -> Answer:
    return "".join(map(text_of, call.all()))[:_MOST_TEXT]


def _join(call: Call) -> Answer:
    return call.text(0).join(map(text_of, call.all(1)))[:_MOST_TEXT]


def _substr(call: Call) -> Answer:
    text = call.text(0)
    return text[slice(call.whole(1), call.whole(2, len(text)) if len(call) > 2 else None)]


def _regex(call: Call) -> Answer:
    """Say whether a text is of a pattern; raises TimeoutError for a pattern that goes on and on."""
    try:
        return regex.fullmatch(call.text(1), call.text(0)[:_MOST_TEXT], timeout=_LONGEST) is not None
    except regex.error:
        return False


# numbers


def _round(call: Call) -> Answer:
    number, digits = call.number(0), call.whole(1) if len(call) > 1 else 0
    try:
        return number if number.is_nan() else number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0
    except InvalidOperation:
        return number


def _int(call: Call) -> Answer:
    number = call.number(0)
    return number if number.is_nan() else number.to_integral_value(ROUND_DOWN)


def _pow(call: Call) -> Answer:
    base, exponent = call.number(0), call.number(1)
    try:
        return NOT_A_NUMBER if base.is_nan() or exponent.is_nan() else of_float(float(base) ** float(exponent))
    except (OverflowError, TypeError, ZeroDivisionError):
        return NOT_A_NUMBER


def _least(call: Call) -> Answer:
    return min(call.numbers(), default=NOT_A_NUMBER)


def _most(call: Call) -> Answer:
    return max(call.numbers(), default=NOT_A_NUMBER)


# days


def _today(call: Call) -> Answer:
    return call.situation.now().date().isoformat()


def _now(call: Call) -> Answer:
    return call.situation.now().isoformat(timespec="milliseconds")


def _date(call: Call) -> Answer:
    day = day_of(call.value(0))
    return day.isoformat() if day is not None else ""


def _format_date(call: Call) -> Answer:
    return write_instant(text_of(call.value(0)), call.text(1))


def _uuid(call: Call) -> Answer:
    return str(UUID(int=call.situation.chance.getrandbits(128), version=4))


def _current(call: Call) -> Answer:
    return [call.asked.place]


def _functions() -> Sequence[tuple[str, int | tuple[int, int | None], Function]]:
    many = (1, None)
    return (
        ("if", 3, _if),
        ("coalesce", many, _coalesce),
        ("once", 1, _once),
        ("current", 0, _current),
        ("instance", 1, _instance),
        ("selected", 2, _selected),
        ("selected-at", 2, _selected_at),
        ("count-selected", 1, lambda call: Decimal(len(call.text(0).split()))),
        ("checklist", (3, None), _checklist),
        ("weighted-checklist", (4, None), _weighted_checklist),
        ("position", (0, 1), _position),
        ("indexed-repeat", (3, None), _indexed_repeat),
        ("count", 1, lambda call: Decimal(len(call.asked_items(0)))),
        ("pulldata", 4, _pulldata),
        ("count-non-empty", 1, _count_non_empty),
        ("randomize", (1, 2), _randomize),
        ("concat", many, _concat),
        ("join", (2, None), _join),
        ("substr", (2, 3), _substr),
        ("regex", 2, _regex),
        ("string", 1, lambda call: call.text(0)),
        ("ends-with", 2, lambda call: call.text(0).endswith(call.text(1))),
        ("string-length", 1, lambda call: Decimal(len(call.text(0)))),
        ("boolean", 1, lambda call: call.truth(0)),
        ("not", 1, lambda call: not call.truth(0)),
        ("boolean-from-string", 1, lambda call: call.text(0).lower() in ("true", "1")),
        ("number", 1, lambda call: call.number(0)),
        ("int", 1, _int),
        ("round", (1, 2), _round),
        ("floor", 1, lambda call: _rounded(call, math.floor)),
        ("ceiling", 1, lambda call: _rounded(call, math.ceil)),
        ("abs", 1, lambda call: abs(call.number(0))),
        ("pow", 2, _pow),
        ("sum", many, lambda call: sum(call.numbers(), Decimal(0))),
        ("min", many, _least),
        ("max", many, _most),
        ("pi", 0, lambda _call: of_float(math.pi)),
        ("atan2", 2, lambda call: of_float(math.atan2(float(call.number(0)), float(call.number(1))))),
        ("random", 0, lambda call: of_float(call.situation.chance.random())),
        ("uuid", (0, 1), _uuid),
        ("today", 0, _today),
        ("now", 0, _now),
        ("date", 1, _date),
        ("date-time", 1, lambda call: call.text(0)),
        ("decimal-date-time", 1, lambda call: call.number(0)),
        ("decimal-time", 1, lambda call: part_of_day(call.text(0))),
        ("format-date", 2, _format_date),
        ("format-date-time", 2, _format_date),
        ("version", 0, lambda call: call.situation.version),
    )


def _rounded(call: Call, to: Callable[[Decimal], int]) -> Decimal:
    number = call.number(0)
    return number if number.is_nan() else Decimal(to(number))


def all_known() -> None:
    """Do nothing: whoever calls this has imported the functions, and with that added them."""


for _name, _parts, _answer in _functions():
    _add(_name, _parts, _answer)
_add("choice-name", 2, _choice_name, prefix="jr")
for _name, _work in (
    ("sqrt", math.sqrt),
    ("exp", math.exp),
    ("exp10", lambda number: 10.0**number),
    ("log", math.log),
    ("log10", math.log10),
    ("sin", math.sin),
    ("cos", math.cos),
    ("tan", math.tan),
    ("asin", math.asin),
    ("acos", math.acos),
    ("atan", math.atan),
):
    _each(_name, _work)
