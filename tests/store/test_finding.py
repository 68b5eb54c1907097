"""Finding: filters, order and pages happen in the database."""

import datetime as dt
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from cdadesk.clock import new_id
from cdadesk.domain.kernel.money import Money
from cdadesk.store.store import Ask, Edit
from tests.builders import a_record, saved, the
from tests.store.files import beside
from tests.store.samples import Colour, Part, Remark, Thing


def names(store, **ask):
    return [held.record.name for held in store.find(Thing, Ask(**ask))]


@pytest.fixture
def things(store):
    """Save three things, a void one and a thing of another scope."""
    a = a_record(Thing, name="a", count=10, on=dt.date(2026, 3, 1), price=Money.rupees(900), colours=[Colour.red])
    b = a_record(Thing, name="B", count=9, on=dt.date(2026, 4, 1), price=Money.rupees(10_000), done=True, other=a.id)
    c = a_record(Thing, name="c", colour=Colour.blue, colours=[Colour.blue, Colour.red], parent_id=a.id)
    gone, elsewhere = a_record(Thing, name="gone", count=1), a_record(Thing, name="elsewhere", scope="programme")
    store.save(*[Edit(None, each) for each in (b, c, a, gone, elsewhere)])
    store.void(gone)
    return a, b, c


def test_order_by_text_is_as_people_read_and_blanks_come_last(store, things):
    assert names(store, order=["name"]) == ["a", "B", "c", "elsewhere"]
    assert names(store, order=["-name"]) == ["elsewhere", "c", "B", "a"]
    assert names(store, order=["count", "name"]) == ["B", "a", "c", "elsewhere"]
    assert names(store, order=["-count", "name"]) == ["a", "B", "c", "elsewhere"]


def test_money_sorts_by_its_amount(store, things):
    assert names(store, order=["price", "name"])[:2] == ["a", "B"]


def test_equal_to_a_value_of_each_kind(store, things):
    a, _b, _c = things
    assert names(store, equals={"name": "B"}) == ["B"]
    assert names(store, equals={"done": True}) == ["B"]
    assert names(store, equals={"colour": Colour.blue}) == ["c"]
    assert names(store, equals={"on": dt.date(2026, 3, 1)}) == ["a"]
    assert names(store, equals={"other": a.id}) == ["B"]
    assert names(store, equals={"parent_id": a.id}) == ["c"]
    assert names(store, equals={"colours": Colour.red}, order=["name"]) == ["a", "c"]
    assert names(store, equals={"colours": [Colour.blue]}) == ["c"]
    assert names(store, equals={"count": (9, 10)}, order=["name"]) == ["a", "B"]
    assert names(store, equals={"on": None}, order=["name"]) == ["c", "elsewhere"]


def test_bounds_hold_at_both_ends(store, things):
    march = {"least": {"on": dt.date(2026, 3, 1)}, "most": {"on": dt.date(2026, 3, 31)}}
    assert names(store, **march) == ["a"]
    assert names(store, least={"count": 9}, most={"count": 9}) == ["B"]


def test_void_records_are_left_out_unless_asked_for(store, things):
    assert store.count(Thing) == 4
    assert store.count(Thing, Ask(with_void=True)) == 5


def test_a_scope_keeps_to_itself(store, things):
    assert names(store, scopes=["programme"]) == ["elsewhere"]


def test_text_narrows_a_list_like_the_search(store, things):
    saved(store, a_record(Thing, name="पञ्चायत"))
    saved(store, a_record(Remark, says="पंचायत"))
    assert names(store, text="पंचा") == ["पञ्चायत"]
    assert names(store, text="( ") == []


def test_pages_follow_each_other_without_gap_or_repetition(store):
    store.save(*[Edit(None, a_record(Thing, name=f"{n % 7}", count=n)) for n in range(60)])
    ask = {"order": ["name"]}
    whole = store.find_ids(Thing, Ask(**ask))
    pages = [store.find(Thing, Ask(**ask, limit=25, offset=offset)) for offset in (0, 25, 50)]
    assert [held.record.id for page in pages for held in page] == whole
    assert [len(page) for page in pages] == [25, 25, 10]
    assert [held.record.id for held in store.get_all(Thing, whole[20:30])] == whole[20:30]


def test_offset_without_a_limit_leaves_out_the_first(store, things):
    assert names(store, order=["name"], offset=2) == ["c", "elsewhere"]


def test_what_is_not_here_is_none(store):
    assert store.get(Thing, new_id()) is None
    assert store.get_all(Thing, []) == []


def test_an_unknown_field_is_a_mistake_of_ours(store):
    with pytest.raises(KeyError):
        store.find(Thing, Ask(order=["nmae"]))


def test_a_page_of_fifty_thousand_reads_only_itself(store):
    """Fill the table by SQL, as nobody waits for fifty thousand saves."""
    one = saved(store, a_record(Thing, name="0", parts={str(new_id()): Part(name="beam")}))
    with beside(store) as database, database.writing() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) "
            "INSERT INTO record_thing (scope, id, name, count, parts) "
            "SELECT scope, printf('01900000-0000-7000-8000-%012d', i), printf('thing %05d', i), i, parts "
            "FROM record_thing, n WHERE id = ?",
            (str(one.id),),
        )
    with statements() as asked:
        page = store.find(Thing, Ask(order=["-count"], limit=256, offset=25_000))
    assert [held.record.count for held in page] == list(range(25_000, 25_000 - 256, -1))
    assert all("LIMIT" in each for each in asked if "FROM record_thing" in each)
    assert store.count(Thing) == 50_001
    assert len(store.find_ids(Thing, Ask(order=["name"]))) == 50_001
    assert the(store, Thing, page[0].record.id).record.parts == one.parts


@contextmanager
def statements():
    """Collect what any database is asked inside the block."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)
