"""Who is linked with whom on a day, and what a snapshot keeps of it."""

import datetime as dt

from cdadesk.domain.actors.actor import Actor, ActorKind, Direction, Relation, RelationType
from cdadesk.domain.kernel.record import Void
from cdadesk.domain.study.cluster_map import ClusterMapSnapshot, Frame, MapLink, MapNode, map_on, read_snapshot
from tests.domain.making import lines, make, paths

DAY = dt.date(1999, 7, 1)


def actor(name, *links, **fields):
    return make(Actor, name=name, relations=lines(*links), **fields)


def link(other, kind=RelationType.sells_to, **fields):
    return Relation(other=other.id, relation_type=kind, **fields)


def told(found):
    names = {spot.key: spot.name for spot in found.spots}
    return [(names[tie.one], tie.relation_type.value, names[tie.other], tie.strength) for tie in found.ties]


def test_a_link_told_by_both_sides_stands_once_and_the_stronger_counts():
    printer = actor("Printer")
    trader = actor("Trader", link(printer, RelationType.buys_from, strength=3))
    printer = printer.changed(relations=lines(link(trader, strength=1)))
    assert told(map_on([printer, trader], DAY)) == [("Printer", "sells_to", "Trader", 3)]


def test_a_link_towards_the_actor_runs_from_the_other():
    bank = actor("Bank")
    firm = actor("Firm", link(bank, RelationType.credits, direction=Direction.inward))
    assert told(map_on([bank, firm], DAY)) == [("Bank", "credits", "Firm", 1)]


def test_only_links_that_held_that_day_are_drawn_and_those_without_any_are_left_out():
    bank, school = actor("Bank"), actor("School")
    firm = actor(
        "Firm",
        link(bank, RelationType.credits, to_on="1998"),
        link(school, RelationType.advises, from_on="1999-07"),
        link(bank, RelationType.advises, strength=0),
    )
    found = map_on([bank, school, firm], DAY)
    assert told(found) == [("Firm", "advises", "School", 1)]
    assert [spot.name for spot in found.spots] == ["Firm", "School"]


def test_actors_out_of_use_or_merged_away_are_not_on_the_map():
    trader = actor("Trader")
    firm, twin = actor("Firm", link(trader)), actor("Firm again", link(trader), merged_into=trader.id)
    gone = actor("Gone", link(trader), void=Void(by="cda", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))
    assert [spot.name for spot in map_on([trader, firm, twin, gone], DAY).spots] == ["Firm", "Trader"]


def test_offices_stand_in_the_policy_environment():
    office = actor("Office", actor_kind=ActorKind.regulator)
    firm = actor("Firm", link(office, RelationType.conflicts_with))
    assert {spot.name: spot.frame for spot in map_on([office, firm], DAY).spots} == {
        "Office": Frame.policy,
        "Firm": Frame.cluster,
    }


def wished(*links):
    nodes = lines(MapNode(name="Calico"), MapNode(name="Buyers abroad", frame=Frame.world))
    return make(ClusterMapSnapshot, nodes=nodes, links=lines(*links), world_words="rival prints")


def test_a_wished_map_links_actors_that_are_not_there_yet_by_their_names():
    snapshot = wished(MapLink(one=" calico", other="Buyers  abroad", relation_type=RelationType.sells_to, strength=2))
    found = read_snapshot(snapshot)
    assert told(found) == [("Calico", "sells_to", "Buyers abroad", 2)]
    assert found.spots[1].frame is Frame.world
    assert found.world_words == "rival prints"
    assert paths(snapshot) == []


def test_a_link_to_a_name_that_is_not_on_the_map_is_asked_about_and_not_drawn():
    snapshot = wished(MapLink(one="Calico", other="Nobody"), MapLink(one="Calico", other="CALICO"))
    assert paths(snapshot) == ["links/other", "links/other"]
    assert read_snapshot(snapshot).ties == ()
