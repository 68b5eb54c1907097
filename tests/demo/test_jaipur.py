"""The Jaipur cluster as papers describe it: what the demo must reproduce to the last digit."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from cdadesk.acts import fairs, review, trust
from cdadesk.demo.profile import DEMO_DAY
from cdadesk.demo.story import Story
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import PersonPrivate
from cdadesk.domain.cluster import Cluster, EstimateOf
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.identities import checks
from cdadesk.domain.fairs.ratios import Payers
from cdadesk.domain.fairs.tapering import TaperOutcome, by_series, steps
from cdadesk.domain.fairs.troubles import NothingToShareBy
from cdadesk.domain.kernel.findings import Weight
from cdadesk.domain.kernel.record import all_findings
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task
from cdadesk.domain.registry import ENTITIES
from cdadesk.domain.review import ReviewState
from cdadesk.domain.trust.index import TrustReading
from cdadesk.domain.trust.trust_event import TrustEvent
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store
from tests.builders import the


def a_network(demo: Store, story: Story, key: str) -> Network:
    """Return a network by its key in the files."""
    return the(demo, Network, story.id_of(key)).record


def a_fair(demo: Store, story: Story, key: str) -> Fair:
    """Return a fair by its key in the files."""
    return the(demo, Fair, story.id_of(key)).record


def read_calico(demo: Store, story: Story) -> TrustReading:
    """Return the trust figure of Calico on the demo's day."""
    return trust.read_network(demo, a_network(demo, story, "calico"), DEMO_DAY)


def test_two_papers_disagree_about_the_number_of_firms_and_both_stand(demo, story):
    cluster = the(demo, Cluster, story.cluster).record
    firms = {line.source: (line.count, line.year) for line in cluster.estimates_of(EstimateOf.firms)}
    assert firms["Russo 1999"] == (900, 1999)
    assert firms["Clara, Russo, Gulati 2000, Box 1 (block and screen)"] == (550, 1999)
    assert cluster.estimates_of(EstimateOf.exports)[0].in_units() == 30_000_000_00 * Fraction(433, 10)


@pytest.mark.parametrize(
    ("on", "members"), [("1997-12-31", 26), ("1998-03-31", 48), ("1999-03-31", 86), ("1999-12-15", 120)]
)
def test_calico_grows_from_26_to_120_members(demo, story, on, members):
    assert a_network(demo, story, "calico").active_members(dt.date.fromisoformat(on)) == members


@pytest.mark.parametrize(
    ("key", "members"),
    [("cotex", 16), ("women-1", 14), ("women-2", 13), ("bagru-1", 11), ("bagru-2", 9), ("bagru-women", 15),
     ("bagru-informal-1", 4), ("bagru-informal-4", 4), ("bagru-association", 250)],
)  # fmt: skip
def test_other_networks_have_the_members_that_papers_give_them(demo, story, key, members):
    assert a_network(demo, story, key).active_members(DEMO_DAY) == members


def test_more_than_forty_firms_stand_in_the_list_of_actors(demo):
    assert demo.count(Actor, Ask(equals={"actor_kind": ["firm_micro_artisan", "exporter"]})) > 40


@pytest.mark.parametrize(
    ("key", "printed", "unexplained"),
    [("jaipur-1", (35, 50, 14), 1), ("jaipur-2", (23, 38, 38), 1), ("delhi-1", (42, 26, 32), 0),
     ("delhi-2", (64, 7, 20), 9)],
)  # fmt: skip
def test_the_shares_of_the_calico_fairs_are_as_printed_with_what_is_unexplained(demo, story, key, printed, unexplained):
    fair = a_fair(demo, story, key)
    entered = fair.printed_percents()
    assert entered is not None
    assert tuple(Fraction(each, 100) for each in entered) == printed
    (found,) = [each for each in fairs.series(demo, fair.scope) if each.label == fair.title()]
    assert found.unexplained == unexplained


def test_support_falls_in_delhi_and_only_moves_in_jaipur(demo, story):
    series = by_series(fairs.series(demo, str(story.cluster)))
    outcomes = {name: [step.outcome for step in steps(found)] for name, found in series.items()}
    assert outcomes == {"Delhi national": [TaperOutcome.falls], "Jaipur national": [TaperOutcome.moved]}


def test_the_account_of_the_first_delhi_fair_makes_exactly_the_printed_shares(demo, story):
    fair = a_fair(demo, story, "delhi-1")
    account = fairs.settle_fair(demo, fair)
    assert account.payers == Payers(private=1_26_000_00, institutions=96_000_00, programme=78_000_00)
    assert [check.identity for check in checks(account) if not check.ok] == []
    assert sum(each.sales or 0 for each in account.inputs.participants) == 4_80_000_00
    assert sum(1 for each in account.inputs.participants if each.first_timer) == 3
    assert sum(1 for member in account.members if member.relief) == 3


