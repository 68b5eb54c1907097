"""A record goes to another cluster: whole, with all that hangs on it, for those who may see it there."""

from typing import Any

import pytest

from cdadesk.clock import new_id
from cdadesk.server import accounts, checking, records
from cdadesk.server.tables import Departed
from cdadesk.wire.ops import Act, Seen
from tests.server.laptops import Change, House, Laptop

NAME = "Ajmeri Printers"


@pytest.fixture
def asha(house: House) -> Laptop:
    """Return the laptop of an agent who works on both clusters."""
    house.database.write(lambda session: accounts.assign(session, "asha", house.town.ludhiana))
    return house.laptop("asha")


@pytest.fixture
def away(house: House, asha: Laptop) -> Laptop:
    """Return her second laptop."""
    return house.laptop("asha")


def an_actor(house: House, **fields: Any) -> Change:
    return Change(new_id(), {"name": NAME} | fields, house.jaipur, "actor")


def on(first: Change, laptop: Laptop, base: Seen | None = None, **fields: Any) -> Change:
    base = base or laptop.base(first.scope, first.record, first.kind)
    return Change(first.record, fields, first.scope, first.kind, base)


def moving(first: Change, laptop: Laptop, target: str) -> Change:
    base = laptop.base(first.scope, first.record, first.kind)
    return Change(first.record, {"scope": target}, first.scope, first.kind, base, Act.move)


def pushed(laptop: Laptop, *changes: Change) -> list[str]:
    ops = laptop.save(*changes)
    return laptop.push(ops[0].n, ops[-1].n).results()


def rows_of(laptop: Laptop, record: Any, room: int = 1_000_000) -> dict[str, Any]:
    """Return the rows of a record in the next page, by scope."""
    return {part.scope: row for part in laptop.pull(room).page.slices for row in part.rows if row.id == record}


def test_the_record_lies_there_with_its_values_and_its_writers(house, asha, away):
    actor = an_actor(house)
    pushed(asha, actor)
    away.pull_all()
    pushed(away, on(actor, away, place="Bagru"))
    asha.pull_all()
    assert pushed(asha, moving(actor, asha, house.ludhiana)) == ["ok"]
    balbir = house.laptop("balbir")
    row = rows_of(balbir, actor.record)[house.ludhiana]
    told = {(change.replica, path): value for change in row.changes for path, value in change.fields.items()}
    assert told == {(str(asha.replica), "name"): NAME, (str(away.replica), "place"): "Bagru"}
    assert list(checking.problems(house.database)) == []


def test_all_that_was_ever_written_comes_along(house, asha):
    actor = an_actor(house)
    pushed(asha, actor)
    pushed(asha, on(actor, asha, name="Ajmeri & Sons"))
    pushed(asha, moving(actor, asha, house.ludhiana))
    with house.database.reading() as session:
        found = records.field_history(session, house.town.people["tara"], house.ludhiana, "actor", actor.record)
        left = records.field_history(session, house.town.people["tara"], house.jaipur, "actor", actor.record)
    assert [(each.before, each.value) for each in found] == [(None, NAME), (NAME, "Ajmeri & Sons")]
    assert left == []


def test_who_may_read_there_is_told_where_and_who_may_not_is_told_that_it_went(house, asha, away):
    actor = an_actor(house)
    pushed(asha, actor)
    away.pull_all()
    tara, farid = house.laptop("tara"), house.laptop("asha")
    tara.pull_all()
    pushed(asha, moving(actor, asha, house.ludhiana))
    assert rows_of(away, actor.record)[house.jaipur].moved == house.ludhiana
    house.database.write(lambda session: accounts.unassign(session, "asha", house.town.ludhiana))
    gone = rows_of(farid, actor.record)
    assert (gone[house.jaipur].moved, gone[house.jaipur].changes) == ("", ())
    assert set(gone) == {house.jaipur}


