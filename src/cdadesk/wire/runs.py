"""Runs: what follows each other in one form names the form once, and carries a column of values for each key.

A list of objects stays a list; in it, an array stands for several objects that have the same keys, those in `fields`
too: `[same, columns, counted]`. `same` holds what is equal in all, `columns` an array for each other key (in `fields`
by path), `counted` the first of whole numbers that grow by one. A column of nothing but ids, or of nothing but digests,
is one text without anything between them. Whoever reads gets the objects back as they were.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

Plain = dict[str, Any]

MOST = 30_000
"""Objects of one list: a few bytes of a run stand for a whole object, so their number has a limit of its own."""

_FIELDS = "fields"
_ID, _DIGEST = 36, 32  # characters
_DASHES = (8, 13, 18, 23)  # where they stand in an id
_DIGITS = b"0123456789abcdef"
_SHORT = 300
_ONE_CHANGE = {"changes", "id", "kind", "seq"}
_ROW_MORE = len('"changes":[{}]"seen":[,]') - len('"epoch":')
_WHERE = ("epoch", "id", "kind", "seq")


def dense(objects: Iterable[Plain]) -> list[Any]:
    """Return the objects, those of one form that follow each other as runs."""
    found: list[Any] = []
    for _alike, members in groupby(objects, _form):
        alike = list(members)
        found += [_run(alike)] if len(alike) > 1 else alike
    return found


def loose(listed: Iterable[Any]) -> list[Plain]:
    """Return the objects of a list with runs; raises ValueError, KeyError or TypeError where it is none."""
    found: list[Plain] = []
    for each in listed:
        found += _apart(*each) if isinstance(each, list) else (each,)
        if len(found) > MOST:
            raise ValueError("more objects than anybody sends")
    return found


def dense_rows(rows: Iterable[Plain]) -> list[Any]:
    """Return rows of a page; one that holds a single change, and nothing else, lies in a run as that change."""
    return [each if isinstance(each, list) else _row(each) for each in dense(map(_flat, rows))]


def size_of_flat(flat: Plain, encoded: int) -> int:
    """Return the bytes that a single change takes as a row, which took `encoded` bytes as the change that it is."""
    return encoded + _ROW_MORE + len(str(flat["seq"]))


def row_of(flat: Plain) -> Plain:
    """Return the row that a single change is."""
    return _row(flat)


def loose_rows(listed: Iterable[Any]) -> list[Plain]:
    """Return the rows of a list with runs; raises ValueError, KeyError or TypeError where it is none."""
    return [_row(each) for each in loose(listed)]


def _form(each: Plain) -> tuple[Any, ...]:
    fields = each.get(_FIELDS)
    return (*each, "", *fields) if fields else (id(each),)


def _run(alike: Sequence[Plain]) -> list[Any]:
    same, columns, counted = Plain(), Plain(), Plain()
    for key in alike[0]:
        values = [each[key] for each in alike]
        if key == _FIELDS:
            columns[key] = {path: _column([each[path] for each in values]) for path in values[0]}
        elif _are_one(values):
            same[key] = values[0]
        elif _grow_by_one(values):
            counted[key] = values[0]
        else:
            columns[key] = _column(values)
    return [same, columns, counted]


def _column(values: list[Any]) -> list[Any] | str:
    first = values[0]
    joins = {_ID: _is_ids, _DIGEST: _is_digests}.get(len(first)) if isinstance(first, str) else None
    if joins is None or set(map(type, values)) != {str} or set(map(len, values)) != {len(first)}:
        return values
    joined = "".join(values)
    return joined if joins(joined) else values


def values_of(each: Any, key: str) -> Sequence[Any]:
    """Return the different values of a key in a run, or in an object that stands alone."""
    same, columns, _counted = each if isinstance(each, list) else (each, {}, {})
    if key in columns:
        return one_by_one(columns[key])
    return [same[key]] if key in same else []


def are_ids(column: Sequence[Any]) -> bool:
    """Say whether all values of a column are ids, as they are written."""
    return _are(column, _ID, _is_ids)


def are_digests(column: Sequence[Any]) -> bool:
    """Say whether all values of a column are digests, as they are written."""
    return _are(column, _DIGEST, _is_digests)


def _are(column: Sequence[Any], width: int, joins: Callable[[str], bool]) -> bool:
    if set(map(type, column)) != {str} or set(map(len, column)) != {width}:
        return False
    return joins("".join(column))


def _is_ids(joined: str) -> bool:
    """Say whether a text is ids without anything between them; a pattern takes twenty times as long over thousands."""
    count, rest = divmod(len(joined), _ID)
    has_dashes = joined.count("-") == 4 * count and all(joined[at::_ID] == "-" * count for at in _DASHES)
    return count > 0 and rest == 0 and has_dashes and _is_of(joined, _DIGITS + b"-")


def _is_digests(joined: str) -> bool:
    """Say whether a text is digests without anything between them."""
    return joined != "" and len(joined) % _DIGEST == 0 and _is_of(joined, _DIGITS)


def _is_of(joined: str, signs: bytes) -> bool:
    return joined.isascii() and not joined.encode().translate(None, signs)


def one_by_one(column: Any) -> list[Any]:
    """Return the values of a column one by one; raises ValueError where a text is none of ids or digests."""
    if isinstance(column, list):
        return column
    if not isinstance(column, str) or not (_is_ids(column) or _is_digests(column)):
        raise ValueError("a column that is none")
    width = _ID if column[8] == "-" else _DIGEST
    return [column[at : at + width] for at in range(0, len(column), width)]


def _are_one(values: Sequence[Any]) -> bool:
    """Say whether small values are one; of larger ones it is not asked."""
    first = values[0]
    return _is_small(first) and values.count(first) == len(values) and len(set(map(type, values))) == 1


def _is_small(value: Any) -> bool:
    if isinstance(value, list):  # the base of an op
        return len(value) == 2 and all(type(each) is int for each in value)
    return value is None or type(value) is int or (isinstance(value, str) and len(value) <= _SHORT)


def _grow_by_one(values: Sequence[Any]) -> bool:
    first = values[0]
    return type(first) is int and values == list(range(first, first + len(values)))


def _apart(same: Plain, columns: Plain, counted: dict[str, int]) -> Iterator[Plain]:
    """Yield the objects of a run; nothing is made up where a column is too short."""
    fields = columns[_FIELDS]
    if not all(_is_small(each) for each in same.values()) or not fields:
        raise ValueError("a run that says too much at once, or nothing")
    names, paths = [key for key in columns if key != _FIELDS], list(fields)
    told = [one_by_one(columns[key]) for key in names] + [one_by_one(each) for each in fields.values()]
    if len(told[0]) > MOST:
        raise ValueError("more objects than anybody sends")
    for at, values in enumerate(zip(*told, strict=True)):
        found = same | {key: first + at for key, first in counted.items()}
        found |= zip(names, values, strict=False)
        found[_FIELDS] = dict(zip(paths, values[len(names) :], strict=True))
        yield found


def _flat(row: Plain) -> Plain:
    """Return a row of one change as that change, with where it is; any other as it is."""
    if row.keys() != _ONE_CHANGE or len(row["changes"]) != 1 or row["changes"][0]["seen"][1] != row["seq"]:
        return row
    (change,) = row["changes"]
    flat = {key: value for key, value in change.items() if key != "seen"}
    return flat | {"epoch": change["seen"][0], "id": row["id"], "kind": row["kind"], "seq": row["seq"]}


def _row(flat: Plain) -> Plain:
    if "epoch" not in flat:
        return flat
    change = {key: value for key, value in flat.items() if key not in _WHERE}
    change["seen"] = [flat["epoch"], flat["seq"]]
    return {"seq": flat["seq"], "kind": flat["kind"], "id": flat["id"], "changes": [change]}
