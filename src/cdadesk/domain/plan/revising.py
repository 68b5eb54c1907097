"""Revisions of a plan: copying one to work on, and saying readably what changed from one to the other."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, FieldInfo, Kind, describe
from cdadesk.domain.kernel.record import Element, in_order
from cdadesk.domain.plan.action_plan import ActionPlan, PlanStatus
from cdadesk.domain.plan.vision import Vision
from cdadesk.i18n import N_, _

E = TypeVar("E", bound=Element)

_PROPOSED = ("first_objective", "other_objectives", "order_reason", "expected", "competence")
_COPIED = ("vision", "lines", "risks", "not_now", "exits", *_PROPOSED)
_COMPARED = ("lines", "risks", "not_now", "exits", "expected")
_WISHED = ("words", "horizon")
_WISHED_LISTS = ("measures", "agreed_by")


class LineChange(Choice):
    """What became of a line."""

    added = "added", N_("New")
    dropped = "dropped", N_("Dropped")
    changed = "changed", N_("Changed")


@dataclass(frozen=True)
class FieldDifference:
    """One answer of a line that is another now; None where it was or is blank."""

    info: FieldInfo
    before: Any
    after: Any


@dataclass(frozen=True)
class LineDifference:
    """One line that is not as it was: in which list, what it is called, and what is different in it."""

    list_name: str
    key: str
    change: LineChange
    line: Element
    fields: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All that is different between two revisions: lines, and answers outside of lists.

    `unchanged` says how many activities, of a vision how many measures, stayed as they were.
    """

    lines: tuple[LineDifference, ...]
    unchanged: int
    fields: tuple[FieldDifference, ...] = ()

    def count(self, change: LineChange) -> int:
        """Return how many activities, or measures, were added, dropped or changed."""
        return sum(1 for each in self.lines if each.change is change and each.list_name in ("lines", "measures"))


def next_revision(plan: ActionPlan, new_id: UUID, on: dt.date) -> ActionPlan:
    """Return a draft that holds what the plan holds; lines keep their keys, so that they can be told to be the same.

    Lines that were taken out of use are not copied.
    """
    lists = {name: dict(in_order(getattr(plan, name))) for name in _COMPARED}
    copied = {name: lists.get(name, getattr(plan, name)) for name in _COPIED}
    return ActionPlan.model_validate(
        copied
        | {
            "id": new_id,
            "scope": plan.scope,
            "revision": (plan.revision or 1) + 1,
            "made_on": on,
            "replaces": plan.id,
            "status": PlanStatus.draft,
        }
    )


def difference(before: ActionPlan, after: ActionPlan) -> Difference:
    """Return what changed between two revisions: new lines, dropped ones, and in the others answer by answer."""
    found = [each for name in _COMPARED for each in _list_difference(name, getattr(before, name), getattr(after, name))]
    now = dict(in_order(after.lines))
    touched = {each.key for each in found if each.list_name == "lines"}
    return Difference(tuple(found), len(now.keys() - touched))


def wished_otherwise(before: Vision, after: Vision) -> Difference:
    """Return what changed between two revisions of the vision: its words, by when, its measures, and who agreed."""
    lists = ((name, getattr(before, name), getattr(after, name)) for name in _WISHED_LISTS)
    found = [each for each_list in lists for each in _list_difference(*each_list)]
    touched = {each.key for each in found}
    fields = tuple(each for each in _fields(before, after) if each.info.name in _WISHED)
    return Difference(tuple(found), len(dict(in_order(after.measures)).keys() - touched), fields)


def line_title(line: Element) -> str:
    """Return what a line is called: the first text in it that says something."""
    for name in ("activity", "measure", "risk", "what", "result", "objective", "indicators"):
        said = getattr(line, name, None)
        if said and said.strip():
            return " ".join(said.split())
    area = getattr(line, "area", None)
    return _(area.label) if area is not None else _("Line without words")


def _list_difference(name: str, before: Mapping[str, E], after: Mapping[str, E]) -> Iterator[LineDifference]:
    was, now = dict(in_order(dict(before))), dict(in_order(dict(after)))
    for key, line in now.items():
        if key not in was:
            yield LineDifference(name, key, LineChange.added, line)
        elif fields := tuple(_fields(was[key], line)):
            yield LineDifference(name, key, LineChange.changed, line, fields)
    for key, line in was.items():
        if key not in now:
            yield LineDifference(name, key, LineChange.dropped, line)


def _fields(before: Element | Vision, after: Element | Vision) -> Iterator[FieldDifference]:
    for name, info in describe(type(after)).items():
        if info.kind is Kind.plain:
            continue
        old, new = getattr(before, name) or None, getattr(after, name) or None
        if info.kind is Kind.yes_no:
            old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield FieldDifference(info, old, new)


def replaced(plan: ActionPlan, plans: Mapping[UUID, ActionPlan]) -> bool:
    """Say whether a later approved revision took the place of this one."""
    return any(
        each.is_closed and each.void is None and (each.revision or 1) > (plan.revision or 1)
        for each in plans.values()
        if each.id != plan.id
    )
