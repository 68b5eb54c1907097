"""What must hold once all is quiet, told by the server's history and what each laptop shows, and nothing else."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.acts import attaching
from cdadesk.clock import instant_text
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel import payload
from cdadesk.server import checking
from cdadesk.server.files import checking as files
from cdadesk.server.tables import DeadLetter, Departed, History, StoredFile, StoredOutcome, StoredRecord
from cdadesk.wire.frames import HEAD, read_head, unpack
from cdadesk.wire.messages import Outcome, Result
from cdadesk.wire.ops import Act, Leaves, Op, Seen, covered, same
from tests.builders import the
from tests.model.desk import Desk, Name
from tests.model.world import WITH_VOID, World

SERVER = "server"


def check(world: World) -> None:
    """Assert all of it."""
    assert list(checking.problems(world.database)) == []
    with world.database.reading() as session:
        _check_all_sent(world)
        _check_each_once(world, session)
        _check_nothing_overwritten(world, session)
        _check_erased(world, session)
        for desk in world.desks.values():
            _check_shown(world, desk, session)
        _check_papers(world, session)


def _check_all_sent(world: World) -> None:
    for desk in world.desks.values():
        standing = desk.store.standing()
        assert standing.waiting == 0, desk.name
        assert standing.all_sent == (not desk.store.refused()), desk.name
        assert desk.store.first.begun() == [], desk.name


def _check_each_once(world: World, session: Session) -> None:
    """P1 and P2: each op that was ever saved is in the history once, word for word, or was refused in words."""
    rows = [row for row in _lines(session) if not (_went_along(world, row) or _was_repeated(world, row))]
    there = {_name(row): (row.record, _left(world, row.record, _typed(world, row))) for row in rows if _is_saved(row)}
    names = Counter(_name(row) for row in rows if _is_saved(row))
    assert [each for each, times in names.items() if times > 1] == [], "twice"
    refused, letters = _refused(session), _letters(session)
    held = set().union(*(desk.own - _forgotten(world, desk) for desk in world.desks.values()))
    for name, saved in world.saved.items():
        if name in there:
            assert there.pop(name) == (saved.record, _left(world, saved.record, saved.fields)), name
        else:
            gone = saved.may_be_lost or (world.rewound and name not in held)
            assert gone or name in letters or saved.numbers & refused, f"lost: {name} {saved}"
    assert there == {}, "the history holds what nobody saved"


def _forgotten(world: World, desk: Desk) -> set[Name]:
    """Return what a laptop had to forget when its person lost a cluster: it cannot bring that back to a server."""
    lost = {name for name in desk.own if world.saved[name].scope in world.taken_away}
    return lost - desk.journal() if lost else lost


def _is_saved(row: History) -> bool:
    return row.replica != SERVER


def _went_along(world: World, row: History) -> bool:
    """Say whether a line only tells that a record went with another that somebody moved."""
    return row.act == Act.move and _name(row) not in world.saved


def _was_repeated(world: World, row: History) -> bool:
    """Say whether a laptop only erased by itself what somebody had erased before the server was put back."""
    said = row.act == Act.erase and _name(row) not in world.saved
    return said and _left(world, row.record, row.fields) == {}


def _typed(world: World, row: History) -> Leaves:
    """Return what a change said by itself.

    Where it met a void that its writer did not know of, it lifted that, too; where it settled a conflict by what
    stands, the server wrote that into it.
    """
    said = world.saved[_name(row)].fields if _name(row) in world.saved else row.fields
    return {
        path: value for path, value in row.fields.items() if path in said or not (row.resolves or _lifts(path, value))
    }


def _lifts(path: str, value: Any) -> bool:
    return value is None and path.rsplit("/", maxsplit=1)[-1] == "void"


def _lines(session: Session) -> list[History]:
    """Return the history where each record lies now; what it left behind where it went away says nothing any more."""
    lies = {(row.scope, row.kind, row.id) for row in session.scalars(select(StoredRecord))}
    went = {(row.scope, row.kind, row.id) for row in session.scalars(select(Departed))}
    kept: list[History] = []
    newer: set[tuple[Any, ...]] = set()
    for row in session.scalars(select(History).order_by(col(History.epoch).desc(), col(History.seq).desc())):
        place = (row.scope, row.kind, row.record)
        one = (*place, row.replica, row.n, row.made_at)
        if place in lies and not (place in went and one in newer):  # it came back with a copy of each line
            kept.append(row)
            newer.add(one)
        else:
            assert row.fields == {}, f"{row.scope} still tells what {row.record} said"
    return kept[::-1]


def _left(world: World, record: UUID, fields: Leaves) -> Leaves:
    """Return what no erasure touches."""
    return {path: value for path, value in fields.items() if not covered(path, world.erased.get(record, ()))}


def _name(row: History) -> Name:
    return instant_text(row.made_at.replace(tzinfo=row.made_at.tzinfo or dt.UTC)), row.record


def _refused(session: Session) -> set[tuple[str, int]]:
    told = {(str(row.replica), row.n): Outcome.read(row.outcome) for row in session.scalars(select(StoredOutcome))}
    return {number for number, outcome in told.items() if outcome.result is Result.rejected}


def _letters(session: Session) -> set[Name]:
    ops = [Op.read(json.loads(row.entry)) for row in session.scalars(select(DeadLetter))]
    return {(instant_text(op.made_at), op.record) for op in ops}


def _check_nothing_overwritten(world: World, session: Session) -> None:
    """P4: a value gives way only to who had seen it, or to nobody without a conflict that keeps both."""
    conflicts = _conflicts(session)
    standing: dict[tuple[Any, ...], History] = {}
    for row in _lines(session):
        base, kept = Seen(*(row.base or (0, 0))), conflicts.get(row.record, [])
        for path in row.fields.keys() - (_typed(world, row).keys() if _is_saved(row) else row.fields.keys()):
            assert any(there == path for there, _value in kept), f"{path} was lifted without a conflict"
        for path, value in row.fields.items():
            if (
                path.endswith(("void", "/order"))
                or row.kind == "conflict"
                or covered(path, world.erased.get(row.record, ()))
            ):
                continue
            place = (row.scope, row.kind, row.record, path)
            if path in row.refused:
                assert _is_kept(kept, path, value), f"{value!r} was refused at {path} without a conflict"
                continue
            before = standing.get(place)
            if before is not None and not _knew(world, row, before, base):
                lost = before.fields[path]
                told = lost is None or same(lost, value) or _is_kept(kept, path, lost) or _saw(world, row, path, lost)
                assert told, f"{lost!r} at {path} gave way to {value!r}"
            standing[place] = row


def _knew(world: World, row: History, before: History, base: Seen) -> bool:
    own = world.saved[_name(row)].knew if row.replica != SERVER else frozenset()
    return Seen(before.epoch, before.seq) <= base or _name(before) in own


def _saw(world: World, row: History, path: str, lost: Any) -> bool:
    """Say whether a value was shown where it was replaced: what its writer had seen has no number in a new scope."""
    return row.replica != SERVER and row.base is None and same(world.saved[_name(row)].saw.get(path), lost)


def _conflicts(session: Session) -> dict[UUID, list[tuple[str, Any]]]:
    found = defaultdict(list)
    for row in session.scalars(select(StoredRecord).where(col(StoredRecord.kind) == "conflict")):
        for side in ("kept", "offered"):
            found[UUID(row.values["about_id"])].append((row.values["path"], row.values.get(side)))
    return found


def _is_kept(kept: list[tuple[str, Any]], path: str, value: Any) -> bool:
    return any(there == path and same(each, value) for there, each in kept)


def _check_erased(world: World, session: Session) -> None:
    """Assert that what was erased lies nowhere any more: not at the server, not on any laptop."""
    taken = {_name(row) for row in session.scalars(select(History))}
    gone = [secret for secret, erasure in world.secrets.items() if erasure in taken]
    if not gone:
        return
    tables = inspect(session.connection()).get_table_names()
    kept = {"the server": [row for each in tables for row in session.execute(text(f"SELECT * FROM {each}"))]}  # noqa: S608
    kept["what lies ready"] = [str(body) for body in _lying_ready(world)]
    kept |= {name: list(desk.everything()) for name, desk in world.desks.items()}
    for secret in gone:
        assert [who for who, rows in kept.items() if any(secret in str(row) for row in rows)] == [], secret


def _lying_ready(world: World) -> Iterator[Any]:
    """Yield what first downloads tell, page by page."""
    for name in world.objects.names():
        contents = b"".join(world.objects.stream(name)) if name.startswith("first/") else b""
        while contents:
            _kind, length = read_head(contents[:HEAD])
            yield from (frame.body for frame in unpack(contents[: HEAD + length]))
            contents = contents[HEAD + length :]


def _check_shown(world: World, desk: Desk, session: Session) -> None:
    """P3 and P6: a laptop shows what the server has in its scopes, and nothing else."""
    granted = set(desk.store.cursors())
    refused = {each.record for each in desk.store.refused()}
    shown = {(each.scope, each.kind, each.id): payload.leaves(each) for each in world.all_of(desk)}
    assert {scope for scope, _kind, _record in shown} <= granted, desk.name
    kinds = {kind for _scope, kind, _record in shown}
    there = {
        (row.scope, row.kind, row.id): _known(row.values, desk)
        for row in session.scalars(select(StoredRecord))
        if row.scope in granted and (row.kind in kinds or row.kind in ("thing", "remark", "conflict", "attachment"))
    }
    for key in there.keys() | shown.keys():
        if key[2] not in refused:
            assert shown.get(key) == there.get(key), (desk.name, key)


def _known(values: Leaves, desk: Desk) -> Leaves:
    return {path: value for path, value in values.items() if desk.newer or path != "height"}


def _check_papers(world: World, session: Session) -> None:
    """Each file that anybody still has who may send it is at the server, whole, for whoever may see its record.

    What no record names any more is nowhere.
    """
    rows = session.scalars(select(StoredRecord).where(col(StoredRecord.kind) == Attachment.kind)).all()
    for row in rows:
        if row.values.get("sha256"):
            _check_paper(world, row)
    named = {row.values.get("sha256") for row in rows}
    assert set(session.scalars(select(col(StoredFile.sha256)))) <= named
    for desk in world.desks.values():
        assert set(desk.store.blobs.every()) <= {held.record.sha256 for held in desk.store.find(Attachment, WITH_VOID)}
    assert world.rewound or list(files.problems(world.database, world.objects)) == []


def _check_paper(world: World, row: StoredRecord) -> None:
    sha256 = str(row.values["sha256"])
    holders = [desk for desk in world.desks.values() if desk.store.blobs.holds(sha256)]
    is_sent = any(_shows(desk, row) and desk.login != "tara" for desk in holders)
    for desk in world.desks.values():
        if _shows(desk, row):
            paper = the(desk.store, Attachment, row.id).record
            desk.fetch(paper)
            if is_sent:
                assert b"".join(attaching.contents(desk.store, paper)) == world.papers[row.id]
        elif desk not in holders:
            hidden = Attachment(id=row.id, scope=row.scope, sha256=sha256, size=row.values["size"])
            assert desk.fetch(hidden).done == 0, (desk.name, "was given", row.id)


def _shows(desk: Desk, row: StoredRecord) -> bool:
    held = desk.store.get(Attachment, row.id)
    return held is not None and held.base is not None and row.scope in desk.store.cursors()
