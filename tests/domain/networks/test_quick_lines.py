"""A line typed in a meeting becomes a task when it says who, or by when."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.domain.networks.quick_lines import NobodyOfThatName, read_line

TODAY = dt.date(2026, 3, 14)
RAM, RAMESH, SITA = new_id(), new_id(), new_id()
PEOPLE = [(RAM, "Ram Block Works"), (RAMESH, "Ramesh Printers"), (SITA, "सीता प्रिंट्स")]


def lookup(words: str) -> Sequence[tuple[UUID, str]]:
    return [each for each in PEOPLE if words.casefold() in each[1].casefold()]


def test_a_plain_line_is_a_decision() -> None:
    line = read_line("A joint stall at the fair", TODAY, lookup)

    assert (line.words, line.is_task) == ("A joint stall at the fair", False)


def test_a_name_and_a_day_make_a_task() -> None:
    line = read_line("Book the stall @ramesh !20/3", TODAY, lookup)

    assert (line.words, line.who, line.due_on) == ("Book the stall", RAMESH, dt.date(2026, 3, 20))


def test_the_signs_may_stand_in_any_order_and_script() -> None:
    line = read_line("!tomorrow नमूने लाना @सीता", TODAY, lookup)

    assert (line.words, line.who, line.due_on) == ("नमूने लाना", SITA, dt.date(2026, 3, 15))


def test_an_email_address_is_no_name() -> None:
    assert read_line("Write to stall@fair.example", TODAY, lookup).words == "Write to stall@fair.example"


def test_a_name_of_nobody_is_said() -> None:
    with pytest.raises(NobodyOfThatName, match="Mohan"):
        read_line("Call the bank @Mohan", TODAY, lookup)


def test_a_name_of_several_lists_them() -> None:
    with pytest.raises(NobodyOfThatName, match="Ram Block Works, Ramesh Printers"):
        read_line("Call the bank @ram", TODAY, lookup)


def test_a_day_long_past_is_meant_for_next_year() -> None:
    assert read_line("Pay the fee !10 jan", dt.date(2026, 12, 1), lookup).due_on == dt.date(2027, 1, 10)


def test_a_day_that_is_none_is_said() -> None:
    with pytest.raises(NotUnderstood):
        read_line("Pay the fee !soonish", TODAY, lookup)


def test_what_follows_a_name_written_in_full_belongs_to_the_words() -> None:
    line = read_line("Call the bank @Ramesh Printers before the fair !20/3", TODAY, lookup)

    assert (line.words, line.who) == ("Call the bank before the fair", RAMESH)
