"""The files of the demo as a story: records, and what was done with them later, each at its instant."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from cdadesk import resources
from cdadesk.clock import INDIA
from cdadesk.demo.ids import stable_id
from cdadesk.demo.values import field_values
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import cluster_scope, private_scope
from cdadesk.domain.networks.task import Task
from cdadesk.domain.registry import entity

_EVENING = dt.time(18, tzinfo=INDIA)
STORIES = ("jaipur", "ludhiana", "pune")
"""The clusters that are told; the first is the whole way, the others how a demand becomes clear."""
_FILES = (
    *("cluster", "actors", "people", "networks", "meetings", "trust_events", "fairs", "study"),
    *("issues", "demands", "indicators", "visions", "plans", "interviews", "deeds"),
)
_BEHIND_THE_WALL = {"actor": "actor_private", "person": "person_private"}

Written = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """One record as a file tells it; a line without a key was given the number of its place."""

    key: str
    kind: str
    at: dt.datetime
    fields: Written
    parent: str = ""


@dataclass(frozen=True)
class Deed:
    """Something that was done with a record later, in the words of the file."""

    act: str
    about: str
    at: dt.datetime
    words: Written = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """All of one cluster's files."""

    cluster: UUID
    records: Mapping[str, Told]
    deeds: tuple[Deed, ...]

    def id_of(self, key: str) -> UUID:
        """Return the id of a record; raises KeyError."""
        told = self.records[key]
        return self.cluster if told.kind == Cluster.kind else stable_id(key, told.at)

    def line_of(self, key: str, line: str) -> str:
        """Return the key under which a line lies in a record."""
        return str(stable_id(f"{key}#{line}", self.records[key].at))

    def record(self, key: str) -> Record:
        """Return a record as it was first saved; raises KeyError or ValidationError if the file is wrong."""
        told = self.records[key]
        made = entity(told.kind)
        values = self.values(key, told.fields)
        scope = private_scope(self.cluster) if made.private else cluster_scope(self.cluster)
        parent = self.id_of(told.parent) if told.parent else None
        return made.model_validate(values | {"id": self.id_of(key), "scope": scope, "parent_id": parent})

    def values(self, key: str, written: Written) -> dict[str, Any]:
        """Return values for the fields of a record, as its file or a later deed writes them."""

        def id_of(name: str) -> str:
            return self.line_of(key, name[1:]) if name.startswith("#") else str(self.id_of(name))

        return field_values(entity(self.records[key].kind), written, id_of)

    def tasks_of(self, meeting: str) -> list[Record]:
        """Return the tasks that a meeting gave out."""
        return [self.record(told.key) for told in self.records.values() if _is_task_of(told, meeting)]


def _is_task_of(told: Told, meeting: str) -> bool:
    return told.parent == meeting and told.kind == Task.kind


def read_story(name: str) -> Story:
    """Read the files of one cluster."""
    cluster = UUID(resources.read_json("demo", "ids.json")["clusters"][name])
    records: dict[str, Told] = {}
    deeds: list[Deed] = []
    for file in _FILES:
        if not resources.path("demo", name).joinpath(f"{file}.json").exists():
            continue
        pages = resources.read_json("demo", name, f"{file}.json")
        records |= {told.key: told for told in _records(pages)}
        deeds += _deeds(pages)
    return Story(cluster, records, tuple(sorted(deeds, key=lambda deed: deed.at)))


def _records(pages: Written) -> Iterator[Told]:
    for written in pages.get("records", ()):
        key, kind = written["key"], written.get("kind") or pages["kind"]
        at = instant(written.get("saved_on") or pages["saved_on"])
        yield Told(key, kind, at, _with_line_keys(kind, written["fields"]))
        if "private" in written:
            wall = _BEHIND_THE_WALL[kind]
            yield Told(f"{key}/private", wall, at, _with_line_keys(wall, written["private"]), parent=key)
        for task in written.get("tasks", ()):
            yield Told(task["key"], Task.kind, at, task["fields"], parent=key)


def _with_line_keys(kind: str, fields: Written) -> Written:
    """Give every line a key of its own; names of lines that others point at stand in the file."""
    numbers = count(1)
    lists = {name for name, info in describe(entity(kind)).items() if info.kind is Kind.rows}
    return {
        name: [{"key": str(next(numbers))} | line for line in value] if name in lists else value
        for name, value in fields.items()
    }


def _deeds(pages: Written) -> Iterator[Deed]:
    for written in pages.get("deeds", ()):
        yield Deed(written["act"], written["about"], instant(written["at"]), written)
    for written in pages.get("records", ()):
        for task in written.get("tasks", ()):
            if "done_on" in task:
                yield Deed("tick", task["key"], instant(task["done_on"]), task)


def instant(written: str) -> dt.datetime:
    """Read an instant of local time; a day alone means its evening, when an agent writes down what happened."""
    if "T" in written:
        return dt.datetime.fromisoformat(written).replace(tzinfo=INDIA)
    return dt.datetime.combine(dt.date.fromisoformat(written), _EVENING)
