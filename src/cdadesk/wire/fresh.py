"""Fresh ops: runs that only make new records, kept as the columns in which they come, and never made objects of.

Nearly all that a laptop sends at once is of this kind. An op is fresh when it sets fields of a record of which its
writer saw nothing before, and says nothing besides. Whatever is not quite so is read op by op (`ops`): both ways tell
the same, and one is ten times as quick.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from cdadesk import clock
from cdadesk.wire import canonical, runs
from cdadesk.wire.ops import HIDDEN, SALT, Act, is_short, is_whole

_KEYS = ("act", "author", "base", "group", "kind", "local_day", "made_at", "n", "record", "salt", "scope")
_ONCE = ("act", "author", "base", "kind", "scope")
_SALT_BYTES = 16
_BEGUN = canonical.length_bytes(_SALT_BYTES)
_DIGEST = canonical.length_bytes(canonical.DIGEST_BYTES)

Plain = dict[str, Any]
Encoded = Mapping[str, Sequence[bytes]]
"""Each value as canonical JSON, in columns by path."""


class Link(NamedTuple):
    """The chain at an op, and the bytes that the op takes on the wire."""

    h: str
    size: int


class Written(NamedTuple):
    """What the ops of a run come to: the chain at each, and the fields of each as canonical JSON."""

    links: Sequence[Link]
    values: Sequence[str]


@dataclass(frozen=True)
class Fresh:
    """Ops that follow each other, each of which makes a record: of one kind, scope, author, and of the same fields.

    Each column holds a value for each op; `fields` holds them by path, in the order of canonical JSON.
    """

    first: int
    scope: str
    kind: str
    author: str
    records: Sequence[str]
    salts: Sequence[str]
    groups: Sequence[str]
    made_at: Sequence[str]
    local_days: Sequence[str]
    fields: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        """Return how many ops these are."""
        return len(self.records)

    def written(self, h_before: str) -> "Written":
        """Return the chain from op to op and all fields; raises ValueError for half a character, or no chain."""
        encoded = {path: canonical.each(values) for path, values in self.fields.items()}
        form = ",".join(f"{_quoted(path)}:%s" for path in encoded)
        told = zip(*map(canonical.texts, encoded.values()), strict=True)
        return Written(self._links(h_before, encoded), [f"{{{form}}}" % row for row in told])

    def _links(self, h_before: str, encoded: Encoded) -> list[Link]:
        """Return the chain from op to op, as `ops.chained` has it."""
        h, found = bytes.fromhex(h_before), []
        grown = len(SALT) + 2 * _SALT_BYTES - HIDDEN * len(encoded)
        begun = _DIGEST if len(h) == canonical.DIGEST_BYTES else canonical.length_bytes(len(h))
        sizes = map(sum, zip(*(map(len, each) for each in encoded.values()), strict=True))
        for written, size in zip(self._hidden(encoded), sizes, strict=True):
            d_n = sha256(canonical.length_bytes(len(written)) + written).digest()[: canonical.DIGEST_BYTES]
            h = sha256(begun + h + _DIGEST + d_n).digest()[: canonical.DIGEST_BYTES]
            begun = _DIGEST
            found.append(Link(h.hex(), len(written) + size + grown))
        return found

    def _hidden(self, encoded: Encoded) -> Iterator[bytes]:
        """Yield each op as its digest is taken: salted digests stand for the values."""
        salts = [_BEGUN + bytes.fromhex(each) for each in self.salts]
        hidden = [_salted(path, salts, values) for path, values in encoded.items()]
        told = (self.groups, self.local_days, self.made_at, range(self.first, self.first + len(self)), self.records)
        form = self._form()
        return ((form % row).encode() for row in zip(*hidden, *told, strict=True))

    def _form(self) -> str:
        fields = ",".join(f'{_quoted(path)}:"%s"' for path in self.fields)
        author, kind, scope = map(_quoted, (self.author, self.kind, self.scope))
        return (
            f'{{"act":"set","author":{author},"base":null,"fields":{{{fields}}},"group":"%s","kind":{kind},'
            f'"local_day":"%s","made_at":"%s","n":%d,"record":"%s","scope":{scope}}}'
        )


def read(listed: Iterable[Any]) -> tuple[Fresh, ...] | None:
    """Read the ops of a batch that are all fresh and follow each other; None where they are anything else."""
    found: list[Fresh] = []
    try:
        for each in listed:
            fresh = _of_run(*each) if isinstance(each, list) else _of_one(each)
            if fresh is None or (found and fresh.first != found[-1].first + len(found[-1])):
                return None
            found.append(fresh)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
    return tuple(found) if 0 < sum(map(len, found)) <= runs.MOST else None


def _of_one(plain: Plain) -> Fresh | None:
    counted = {"n": plain["n"]}
    same = {key: plain[key] for key in _ONCE}
    columns = {key: [value] for key, value in plain.items() if key not in same and key != "n"}
    return _of_run(same, columns | {"fields": {path: [value] for path, value in plain["fields"].items()}}, counted)


def _of_run(same: Plain, columns: Plain, counted: Plain) -> Fresh | None:
    """Return a run of ops; None where it is of another kind, or where anything in it is not as it is written here."""
    is_complete = sorted((*same, *columns, *counted)) == sorted((*_KEYS, "fields"))
    if not is_complete or counted.keys() != {"n"} or not same.keys() >= set(_ONCE):
        return None
    fields, count = columns["fields"], len(runs.one_by_one(columns["record"]))
    if same["act"] != Act.set or same["base"] is not None or not fields or not 0 < count <= runs.MOST:
        return None

    def column(name: str) -> Sequence[Any]:
        values = runs.one_by_one(columns[name]) if name in columns else [same[name]] * count
        return values if len(values) == count else ()

    by_path = {path: runs.one_by_one(fields[path]) for path in sorted(fields)}
    told = Fresh(
        first=counted["n"],
        scope=same["scope"],
        kind=same["kind"],
        author=same["author"],
        records=column("record"),
        salts=column("salt"),
        groups=column("group"),
        made_at=column("made_at"),
        local_days=column("local_day"),
        fields=by_path,
    )
    return told if _is_sound(told, count) else None


def _is_sound(told: Fresh, count: int) -> bool:
    """Say whether all is written as this program would write it: the digests are taken over what was read."""
    return (
        is_whole(told.first)
        and is_whole(told.first + count)
        and all(is_short(each) for each in (told.scope, told.kind, told.author))
        and all(runs.are_ids(each) for each in (told.records, told.groups))
        and runs.are_digests(told.salts)
        and len(told.salts) == len(told.groups) == len(told.records) == count
        and len(told.made_at) == len(told.local_days) == count
        and _are_written_so(told.made_at, lambda text: clock.instant_text(clock.read_instant(text)))
        and _are_written_so(told.local_days, lambda text: dt.date.fromisoformat(text).isoformat())
        and all(len(values) == count and None not in values for values in told.fields.values())
    )


def _are_written_so(texts: Sequence[Any], again: Callable[[str], str]) -> bool:
    """Say whether texts are the same when they are read and written again; there are few different ones."""
    return all(isinstance(each, str) and again(each) == each for each in set(texts))


def _salted(path: str, salts: Sequence[bytes], values: Sequence[bytes]) -> list[str]:
    """Return the digest of (salt, path, value) for each op, as `canonical.salted` does."""
    name, length, most = path.encode(), canonical.length_bytes, 2 * canonical.DIGEST_BYTES
    named = length(len(name)) + name
    before = {size: named + length(size) for size in set(map(len, values))}  # few sizes, and many values
    return [
        sha256(salt + before[len(value)] + value).hexdigest()[:most] for salt, value in zip(salts, values, strict=True)
    ]


def _quoted(text: str) -> str:
    """Return a text as JSON, in a form into which values are put by %."""
    return canonical.written(text).replace("%", "%%")
