"""Erased for ever: in record, history, conflicts and what was laid aside; and late copies bring nothing back."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cdadesk.clock import new_id
from cdadesk.server import accounts, checking, records, recovered
from cdadesk.server.database import Database
from cdadesk.server.taking import Sender
from cdadesk.wire import pages
from cdadesk.wire.ops import Act, Op, Seen, chained
from cdadesk.wire.pages import Row, SetAside
from tests.server.laptops import NOON, Change, House, Laptop
from tests.serving import open_database

PHONE = "9829012345"
ERASED = {"phone": None, "sex": None}


@pytest.fixture
def asha(house: House) -> Laptop:
    return house.laptop("asha")


@pytest.fixture
def other(house: House) -> Laptop:
    """Return Asha's second laptop, which was away."""
    return house.laptop("asha")


def answers(house: House, **fields: Any) -> Change:
    """Return the personal answers of somebody, as first written."""
    return Change(new_id(), fields, house.jaipur_private, "person_private", act=Act.set)


def erasing(first: Change, laptop: Laptop, *paths: str) -> Change:
    base = laptop.base(first.scope, first.record, first.kind)
    return Change(first.record, dict.fromkeys(paths or ERASED), first.scope, first.kind, base, Act.erase)


def later(first: Change, laptop: Laptop, base: Seen | None = None, **fields: Any) -> Change:
    """Return an edit on what a laptop has seen, or had seen when its form opened."""
    base = base or laptop.base(first.scope, first.record, first.kind)
    return Change(first.record, fields, first.scope, first.kind, base)


def pushed(laptop: Laptop, *changes: Change) -> list[str]:
    """Save, send, and return what became of it."""
    ops = laptop.save(*changes)
    return laptop.push(ops[0].n, ops[-1].n).results()


def everything(database: Database) -> str:
    """Return every value of every table, as text."""
    told = []
    with database.reading() as session:
        for table in ("record", "history", "dead_letter", "outcome", "recovered_row", "departed"):
            for row in session.execute(text(f"SELECT * FROM {table}")):  # noqa: S608 - names of our tables
                told += [bytes(each).decode() if isinstance(each, bytes | memoryview) else str(each) for each in row]
    return "\n".join(told)


def test_what_is_erased_is_nowhere_any_more(house, asha):
    first = answers(house, phone=PHONE, year_of_birth=1961)
    assert pushed(asha, first) == ["ok"]
    pushed(asha, later(first, asha, phone=f"+91 {PHONE}"))
    assert PHONE in everything(house.database)
    assert pushed(asha, erasing(first, asha)) == ["ok"]
    assert PHONE not in everything(house.database)
    assert asha.sees(first.scope, first.kind, first.record) == {"year_of_birth": 1961}
    assert list(checking.problems(house.database)) == []


def test_what_a_laptop_that_was_away_brings_late_is_kept_nowhere(house, asha, other):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    other.pull_all()
    seen = other.base(first.scope, first.record, first.kind)
    pushed(asha, erasing(first, asha))
    assert pushed(other, later(first, other, seen, phone="9829099999", year_of_birth=1961)) == ["erased"]
    assert "9829099999" not in everything(house.database)
    assert other.sees(first.scope, first.kind, first.record) == {"year_of_birth": 1961}
    row = next(row for part in asha.pull().page.slices for row in part.rows)
    assert row.id == first.record


def test_a_reader_learns_of_an_erasure_although_something_was_written_there_again(house, asha, other):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    other.pull_all()
    pushed(asha, erasing(first, asha, "phone"))
    asha.pull_all()
    assert pushed(asha, later(first, asha, phone="9414000000")) == ["ok"]
    rows = [row for part in other.pull().page.slices for row in part.rows if row.id == first.record]
    assert rows[0].erased == {"phone": Seen(1, 2)}
    assert other.sees(first.scope, first.kind, first.record) == {"phone": "9414000000"}


def test_what_was_written_after_a_new_consent_stays(house, asha, other):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    pushed(asha, erasing(first, asha))
    other.pull_all()
    assert pushed(other, later(first, other, phone="9414000000")) == ["ok"]
    asha.pull()
    assert asha.sees(first.scope, first.kind, first.record) == {"phone": "9414000000"}


