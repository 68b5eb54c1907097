"""The queue: what waits, why, and in which order."""

import re
from itertools import count

from tests.server.pages.conftest import SignIn
from tests.server.pages.sample import Sample
from tests.server.pages.visitor import Page, Visitor


def places(page: Page) -> dict[str, str]:
    """Return under which heading each card stands, by its title."""
    found = {}
    for group in re.split(r'<section class="group ', page.body)[1:]:
        heading = re.search(r'<span class="dot"></span>([^<]*)<', group)
        assert heading
        for title in re.findall(r"<h3><a [^>]*><bdi>([^<]*)</bdi>", group):
            found[title] = heading[1]
    return found


def of_kind(visitor: Visitor, kind: str) -> dict[str, str]:
    """Return the cards of one kind, from all pages: other tests write to this server, too."""
    found: dict[str, str] = {}
    for page in count(1):
        more = places(visitor.get(f"/queue?kind={kind}&page={page}"))
        if more.keys() <= found.keys():  # beyond the last page stands the last
            return found
        found |= more
    raise AssertionError("pages have an end")


def test_what_came_in_waits_until_the_advisor_says_something(sample: Sample, tara: Visitor):
    meeting, title = sample.a_meeting(place="Queue, new"), "1 Mar 2026, Queue, new"
    assert of_kind(tara, "meeting")[title] == "New"
    tara.send(tara.get(meeting), "/verdicts", outcome="approved")
    assert title not in of_kind(tara, "meeting")


def test_a_change_brings_it_back_and_says_what_the_advisor_had_said(sample: Sample, tara: Visitor):
    approved, returned = sample.a_meeting(place="Queue, approved"), sample.a_meeting(place="Queue, returned")
    tara.send(tara.get(approved), "/verdicts", outcome="approved")
    tara.send(tara.get(returned), "/verdicts", outcome="returned", reason="Who chaired?")
    sample.edit(approved, {"place": "Queue, changed"})
    sample.edit(returned, {"place": "Queue, mended"})
    found = of_kind(tara, "meeting")
    assert found["1 Mar 2026, Queue, changed"] == "Changed since approval"
    assert found["1 Mar 2026, Queue, mended"] == "Returned, and changed since"
    assert list(found.values()) == sorted(found.values(), key=list(_ORDER).index)


_ORDER = ("Two verdicts differ", "Returned, and changed since", "New", "Changed since approval")


def test_two_verdicts_on_one_state_come_first(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Queue, disputed")
    shown = tara.get(meeting)
    again = tara.get(meeting)
    tara.send(shown, "/verdicts", outcome="approved")
    tara.send(again, "/verdicts", outcome="returned", reason="No, wait")
    found = of_kind(tara, "meeting")
    assert found["1 Mar 2026, Queue, disputed"] == "Two verdicts differ"
    assert next(iter(found.values())) == "Two verdicts differ"


def test_what_was_thrown_away_before_anybody_read_it_does_not_wait(sample: Sample, tara: Visitor):
    meeting, title = sample.a_meeting(place="Queue, thrown away"), "1 Mar 2026, Queue, thrown away"
    assert title in of_kind(tara, "meeting")
    sample.void(meeting, "typed twice")
    assert title not in of_kind(tara, "meeting")


def test_what_was_approved_and_then_thrown_away_waits_for_a_word(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Queue, approved and gone")
    tara.send(tara.get(meeting), "/verdicts", outcome="approved")
    sample.void(meeting, "typed twice")
    assert of_kind(tara, "meeting")["1 Mar 2026, Queue, approved and gone"] == "Changed since approval"


def test_the_filters_say_how_much_there_is_and_show_nothing_else(sample: Sample, tara: Visitor):
    page = tara.get("/queue?kind=settlement")
    assert set(places(page)) == {"Settlement, revision 1"}
    assert "Actors 6" in page.words
    other = tara.get(f"/queue?cluster={sample.house.ludhiana}")
    assert "Nothing here fits the filters." in other.words
    assert places(other) == {}


def test_a_card_says_what_it_is_about_and_what_was_said(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Queue, card", network=str(sample.ids["network_calico"]))
    tara.send(tara.get(meeting), "/comments", text="Please add who came.")
    card = tara.get("/queue?kind=meeting").words.partition("Queue, card")[2][:400]
    assert "Network Calico" in card
    assert "Asha, 14 Mar 2026, 12:00" in card
    assert "1 comment" in card


def test_the_agent_sees_what_came_back_and_nothing_else(sample: Sample, signed_in: SignIn, tara: Visitor):
    meeting = sample.a_meeting(place="Queue, for Asha")
    assert "1 Mar 2026, Queue, for Asha" not in of_kind(signed_in("asha"), "meeting")
    tara.send(tara.get(meeting), "/verdicts", outcome="returned", reason="Who came?")
    assert of_kind(signed_in("asha"), "meeting")["1 Mar 2026, Queue, for Asha"] == "Returned"


def test_where_nothing_waits_the_page_says_so(signed_in: SignIn):
    page = signed_in("balbir").get("/queue")
    assert "Nothing came back." in page.words


def test_one_goes_from_record_to_record_and_back_to_the_queue_at_the_end(sample: Sample, tara: Visitor):
    order = re.findall(r'<h3><a href="(/records/[^"]*)"', tara.get("/queue").body)
    first, second = order[:2]
    scope, kind, record = second.split("/")[2:]
    here = {"scope": scope, "kind": kind, "record": record}
    assert tara.get("/queue/next").address == first
    assert tara.get("/queue/next", params=here | {"back": "1"}).address == first
    scope, kind, record = first.split("/")[2:]
    assert tara.get("/queue/next", params={"scope": scope, "kind": kind, "record": record}).address == second
    assert (
        tara.get("/queue/next", params={"scope": scope, "kind": kind, "record": record, "back": 1}).address == "/queue"
    )
