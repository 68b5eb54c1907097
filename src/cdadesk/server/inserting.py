"""Inserting many rows of one table at once, with as little as can be between them and the driver.

SQLAlchemy looks at every value of every row when it is told to execute a statement many times; here it says once how
the statement is written and how each column is, and the rows go to the driver as they are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

_Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Prepared:
    """A statement in a dialect: its columns in their order, and what turns a value of each into the driver's."""

    written: str
    names: tuple[str, ...]
    turn: tuple[Callable[[Any], Any] | None, ...]
    by_place: bool

    def values(self, row: _Row) -> Any:
        """Return the values of a row as the driver takes them."""
        found = [turn(row[name]) if turn else row[name] for name, turn in zip(self.names, self.turn, strict=True)]
        return tuple(found) if self.by_place else dict(zip(self.names, found, strict=True))


def insert_rows(connection: Connection, table: Table, rows: Sequence[_Row]) -> None:
    """Write new rows, each with a value for every column of the table."""
    if rows:
        prepared = _prepared(connection.dialect, table)
        connection.exec_driver_sql(prepared.written, [prepared.values(row) for row in rows])


def insert_columns(connection: Connection, table: Table, columns: Mapping[str, Iterable[Any]]) -> None:
    """Write new rows given by the columns of the table, each value as the driver takes it (`turning`)."""
    prepared = _prepared(connection.dialect, table)
    rows = zip(*(columns[name] for name in prepared.names), strict=False)  # what is one in all rows has no end
    if prepared.by_place:
        connection.exec_driver_sql(prepared.written, list(rows))
    else:
        connection.exec_driver_sql(prepared.written, [dict(zip(prepared.names, row, strict=True)) for row in rows])


def turning(connection: Connection, table: Table, name: str) -> Callable[[Any], Any]:
    """Return what turns a value of a column into the driver's."""
    prepared = _prepared(connection.dialect, table)
    turn = prepared.turn[prepared.names.index(name)]
    return turn or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


@lru_cache(maxsize=64)
def _prepared(dialect: Dialect, table: Table) -> _Prepared:
    names = [column.name for column in table.columns]
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    in_order = tuple(compiled.positiontup or names) if compiled.positional else tuple(names)
    turn = [table.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in in_order]
    return _Prepared(str(compiled), in_order, tuple(turn), compiled.positional)
