"""The cluster map: actors and links within two frames, as they were, are, or are wished to be."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.actors.actor import Actor, ActorKind, Direction, RelationType
from cdadesk.domain.kernel.fields import Choice, choice, day, note, number, ref, rows, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.partial_dates import earliest, latest
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _, format_day


class MapKind(Choice):
    """Which of the three dates a map speaks of."""

    today = "today", N_("Today")
    later = "later", N_("Later")
    wished = "wished", N_("Wished")


class Frame(Choice):
    """Where an actor stands: in the cluster, or in one of the two frames around it."""

    cluster = "cluster", N_("In the cluster")
    policy = "policy", N_("Policy environment")
    world = "world", N_("International environment")


class MapNode(Element):
    """An actor as it stands on one map, also one that is only wished for."""

    actor: UUID | None = ref(N_("Actor"), to="actor", hint=N_("Leave this blank for one that is not there yet."))
    name: str | None = text(N_("Name on the map"), needed=True)
    actor_kind: ActorKind | None = choice(N_("Kind"))
    frame: Frame | None = choice(N_("Where it stands"))


class MapLink(Element):
    """A link between two actors of the map, by their names on it."""

    one: str | None = text(N_("From"), needed=True, hint=N_("A name on the map."))
    relation_type: RelationType | None = choice(N_("Link"))
    other: str | None = text(N_("To"), needed=True, hint=N_("A name on the map."))
    strength: int | None = number(N_("Strength"), most=3, hint=N_("0 none to 3 close."))


class ClusterMapSnapshot(Record):
    """A frozen copy of who is linked with whom at one date, or as people wish it to be."""

    kind: ClassVar[str] = "cluster_map"
    label: ClassVar[str] = N_("Cluster map")
    plural: ClassVar[str] = N_("Cluster maps")
    columns: ClassVar[tuple[str, ...]] = ("map_on", "map_kind", "remarks")

    map_on: dt.date | None = day(N_("Date"), needed=True, hint=N_("The day of which the map speaks."))
    map_kind: MapKind | None = choice(
        N_("Which map"), needed=True, hint=N_("Today, later for comparing, or as people wish it.")
    )
    nodes: dict[str, MapNode] = rows(N_("Actors on the map"), needed=True, hint=N_("As many as can still be read."))
    links: dict[str, MapLink] = rows(N_("Links"), hint=N_("Who is linked with whom, and how closely."))
    policy_words: str | None = text(
        N_("In the policy environment"), max_length=300, hint=N_("Laws, schemes and offices that bear on the cluster.")
    )
    world_words: str | None = text(
        N_("In the international environment"), max_length=300, hint=N_("Rivals, markets and rules of the world.")
    )
    remarks: str | None = note(N_("Remarks"))

    def title(self) -> str:
        """Return which map it is, and its date."""
        which = _(self.map_kind.label) if self.map_kind else None
        return in_one_line(_(self.label), which, format_day(self.map_on) if self.map_on else None)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        names = {folded(line.name) for _key, line in in_order(self.nodes) if line.name}
        for key, line in in_order(self.links):
            for end in ("one", "other"):
                name = getattr(line, end)
                if name and folded(name) not in names:
                    yield Finding(f"links/{key}/{end}", _("No actor of this name stands on the map."), Weight.odd)
            if line.one and line.other and folded(line.one) == folded(line.other):
                yield Finding(f"links/{key}/other", _("This link leads back to the same actor."))


@dataclass(frozen=True)
class Spot:
    """An actor on a map; `key` is what it is known by on every map of the cluster."""

    key: str
    name: str
    actor_kind: ActorKind | None
    frame: Frame


@dataclass(frozen=True)
class Tie:
    """How two actors are linked, the first being the one from whom it runs."""

    one: str
    other: str
    relation_type: RelationType | None
    strength: int


@dataclass(frozen=True)
class ClusterMap:
    """What a picture of the map is drawn from."""

    spots: tuple[Spot, ...]
    ties: tuple[Tie, ...]
    policy_words: str = ""
    world_words: str = ""


_POLICY = frozenset({ActorKind.regulator, ActorKind.local_authority, ActorKind.support_institution})
_MIRRORED: Mapping[RelationType, RelationType] = {RelationType.buys_from: RelationType.sells_to}


def folded(name: str | None) -> str:
    """Return a name as it is compared."""
    return " ".join((name or "").split()).casefold()


def on_a_map(link: RelationType | None) -> RelationType | None:
    """Return as what a link stands on a map: of buying and selling, the seller's side is told."""
    return _MIRRORED.get(link, link) if link is not None else None


