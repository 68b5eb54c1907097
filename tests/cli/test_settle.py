"""settle: the account, its explanations and its approval."""

import pytest

from cdadesk.acts import fairs
from cdadesk.demo.profile import demo_store
from cdadesk.demo.story import read_story
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.kernel.money import Money
from cdadesk.store.writing import Edit
from tests.builders import a_setup, the
from tests.cli.reading import read_json, trouble


def test_the_account_is_written_with_the_sums_that_agree(ask):
    told = ask("settle", "CD1").stdout
    assert "Approved on 24 Apr 1999." in told
    assert "ok  costs 3,00,000.00 = sources 3,00,000.00 ✓" in told
    assert "ok  cash by the records 3,050.00 = cash counted 3,050.00 ✓" in told
    assert "WRONG" not in told


def test_the_account_as_json_adds_up(ask):
    told = read_json(ask("settle", "CD1", "--json"))
    assert told["approved"]["stands"] is True
    assert all(check["ok"] for check in told["checks"])
    for head in told["heads"]:
        assert sum(share["minor"] for share in head["shares"].values()) == head["shared"]["minor"]
    members = told["members"]
    assert len(members) == 12
    assert all(each["paid"]["minor"] - each["due"]["minor"] == each["balance"]["minor"] for each in members)
    assert sum(source["total"]["minor"] for source in told["sources"]) == 3_00_000_00


def test_one_participant_hears_why_it_pays_and_nothing_of_others(ask):
    told = ask("settle", "CD1", "--explain", "Marigold").stdout
    explained = told.partition("\nMarigold Prints\n")[2]
    assert "Space 4,675.33: 72,000.00, shared by stall area: 5 of 77 m²" in explained
    assert "Relief: 25 % of 8,404.49, paid by Calico" in explained
    assert "196.63 to be paid back" in explained
    assert "Neem Tree" not in explained


def test_all_participants_are_explained_without_a_name(ask):
    assert len(read_json(ask("settle", "CD1", "--json", "--explain"))["explained"]) == 12


def test_a_fair_that_cannot_be_settled_says_what_is_missing(ask):
    assert trouble(ask("settle", "winter")).startswith("Transport: the figure of Old Well Printers")
    assert trouble(ask("settle", "CJ1")) == "No single costs of this fair are recorded, so there is nothing to settle."


@pytest.fixture
def ready(own_demo):
    """Fill in the figure that the winter bazaar waits for."""
    story = read_story("jaipur")
    with demo_store(own_demo, a_setup()) as store:
        held = the(store, Fair, story.id_of("winter-bazaar"))
        key = story.line_of("winter-bazaar", "old-well")
        line = held.record.participants[key].changed(sales=Money.rupees(14_300_00))
        lines = held.record.participants | {key: line}
        store.save(Edit(held.record, held.record.changed(participants=lines), held.base))


def test_an_account_is_approved_in_a_meeting_by_one_of_its_decisions(ready, do, own_demo):
    ran = do("settle", "WB1", "--approve-in", "11 Dec 1999", "--decision", "1")
    assert (ran.returncode, ran.stderr) == (0, "Approved and saved: Settlement, revision 1.\n")
    assert "Approved on 11 Dec 1999." in ran.stdout
    with demo_store(own_demo, a_setup()) as store:
        story = read_story("jaipur")
        (record,) = fairs.settlements(store, story.id_of("winter-bazaar"))
        assert record.decision == story.line_of("calico-committee", "accounts-by")
    again = trouble(do("settle", "WB1", "--approve-in", "11 Dec 1999"))
    assert again.startswith("This is the same settlement as the one that was approved.")


def test_a_decision_that_the_meeting_did_not_take_is_refused_and_nothing_saved(ready, do, own_demo):
    assert (
        trouble(do("settle", "WB1", "--approve-in", "11 Dec", "--decision", "9")) == "That meeting has no decision 9."
    )
    with demo_store(own_demo, a_setup()) as store:
        assert fairs.settlements(store, read_story("jaipur").id_of("winter-bazaar")) == []