def test_the_confidential_part_and_all_that_was_said_go_along(house, asha):
    actor = an_actor(house)
    private = Change(
        new_id(), {"remarks": "Angry", "parent_id": str(actor.record)}, house.jaipur_private, "actor_private"
    )
    about = {"about_kind": "actor", "about_id": str(actor.record)}
    comment = Change(new_id(), about | {"text": "Who?"}, house.jaipur, "comment")
    pushed(asha, actor, private, comment)
    pushed(asha, moving(actor, asha, house.ludhiana))
    balbir = house.laptop("balbir")
    balbir.pull_all()
    assert balbir.sees(f"{house.ludhiana}:private", "actor_private", private.record)["remarks"] == "Angry"
    assert balbir.sees(house.ludhiana, "comment", comment.record)["text"] == "Who?"
    with house.database.reading() as session:
        assert records.came_in(session, house.town.people["tara"], house.jaipur)
        assert not any(each.paths for each in records.came_in(session, house.town.people["tara"], house.jaipur))
    assert list(checking.problems(house.database)) == []


def test_a_verdict_still_judges_what_it_judged(house, asha):
    actor = an_actor(house)
    pushed(asha, actor)
    tara = house.laptop("tara")
    tara.pull_all()
    seen = tara.base(house.jaipur, actor.record, "actor")
    about = {"about_kind": "actor", "about_id": str(actor.record), "outcome": "approved"}
    judged = {"judged": {"seen": seen.plain(), "newest": [str(asha.replica), 1]}}
    verdict = Change(new_id(), about | judged, house.jaipur, "verdict")
    pushed(tara, verdict)
    asha.pull_all()
    pushed(asha, moving(actor, asha, house.ludhiana))
    asha.pull_all()
    told = asha.sees(house.ludhiana, "verdict", verdict.record)["judged"]["seen"]
    assert told == asha.base(house.ludhiana, actor.record, "actor").plain()


def test_a_late_change_follows_the_record(house, asha, away):
    actor = an_actor(house)
    pushed(asha, actor)
    away.pull_all()
    seen = away.base(house.jaipur, actor.record, "actor")
    pushed(asha, moving(actor, asha, house.ludhiana))
    assert pushed(away, on(actor, away, seen, place="Bagru")) == ["ok"]
    asha.pull_all()
    assert asha.sees(house.ludhiana, "actor", actor.record) == {"name": NAME, "place": "Bagru"}


def test_a_late_change_meets_what_was_changed_before_the_move(house, asha, away):
    actor = an_actor(house)
    pushed(asha, actor)
    away.pull_all()
    seen = away.base(house.jaipur, actor.record, "actor")
    pushed(asha, on(actor, asha, name="Ajmeri & Sons"))
    pushed(asha, moving(actor, asha, house.ludhiana))
    assert pushed(away, on(actor, away, seen, name="Ajmeri Bros", place="Bagru")) == ["conflict"]
    away.pull_all()
    assert away.sees(house.ludhiana, "actor", actor.record) == {"name": "Ajmeri & Sons", "place": "Bagru"}
    [clash] = away.conflicts().values()
    assert (clash["kept"], clash["offered"]) == ("Ajmeri & Sons", "Ajmeri Bros")


def test_a_late_change_meets_what_was_changed_after_the_move(house, asha, away):
    actor = an_actor(house)
    pushed(asha, actor)
    away.pull_all()
    seen = away.base(house.jaipur, actor.record, "actor")
    pushed(asha, moving(actor, asha, house.ludhiana))
    balbir = house.laptop("balbir")
    balbir.pull_all()
    there = Change(actor.record, {}, house.ludhiana, "actor")
    pushed(balbir, on(there, balbir, name="Ajmeri & Sons"))
    assert pushed(away, on(actor, away, seen, name="Ajmeri Bros")) == ["conflict"]


def test_what_the_same_laptop_changes_after_its_own_move_is_its_own(house, asha):
    actor = an_actor(house)
    pushed(asha, actor)
    base = asha.base(house.jaipur, actor.record, "actor")
    results = pushed(asha, moving(actor, asha, house.ludhiana)) + pushed(asha, on(actor, asha, base, name="New"))
    assert results == ["ok", "ok"]
    assert asha.pull()
    assert asha.sees(house.ludhiana, "actor", actor.record) == {"name": "New"}


