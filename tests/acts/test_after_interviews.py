"""After the interview: voices become issues, ties are drawn, a will is noted behind the wall, each in one step."""

import datetime as dt

import pytest

from cdadesk.acts import after_interviews, interviews
from cdadesk.acts.after_interviews import proposals
from cdadesk.acts.cluster_maps import frozen_today
from cdadesk.acts.interviews import keep_set, offered
from cdadesk.domain.actors.actor import Actor, ActorKind, ActorPrivate, Attitude, Direction, Relation, RelationType
from cdadesk.domain.diagnostic.interview import Agreement, Answer, Interview, InterviewPrivate
from cdadesk.domain.diagnostic.issue import Issue, IssueKind
from cdadesk.domain.diagnostic.vocabulary import Area
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.domain.study.cluster_map import ClusterMapSnapshot
from tests.builders import CLUSTER, SCOPE, a_record, a_store, changed, saved, the
from tests.domain.making import lines
from tests.store.test_erasing import plain_copy

ON = dt.date(2026, 3, 1)
TALK = {
    "I:C05:C05_area_1": "finance",
    "I:C05:C05_words_1": "The bank wants papers that I do not have.",
    "I:C05:C05_area_2": "market",
    "I:C06:C06_kinds": "export brand other",
    "H:C03@a:C03_actor": "Dye shop",
    "H:C03@a:C03_kind": "supplier",
    "H:C03@a:C03_link": "credits_inward",
    "H:C03@a:C03_strength": "3",
    "H:C03@b:C03_actor": "delhi  SHOP",
    "H:C03@b:C03_link": "sells_to",
    "H:C09:C09_work": "fair training",
    "H:C09:C09_money": "1500",
    "H:C09:C09_hours": "20",
}


@pytest.fixture
def store(tmp_path):
    with a_store(tmp_path / "laptop") as made:
        yield made


def asked(store, agreement=Agreement.named, **more):
    firm = saved(store, a_record(Actor, name="Neem Tree Prints", actor_kind=ActorKind.firm_micro_artisan))
    answers = {key: Answer(value=value) for key, value in TALK.items()}
    told = {"actor": firm.id} if agreement is Agreement.named else {}
    values = {"held_on": ON, "agreement": agreement, "actor_kind": firm.actor_kind, "answers": answers} | told | more
    return saved(store, a_record(Interview, **values)), firm


def test_difficulties_and_chances_are_proposed_in_the_words_of_the_speaker(store):
    interview, firm = asked(store)
    found = proposals(store, SCOPE).voices
    assert [(each.issue_kind, each.area, each.words) for each in found] == [
        (IssueKind.obstacle, Area.finance, "The bank wants papers that I do not have."),
        (IssueKind.obstacle, Area.market, "Market"),
        (IssueKind.potential, None, "export, brand"),
    ]
    after_interviews.take_as_issue(store, found[0])
    (held,) = store.find(Issue)
    (line,) = held.record.raised_by.values()
    assert (held.record.name, held.record.area) == ("The bank wants papers that I do not have.", Area.finance)
    assert (line.actor, line.interview, line.said_on, line.words) == (firm.id, interview.id, ON, held.record.name)
    assert [each.words for each in proposals(store, SCOPE).voices] == ["Market", "export, brand"]


def test_chosen_answers_are_said_as_the_form_words_them(store):
    artisan = next(each for each in offered(store, SCOPE) if each.key.endswith("artisan"))
    asked(store, question_set=keep_set(store, SCOPE, artisan).id)
    assert "Export, A common name or brand" in [each.words for each in proposals(store, SCOPE).voices]


def test_one_more_voice_is_added_to_an_issue_of_its_kind_and_area_and_can_be_taken_back(store):
    known = saved(store, a_record(Issue, name="Poor credit", issue_kind=IssueKind.obstacle, area=Area.finance))
    saved(store, a_record(Issue, name="No roads", issue_kind=IssueKind.obstacle, area=Area.infrastructure))
    asked(store)
    voice = proposals(store, SCOPE).voices[0]
    issues = [held.record for held in store.find(Issue)]
    assert [each.name for each in after_interviews.like(voice, issues)] == ["Poor credit"]
    done = after_interviews.add_voice(store, store.get(Issue, known.id), voice)
    assert store.get(Issue, known.id).record.raisers() == 1
    store.undo(done.group)
    assert store.get(Issue, known.id).record.raisers() == 0
    assert voice in proposals(store, SCOPE).voices


def test_who_may_not_be_named_speaks_without_a_name_and_draws_no_ties(store):
    asked(store, Agreement.unnamed)
    found = proposals(store, SCOPE)
    after_interviews.take_as_issue(store, found.voices[0])
    (line,) = store.find(Issue)[0].record.raised_by.values()
    assert (line.actor, line.actor_kind) == (None, ActorKind.firm_micro_artisan)
    assert (found.links, found.wills) == ((), ())


def test_nothing_is_proposed_from_behind_the_wall_or_once_consent_is_taken_back(store):
    interview, _firm = asked(store, withdrawn_on=ON)
    hidden = {"I:C05:C05_area_1": Answer(value="finance"), "I:C05:C05_words_1": Answer(value="A secret")}
    values = {"scope": private_scope(CLUSTER), "parent_id": interview.id, "answers": hidden}
    saved(store, a_record(InterviewPrivate, **values))
    assert proposals(store, SCOPE).count == 0


