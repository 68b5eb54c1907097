"""What was talked about and decided, as it is typed: points, and under each its decisions and tasks."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from cdadesk.clock import new_id
from cdadesk.domain.kernel import ordering
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.record import Element, Void, in_order
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.networks.meeting import AgendaItem, Decision, Meeting
from cdadesk.domain.networks.quick_lines import QuickLine, read_line
from cdadesk.gui.kit.editors.as_typed import Typed, from_typed, is_blank, to_typed

POINT_CELLS = ("minutes",)
DECISION_CELLS = ("consensus", "votes_for", "votes_against", "votes_abstain", "amount")

Lookup = Callable[[str], Sequence[tuple[UUID, str]]]


@dataclass
class TalkLine:
    """One line as it stands on the sheet; `shown` is what it was made from, `picked` who was chosen for a name."""

    key: str
    is_point: bool
    text: str = ""
    cells: dict[str, Typed] = field(default_factory=dict)
    picked: dict[str, str] = field(default_factory=dict)
    shown: AgendaItem | Decision | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing was typed in it."""
        return not self.text.strip() and not any(not is_blank(each) for each in self.cells.values())

    def lookup(self, lookup: Lookup) -> Lookup:
        """Return a lookup that takes for a name the very person who was picked for it in this line."""

        def found(words: str) -> Sequence[tuple[UUID, str]]:
            picked = self.picked.get(words)
            return [(UUID(picked), words)] if picked is not None else lookup(words)

        return found


@dataclass(frozen=True)
class Talk:
    """What the lines say: elements of the meeting, and what somebody is to do."""

    agenda: dict[str, AgendaItem]
    decisions: dict[str, Decision]
    tasks: dict[str, QuickLine]


class Outline:
    """The lines in the order in which they stand on the sheet."""

    def __init__(self) -> None:
        self.lines: list[TalkLine] = []
        self._removed: list[str] = []
        self._meeting: Meeting | None = None
        self._as_shown: dict[str, dict[str, Any]] = {}
        self._order_shown: list[str] = []

    def show(self, meeting: Meeting) -> None:
        """Take the points and decisions of a meeting; a decision of no point stands above them all."""
        self._meeting = meeting
        self._removed = []
        points = in_order(meeting.agenda)
        under: dict[str, list[TalkLine]] = {key: [] for key, _point in points}
        loose: list[TalkLine] = []
        for key, decision in in_order(meeting.decisions):
            under.get(decision.agenda_item or "", loose).append(_line(key, decision, DECISION_CELLS))
        self.lines = loose
        for key, point in points:
            self.lines += [_line(key, point, POINT_CELLS), *under[key]]
        self._as_shown = {line.key: _plain(line) for line in self.lines}
        self._order_shown = [line.key for line in self.lines]

    def add(self, place: int, *, is_point: bool) -> TalkLine:
        """Add a blank line at a place."""
        line = TalkLine(str(new_id()), is_point)
        self.lines.insert(place, line)
        return line

    def remove(self, line: TalkLine) -> None:
        """Take a line away."""
        self.lines.remove(line)
        if line.shown is not None:
            self._removed.append(line.key)

    def move(self, line: TalkLine, to: int) -> None:
        """Move a line to another place."""
        self.lines.remove(line)
        self.lines.insert(to, line)

    def point_above(self, line: TalkLine) -> str | None:
        """Return the point that a line belongs to; None above the first one."""
        above = self.lines[: self.lines.index(line)]
        return next((each.key for each in reversed(above) if each.is_point), None)

    def number_of(self, line: TalkLine) -> int:
        """Return which point of the agenda a line is."""
        return sum(1 for each in self.lines[: self.lines.index(line) + 1] if each.is_point)

    def changed(self) -> dict[str, Any]:
        """Return what differs from the meeting that was shown, as JSON; nothing if nothing does."""
        order = [line.key for line in self.lines if not _is_unused(line)]
        changed = {line.key: self._difference(line) for line in self.lines if line.key in order}
        body = {"lines": {key: each for key, each in changed.items() if each}, "removed": list(self._removed)}
        return body | {"order": order} if any(body.values()) or order != self._order_shown else {}

    def restore(self, body: Mapping[str, Any]) -> None:
        """Put back what `changed` once returned; lines that came meanwhile stay where they are."""
        if not body:
            return
        here = {line.key: line for line in self.lines}
        for key, plain in body["lines"].items():
            line = here.get(key) or (TalkLine(key, plain["point"]) if "point" in plain else None)
            if line is not None:
                line.text = plain.get("text", line.text)
                line.cells |= plain.get("cells", {})
                line.picked |= plain.get("picked", {})
                here[key] = line
        self._removed = [key for key in body["removed"] if key in here]
        places = {key: place for place, key in enumerate(body["order"])}
        kept = [line for line in here.values() if line.key not in self._removed and not _is_unused(line)]
        self.lines = sorted(kept, key=lambda line: places.get(line.key, len(places)))

    def forget(self, keys: set[str]) -> None:
        """Take lines away that became records of their own."""
        self.lines = [line for line in self.lines if line.key not in keys]

    def read(self, today: dt.date, lookup: Lookup, void: Void) -> Talk:
        """Return what the lines say.

        Raises a Trouble for a line that cannot be understood, ValidationError for one that is too long.
        """
        return self._read(list(self._filled()), today, lookup, void)

    def read_so_far(self, today: dt.date, lookup: Lookup, void: Void) -> Talk:
        """Return what the lines say that can be understood."""
        understood = [line for line in self._filled() if self._is_understood(line, today, lookup)]
        return self._read(understood, today, lookup, void)

    def read_line(self, line: TalkLine, today: dt.date, lookup: Lookup) -> QuickLine:
        """Return what one line says; a point is never a task."""
        if line.is_point:
            return QuickLine(line.text.strip())
        return read_line(line.text, today, line.lookup(lookup))

    def _filled(self) -> Iterator[TalkLine]:
        return (line for line in self.lines if not line.blank)

    def _read(self, lines: list[TalkLine], today: dt.date, lookup: Lookup, void: Void) -> Talk:
        read = {line.key: self.read_line(line, today, lookup) for line in lines}
        tasks = {key: each for key, each in read.items() if each.is_task}
        points = _in_their_order([line for line in lines if line.is_point])
        decisions = _in_their_order([line for line in lines if not line.is_point and line.key not in tasks])
        agenda = {line.key: _point(line, order, today) for line, order in points}
        decided = {
            line.key: _decision(line, order, read[line.key].words, self.point_above(line), today)
            for line, order in decisions
        }
        shown = self._meeting
        return Talk(
            _gone(shown.agenda if shown else {}, agenda, void) | agenda,
            _gone(shown.decisions if shown else {}, decided, void) | decided,
            tasks,
        )

    def _is_understood(self, line: TalkLine, today: dt.date, lookup: Lookup) -> bool:
        try:
            words = self.read_line(line, today, lookup).words
            if line.is_point:
                _point(line, "", today)
            else:
                _decision(line, "", words, None, today)
        except (Trouble, ValidationError):
            return False
        return True

    def _difference(self, line: TalkLine) -> dict[str, Any]:
        now, before = _plain(line), self._as_shown.get(line.key)
        if before is None:
            return now
        changed = {name: now[name] for name in ("text", "picked") if now[name] != before[name]}
        cells = {name: typed for name, typed in now["cells"].items() if typed != before["cells"].get(name, "")}
        return changed | ({"cells": cells} if cells else {})


