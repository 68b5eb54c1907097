"""A third value typed into a page, read as the field wants it."""

import datetime as dt

import pytest

from cdadesk.domain.kernel.leaf import field_at
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.server.pages.typed_answers import answers_to_choose, can_be_typed, read_answer

TODAY = dt.date(2026, 3, 14)


@pytest.mark.parametrize(
    ("entity", "path", "typed", "value"),
    [
        (Meeting, "place", " Bagru ", "Bagru"),
        (Meeting, "held_on", "12 mar", "2026-03-12"),
        (Meeting, "present_count", "१२", 12),
        (Meeting, "meeting_kind", "committee", "committee"),
        (Meeting, "decisions/1/consensus", "no", False),
        (Meeting, "decisions/1/amount", "1.6 lakh", {"minor": 1_60_000_00, "currency": "INR"}),
        (Network, "formed_on", "feb 2025", "2025-02"),
        (Network, "quorum_percent", "12.5 %", 1250),
    ],
)
def test_it_is_read_as_people_write_it(entity, path, typed, value):
    assert read_answer(field_at(entity, path), typed, TODAY) == value


@pytest.mark.parametrize(
    ("path", "typed"),
    [("place", "  "), ("held_on", "soon"), ("present_count", "many"), ("meeting_kind", "x"), ("minutes_signed_by", "")],
)
def test_what_means_nothing_is_refused_in_a_sentence(path, typed):
    with pytest.raises(Trouble):
        read_answer(field_at(Meeting, path), typed, TODAY)


def test_what_a_page_cannot_ask_for_is_not_asked_for():
    assert not can_be_typed(field_at(Meeting, "chair"))
    assert not can_be_typed(field_at(Meeting, "void"))
    assert not can_be_typed(field_at(Meeting, "attendance"))
    assert [value for value, _words in answers_to_choose(field_at(Meeting, "decisions/1/consensus"))] == ["yes", "no"]
