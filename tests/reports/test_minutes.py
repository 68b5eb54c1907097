"""Minutes as they are read aloud: who came, what was decided, who does what, and what nobody wrote down."""

import datetime as dt
import io
from dataclasses import replace

import pytest

from cdadesk.clock import new_id
from cdadesk.domain.actors.person import Sex
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.record import Void
from cdadesk.domain.networks.meeting import AgendaItem, Attendance, Decision, Meeting, MeetingKind, Presence
from cdadesk.domain.networks.task import TaskState
from cdadesk.i18n import speaking
from cdadesk.reports.measures import Lettering, styles
from cdadesk.reports.minutes import minutes_blocks, minutes_paper, write_minutes
from cdadesk.reports.minutes_rows import MeetingPapers, attendance, decisions, earlier_tasks, given_tasks
from cdadesk.reports.paper import check_code
from tests.domain.making import make
from tests.reports.builders import (
    CHAIR,
    PEOPLE,
    TREASURER,
    a_task,
    calico,
    keyed,
    letterhead,
    ordinary_meeting,
    ordinary_papers,
    with_people,
)
from tests.reports.reading import read_by_search, read_by_viewer

HEAD = with_people(letterhead())
GONE = Void(by="cda", at=dt.datetime(2026, 3, 15, tzinfo=dt.UTC))


def printed(papers: MeetingPapers, head=HEAD) -> bytes:
    file = io.BytesIO()
    write_minutes(papers, head, file)
    return file.getvalue()


def said(papers: MeetingPapers, head=HEAD) -> str:
    return " ".join(read_by_search(printed(papers, head)))


@pytest.mark.parametrize("language", ["en", "hi"])
def test_an_ordinary_meeting_fits_one_sheet_in_letters_of_eleven_points_at_least(language):
    with speaking(language):
        assert len(read_by_viewer(printed(ordinary_papers()))) == 1
        assert styles(minutes_paper(ordinary_papers(), HEAD).lettering).body.size >= 11


def test_the_minutes_say_all_that_was_asked_of_them():
    page = said(ordinary_papers())
    for words in (
        "Calico Printers' Cooperative, 14 Mar 2026, 4 pm",
        "House of the treasurer, Sanganer",
        "Called by The network",
        "Chair Meera Chhipa",
        "14 of 26; quorum of 14 reached",
        "Excused Salim Ansari",
        "Guests Bank manager Verma",
        "1. Account of the Delhi fair: The treasurer read",
        "2. ₹ 12,500 of the fair fund buys a screen for the shared table. (11 for, 2 against, 1 abstained)",
        "Meera Chhipa: Show the sample colours, by 11 Apr 2026",
        "Money decided decision 2: ₹ 12,500.00",
        "Disagreements Two printers quarrel",
        "Next meeting 11 Apr 2026",
        "Recorded by (CDA)",
        "Anil Saini",
        "Illustrative: invented for training, not facts.",
    ):
        assert words in page
    assert "गोविन्द रंगरेज़: Ask three shops" in page


def test_a_meeting_of_which_nothing_is_known_prints_blanks_and_no_zero():
    page = said(MeetingPapers(meeting=make(Meeting)), letterhead(illustrative=False))
    for section in ("Place", "Called by", "Chair", "Members present", "Excused", "Guests"):
        assert f"{section} Nothing recorded" in page
    for section in ("Tasks from before", "What was talked about", "Decisions", "Who does what", "Next meeting"):
        assert f"{section} Nothing recorded" in page
    assert " 0" not in page.replace(" 0 ", " 0").split("Made from records")[0]


def test_the_photos_and_papers_of_the_meeting_are_named_and_what_was_thrown_away_is_not():
    hung = (
        make(Attachment, caption="Signed attendance list", media_type="image/jpeg", taken_on="2026-03-14"),
        make(Attachment, file_name="bylaws.pdf", media_type="application/pdf"),
        make(Attachment, caption="Wrong photo", media_type="image/jpeg", void=GONE),
    )
    page = said(ordinary_papers(attachments=hung))
    assert "Signed attendance list (photo or scan, 14 Mar 2026); bylaws.pdf (paper)" in page
    assert "Wrong photo" not in page


def test_a_missing_quorum_is_said():
    few = ordinary_meeting(attendance=keyed(Attendance(member=CHAIR, status=Presence.present)))
    assert "1 of 26; quorum of 14 not reached" in said(ordinary_papers(meeting=few))


def test_without_a_network_there_is_no_quorum_and_the_kind_of_meeting_stands_in_the_head():
    meeting = ordinary_meeting(network=None, meeting_kind=MeetingKind.bank_and_firms)
    page = said(ordinary_papers(meeting=meeting, network=None))
    assert "Bank and firms, 14 Mar 2026" in page
    assert "Members present 14 " in page
    assert "quorum" not in page


