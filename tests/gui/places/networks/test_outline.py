"""Lines of a meeting: their order, what a draft keeps of them, and what happens when others changed the meeting too."""

import datetime as dt
from uuid import UUID

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.kernel.record import Void, in_order
from cdadesk.domain.networks.meeting import AgendaItem, Decision, Meeting
from cdadesk.gui.places.networks.sheet.outline import Outline, increasing
from tests.builders import a_record

TODAY = dt.date(2026, 3, 14)
VOID = Void(by="me", at=dt.datetime(2026, 3, 14, tzinfo=dt.UTC))
FAIR, DYES, GO, BUY = (str(new_id()) for _each in range(4))
NOBODY: list[tuple[UUID, str]] = []


def a_meeting(**decisions: str) -> Meeting:
    said = {"GO": "Go to Delhi", "BUY": "Buy indigo"} | decisions
    return a_record(
        Meeting,
        agenda={FAIR: AgendaItem(order="d", item="The fair"), DYES: AgendaItem(order="m", item="Dyes")},
        decisions={
            GO: Decision(order="d", decision=said["GO"], agenda_item=FAIR, consensus=True),
            BUY: Decision(order="m", decision=said["BUY"], agenda_item=DYES),
        },
    )


def shown(meeting: Meeting) -> Outline:
    outline = Outline()
    outline.show(meeting)
    return outline


def words(outline: Outline) -> list[str]:
    return [line.text for line in outline.lines]


def test_decisions_stand_below_their_points() -> None:
    assert words(shown(a_meeting())) == ["The fair", "Go to Delhi", "Dyes", "Buy indigo"]


def test_what_nobody_touched_is_no_draft_and_no_change() -> None:
    meeting = a_meeting()
    outline = shown(meeting)
    talk = outline.read(TODAY, lambda _words: NOBODY, VOID)
    assert outline.changed() == {}
    assert (talk.agenda, talk.decisions) == (meeting.agenda, meeting.decisions)


def test_a_draft_keeps_only_what_was_typed_so_that_the_words_of_others_stand() -> None:
    outline = shown(a_meeting())
    outline.lines[3].text = "Buy indigo and alum"
    draft = outline.changed()
    later = shown(a_meeting(GO="Go to Delhi by train"))
    later.restore(draft)
    assert words(later) == ["The fair", "Go to Delhi by train", "Dyes", "Buy indigo and alum"]


def test_a_line_that_came_meanwhile_is_not_lost_when_a_draft_is_restored() -> None:
    outline = shown(a_meeting())
    outline.add(2, is_point=False).text = "Share the lorry"
    draft = outline.changed()
    meeting = a_meeting()
    other = meeting.changed(agenda=meeting.agenda | {str(new_id()): AgendaItem(order="t", item="Next fair")})
    later = shown(other)
    later.restore(draft)
    assert words(later) == ["The fair", "Go to Delhi", "Share the lorry", "Dyes", "Buy indigo", "Next fair"]


def test_a_line_taken_away_goes_out_of_use_and_stays_in_the_history() -> None:
    outline = shown(a_meeting())
    outline.remove(outline.lines[1])
    again = shown(a_meeting())
    again.restore(outline.changed())
    talk = again.read(TODAY, lambda _words: NOBODY, VOID)
    assert [line.decision for _key, line in in_order(talk.decisions)] == ["Buy indigo"]
    assert talk.decisions[GO].void == VOID


def test_a_decision_that_becomes_a_task_is_no_decision_any_more() -> None:
    outline = shown(a_meeting())
    outline.lines[1].text = "Go to Delhi !20 mar"
    talk = outline.read(TODAY, lambda _words: NOBODY, VOID)
    assert [each.words for each in talk.tasks.values()] == ["Go to Delhi"]
    assert talk.decisions[GO].void is not None


def test_a_moved_decision_belongs_to_the_point_above_it() -> None:
    outline = shown(a_meeting())
    outline.move(outline.lines[3], 1)
    talk = outline.read(TODAY, lambda _words: NOBODY, VOID)
    assert talk.decisions[BUY].agenda_item == FAIR
    assert [line.decision for _key, line in in_order(talk.decisions)] == ["Buy indigo", "Go to Delhi"]


@pytest.mark.parametrize(
    ("before", "kept"), [(["d", "m", "t"], 3), (["", "m", ""], 1), (["t", "m", "d"], 1), (["", "", ""], 0)]
)
def test_orders_are_made_anew_only_where_they_do_not_fit(before: list[str], kept: int) -> None:
    made = increasing(before)
    assert made == sorted(set(made))
    assert sum(1 for one, other in zip(before, made, strict=True) if one == other) == kept