def usual_frame(kind: ActorKind | None) -> Frame:
    """Return where actors of a kind stand unless somebody says otherwise."""
    return Frame.policy if kind in _POLICY else Frame.cluster


def map_on(actors: Iterable[Actor], on: dt.date) -> ClusterMap:
    """Return the links that held on a day, from what is recorded of the actors; void and merged ones are left out.

    An actor without any link that day is left out, too: a map shows who is linked.
    """
    alive = {actor.id: actor for actor in actors if actor.void is None and actor.merged_into is None}
    ties = _strongest(tie for actor in alive.values() for tie in _ties_of(actor, on) if UUID(tie.one) in alive)
    ties = [tie for tie in ties if UUID(tie.other) in alive]
    linked = {end for tie in ties for end in (tie.one, tie.other)}
    spots = [_spot(actor) for actor in alive.values() if str(actor.id) in linked]
    return ClusterMap(tuple(sorted(spots, key=lambda spot: (folded(spot.name), spot.key))), tuple(ties))


def _spot(actor: Actor) -> Spot:
    return Spot(str(actor.id), actor.title(), actor.actor_kind, usual_frame(actor.actor_kind))


def _ties_of(actor: Actor, on: dt.date) -> Iterator[Tie]:
    for _key, line in in_order(actor.relations):
        begun = line.from_on is None or earliest(line.from_on) <= on
        lasts = line.to_on is None or on <= latest(line.to_on)
        if line.other is None or line.other == actor.id or not (begun and lasts) or line.strength == 0:
            continue
        ends = (str(actor.id), str(line.other))
        inward = (line.direction is Direction.inward) != (line.relation_type in _MIRRORED)
        one, other = reversed(ends) if inward else ends
        yield Tie(one, other, on_a_map(line.relation_type), line.strength or 1)


def _strongest(ties: Iterable[Tie]) -> list[Tie]:
    """Keep one tie of each kind between two actors: both may have told of it."""
    kept: dict[tuple[frozenset[str], RelationType | None], Tie] = {}
    for tie in ties:
        known = kept.get(key := (frozenset((tie.one, tie.other)), tie.relation_type))
        if known is None or tie.strength > known.strength:
            kept[key] = tie
    return sorted(kept.values(), key=lambda tie: (tie.one, tie.other, tie.relation_type or ""))


def read_snapshot(snapshot: ClusterMapSnapshot) -> ClusterMap:
    """Return the map of a snapshot; a link whose ends are not on it is left out, as its finding says."""
    keys: dict[str, str] = {}
    spots: list[Spot] = []
    for _key, line in in_order(snapshot.nodes):
        if not line.name or folded(line.name) in keys:
            continue
        key = str(line.actor) if line.actor else folded(line.name)
        keys[folded(line.name)] = key
        spots.append(
            Spot(key, " ".join(line.name.split()), line.actor_kind, line.frame or usual_frame(line.actor_kind))
        )
    ties = [
        Tie(keys[one], keys[other], line.relation_type, 1 if line.strength is None else line.strength)
        for _key, line in in_order(snapshot.links)
        if (one := folded(line.one)) in keys and (other := folded(line.other)) in keys and one != other
    ]
    return ClusterMap(
        tuple(spots),
        tuple(tie for tie in ties if tie.strength),
        snapshot.policy_words or "",
        snapshot.world_words or "",
    )