def increasing(orders: Sequence[str]) -> list[str]:
    """Return orders that sort as the list stands: those that do already are kept, the others made anew."""
    made: list[str] = []
    last = ""
    for place, order in enumerate(orders):
        if not order or order <= last:
            after = next((each for each in orders[place + 1 :] if each > last), "")
            order = ordering.between(last, after)  # noqa: PLW2901 - the list is read on, not changed
        made.append(order)
        last = order
    return made


def _line(key: str, shown: AgendaItem | Decision, names: Sequence[str]) -> TalkLine:
    described = describe(type(shown))
    cells = {name: to_typed(described[name], getattr(shown, name)) for name in names}
    filled = {name: typed for name, typed in cells.items() if not is_blank(typed)}
    is_point = isinstance(shown, AgendaItem)
    text = (shown.item if isinstance(shown, AgendaItem) else shown.decision) or ""
    return TalkLine(key, is_point, text, filled, shown=shown)


def _is_unused(line: TalkLine) -> bool:
    return line.blank and line.shown is None


def _plain(line: TalkLine) -> dict[str, Any]:
    return {"point": line.is_point, "text": line.text, "cells": dict(line.cells), "picked": dict(line.picked)}


def _order(line: TalkLine) -> str:
    return line.shown.order if line.shown is not None else ""


def _in_their_order(lines: list[TalkLine]) -> list[tuple[TalkLine, str]]:
    return list(zip(lines, increasing([_order(line) for line in lines]), strict=True))


def _point(line: TalkLine, order: str, today: dt.date) -> AgendaItem:
    values = _cells(AgendaItem, line, today) | {"item": line.text.strip(), "order": order}
    return line.shown.changed(**values) if isinstance(line.shown, AgendaItem) else AgendaItem.model_validate(values)


def _decision(line: TalkLine, order: str, words: str, point: str | None, today: dt.date) -> Decision:
    values = _cells(Decision, line, today) | {"decision": words, "agenda_item": point, "order": order}
    return line.shown.changed(**values) if isinstance(line.shown, Decision) else Decision.model_validate(values)


def _cells(element: type[Element], line: TalkLine, today: dt.date) -> dict[str, Any]:
    described = describe(element)
    return {name: from_typed(described[name], typed, today) for name, typed in line.cells.items()}


def _gone(shown: Mapping[str, Any], made: Mapping[str, Element], void: Void) -> dict[str, Any]:
    """Return what was shown and stands here no more, taken out of use."""
    return {
        key: each if each.void is not None else each.changed(void=void)
        for key, each in shown.items()
        if key not in made
    }
