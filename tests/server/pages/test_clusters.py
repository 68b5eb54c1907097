"""The page of a cluster: a sentence, a picture and a table for each area."""

import re

from cdadesk.clock import new_id
from tests.server.pages.sample import Sample
from tests.server.pages.visitor import Visitor


def test_a_cluster_is_told_in_short(sample: Sample, tara: Visitor):
    page = tara.get(f"/clusters/{sample.house.town.jaipur}")
    assert "Hand-block printed textiles, Jaipur. Phase: Trust building." in page.words
    assert re.search(r"<dt>Actors</dt><dd[^>]*>6</dd>", page.body)
    assert "Calico 6 members today." in page.words
    assert "Chakri Works Member Feb 2025" in page.words


def test_trust_is_drawn_and_said_with_what_it_does_not_claim(sample: Sample, tara: Visitor):
    page = tara.get(f"/clusters/{sample.house.town.jaipur}")
    assert re.search(r"Index \d+\.\d of 100\. Rung \d\. A second source proves 4 of 4 milestones\.", page.words)
    assert "It does not prove that the programme caused anything." in page.words
    assert re.search(r'<svg class="picture" role="img" [^>]*aria-label="From [^"]*milestone', page.body)


def test_fairs_say_who_paid_and_on_what_that_rests(sample: Sample, tara: Visitor):
    page = tara.get(f"/clusters/{sample.house.town.jaipur}")
    old = (
        "Dilli Haat, winter Dec 2024 ₹ 27,000.00 ₹ 18,000.00 ₹ 40,500.00 ₹ 4,500.00 ₹ 90,000.00 percentages as printed"
    )
    new = "Spring fair of crafts 5 Mar 2026 ₹ 52,345.67 ₹ 10,000.00 ₹ 15,000.00 ₹ 77,345.67 approved settlement"
    assert old in page.words
    assert new in page.words
    assert "Series Delhi: the programme's share and all outside support did not rise." in page.words


def test_a_fair_that_costs_nothing_yet_is_listed_without_figures(sample: Sample, tara: Visitor):
    sample.write("fair", new_id(), {"name": "Fair to come", "from_on": "2027-01"})
    page = tara.get(f"/clusters/{sample.house.town.jaipur}")
    assert "Fair to come Jan 2027 not known no costs yet" in page.words


def test_a_cluster_of_which_nothing_came_says_so(sample: Sample, tara: Visitor):
    page = tara.get(f"/clusters/{sample.house.town.ludhiana}")
    assert "The cluster's own sheet has not come in yet." in page.words
    assert "No network has come in yet." in page.words
    assert "No fair has come in yet." in page.words
    assert '<svg class="picture"' not in page.body


def test_changes_are_listed_with_who_and_when(sample: Sample, tara: Visitor):
    meeting = sample.a_meeting(place="Listed")
    sample.edit(meeting, {"place": "Listed anew", "next_meeting_on": "2026-05-01"})
    page = tara.get("/changes")
    assert "1 Mar 2026, Listed anew Meeting Place · Next meeting Asha, laptop of asha · written" in page.words
    assert f'href="{meeting}"' in page.body
