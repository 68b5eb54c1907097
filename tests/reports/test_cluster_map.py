"""The cluster map: sixty names can be read, nothing lies on anything else, and the same map is the same picture."""

import itertools

import pytest

from cdadesk.domain.actors.actor import ActorKind, RelationType
from cdadesk.domain.study.cluster_map import ClusterMap, Frame, Spot, Tie
from cdadesk.reports.cluster_map import draw_cluster_map, height_needed, in_words
from cdadesk.reports.map_places import Tier, places
from cdadesk.reports.pictures import Area, Dash, Line, Mark, Room, Words

WIDTH, LETTER = 493.0, 10.5
KINDS = (*ActorKind,) * 4


def a_map(count=60, **fields):
    kinds = list(itertools.islice(itertools.cycle(KINDS), count))
    spots = tuple(Spot(str(n), f"Printers of lane {n}", kind, Frame.cluster) for n, kind in enumerate(kinds))
    ties = tuple(Tie(str(n), str((n * 7 + 3) % count), RelationType.sells_to, 1 + n % 3) for n in range(0, count, 2))
    return ClusterMap(spots, ties, **fields)


def drawn(shown, among=()):
    return draw_cluster_map(shown, Room(WIDTH, height_needed([shown, *among], WIDTH, LETTER), LETTER), among)


def marks(drawing):
    return {part.tip: part.at for part in drawing.parts if isinstance(part, Mark)}


def test_sixty_names_stand_apart_and_inside_the_picture():
    drawing = drawn(a_map())
    labels = [part for part in drawing.parts if isinstance(part, Area) and part.tip]
    assert len(labels) == 60
    for one, other in itertools.combinations(labels, 2):
        beside = one.corner.x + one.width <= other.corner.x or other.corner.x + other.width <= one.corner.x
        below = one.corner.y + one.height <= other.corner.y or other.corner.y + other.height <= one.corner.y
        assert beside or below, (one.tip, other.tip)
    assert all(each.corner.x >= 0 and each.corner.x + each.width <= WIDTH for each in labels)
    assert drawing.height < 700  # a page of A4


@pytest.mark.parametrize("count", [0, 1, 2, 61])
def test_any_number_of_actors_is_drawn_within_its_room(count):
    drawing = drawn(a_map(count) if count > 1 else ClusterMap(a_map(2).spots[:count], ()))
    assert len(marks(drawing)) == count
    assert all(0 <= at.y <= drawing.height for at in marks(drawing).values())


def test_the_same_map_is_the_same_picture():
    assert drawn(a_map()) == drawn(a_map())


def test_an_actor_stands_in_one_column_and_in_one_order_on_all_maps_that_are_compared():
    today = a_map(20)
    wished = ClusterMap(today.spots[5:], today.ties[10:])
    first, second = marks(drawn(today, (today, wished))), marks(drawn(wished, (today, wished)))
    assert {name: at.x for name, at in second.items()} == {name: first[name].x for name in second}
    assert sorted(second, key=lambda name: second[name].y) == sorted(second, key=lambda name: first[name].y)


def test_rows_of_which_nobody_is_on_the_map_take_no_room():
    today = a_map(40)
    wished = ClusterMap(today.spots[:3], ())
    assert drawn(wished, (today,)).height < drawn(today, (wished,)).height / 2


def test_the_frames_hold_who_belongs_to_them():
    spots = (Spot("a", "Buyer abroad", ActorKind.buyer, Frame.world), Spot("b", "Office", None, Frame.policy))
    firm = Spot("c", "Firm", ActorKind.firm_micro_artisan, Frame.cluster)
    found = places((ClusterMap((*spots, firm), ()),), 5)
    assert [found[key].tier for key in "abc"] == [Tier.WORLD, Tier.POLICY, Tier.FIRMS]
    assert found["a"].row < found["b"].row < found["c"].row


def test_what_presses_from_outside_is_written_into_its_frame():
    said = [part.text for part in drawn(a_map(4, world_words="bans of dyes")).parts if isinstance(part, Words)]
    assert said.index("International environment") < said.index("bans of dyes") < said.index("Policy environment")


def test_strong_links_are_broad_and_a_conflict_is_dotted():
    spots = a_map(3).spots
    ties = (Tie("0", "1", RelationType.sells_to, 3), Tie("1", "2", RelationType.conflicts_with, 1))
    lines = [part for part in drawn(ClusterMap(spots, ties)).parts if isinstance(part, Line)]
    assert max(line.width for line in lines if line.dash is Dash.SOLID) > 2
    assert any(line.dash is Dash.DOTTED and line.colour == "bad" and line.width < 1 for line in lines)


def test_the_map_is_told_in_words_too():
    assert in_words(a_map(4)).startswith("Cluster map: 4 actors, 2 links. Most links: ")
    assert in_words(ClusterMap((), ())) == "Cluster map: 0 actors, 0 links."
