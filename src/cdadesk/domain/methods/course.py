"""The steps of a cluster's method, in the order of the cluster, and how far each has come."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from cdadesk.domain.cluster import Cluster, Methodology, StepEntry
from cdadesk.domain.kernel.ordering import between, orders
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.methods.method import Method, Step, methods
from cdadesk.domain.methods.words import said
from cdadesk.i18n import N_, _

NewId = Callable[[], UUID]


class StepState(Enum):
    """How far a step has come; the value is what it is called."""

    not_begun = N_("Not begun")
    under_way = N_("Under way")
    done = N_("Done")


@dataclass(frozen=True)
class StepInCourse:
    """A step as it stands in the course; `step` is None for one that somebody added, `key` blank before any is kept."""

    key: str
    step: Step | None
    entry: StepEntry

    @property
    def name(self) -> str:
        """Return what it is called: the words of the method, or those of whoever added it."""
        return said(self.step.label) if self.step is not None else self.entry.name or _("Step without a name")

    @property
    def state(self) -> StepState:
        if self.entry.to_on:
            return StepState.done
        return StepState.under_way if self.entry.from_on else StepState.not_begun


def method_of(cluster: Cluster) -> Method | None:
    """Return the method that a cluster names; None if it names none, or one without a template."""
    return methods().get(cluster.methodology.value) if cluster.methodology is not None else None


def course(cluster: Cluster) -> list[StepInCourse]:
    """Return the steps of the method in use: as the cluster keeps them, or else as the method has them.

    Before any is kept, a step is as far as its phase is by the phases that were written down.
    """
    kept = _entries(cluster, cluster.methodology)
    method = method_of(cluster)
    if not kept:
        return [StepInCourse("", step, _by_phase(cluster, step)) for step in (method.steps if method else ())]
    return [StepInCourse(key, method.step(entry.step or "") if method else None, entry) for key, entry in kept]


def _by_phase(cluster: Cluster, step: Step) -> StepEntry:
    lines = [line for _key, line in in_order(cluster.phase_history) if line.phase and line.phase.value == step.phase]
    begun = [line.from_on for line in lines if line.from_on]
    ended = [line.to_on for line in lines if line.to_on]
    is_done = len(ended) == len(begun) > 0
    return StepEntry(step=step.key, from_on=min(begun, default=None), to_on=max(ended) if is_done else None)


def earlier_methods(cluster: Cluster) -> list[tuple[Methodology, int, int]]:
    """Return the methods that were left: how many of their steps were begun, and how many done."""
    found = []
    for each in Methodology:
        entries = [entry for _key, entry in _entries(cluster, each) if entry.from_on]
        if each is not cluster.methodology and entries:
            found.append((each, len(entries), sum(bool(entry.to_on) for entry in entries)))
    return found


def begun(cluster: Cluster, place: int, day: dt.date, new: NewId) -> Cluster:
    """Return the cluster with a step of its course begun on a day."""
    return _with_dates(cluster, place, new, from_on=day.isoformat(), to_on=None)


def finished(cluster: Cluster, place: int, day: dt.date, new: NewId) -> Cluster:
    """Return the cluster with a step of its course done on a day; one that nobody began is begun that day, too."""
    begin = course(cluster)[place].entry.from_on or day.isoformat()
    return _with_dates(cluster, place, new, from_on=begin, to_on=day.isoformat())


def put_back(cluster: Cluster, place: int, new: NewId) -> Cluster:
    """Return the cluster with a step as if it had not begun."""
    return _with_dates(cluster, place, new, from_on=None, to_on=None)


def moved_up(cluster: Cluster, place: int, new: NewId) -> Cluster:
    """Return the cluster with a step one place earlier in its course; the first stays where it is."""
    kept = _kept(cluster, new)
    steps = course(kept)
    if not 0 < place < len(steps):
        return cluster
    before = steps[place - 2].entry.order if place > 1 else ""
    order = between(before, steps[place - 1].entry.order)
    return _changed(kept, steps[place].key, steps[place].entry.changed(order=order))


def with_own_step(cluster: Cluster, name: str, new: NewId) -> Cluster:
    """Return the cluster with one more step, of one's own, at the end of the course."""
    kept = _kept(cluster, new)
    last = course(kept)[-1].entry.order if course(kept) else ""
    entry = StepEntry(methodology=cluster.methodology, name=name, order=between(last, ""))
    return _changed(kept, str(new()), entry)


def _with_dates(cluster: Cluster, place: int, new: NewId, *, from_on: str | None, to_on: str | None) -> Cluster:
    kept = _kept(cluster, new)
    step = course(kept)[place]
    return _changed(kept, step.key, step.entry.changed(from_on=from_on, to_on=to_on))


def _kept(cluster: Cluster, new: NewId) -> Cluster:
    """Return the cluster with lines of its own for all steps of its method."""
    if _entries(cluster, cluster.methodology):
        return cluster
    steps = course(cluster)
    lines = {
        str(new()): each.entry.changed(methodology=cluster.methodology, order=order, name=each.name)
        for each, order in zip(steps, orders(len(steps)), strict=True)
    }
    return cluster.changed(method_steps=cluster.method_steps | lines)


def _changed(cluster: Cluster, key: str, entry: StepEntry) -> Cluster:
    return cluster.changed(method_steps=cluster.method_steps | {key: entry})


def _entries(cluster: Cluster, methodology: Methodology | None) -> list[tuple[str, StepEntry]]:
    return [(key, each) for key, each in in_order(cluster.method_steps) if each.methodology is methodology]
