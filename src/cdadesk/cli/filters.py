"""Which records of a list are shown: by words, cluster, network, kind, dates, and for tasks by what is left to do."""

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping
from typing import Any

from cdadesk.cli.choosing import choose
from cdadesk.cli.session import Session
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.fields import Choice, FieldInfo, describe
from cdadesk.domain.kernel.partial_dates import earliest, latest
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import cluster_scope, private_scope
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.kernel.typed import read_day
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held

_DATED: Mapping[str, str] = {
    "meeting": "held_on",
    "task": "due_on",
    "trust_event": "event_on",
    "fair": "from_on",
    "settlement": "approved_on",
    "network": "formed_on",
    "unit_study": "studied_on",
    "cluster_map": "map_on",
    "posting": "from_on",
    "interview": "held_on",
    "vision": "agreed_on",
    "action_plan": "made_on",
}
_KINDS: Mapping[str, str] = {
    "cluster": "cluster_type",
    "actor": "actor_kind",
    "network": "network_kind",
    "meeting": "meeting_kind",
    "task": "status",
    "trust_event": "subject_kind",
    "fair": "level",
    "study_note": "section",
    "swot_item": "quadrant",
    "cluster_map": "map_kind",
    "posting": "role",
    "committee": "tier",
    "cluster_programme": "tier",
    "interview": "actor_kind",
    "issue": "issue_kind",
    "demand": "stage",
    "action_plan": "status",
    "indicator": "level",
}


class FilterDoesNotFit(Trouble):
    """A list cannot be narrowed in this way."""


def declare_filters(parser: ArgumentParser) -> None:
    """Declare the ways to narrow a list."""
    parser.add_argument("--find", default="", metavar=_("WORDS"), help=_("only with these words"))
    parser.add_argument("--cluster", metavar=_("NAME"), help=_("only of this cluster"))
    parser.add_argument("--network", metavar=_("NAME"), help=_("only of this network"))
    parser.add_argument("--kind", metavar=_("KIND"), help=_("only of this kind"))
    parser.add_argument("--since", metavar=_("DAY"), help=_("only from this day on"))
    parser.add_argument("--until", metavar=_("DAY"), help=_("only up to this day"))
    parser.add_argument("--open", action="store_true", help=_("tasks: only what is left to do"))
    parser.add_argument("--late", action="store_true", help=_("tasks: only what is overdue"))
    parser.add_argument("--limit", type=_count, metavar="N", help=_("at most so many"))


def _count(typed: str) -> int:
    count = int(typed)
    if count < 1:
        raise ArgumentTypeError(_("must be 1 or more"))
    return count


def found(session: Session, entity: type[Record], asked: Namespace) -> list[Held[Record]]:
    """Return the records that are asked for, in their usual order; raises a Trouble for a filter that does not fit."""
    day = _DATED.get(entity.kind)
    ask = Ask(
        equals=_equals(session, entity, asked),
        text=asked.find,
        scopes=_scopes(session, asked),
        order=(day,) if day else (entity.columns[0],),
    )
    tests = [_in_time(session, entity, asked), *_tasks_only(session, entity, asked)]
    held = [each for each in session.store.find(entity, ask) if all(test(each.record) for test in tests)]
    return held[: asked.limit]


def _equals(session: Session, entity: type[Record], asked: Namespace) -> dict[str, Any]:
    equals: dict[str, Any] = {}
    if asked.network:
        if "network" not in describe(entity):
            raise _no_such(entity, "--network")
        equals["network"] = choose(session.store, Network, asked.network).record.id
    if asked.kind:
        if entity.kind not in _KINDS:
            raise _no_such(entity, "--kind")
        info = describe(entity)[_KINDS[entity.kind]]
        equals[info.name] = _answer(info, asked.kind)
    return equals


def _scopes(session: Session, asked: Namespace) -> list[str]:
    if not asked.cluster:
        return []
    cluster = choose(session.store, Cluster, asked.cluster).record.id
    return [cluster_scope(cluster), private_scope(cluster)]


def _answer(info: FieldInfo, typed: str) -> Choice:
    """Return the answer that is named by its value or by its label in the language in use."""
    answers = list(info.choices or ())
    for each in answers:
        if typed.casefold() in (each.value, _(each.label).casefold()):
            return each
    allowed = ", ".join(each.value for each in answers)
    raise FilterDoesNotFit(_("“{typed}” is none of: {allowed}").format(typed=typed, allowed=allowed))


def _in_time(session: Session, entity: type[Record], asked: Namespace) -> Callable[[Record], bool]:
    since, until = (read_day(each, session.today) if each else None for each in (asked.since, asked.until))
    name = _DATED.get(entity.kind)
    if since is None and until is None:
        return lambda _record: True
    if name is None:
        raise _no_such(entity, "--since, --until")
    return lambda record: _lies_between(getattr(record, name), since, until)


def _lies_between(value: dt.date | str | None, since: dt.date | None, until: dt.date | None) -> bool:
    """Say whether a date, partial or not, can lie within the days, both included; what has no date does not."""
    if value is None:
        return False
    first, last = (earliest(value), latest(value)) if isinstance(value, str) else (value, value)
    return (since is None or last >= since) and (until is None or first <= until)


def _tasks_only(session: Session, entity: type[Record], asked: Namespace) -> list[Callable[[Record], bool]]:
    if (asked.open or asked.late) and entity is not Task:
        raise _no_such(entity, "--open, --late")
    tests: list[Callable[[Record], bool]] = []
    if asked.open:
        tests.append(lambda record: isinstance(record, Task) and record.is_open())
    if asked.late:
        tests.append(lambda record: isinstance(record, Task) and record.is_late(session.today))
    return tests


def _no_such(entity: type[Record], options: str) -> FilterDoesNotFit:
    said = _("This list cannot be narrowed by {options}: {list}.")
    return FilterDoesNotFit(said.format(options=options, list=_(entity.plural)))
