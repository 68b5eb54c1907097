"""What a row keeps when the declaration of its entity moves on."""

from typing import ClassVar

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.kernel.fields import number, rows, text
from cdadesk.domain.kernel.record import Element, MissingCode, Record
from cdadesk.domain.registry import ENTITIES
from cdadesk.store.rows import Schema
from tests.builders import a_record, a_setup, changed, reopened, saved, the
from tests.store.samples import Part, Thing


class ShortPart(Element):
    """A line whose name got a limit."""

    name: str | None = text("Name", max_length=3)
    count: int | None = number("Count")


class ShortThing(Record):
    """The sample with a limit that an older version did not have."""

    kind: ClassVar[str] = "thing"

    name: str | None = text("Name", max_length=3)
    count: int | None = number("Count")
    parts: dict[str, ShortPart] = rows("Parts")


def test_a_value_that_a_new_limit_refuses_is_kept_unread_and_comes_back(store, setup):
    long, short = str(new_id()), str(new_id())
    parts = {long: Part(name="long beam", count=2), short: Part(name="rod")}
    record = a_record(Thing, name="Loom", count=3, parts=parts, missing={"words": MissingCode.refused})
    saved(store, record)
    with reopened(store, a_setup(entities={"thing": ShortThing})) as strict:
        shown = the(strict, ShortThing, record.id)
        assert (shown.record.name, shown.record.count) == (None, 3)
        assert shown.record.parts[long] == ShortPart(count=2)
        assert shown.record.parts[short] == ShortPart(name="rod")
        assert shown.record.missing == {"words": MissingCode.refused}
        changed(strict, shown, count=4)
        assert strict.next_to_send(10**9).entries[-1].fields == {"count": 4}
    with reopened(strict, setup) as again:
        assert the(again, Thing, record.id).record == record.changed(count=4)


def test_every_real_entity_has_a_table():
    schema = Schema(ENTITIES)
    assert {table.name for table in schema.metadata.sorted_tables} == {f"record_{kind}" for kind in ENTITIES}


def test_a_field_must_not_take_a_name_of_the_store():
    class Wrong(Record):
        kind = "wrong"
        unread: str | None = text("Unread")

    with pytest.raises(ValueError, match="unread"):
        Schema({"wrong": Wrong})


def test_a_list_cannot_be_only_for_this_laptop():
    class Wrong(Record):
        kind = "wrong"
        parts: dict[str, Part] = rows("Parts", local_only=True)

    with pytest.raises(ValueError, match="local_only"):
        Schema({"wrong": Wrong})