def test_a_meeting_approved_the_account_of_the_first_delhi_fair(demo, story):
    fair = a_fair(demo, story, "delhi-1")
    (approved,) = fairs.settlements(demo, fair.id)
    assert approved.approved_in == story.id_of("delhi-accounts")
    assert approved.decision in the(demo, Meeting, story.id_of("delhi-accounts")).record.decisions
    assert not fairs.changed_since_approval(demo, fair)


def test_the_winter_bazaar_waits_for_one_figure(demo, story):
    with pytest.raises(NothingToShareBy, match="Old Well Printers"):
        fairs.settle_fair(demo, a_fair(demo, story, "winter-bazaar"))


def test_the_trust_figure_of_calico_follows_from_its_events(demo, story):
    reading = read_calico(demo, story)
    assert (reading.index, reading.rung, reading.proved, reading.recorded) == (Decimal("19.5"), 2, 8, 10)
    worth = {line.milestone.id: line.value for line in reading.earned}
    assert worth == {
        "M01": Fraction(20, 26),
        "M02": 0,
        "M03": Fraction(31, 48),
        "M05": Fraction(2 * 27, 48),
        "M07": 2,
        "M08": Fraction(70, 86),
        "M11": Fraction(4 * 20, 86),
        "M16": Fraction(6 * 15, 48),
        "M18": 8,
        "M19": Fraction(8, 2) * Fraction(6, 120),
    }


def test_all_events_of_the_papers_are_there(demo):
    seen = sorted((held.record.ladder_item, held.record.event_on[:4]) for held in demo.find(TrustEvent))
    wanted = [
        ("S07", "1977"), ("S01", "1997"), ("M01", "1997"), ("M07", "1997"), ("S03", "1998"), ("M04", "1998"),
        ("M11", "1998"), ("M06", "1998"), ("S04", "1998"), ("M09", "1998"), ("M13", "1998"), ("M14", "1998"),
        ("M16", "1998"), ("M11", "1999"), ("M18", "1999"), ("M16", "1999"), ("M19", "1999"),
    ]  # fmt: skip
    assert [each for each in wanted if each not in seen] == []


def test_nothing_needed_is_missing_in_any_record(demo):
    missing = [
        (held.record.title(), finding.path)
        for entity in ENTITIES.values()
        for held in demo.find(entity)
        for finding in all_findings(held.record)
        if finding.weight is Weight.missing
    ]
    assert missing == []


def test_what_looks_odd_is_only_what_the_papers_leave_unexplained(demo, story):
    odd = [held.record.id for entity in ENTITIES.values() for held in demo.find(entity) if all_findings(held.record)]
    assert sorted(odd) == sorted(story.id_of(key) for key in ("jaipur-1", "jaipur-2", "delhi-2"))


def test_some_tasks_are_open_and_some_of_these_late(demo):
    tasks = [held.record for held in demo.find(Task)]
    late = [task for task in tasks if task.is_late(DEMO_DAY)]
    still = [task for task in tasks if task.is_open() and not task.is_late(DEMO_DAY)]
    done = [task for task in tasks if not task.is_open()]
    assert late
    assert still
    assert done
    assert all(task.done_on for task in done)


def test_personal_answers_stand_only_behind_the_wall_and_with_consent(demo, story):
    answers = [held.record for held in demo.find(PersonPrivate)]
    assert len(answers) > 15
    assert {each.scope for each in answers} == {f"{story.cluster}:private"}
    withdrawn = [each for each in answers if not each.consent_in_force()]
    assert [(each.parent_id, each.sex, each.phone) for each in withdrawn] == [(story.id_of("kishan"), None, None)]


@pytest.mark.parametrize(
    ("entity", "key", "state"),
    [
        (Cluster, "jaipur", ReviewState.approved),
        (Fair, "delhi-1", ReviewState.approved),
        (Meeting, "calico-after-october", ReviewState.changed_since),
        (TrustEvent, "t-called-calico", ReviewState.returned),
        (Fair, "winter-bazaar", ReviewState.none),
    ],
)
def test_reviews_stand_in_every_state(demo, story, entity, key, state):
    assert review.conversation(demo, the(demo, entity, story.id_of(key))).state is state


def test_the_agent_answers_the_advisor_and_both_have_names(demo, story):
    talk = review.conversation(demo, the(demo, Meeting, story.id_of("calico-after-october")))
    question, answer = (held.record for held in talk.comments)
    assert answer.reply_to == question.id
    authors = [demo.names()[demo.history(each)[0].author] for each in (question, answer)]
    assert authors == ["Tara (illustrative)", "Asha (illustrative)"]
