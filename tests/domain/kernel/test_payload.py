"""Records as leaves, and back."""

from typing import ClassVar

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.fields import Plain, number, plain, rows, text
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.record import Element, Record, all_findings
from tests.domain.making import lines, make


class Part(Element):
    """A line for these tests."""

    title_of_part: str | None = text("Title", needed=True)
    count: int | None = number("Count")


class Parcel(Record):
    """A record for these tests."""

    kind: ClassVar[str] = "parcel"

    content: Plain = plain("Content")
    my_notes: str | None = text("Notes", local_only=True)
    parts: dict[str, Part] = rows("Parts", needed=True)

    def findings(self):
        yield from (Finding(f"parts/{key}/count", "Odd") for key in self.parts)


def back(record):
    reading = payload.read(type(record), record.scope, record.id, payload.leaves(record))
    assert reading.unread == {}
    return reading.record


@pytest.mark.parametrize("content", [[{"b": 1}, {"a": [3, 1, 2]}], ["b", "a"], {}, [], "", 0, False, {"x": None}])
def test_a_plain_value_comes_back_in_its_own_order(content):
    assert back(make(Parcel, content=content)).content == content


@pytest.mark.parametrize("content", [1.5, [1.5], {"x": [{"y": 0.1}]}, {1: "x"}, {"x": object()}])
def test_a_plain_value_that_is_no_json_without_floats_is_refused(content):
    with pytest.raises(ValueError, match="content"):
        make(Parcel, content=content)


def test_a_float_that_comes_over_the_wire_is_kept_apart():
    reading = payload.read(Parcel, "programme", new_id(), {"content": {"x": 1.5}})
    assert reading.unread == {"content": {"x": 1.5}}
    assert reading.record.content is None


def test_what_a_newer_version_sent_is_kept_apart_line_by_line():
    key = str(new_id())
    sent = {f"parts/{key}/count": 2, f"parts/{key}/colour": "red", "weight": 7, f"parts/{key}/title_of_part": 5}
    reading = payload.read(Parcel, "programme", new_id(), sent)
    assert reading.record.parts[key].count == 2
    assert reading.unread == {f"parts/{key}/colour": "red", "weight": 7, f"parts/{key}/title_of_part": 5}


def test_what_is_only_for_this_laptop_is_not_sent():
    assert payload.leaves(make(Parcel, my_notes="sold late")) == {}


def test_what_a_person_left_so_on_a_line_travels():
    parcel = make(Parcel, parts=lines(Part(title_of_part="Cloth")))
    (odd,) = all_findings(parcel)
    left_so = parcel.changed(left_so={odd.code: "Counted twice, it is right."})
    assert all_findings(left_so) == []
    assert all_findings(back(left_so)) == []


def test_lines_in_use_are_asked_for_what_is_missing_and_void_ones_fill_no_list():
    parcel = make(Parcel, parts=lines(Part(count=1)))
    (key,) = parcel.parts
    assert f"parts/{key}/title_of_part" in {each.path for each in all_findings(parcel)}
    void = {"by": "cda", "at": "2026-01-01T00:00:00Z"}
    emptied = parcel.changed(parts={key: parcel.parts[key].changed(void=void)})
    assert "parts" in {each.path for each in all_findings(emptied)}