def test_a_tie_is_drawn_once_and_an_actor_that_is_new_is_made_with_it(store):
    shop = saved(store, a_record(Actor, name="Delhi shop", actor_kind=ActorKind.buyer))
    _interview, firm = asked(store)
    to_dyes, to_shop = proposals(store, SCOPE).links
    assert (to_shop.known, to_dyes.known) == (shop, None)
    for link in (to_dyes, to_shop):
        after_interviews.draw_link(store, link)
    made = next(held.record for held in store.find(Actor) if held.record.name == "Dye shop")
    first, second = store.get(Actor, firm.id).record.relations.values()
    assert (first.other, first.relation_type, first.direction, first.strength) == (
        made.id,
        RelationType.credits,
        Direction.inward,
        3,
    )
    assert (second.other, second.relation_type, second.direction) == (shop.id, RelationType.sells_to, Direction.outward)
    assert made.actor_kind is ActorKind.supplier
    assert proposals(store, SCOPE).links == ()


def test_a_first_will_to_join_in_is_noted_where_only_agent_and_advisor_see_it(store):
    _interview, firm = asked(store)
    (will,) = proposals(store, SCOPE).wills
    assert will.words == "fair, training: 1500 rupees, 20 hours"
    after_interviews.note_will(store, will)
    (held,) = store.find(ActorPrivate)
    (line,) = held.record.attitudes.values()
    assert (held.record.parent_id, held.record.scope) == (firm.id, private_scope(CLUSTER))
    assert (line.attitude, line.remark) == (Attitude.willing, will.words)
    assert proposals(store, SCOPE).wills == ()


def withdrawn(store, interview):
    interviews.withdraw(store, interviews.open_interview(store, interview.id), dt.date(2026, 3, 14))


def test_links_and_the_first_will_go_when_consent_is_taken_back_with_the_names_that_they_alone_brought(store, tmp_path):
    shop = saved(store, a_record(Actor, name="Delhi shop", actor_kind=ActorKind.buyer))
    interview, firm = asked(store)
    found = proposals(store, SCOPE)
    for link in found.links:
        after_interviews.draw_link(store, link)
    after_interviews.note_will(store, found.wills[0])
    kept = frozen_today(store, SCOPE, ON)
    snapshot = saved(store, a_record(ClusterMapSnapshot, **kept))
    assert b"Dye shop" in plain_copy(store, tmp_path)
    withdrawn(store, interview)
    teller = the(store, Actor, firm.id).record
    assert [(line.other, line.void is None) for line in teller.relations.values()] == [(None, False)] * 2
    (sheet,) = (held.record for held in store.find(ActorPrivate))
    (line,) = sheet.attitudes.values()
    assert (line.remark, line.attitude, line.void is None) == (None, None, False)
    assert the(store, Actor, shop.id).record.name == "Delhi shop"
    assert sorted(held.record.name or "" for held in store.find(Actor)) == ["", "Delhi shop", "Neem Tree Prints"]
    names = [node.name for node in the(store, ClusterMapSnapshot, snapshot.id).record.nodes.values()]
    assert sorted(filter(None, names)) == ["Delhi shop", "Neem Tree Prints"]
    links = the(store, ClusterMapSnapshot, snapshot.id).record.links.values()
    assert [(link.one, link.other) for link in links] == [(None, None)] * 2
    assert b"Dye shop" not in plain_copy(store, tmp_path)
    assert b"1500 rupees" not in plain_copy(store, tmp_path)


def test_what_somebody_else_told_or_wrote_of_an_entry_keeps_its_name(store):
    interview, firm = asked(store)
    to_dyes, _to_shop = proposals(store, SCOPE).links
    after_interviews.draw_link(store, to_dyes)
    made = next(held for held in store.find(Actor) if held.record.name == "Dye shop")
    changed(store, made, place="Bagru")
    own = a_record(Actor, name="Other", relations=lines(Relation(other=firm.id, relation_type=RelationType.kin)))
    other = saved(store, own)
    withdrawn(store, interview)
    assert the(store, Actor, made.record.id).record.name == "Dye shop"
    assert the(store, Actor, other.id).record.relations == other.relations


def test_a_link_that_others_told_of_too_stays_on_the_maps(store):
    shop = saved(store, a_record(Actor, name="Delhi shop", actor_kind=ActorKind.buyer))
    interview, firm = asked(store)
    _to_dyes, to_shop = proposals(store, SCOPE).links
    after_interviews.draw_link(store, to_shop)
    own = lines(Relation(other=firm.id, relation_type=RelationType.buys_from, direction=Direction.outward))
    changed(store, the(store, Actor, shop.id), relations=own)
    snapshot = saved(store, a_record(ClusterMapSnapshot, **frozen_today(store, SCOPE, ON)))
    withdrawn(store, interview)
    (link,) = the(store, ClusterMapSnapshot, snapshot.id).record.links.values()
    assert (link.one, link.other) == ("Neem Tree Prints", "Delhi shop")