def test_a_move_and_a_change_in_one_batch(house, asha):
    actor = an_actor(house)
    pushed(asha, actor)
    base = asha.base(house.jaipur, actor.record, "actor")
    assert pushed(asha, moving(actor, asha, house.ludhiana), on(actor, asha, base, name="New")) == ["ok", "ok"]
    assert asha.sees(house.ludhiana, "actor", actor.record) == {"name": "New"}
    assert list(checking.problems(house.database)) == []


def test_a_late_change_of_one_who_may_not_write_there_is_laid_aside(house, asha, away):
    actor = an_actor(house)
    pushed(asha, actor)
    away.pull_all()
    seen = away.base(house.jaipur, actor.record, "actor")
    pushed(asha, moving(actor, asha, house.ludhiana))
    house.database.write(lambda session: accounts.unassign(session, "asha", house.town.ludhiana))
    assert pushed(away, on(actor, away, seen, name="Ajmeri Bros")) == ["rejected:rights"]
    with house.database.reading() as session:
        [letter] = records.dead_letters(session, house.town.people["asha"], house.jaipur)
    assert b"Ajmeri Bros" in letter.entry


def test_a_late_comment_follows_what_it_is_about(house, asha):
    actor = an_actor(house)
    pushed(asha, actor)
    tara = house.laptop("tara")
    tara.pull_all()
    pushed(asha, moving(actor, asha, house.ludhiana))
    about = {"about_kind": "actor", "about_id": str(actor.record), "text": "Who?"}
    comment = Change(new_id(), about, house.jaipur, "comment")
    assert pushed(tara, comment) == ["ok"]
    asha.pull_all()
    assert asha.sees(house.ludhiana, "comment", comment.record) == about
    assert asha.sees(house.jaipur, "comment", comment.record) is None


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one after the other"])
def test_what_is_changed_or_erased_in_a_late_photo_follows_it(house, asha, together):
    actor = an_actor(house)
    pushed(asha, actor)
    tara = house.laptop("tara")
    tara.pull_all()
    pushed(asha, moving(actor, asha, house.ludhiana))
    about = {"about_kind": "actor", "about_id": str(actor.record), "caption": "Amit", "file_name": "1.jpg"}
    photo = Change(new_id(), about, house.jaipur, "attachment")
    later = Change(photo.record, {"file_name": "gate.jpg"}, house.jaipur, "attachment")
    erased = Change(photo.record, {"caption": None}, house.jaipur, "attachment", None, Act.erase)
    away = house.laptop("asha")
    saves = [(photo,), (later,), (erased,)]
    if together:
        ops = [op for changes in saves for op in away.save(*changes)]
        assert away.push(ops[0].n, ops[-1].n).results() == ["ok"] * 3
    else:
        assert [pushed(away, *changes) for changes in saves] == [["ok"]] * 3
    balbir = house.laptop("balbir")
    balbir.pull_all()
    found = balbir.sees(house.ludhiana, "attachment", photo.record)
    assert (found["file_name"], found.get("caption")) == ("gate.jpg", None)
    asha.pull_all()
    assert asha.sees(house.jaipur, "attachment", photo.record) is None


def test_an_erasure_reaches_a_record_that_was_moved(house, asha, away):
    actor = an_actor(house, remarks="9829012345")
    pushed(asha, actor)
    away.pull_all()
    seen = away.base(house.jaipur, actor.record, "actor")
    pushed(asha, moving(actor, asha, house.ludhiana))
    erased = Change(actor.record, {"remarks": None}, house.jaipur, "actor", seen, Act.erase)
    assert pushed(away, erased) == ["ok"]
    asha.pull_all()
    assert asha.sees(house.ludhiana, "actor", actor.record) == {"name": NAME}


