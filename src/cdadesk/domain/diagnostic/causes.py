"""What lies behind an issue: the tree of causes, and the circles that must not be in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from cdadesk.domain.diagnostic.issue import Issue

Behind = Mapping[UUID, tuple[UUID, ...]]
"""For each issue the issues that are named as its causes."""


@dataclass(frozen=True)
class Branch:
    """An issue in the tree with what lies behind it; `again` where it was shown further up already."""

    issue: UUID
    causes: tuple["Branch", ...] = ()
    again: bool = False


def behind(issues: Iterable[Issue]) -> Behind:
    """Return what is named behind what, among issues that are in use."""
    alive = {issue.id: issue for issue in issues if issue.void is None}
    return {key: tuple(each for each in issue.cause_ids() if each in alive) for key, issue in alive.items()}


def circles(causes: Behind) -> list[tuple[UUID, ...]]:
    """Return each circle of causes once, from its smallest id on; a merge of two rightful changes can make one."""
    found: set[tuple[UUID, ...]] = set()
    for start in sorted(causes):
        way = _way(causes, start, start)
        if way is not None:
            least = way.index(min(way))
            found.add(way[least:] + way[:least])
    return sorted(found)


def would_circle(causes: Behind, issue: UUID, cause: UUID) -> bool:
    """Say whether naming a cause would close a circle."""
    return issue == cause or _way(causes, cause, issue) is not None


def may_be_named(causes: Behind, issue: UUID) -> frozenset[UUID]:
    """Return the issues that may be named as a cause of one without closing a circle."""
    return frozenset(each for each in causes if not would_circle(causes, issue, each))


def tree(causes: Behind, root: UUID) -> Branch:
    """Return all that lies behind an issue, each with its causes only once: so circles and shared causes end."""
    return _branch(causes, root, set())


def roots(causes: Behind) -> list[UUID]:
    """Return the issues that are nobody's cause: what people feel first, the top of each tree."""
    named = {each for below in causes.values() for each in below}
    return sorted(each for each in causes if each not in named)


def _branch(causes: Behind, issue: UUID, shown: set[UUID]) -> Branch:
    if issue in shown:
        return Branch(issue, again=True)
    shown.add(issue)
    below = dict.fromkeys(causes.get(issue, ()))
    return Branch(issue, tuple(_branch(causes, each, shown) for each in below))


def _way(causes: Behind, start: UUID, to: UUID) -> tuple[UUID, ...] | None:
    """Return the shortest way down from an issue to another, without the last; None if there is none."""
    reached: dict[UUID, UUID | None] = {start: None}
    waiting = [start]
    while waiting:
        at = waiting.pop(0)
        for below in causes.get(at, ()):
            if below == to:
                return _back(reached, at)
            if below not in reached:
                reached[below] = at
                waiting.append(below)
    return None


def _back(reached: Mapping[UUID, UUID | None], end: UUID) -> tuple[UUID, ...]:
    way, at = [end], reached[end]
    while at is not None:
        way.append(at)
        at = reached[at]
    return tuple(reversed(way))
