"""A record as the advisor reads it: in words, with its history, and whatever strange thing lies in it."""

import datetime as dt

from cdadesk.clock import new_id
from cdadesk.domain.networks.meeting import Attendance, Decision, Meeting, Presence
from cdadesk.domain.networks.network import Network
from tests.server.pages.sample import Sample, lines
from tests.server.pages.visitor import Page, Visitor

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'
RIGHT_TO_LEFT = "\u202ecod.exe"


def read(page: Page, label: str, until: str) -> str:
    """Return what stands on the page between a label and what comes next."""
    return page.words.partition(f" {label} ")[2].partition(f" {until}")[0].strip()


def test_values_stand_there_in_words(sample: Sample, tara: Visitor):
    page = tara.get(sample.address("meeting", sample.ids["meeting_march"]))
    assert read(page, "Held on", "Place") == "12 Mar 2026"
    assert read(page, "Called by", "Chair") == "The network"
    assert read(page, "Chair", "Next meeting") == "Kamla Verma"
    assert "Neel Chhapa Present Mor Prints Present Gulmohar Crafts Came late Indigo Yard Excused" in page.words
    assert "₹ 1,60,000.00" in page.words


def test_a_name_leads_to_the_record_that_it_names(sample: Sample, tara: Visitor):
    page = tara.get(sample.address("meeting", sample.ids["meeting_march"]))
    assert f'href="{sample.address("network", sample.ids["network_calico"])}"' in page.body
    assert "Task Ask both suppliers for samples" in page.words


def test_what_points_at_a_record_that_has_not_come_says_so(sample: Sample, tara: Visitor):
    page = tara.get(sample.a_meeting(place="Dangling", chair=new_id()))
    assert read(page, "Chair", "Attendance") == "a record that is not here yet"