def test_women_and_men_are_counted_among_the_members_who_came_and_never_by_name():
    woman, man, away = new_id(), new_id(), new_id()
    meeting = ordinary_meeting(
        attendance=keyed(
            Attendance(member=woman, status=Presence.present),
            Attendance(member=man, status=Presence.late),
            Attendance(member=away, status=Presence.absent),
            Attendance(member=new_id(), status=Presence.present, walk_in=True),
            Attendance(member=CHAIR, status=Presence.present),
        )
    )
    papers = MeetingPapers(meeting=meeting, sexes={woman: Sex.woman, man: Sex.man, away: Sex.woman})
    assert dict(attendance(papers, HEAD))["Of these"] == "1 woman, 1 man, not recorded 1"


def test_nothing_is_said_of_kinds_and_sexes_that_nobody_recorded():
    assert "Of these" not in dict(attendance(MeetingPapers(meeting=ordinary_meeting()), HEAD))


def test_whoever_sat_in_the_place_of_another_is_named_with_that_member():
    lines = keyed(Attendance(member=TREASURER, proxy_for=CHAIR, status=Presence.present))
    papers = MeetingPapers(meeting=ordinary_meeting(attendance=lines))
    assert dict(attendance(papers, HEAD))["In place of others"] == f"{PEOPLE[TREASURER]} for {PEOPLE[CHAIR]}"


def test_guests_without_a_name_are_counted():
    lines = keyed(*(Attendance(status=Presence.present, walk_in=True) for _ in range(3)))
    assert dict(attendance(MeetingPapers(meeting=ordinary_meeting(attendance=lines)), HEAD))["Guests"] == (
        "3 without a name"
    )


def test_earlier_tasks_stand_as_they_did_on_the_day_of_the_meeting():
    day = dt.date(2026, 3, 14)
    tasks = (
        a_task(due_on=dt.date(2026, 3, 1), status=TaskState.done, done_on=dt.date(2026, 3, 2)),
        a_task(due_on=dt.date(2026, 3, 3), status=TaskState.done, done_on=dt.date(2026, 3, 16)),
        a_task(due_on=day, status=TaskState.open),
        a_task(due_on=dt.date(2026, 3, 20), status=TaskState.started),
        a_task(due_on=dt.date(2026, 3, 21), status=TaskState.dropped),
        a_task(due_on=dt.date(2026, 3, 22), status=TaskState.open, void=GONE),
    )
    states = [line.state for line in earlier_tasks(ordinary_papers(earlier=tasks), HEAD)]
    assert states == ["done on 2 Mar 2026", "late", "open", "started", "dropped"]


def test_tasks_are_read_in_the_order_of_their_days():
    late, soon, some_day = a_task(what="late"), a_task(what="soon", due_on=dt.date(2026, 3, 15)), a_task(due_on=None)
    lines = given_tasks(ordinary_papers(given=(some_day, late, soon)), HEAD)
    assert [line.what for line in lines[:2]] == ["soon", "late"]
    assert lines[2].due == "–"


def test_a_name_that_this_laptop_does_not_know_is_a_dash():
    assert "Chair – " in said(ordinary_papers(), letterhead())


def test_twenty_six_decisions_run_over_pages_and_keep_their_numbers():
    many = keyed(*(Decision(decision=f"Decision about block {place}, " * 4, consensus=True) for place in range(1, 27)))
    papers = ordinary_papers(meeting=ordinary_meeting(decisions=many))
    pages = read_by_search(printed(papers))
    assert len(pages) > 1
    assert minutes_paper(papers, HEAD).lettering is Lettering.LARGE
    for place in range(1, 27):
        assert f"{place}. Decision about block {place}," in " ".join(pages)
    assert "Recorded by (CDA)" in pages[-1]
    assert "Next meeting" in pages[-1]


def test_a_voided_decision_is_left_out_and_the_others_are_numbered_anew():
    lines = keyed(Decision(decision="old", void=GONE), Decision(decision="new"))
    assert [line.decision for line in decisions(ordinary_meeting(decisions=lines))] == ["new"]
    assert "1. new (vote not recorded)" in said(ordinary_papers(meeting=ordinary_meeting(decisions=lines)))


def test_signs_of_markup_in_names_and_talk_are_printed_as_they_are():
    odd = "<b>&</b>"
    meeting = ordinary_meeting(agenda=keyed(AgendaItem(item=odd, minutes=odd)), place=odd)
    page = said(ordinary_papers(meeting=meeting, network=calico(name=odd)), letterhead(names={CHAIR: odd}))
    assert page.count(odd) >= 5


def test_the_same_minutes_give_the_same_bytes_and_another_vote_gives_another_code():
    papers = ordinary_papers()
    assert printed(papers) == printed(papers)
    one_more = {key: line.changed(votes_for=12) for key, line in papers.meeting.decisions.items()}
    changed = replace(papers, meeting=papers.meeting.changed(decisions=one_more))
    codes = {check_code(minutes_paper(each, HEAD), minutes_blocks(each, HEAD)) for each in (papers, changed)}
    assert len(codes) == 2