def test_what_was_erased_before_a_move_stays_erased_after_it(house, asha, away):
    actor = an_actor(house, remarks="9829012345")
    pushed(asha, actor)
    away.pull_all()
    seen = away.base(house.jaipur, actor.record, "actor")
    pushed(asha, Change(actor.record, {"remarks": None}, house.jaipur, "actor", seen, Act.erase))
    pushed(asha, moving(actor, asha, house.ludhiana))
    assert pushed(away, on(actor, away, seen, remarks="9829012345 again")) == ["erased"]
    away.pull_all()
    assert away.sees(house.ludhiana, "actor", actor.record) == {"name": NAME}


def test_moved_back_it_is_as_if_it_had_never_gone(house, asha, away):
    actor = an_actor(house, place="Bagru")
    pushed(asha, actor)
    away.pull_all()
    seen = away.base(house.jaipur, actor.record, "actor")
    pushed(asha, moving(actor, asha, house.ludhiana))
    there = Change(actor.record, {}, house.ludhiana, "actor")
    pushed(asha, on(there, asha, place="Sanganer"))
    assert pushed(asha, moving(there, asha, house.jaipur)) == ["ok"]
    assert pushed(away, on(actor, away, seen, name="Ajmeri Bros", place="Amer")) == ["conflict"]
    away.pull_all()
    assert away.sees(house.jaipur, "actor", actor.record) == {"name": "Ajmeri Bros", "place": "Sanganer"}
    assert [told["path"] for told in away.conflicts().values()] == ["place"]
    with house.database.reading() as session:
        assert session.get(Departed, (house.jaipur, "actor", actor.record)).back is not None
    assert list(checking.problems(house.database)) == []


def test_pages_however_small_bring_it_whole(house, asha, away):
    actors = [an_actor(house) for _each in range(5)]
    pushed(asha, *actors)
    away.pull_all(room=1)
    for each in actors:
        pushed(asha, moving(each, asha, house.ludhiana))
    away.pull_all(room=1)
    assert all(away.sees(house.ludhiana, "actor", each.record) == {"name": NAME} for each in actors)


def test_nobody_moves_into_a_cluster_of_others_or_out_of_it(house):
    asha, balbir = house.laptop("asha"), house.laptop("balbir")
    actor = an_actor(house)
    pushed(asha, actor)
    assert pushed(asha, moving(actor, asha, house.ludhiana)) == ["rejected:rights"]
    assert pushed(balbir, moving(actor, balbir, house.ludhiana)) == ["rejected:rights"]
    tara = house.laptop("tara")
    tara.pull_all()
    assert pushed(tara, moving(actor, tara, house.ludhiana)) == ["rejected:rights"]


@pytest.mark.parametrize("target", ["programme", "nowhere", "", None, "{ludhiana}:private"])
def test_nothing_moves_to_where_no_cluster_is(house, asha, target):
    actor = an_actor(house)
    pushed(asha, actor)
    there = target.format(ludhiana=house.ludhiana) if target else target
    assert pushed(asha, moving(actor, asha, there)) == ["rejected:shape"]


def test_parts_do_not_move_without_what_they_belong_to(house, asha):
    actor = an_actor(house)
    about = {"about_kind": "actor", "about_id": str(actor.record)}
    comment = Change(new_id(), about | {"text": "Who?"}, house.jaipur, "comment")
    private = Change(new_id(), {"parent_id": str(actor.record)}, house.jaipur_private, "actor_private")
    pushed(asha, actor, comment, private)
    for part in (comment, private, Change(house.town.jaipur, {}, house.jaipur, "cluster")):
        assert pushed(asha, moving(part, asha, house.ludhiana)) == ["rejected:stays"]


def test_a_refused_group_moves_nothing(house, asha):
    actor = an_actor(house)
    pushed(asha, actor)
    wrong = Change(new_id(), {"held_on": "soon"}, house.jaipur)
    assert pushed(asha, moving(actor, asha, house.ludhiana), wrong) == ["rejected:group", "rejected:shape"]
    assert asha.sees(house.ludhiana, "actor", actor.record) is None
    with house.database.reading() as session:
        assert (
            records.standing(session, house.town.people["tara"], house.jaipur, "actor", actor.record).copy.values[
                "name"
            ]
            == NAME
        )
