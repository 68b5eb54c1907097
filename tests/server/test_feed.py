"""The feed: everything, in order, once, and nothing of what is not granted."""

import pytest

from cdadesk.clock import new_id
from cdadesk.server import accounts, feed
from cdadesk.server.feed import Known
from cdadesk.wire import canonical
from cdadesk.wire.messages import Refusal
from cdadesk.wire.ops import Seen
from tests.server.laptops import Change, House, Laptop, again


def wrote(house: House, laptop: Laptop, count: int, scope: str = "", size: int = 10) -> list[Change]:
    """Let a laptop write and send some meetings."""
    made = [Change(new_id(), {"talk": "x" * size}, scope or house.jaipur) for _meeting in range(count)]
    first = len(laptop.entries) + 1
    for each in made:
        laptop.save(each)
    laptop.post(laptop.request(first, len(laptop.entries)))
    return made


def test_a_new_laptop_gets_everything_it_may_see(house):
    asha = house.laptop("asha")
    made = wrote(house, asha, 5)
    tara = house.laptop("tara")
    tara.pull()
    assert {key[2] for key in tara.held} == {each.record for each in made}
    assert tara.pull().page.slices == ()


def test_only_what_changed_since_is_sent(house):
    asha, tara = house.laptop("asha"), house.laptop("tara")
    (meeting,) = wrote(house, asha, 1)
    tara.pull()
    asha.save(again(meeting, fields={"present_count": 9}))
    asha.push(2)
    ((row,),) = (part.rows for part in tara.pull().page.slices)
    assert [change.fields for change in row.changes] == [{"present_count": 9}]


def test_what_was_emptied_is_told(house):
    asha, tara = house.laptop("asha"), house.laptop("tara")
    (meeting,) = wrote(house, asha, 1)
    tara.pull()
    asha.save(again(meeting, fields={"talk": None}))
    asha.push(2)
    tara.pull()
    assert tara.sees(house.jaipur, "meeting", meeting.record) == {}


def test_changes_come_with_their_writers(house):
    asha, other = house.laptop("asha"), house.laptop("asha")
    (meeting,) = wrote(house, asha, 1)
    other.save(again(meeting, fields={"present_count": 9}))
    other.push()
    tara = house.laptop("tara")
    ((row,),) = (part.rows for part in tara.pull().page.slices)
    assert [(change.replica, set(change.fields)) for change in row.changes] == [
        (str(asha.replica), {"talk"}),
        (str(other.replica), {"present_count"}),
    ]
    assert row.seq == row.changes[-1].seen.seq == 2


@pytest.mark.parametrize("room", [1, 300, 2_000, 100_000])
def test_however_little_room_all_comes_in_the_end_and_in_order(house, room):
    asha = house.laptop("asha")
    made = wrote(house, asha, 12)
    tara = house.town.people["tara"]
    cursor, seqs = Seen(0, 0), []
    with house.database.reading() as session:
        while True:
            page = feed.page(session, tara.readable(), Known({house.jaipur: cursor}), room)
            if not page.slices:
                break
            (part,) = page.slices
            size = sum(len(canonical.encode(row.plain())) for row in part.rows)
            assert part.rows
            assert size <= room or len(part.rows) == 1
            seqs += [row.seq for row in part.rows]
            cursor = part.cursor
    assert seqs == list(range(1, len(made) + 1))


@pytest.mark.parametrize("between", ["pages of one download", "two downloads"])
def test_a_record_that_moves_past_the_cursor_before_it_came_comes_whole(house, between):
    asha, tara = house.laptop("asha"), house.laptop("tara")
    moving = Change(new_id(), {"talk": "begun", "place": "Bagru"}, house.jaipur)
    if between == "two downloads":
        wrote(house, asha, 2)
        tara.pull_all()
    asha.save(moving)
    asha.push(len(asha.entries))
    wrote(house, asha, 4, size=3_000)
    asha.save(again(moving, fields={"place": "Sanganer"}))
    asha.push(len(asha.entries))
    tara.pull(room=4096)
    assert tara.floors[house.jaipur] < tara.cursors[house.jaipur]
    tara.pull_all(room=4096)
    assert tara.sees(house.jaipur, "meeting", moving.record) == {"talk": "begun", "place": "Sanganer"}