def test_blank_answers_are_said_and_codes_are_words(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Blank", missing={"chair": "does_not_know"})
    page = tara.get(meeting)
    assert read(page, "Kind", "Called by") == "not filled in"
    assert read(page, "Chair", "Attendance") == "does not know"
    assert "more questions are not filled in" in page.words


def test_findings_stand_beside_their_field_unless_the_agent_left_them_so(sample: Sample, tara: Visitor):
    before = dt.date(2026, 2, 1)
    odd = tara.get(sample.a_meeting(place="Odd", next_meeting_on=before))
    assert "Next meeting 1 Feb 2026 The next meeting is not after this one." in odd.words
    left = tara.get(
        sample.a_meeting(place="Left so", next_meeting_on=before, left_so={"next_meeting_on": "It was put off"})
    )
    assert "The next meeting is not after this one." not in left.words
    assert "Next meeting It was put off" in left.words


def test_a_line_that_was_taken_out_is_struck_and_says_why(sample: Sample, tara: Visitor):
    decisions = lines(Decision(decision="Buy a loom"), Decision(decision="Sell the loom"))
    meeting = sample.a_meeting(place="Line", decisions=decisions)
    void = {"by": "asha", "at": "2026-03-14T06:30:00.000Z", "reason": "nobody said that"}
    sample.edit(meeting, {f"decisions/{next(iter(decisions))}/void": void})
    page = tara.get(meeting)
    assert '<tr class="void"' in page.body
    assert "taken out: nobody said that" in page.words
    assert "Decisions 1" in page.words


def test_the_history_says_who_when_and_from_what_to_what(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Old hall")
    sample.edit(meeting, {"place": "New hall"})
    story = tara.get(meeting).words.partition(" History ")[2]
    assert "Asha , laptop of asha written 14 Mar 2026, 12:00, came in" in story
    assert "Place Old hall New hall" in story
    assert story.index("New hall") < story.rindex("Old hall")


def test_the_history_of_one_field_leaves_the_others_out(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="First", started_at="4 pm")
    sample.edit(meeting, {"place": "Second", "started_at": "5 pm"})
    talk = tara.get(f"{meeting}?field=started_at").body.partition('id="talk"')[2]
    assert "5 pm" in talk
    assert "Second" not in talk


def test_a_kind_that_only_a_newer_client_knows_is_shown_as_it_came(sample: Sample, tara: Visitor):
    record = new_id()
    sample.write("loan_circle", record, {"name": "Circle of nine", "rounds/1/amount": {"minor": 5}, "open": True})
    page = tara.get(sample.address("loan_circle", record))
    assert page.status == 200
    assert "Circle of nine" in page.words
    assert 'rounds/1/amount {"minor": 5}' in page.words
    assert "Something newer: loan_circle" in tara.get("/queue?kind=loan_circle").words


def test_a_field_that_only_a_newer_client_knows_is_shown_as_it_came(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Newer")
    sample.edit(meeting, {"weather": "dust storm", "attendance/1/hat": 3})
    page = tara.get(meeting)
    assert "Written by a newer version of the program" in page.words
    assert "weather dust storm" in page.words


def test_hostile_words_stay_words(sample: Sample, tara: Visitor):
    network = sample.send(sample.make(Network, name=HOSTILE, purpose=RIGHT_TO_LEFT, rules=HOSTILE))
    meeting = sample.a_meeting(
        place=HOSTILE,
        network=network,
        conflicts=HOSTILE,
        attendance=lines(Attendance(member=network, status=Presence.present)),
    )
    tara.send(tara.get(meeting), "/comments", text=HOSTILE + RIGHT_TO_LEFT)
    for address in (meeting, f"{meeting}?field={HOSTILE}", sample.address("network", network), "/queue", "/changes"):
        page = tara.get(address)
        assert page.status == 200
        assert "<script>" not in page.body
        assert "<img src=x" not in page.body
    assert f"<bdi>{RIGHT_TO_LEFT}</bdi>" in tara.get(sample.address("network", network)).body
    cluster = tara.get(f"/clusters/{sample.house.town.jaipur}")
    assert "<script>" not in cluster.body


def test_odd_addresses_are_answered_with_a_page(sample: Sample, tara: Visitor):
    meeting = sample.ids["meeting_march"]
    for address in (
        sample.address("meeting", new_id()),
        sample.address("meeting%00", meeting),
        sample.address("Meeting", meeting),
        f"/records/{sample.scope}/meeting/not-an-id",
        f"/records/nowhere/meeting/{meeting}",
        f"/clusters/{new_id()}",
        f"/changes?before={10**30}",
    ):
        page = tara.get(address)
        assert page.status == 404, address
        assert "There is nothing here, or it is not open to your account." in page.words
    assert tara.get("/queue?page=99999999999999999999&cluster=x&kind=y").status == 200


def test_a_settlement_shows_its_account(sample: Sample, tara: Visitor):
    page = tara.get(sample.address("settlement", sample.ids["settlement_spring"]))
    assert "Space 40,000.00 40,000.00 15,000.00 25,000.00" in page.words
    assert "Handicrafts office 10,000.00 10,000.00 10,000.00" in page.words
    assert "Belongs together Fair Spring fair of crafts" in page.words


def test_a_line_that_names_another_line_says_its_name(sample: Sample, tara: Visitor):
    page = tara.get(sample.address("fair", sample.ids["fair_spring"]))
    assert "Handicrafts office Advertisement a percentage of the actual cost 50 %" in page.words


def test_lines_that_name_each_other_in_a_circle_do_no_harm(sample: Sample, tara: Visitor):
    one, other = str(new_id()), str(new_id())
    fields = {f"promises/{one}/source": other, f"promises/{other}/source": one}
    record = new_id()
    sample.write("fair", record, {"name": "Circle"} | fields)
    assert tara.get(sample.address("fair", record)).status == 200


def test_a_comment_leads_to_what_it_is_about(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Led to")
    tara.send(tara.get(f"{meeting}?field=place"), "/comments", text="Where does it lead?")
    sample.laptop.pull_all()
    comment = next(key for key, leaves in sample.laptop.held.items() if leaves.get("text") == "Where does it lead?")
    assert tara.get(sample.address("comment", comment[2])).address == f"{meeting}?field=place"


def test_a_meeting_in_the_trash_says_so(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Trash")
    sample.void(meeting, "typed twice")
    assert "This record is in the trash. taken out: typed twice" in tara.get(meeting).words


def test_a_page_is_right_for_every_record_of_the_sample(sample: Sample, tara: Visitor):
    for name, record in sample.ids.items():
        kind = next(each for each in ("actor_private", "trust_event", name.split("_")[0]) if name.startswith(each))
        scope = sample.house.jaipur_private if kind == "actor_private" else sample.scope
        page = tara.get(sample.address(kind, record, scope))
        assert page.status == 200
        assert "worked out by the program" not in page.words.partition(" History ")[0]


def test_a_record_that_holds_nothing_yet_has_a_page(sample: Sample, tara: Visitor):
    page = tara.get(sample.address("meeting", sample.send(sample.make(Meeting))))
    assert "Meeting without a date" in page.words
