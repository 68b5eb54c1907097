"""Arriving: records of which this laptop holds nothing come as columns, and are written as columns.

A first download is nearly all of this kind. What is written is what `inbox` would write record by record: the row and
its history; its words for the search follow once the exchange is over. Where anything here has to do with one of the
records - it is known, something of it waits, lies on a stick or is being worked on - nothing is done, and the rows go
the long way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import repeat
from typing import Any
from uuid import UUID

from sqlalchemy import text

from cdadesk.clock import local_day, read_instant
from cdadesk.domain.kernel import columns
from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.payload import MAPS, plain_value
from cdadesk.domain.kernel.record import Record
from cdadesk.store import forking, history, search
from cdadesk.store.bench import Bench
from cdadesk.wire import canonical
from cdadesk.wire.changes import Changes

_BLANK: Sequence[Any] = ("", [])  # what a person left so

_ANY_KNOWN = (  # by hand: each id is looked up by the index, and told once only
    "SELECT 1 FROM json_each(:ids) AS came WHERE EXISTS (SELECT 1 FROM {table} WHERE id = came.value) "
    "OR EXISTS (SELECT 1 FROM op WHERE record = came.value AND kind = :kind) "
    "OR EXISTS (SELECT 1 FROM guest_op WHERE record = came.value AND kind = :kind) "
    "UNION ALL SELECT 1 FROM server_copy WHERE kind = :kind AND record IN (SELECT value FROM json_each(:ids)) LIMIT 1"
)

Columns = dict[str, Sequence[Any]]


def take(bench: Bench, replica: UUID, scope: str, came: Changes) -> bool:
    """Take in single changes of records that are new here; say whether that could be done."""
    entity = bench.schema.entities.get(came.kind)
    if entity is None or not columns.has_columns(entity):
        return False
    values = _values(entity, came)
    if values is None or not _are_new(bench, replica, came):
        return False
    bench.schema.put(bench.connection, came.kind, _row_columns(entity, scope, came, values))
    history.note_columns(bench.connection, _history(scope, came))
    search.note_due(bench.connection, came.kind, came.ids)
    bench.note_new(came.kind, came.ids)
    return True


def _values(entity: type[Record], came: Changes) -> Columns | None:
    """Return the values as the records hold them, by path; None where one does not fit."""
    found: Columns = {}
    for path, values in came.fields.items():
        read = columns.read(entity, path, values)
        if read is None:
            return None
        found[path] = read
    return found


def _are_new(bench: Bench, replica: UUID, came: Changes) -> bool:
    """Say whether nothing is held here of any of the records, each comes once, and all are from elsewhere."""
    connection, ids = bench.connection, set(came.ids)
    mine = {str(replica), *forking.formers(connection)}
    if len(ids) < len(came.ids) or not mine.isdisjoint(came.replicas) or bench.holds_any(came.kind, ids):
        return False
    asked = text(_ANY_KNOWN.format(table=bench.schema.table(came.kind).name))
    return connection.execute(asked, {"ids": canonical.written(came.ids), "kind": came.kind}).first() is None


def _row_columns(entity: type[Record], scope: str, came: Changes, values: Columns) -> Mapping[str, Iterable[Any]]:
    """Return the values as the rows keep them, by column."""
    infos = describe(entity)
    as_they_are = {name for name, info in infos.items() if info.kind is Kind.plain}
    own = {path: read if path in as_they_are else _kept(read) for path, read in values.items() if "/" not in path}
    seen = {"scope": repeat(scope), "id": came.ids, "seen_epoch": repeat(came.epoch), "seen_seq": came.seqs}
    maps = {
        name: [{key: plain_value(each) for key, each in held.items()} for held in told] for name, told in _maps(values)
    }
    return maps | own | seen


def _kept(values: Sequence[Any]) -> Sequence[Any]:
    """Return values as JSON without floats, None for what is blank."""
    kinds = set(map(type, values))
    if kinds <= {str, int} and "" not in values:
        return values
    if all(issubclass(each, Enum) for each in kinds):
        told = {each: plain_value(each) for each in set(values)}
        return [told[each] for each in values]
    return [None if value in _BLANK else plain_value(value) for value in values]


def _maps(values: Columns) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the codes beside the values, for each record together."""
    for name in MAPS:
        beside = {path.partition("/")[2]: read for path, read in values.items() if path.startswith(f"{name}/")}
        if beside:
            yield name, [dict(zip(beside, row, strict=True)) for row in zip(*beside.values(), strict=True)]


def _history(scope: str, came: Changes) -> Mapping[str, Iterable[Any]]:
    """Return what is noted of the changes, by column: nothing stood there before."""
    form = ",".join(f"{canonical.written(path).replace('%', '%%')}:[null,%s]" for path in came.fields)
    encoded = [canonical.texts(canonical.each(values)) for values in came.fields.values()]
    days = {each: local_day(read_instant(each)).isoformat() for each in set(came.made_at)}
    return {
        "leaves": [f"{{{form}}}" % row for row in zip(*encoded, strict=True)],
        "scope": repeat(scope),
        "kind": repeat(came.kind),
        "record": came.ids,
        "author": came.authors,
        "made_at": came.made_at,
        "local_day": [days[each] for each in came.made_at],
        "replica": came.replicas,
        "save": repeat(None),
        "n": came.ns,
        "epoch": repeat(came.epoch),
        "seq": came.seqs,
    }