def test_a_laptop_knows_of_its_own_erasure_before_the_server_told_it(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    base = asha.base(first.scope, first.record, first.kind)
    assert pushed(asha, erasing(first, asha), later(first, asha, base, phone="9414000000")) == ["ok", "ok"]
    assert asha.sees(first.scope, first.kind, first.record) == {"phone": "9414000000"}


def test_conflicts_about_it_are_blanked_and_closed(house, asha, other):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    other.pull_all()
    pushed(asha, later(first, asha, phone="9829011111"))
    seen = Seen(1, 1)
    assert pushed(other, later(first, other, seen, phone="9829022222")) == ["conflict"]
    other.pull_all()
    assert len(other.conflicts()) == 1
    pushed(asha, erasing(first, asha))
    other.pull_all()
    assert other.conflicts() == {}
    told = everything(house.database)
    assert not any(number in told for number in (PHONE, "9829011111", "9829022222"))
    assert list(checking.problems(house.database)) == []


def test_dead_letters_lose_it_too_and_keep_their_digests(house, asha):
    strange = answers(house, phone=PHONE, year_of_birth="old")
    [made] = asha.save(strange)
    assert asha.push().results() == ["rejected:shape"]
    assert PHONE in everything(house.database)
    assert pushed(asha, erasing(strange, asha)) == ["ok"]
    assert PHONE not in everything(house.database)
    with house.database.reading() as session:
        [letter] = records.dead_letters(session, asha.member, strange.scope)
    from_letter = Op.read(json.loads(letter.entry))
    assert from_letter.digest() == made.digest()
    assert from_letter.fields == {"year_of_birth": "old"}


def test_a_late_op_that_is_refused_leaves_no_erased_value_in_its_dead_letter(house, asha, other):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    other.pull_all()
    seen = other.base(first.scope, first.record, first.kind)
    pushed(asha, erasing(first, asha))
    assert pushed(other, later(first, other, seen, phone="9829099999", sex=17)) == ["rejected:shape"]
    assert "9829099999" not in everything(house.database)


def test_an_op_that_lost_its_value_on_the_laptop_is_taken_and_the_chain_holds(house, asha, other):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    other.pull_all()
    [op] = other.save(later(first, other, phone="9829099999", year_of_birth=1961))
    h = other.h(1)
    other.entries[0] = op.without(["phone"])
    assert other.h(1) == h == chained(other.h(0), op)
    assert other.push().results() == ["erased"]
    assert other.sees(first.scope, first.kind, first.record) == {"phone": PHONE, "year_of_birth": 1961}


def test_the_same_erasure_sent_twice_is_taken_once(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    asha.save(erasing(first, asha))
    assert asha.push().told() == asha.push().told()


def test_a_whole_list_can_be_erased_with_lines_that_the_eraser_never_saw(house, asha, other):
    line, unknown = new_id(), new_id()
    first = Change(new_id(), {f"attitudes/{line}/remark": "angry"}, house.jaipur_private, "actor_private")
    pushed(asha, first)
    other.pull_all()
    seen = other.base(first.scope, first.record, first.kind)
    pushed(asha, erasing(first, asha, "attitudes"))
    late = Change(first.record, {f"attitudes/{unknown}/remark": "furious"}, first.scope, first.kind, seen)
    assert pushed(other, late) == ["erased"]
    assert other.sees(first.scope, first.kind, first.record) == {}
    assert not any(word in everything(house.database) for word in ("angry", "furious"))


@pytest.mark.parametrize(
    "path", ["budget_lines/01a2/budget", "total_cost", "from_on", "void", "parent_id", "sources", "unknown"]
)
def test_accounts_dates_and_counts_cannot_be_erased(house, asha, path):
    fair = Change(new_id(), {"name": "Diwali fair"}, house.jaipur, "fair")
    pushed(asha, fair)
    assert pushed(asha, erasing(fair, asha, path)) == ["rejected:kept"]


def test_a_settlement_is_never_erased(house, asha):
    settled = Change(new_id(), {"reason": "first"}, house.jaipur, "settlement")
    pushed(asha, settled)
    assert pushed(asha, erasing(settled, asha, "reason")) == ["rejected:kept"]


def test_an_erasure_with_a_value_in_it_is_none(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    sly = Change(first.record, {"phone": "x"}, first.scope, first.kind, Seen(1, 1), Act.erase)
    assert pushed(asha, sly) == ["rejected:shape"]
    empty = Change(first.record, {}, first.scope, first.kind, Seen(1, 1), Act.erase)
    assert pushed(asha, empty) == ["rejected:shape"]


def test_nobody_erases_in_a_cluster_that_is_not_theirs(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    balbir = house.laptop("balbir")
    assert pushed(balbir, Change(first.record, ERASED, first.scope, first.kind, None, Act.erase)) == ["rejected:rights"]
    assert PHONE in everything(house.database)


def test_the_advisor_may_erase_what_an_agent_wrote(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    tara = house.laptop("tara")
    tara.pull_all()
    assert pushed(tara, erasing(first, tara)) == ["ok"]
    assert PHONE not in everything(house.database)


def test_a_group_that_is_refused_erases_nothing(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    wrong = Change(new_id(), {"held_on": "soon"}, house.jaipur)
    assert pushed(asha, erasing(first, asha), wrong) == ["rejected:group", "rejected:shape"]
    assert PHONE in everything(house.database)


def test_the_advisors_comment_can_be_erased_although_it_is_written_once(house, asha):
    tara = house.laptop("tara")
    said = Change(new_id(), {"text": f"Call {PHONE}", "about_kind": "person"}, house.jaipur, "comment")
    pushed(tara, said)
    asha.pull_all()
    assert pushed(asha, erasing(said, asha, "text")) == ["ok"]
    assert PHONE not in everything(house.database)


def test_the_bytes_are_gone_from_the_file(furnished_file, tmp_path):
    file = Path(shutil.copy(furnished_file.source, tmp_path / "server.sqlite3"))
    with open_database(file) as opened:
        house = House(opened, furnished_file.town)
        asha = house.laptop("asha")
        first = answers(house, phone=PHONE)
        pushed(asha, first)
        pushed(asha, erasing(first, asha))
        held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert PHONE.encode() not in held


def test_the_history_tells_that_something_was_erased_and_nothing_of_what_never_was(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    pushed(asha, erasing(first, asha))
    with house.database.reading() as session:
        told = records.field_history(session, asha.member, first.scope, first.kind, first.record)
    assert [(each.path, each.before, each.value) for each in told] == [("phone", None, None)] * 2


def brings(laptop: Laptop, house: House, scope: str, *rows: Row) -> None:
    """Bring rows that a restored server lost."""
    sender, aside = Sender(laptop.replica, laptop.member), SetAside(tuple((scope, row) for row in rows))
    house.database.write(lambda session: recovered.keep(session, sender, aside, NOON))


def lost_row(kind: str, record: Any, seq: int = 1, **fields: Any) -> Row:
    told = "2026-03-14T09:12:33.120Z"
    return Row(seq, kind, record, (pages.Change(Seen(1, seq), str(new_id()), "somebody", told, told, fields),))


def rows_kept(house: House) -> list[dict[str, Any]]:
    """Return the values of all recovered rows."""
    with house.database.reading() as session:
        told = [
            row for each in recovered.summary(session) for row in recovered.rows_of(session, each.replica, each.scope)
        ]
    return [each["changes"][0]["fields"] for each in told]


def test_what_a_laptop_brought_after_a_restore_loses_it_too_with_what_was_said_about_it(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    about = {"about_kind": first.kind, "about_id": str(first.record)}
    lost = lost_row(first.kind, first.record, phone=f"+91{PHONE}", year_of_birth=1961)
    conflict = lost_row("conflict", new_id(), **about, path="phone", kept=PHONE, offered=f"0{PHONE}")
    comment = lost_row("comment", new_id(), **about, about_path="phone", text=f"Is it {PHONE}?")
    other = lost_row("comment", new_id(), **about, about_path="year_of_birth", text="Or 1962?")
    brings(asha, house, first.scope, lost, conflict, comment, other)
    assert pushed(asha, erasing(first, asha)) == ["ok"]
    assert PHONE not in everything(house.database)
    kept = rows_kept(house)
    assert {"phone": None, "year_of_birth": 1961} in kept
    assert "Or 1962?" in [each.get("text") for each in kept]
    brings(asha, house, first.scope, lost, conflict, comment, other)
    assert len(rows_kept(house)) == 4


def test_what_a_laptop_brings_after_the_erasure_is_kept_without_it(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first, Change(new_id(), {"place": "Bagru"}, first.scope))
    pushed(asha, erasing(first, asha))
    about = {"about_kind": first.kind, "about_id": str(first.record)}
    brings(asha, house, first.scope, lost_row(first.kind, first.record, 2, phone=PHONE, year_of_birth=1961))
    brings(asha, house, first.scope, lost_row("conflict", new_id(), **about, path="phone", kept=PHONE))
    assert PHONE not in everything(house.database)
    brings(asha, house, first.scope, lost_row(first.kind, first.record, 5, phone="9414000000"))
    assert {"phone": "9414000000"} in rows_kept(house), "it was written on top of the erasure"


@pytest.fixture
def both(house: House) -> Laptop:
    """Return a laptop of Asha, who works on both clusters."""
    house.database.write(lambda session: accounts.assign(session, "asha", house.town.ludhiana))
    return house.laptop("asha")


def moved_actor(house: House, laptop: Laptop) -> tuple[Change, Change, Seen]:
    """Return an actor where it was and where it is, and what had been seen of it before it went."""
    first = Change(new_id(), {"name": "Ajmeri Printers", "remarks": f"Call {PHONE}"}, house.jaipur, "actor")
    pushed(laptop, first)
    seen = laptop.base(first.scope, first.record, first.kind)
    move = Change(first.record, {"scope": house.ludhiana}, first.scope, first.kind, seen, Act.move)
    assert pushed(laptop, move) == ["ok"]
    laptop.pull_all()
    return first, Change(first.record, {}, house.ludhiana, "actor"), seen


def test_a_late_refused_op_on_a_record_that_moved_and_was_erased_leaves_nothing(house, both):
    away = house.laptop("asha")
    first, there, seen = moved_actor(house, both)
    assert pushed(both, erasing(there, both, "remarks")) == ["ok"]
    late = Change(first.record, {"remarks": "Call 9829099999", "place": 17}, first.scope, first.kind, seen)
    assert pushed(away, late) == ["rejected:shape"]
    assert "9829099999" not in everything(house.database)


def test_what_was_laid_aside_for_the_old_place_of_a_record_is_erased_with_it(house, both):
    away = house.laptop("asha")
    first, there, seen = moved_actor(house, both)
    late = Change(first.record, {"remarks": "Call 9829099999", "place": 17}, first.scope, first.kind, seen)
    assert pushed(away, late) == ["rejected:shape"]
    brings(away, house, first.scope, lost_row(first.kind, first.record, remarks="Call 9829099999"))
    assert "9829099999" in everything(house.database)
    assert pushed(both, erasing(there, both, "remarks")) == ["ok"]
    assert "9829099999" not in everything(house.database)


def parked(laptop: Laptop, change: Change) -> Op:
    """Have a change laid aside unread."""
    [op] = laptop.save(change)
    assert laptop.park(op.n).results() == ["rejected:parked"]
    return op


def test_of_what_was_laid_aside_unread_nothing_is_left_once_its_record_is_erased(house, asha):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    op = parked(asha, later(first, asha, phone="9829099999", telephones_of_a_newer_program="9829088888"))
    assert "9829099999" in everything(house.database)
    pushed(asha, erasing(first, asha))
    told = everything(house.database)
    assert not any(number in told for number in ("9829099999", "9829088888"))
    with house.database.reading() as session:
        [letter] = records.dead_letters(session, asha.member, first.scope)
    assert Op.read(json.loads(letter.entry)).digest() == op.digest()


def test_an_op_whose_author_missed_the_erasure_is_laid_aside_without_its_values(house, asha, other):
    first = answers(house, phone=PHONE)
    pushed(asha, first)
    other.pull_all()
    seen = other.base(first.scope, first.record, first.kind)
    pushed(asha, erasing(first, asha))
    parked(other, later(first, other, seen, phone="9829099999"))
    assert "9829099999" not in everything(house.database)
    other.pull_all()
    parked(other, later(first, other, phone="9414000000"))
    assert "9414000000" in everything(house.database), "it was written by somebody who knew"


def test_an_op_laid_aside_unread_finds_the_erasure_also_where_the_record_went(house, both):
    away = house.laptop("asha")
    first, there, seen = moved_actor(house, both)
    pushed(both, erasing(there, both, "remarks"))
    parked(away, Change(first.record, {"remarks": "Call 9829099999"}, first.scope, first.kind, seen))
    assert "9829099999" not in everything(house.database)
