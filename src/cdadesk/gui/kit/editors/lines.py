"""The lines of an edited list as they are typed, with their order, and what was taken out of use."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from cdadesk import clock
from cdadesk.domain.kernel import ordering
from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.record import Element, Void
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import Typed, from_typed, is_blank, missing_code, to_typed

_NOT_IN_A_GRID = (Kind.rows, Kind.plain, Kind.instant)


@dataclass
class Line:
    """One line as it stands in the grid; `shown` is what it was made from, None for a new one."""

    key: str
    order: str
    cells: dict[str, Typed] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    void: Void | None = None
    shown: Element | None = None

    def plain(self) -> dict[str, Any]:
        """Return the line as JSON."""
        void = self.void.plain() if self.void else None
        return {"order": self.order, "cells": dict(self.cells), "missing": dict(self.missing), "void": void}


class CellNotUnderstood(NotUnderstood):
    """What was typed in one cell means nothing; `path` says in which."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


Cells = Mapping[str, Typed]


def _no_names(_cells: Cells) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class LineShape:
    """How a line with many fields is shown: a few as columns, the others below the grid for the line in use.

    `below` groups those that stand side by side. Of what a line says depends which of them it has `no_use` for, and
    which it `asks` for: these make the part below the grid open by itself.
    """

    columns: tuple[str, ...]
    below: tuple[tuple[str, ...], ...] = ()
    no_use: Callable[[Cells], Collection[str]] = _no_names
    asks: Callable[[Cells], Collection[str]] = _no_names


def grid_fields(element: type[Element]) -> list[FieldInfo]:
    """Return the fields of an element that a grid can edit."""
    return [info for info in describe(element).values() if info.kind not in _NOT_IN_A_GRID]


class Lines:
    """All lines of one list; lines out of use stay among them."""

    def __init__(self, element: type[Element], shape: LineShape | None = None) -> None:
        described = describe(element)
        self.element = element
        self.columns = [described[name] for name in shape.columns] if shape else grid_fields(element)
        self.below = [[described[name] for name in group] for group in shape.below] if shape else []
        self.fields = [*self.columns, *(info for group in self.below for info in group)]
        self._all: dict[str, Line] = {}
        self._shown: dict[str, dict[str, Any]] = {}
        self._removed: list[Line] = []

    def show(self, elements: Mapping[str, Element]) -> None:
        """Take the lines of a record."""
        self._all = {key: self._line(key, element) for key, element in elements.items()}
        self._shown = {key: line.plain() for key, line in self._all.items()}
        self._removed = []

    def alive(self) -> list[Line]:
        """Return the lines in use, in their order; ties by id."""
        return sorted((line for line in self._all.values() if not line.void), key=lambda line: (line.order, line.key))

    def add(self) -> Line:
        """Add a blank line at the end."""
        alive = self.alive()
        key = str(clock.new_id())
        self._all[key] = Line(key, ordering.between(alive[-1].order if alive else "", ""))
        return self._all[key]

    def remove(self, line: Line, void: Void) -> None:
        """Take a line out of use; one that was never saved is forgotten altogether."""
        self._removed.append(line)
        if line.shown is None:
            del self._all[line.key]
        else:
            line.void = void

    def bring_back(self) -> Line | None:
        """Bring the line back that was removed last."""
        if not self._removed:
            return None
        line = self._removed.pop()
        line.void = None
        self._all[line.key] = line
        return line

    def can_bring_back(self) -> bool:
        """Say whether anything was removed since the record was shown."""
        return bool(self._removed)

    def move(self, place: int, to: int) -> None:
        """Move a line in use to another place among them."""
        alive = self.alive()
        line = alive.pop(place)
        alive.insert(to, line)
        before = alive[to - 1].order if to else ""
        after = alive[to + 1].order if to + 1 < len(alive) else ""
        line.order = _between(before, after)
        if any(first.order >= second.order for first, second in pairwise(alive)):
            for each, order in zip(alive, ordering.orders(len(alive)), strict=True):
                each.order = order

    def changed(self) -> dict[str, Any]:
        """Return the lines that differ from what was shown, as JSON by their ids."""
        return {key: line.plain() for key, line in self._filled() if line.plain() != self._shown.get(key)}

    def restore(self, changed: Mapping[str, Any]) -> None:
        """Put back what `changed` once returned."""
        for key, plain in changed.items():
            line = self._all.setdefault(key, Line(key, plain["order"]))
            line.order = plain["order"]
            line.cells = dict(plain["cells"])
            line.missing = dict(plain["missing"])
            line.void = Void.model_validate(plain["void"]) if plain["void"] else None

    def values(self, today: dt.date) -> dict[str, Any]:
        """Return an element, or the values to make one of, for every line; raises CellNotUnderstood."""
        changed = self.changed()
        return {
            key: self._values(line, today) if key in changed or line.shown is None else line.shown
            for key, line in self._filled()
        }

    def _filled(self) -> list[tuple[str, Line]]:
        """Return all lines but the new ones in which nothing stands."""
        return [(key, line) for key, line in self._all.items() if line.shown or line.cells or line.missing]

    def _line(self, key: str, element: Element) -> Line:
        cells = {info.name: to_typed(info, getattr(element, info.name)) for info in self.fields}
        cells = {name: typed for name, typed in cells.items() if not is_blank(typed)}
        missing = {name: code.value for name, code in element.missing.items()}
        return Line(key, element.order, cells, missing, element.void, element)

    def _values(self, line: Line, today: dt.date) -> dict[str, Any]:
        kept = {name: getattr(line.shown, name) for name in self.element.model_fields} if line.shown else {}
        shown_cells = self._shown.get(line.key, {}).get("cells", {})
        for info in self.fields:
            typed = line.cells.get(info.name, to_typed(info, None))
            if line.shown is None or typed != shown_cells.get(info.name, to_typed(info, None)):
                kept[info.name] = self._read(line, info, typed, today)
        missing = {name: missing_code(code) for name, code in line.missing.items()}
        return kept | {"order": line.order, "missing": missing, "void": line.void}

    def _read(self, line: Line, info: FieldInfo, typed: Typed, today: dt.date) -> Any:
        try:
            return from_typed(info, typed, today)
        except NotUnderstood as trouble:
            raise CellNotUnderstood(f"{line.key}/{info.name}", str(trouble)) from trouble


def _between(before: str, after: str) -> str:
    """Return an order between two others, or one that is out of order where they leave no room."""
    return ordering.between(before, after) if not before or not after or before < after else before