def test_several_scopes_share_the_room_and_none_is_forgotten(house):
    asha, balbir = house.laptop("asha"), house.laptop("balbir")
    wrote(house, asha, 3)
    wrote(house, asha, 3, house.jaipur_private)
    wrote(house, balbir, 3, house.ludhiana)
    tara = house.town.people["tara"]
    with house.database.reading() as session:
        page = feed.page(session, tara.readable(), Known(), 600)
    assert [part.scope for part in page.slices] == [house.jaipur, house.jaipur_private, house.ludhiana]
    assert [len(part.rows) for part in page.slices][1:] == [0, 0]
    assert all(part.cursor < part.head for part in page.slices)
    laptop = house.laptop("tara")
    laptop.pull_all(room=4096)
    assert len(laptop.held) == 9


def test_a_record_larger_than_the_room_still_comes(house):
    asha = house.laptop("asha")
    asha.save(Change(new_id(), {"text": "x" * 50_000}, house.jaipur, "kind_of_tomorrow"))
    asha.save(Change(new_id(), {"text": "y"}, house.jaipur, "kind_of_tomorrow"))
    asha.push()
    tara = house.laptop("tara")
    first = tara.pull(room=1)
    assert [len(part.rows) for part in first.page.slices] == [1]
    tara.pull_all(room=1)
    assert len(tara.held) == 2


def test_a_cursor_of_another_epoch_says_nothing(house):
    asha = house.laptop("asha")
    wrote(house, asha, 2)
    with house.database.reading() as session:
        page = feed.page(session, [house.jaipur], Known({house.jaipur: Seen(7, 2)}), 1_000_000)
    assert [len(part.rows) for part in page.slices] == [2]


def test_who_has_seen_a_later_epoch_is_told_that_the_server_was_put_back(house):
    asha = house.laptop("asha")
    wrote(house, asha, 2)
    tara = house.laptop("tara")
    tara.cursors[house.jaipur] = Seen(7, 2)
    assert tara.pull().told().refusal is Refusal.rewound
    assert tara.held == {}


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("asha", {"jaipur", "jaipur_private"}),
        ("balbir", set()),
        ("tara", {"jaipur", "jaipur_private"}),
        ("omkar", set()),
        ("aditi", {"jaipur"}),
        ("admin", set()),
    ],
)
def test_nobody_receives_what_is_not_granted_even_by_asking_for_it(house, login, sees):
    asha = house.laptop("asha")
    wrote(house, asha, 1)
    wrote(house, asha, 1, house.jaipur_private)
    laptop = house.laptop(login)
    laptop.cursors |= {house.jaipur: Seen(1, 0), house.jaipur_private: Seen(1, 0)}
    laptop.pull()
    assert {key[0] for key in laptop.held} == {getattr(house, each) for each in sees}


def test_a_cluster_that_is_taken_away_is_sent_no_more(house):
    asha, tara = house.laptop("asha"), house.laptop("tara")
    tara.pull()
    house.database.write(lambda session: accounts.unassign(session, "tara", house.town.jaipur))
    wrote(house, asha, 1)
    reply = tara.pull()
    assert tara.held == {}
    assert set(reply.grants.scopes) == {"programme", house.ludhiana, f"{house.ludhiana}:private"}


def test_grants_travel_only_when_they_changed(house):
    tara = house.laptop("tara")
    assert tara.pull().grants is None
    house.database.write(lambda session: accounts.unassign(session, "tara", house.town.jaipur))
    assert tara.pull().grants is not None
    assert tara.pull().grants is None


def test_grants_name_everybody_who_wrote_here_and_nobody_else(house):
    asha, balbir, tara = (house.laptop(login, author=f"old id of {login}") for login in ("asha", "balbir", "tara"))
    wrote(house, asha, 1)
    asha.save(Change(new_id(), {"place": "x"}, house.jaipur, author="old id of asha"))
    asha.push(2)
    wrote(house, balbir, 1, house.ludhiana)
    people = house.town.people
    tara.pull()
    assert tara.grants.people == {
        str(people["asha"].id): "Asha",
        "old id of asha": "Asha",
        str(people["balbir"].id): "Balbir",
        str(people["tara"].id): "Tara",
        "old id of tara": "Tara",
    }
    asha.pull()
    assert "Balbir" not in asha.grants.people.values()


def test_a_cluster_is_called_what_its_record_says(house):
    asha = house.laptop("asha")
    assert asha.grants.scopes[house.jaipur] == "Jaipur"
    asha.save(Change(house.town.jaipur, {"name": "जयपुर छपाई"}, house.jaipur, "cluster"))
    asha.push()
    asha.pull()
    assert asha.grants.scopes[house.jaipur] == asha.grants.scopes[house.jaipur_private] == "जयपुर छपाई"
