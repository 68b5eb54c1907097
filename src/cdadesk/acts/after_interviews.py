"""What interviews propose: issues in the speaker's words, links for the cluster map, a first will to join in.

Nothing is taken over by itself: each proposal is one step of a person, and one save that can be taken back. Only what
everybody may see is proposed for what everybody sees; without leave to tell the name a voice stays without one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cdadesk.acts.interviews import form_of
from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import (
    Actor,
    ActorKind,
    ActorPrivate,
    Attitude,
    AttitudeEntry,
    Direction,
    Relation,
    RelationType,
)
from cdadesk.domain.diagnostic.interview import Interview
from cdadesk.domain.diagnostic.issue import Issue, IssueKind, Raiser
from cdadesk.domain.diagnostic.vocabulary import Area
from cdadesk.domain.kernel.ordering import between
from cdadesk.domain.kernel.record import Element, in_order
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, language
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Saved

_PLACES = ("1", "2", "3")
_INWARD = "_inward"
_NOBODY = "none"
_LONGEST_NAME, _LONGEST_WORDS, _LONGEST_REMARK = 200, 1_000, 500


@dataclass(frozen=True)
class Voice:
    """A difficulty or a chance as somebody named it in an interview."""

    interview: Interview
    issue_kind: IssueKind
    area: Area | None
    words: str

    def raiser(self, order: str) -> Raiser:
        """Return the line under which it stands with an issue."""
        told = self.interview
        return Raiser(
            actor=told.actor,
            actor_kind=told.actor_kind,
            interview=told.id,
            said_on=told.held_on,
            words=self.words,
            order=order,
        )


@dataclass(frozen=True)
class Link:
    """A tie that an actor told of; `known` is the other one, if it stands among the actors."""

    interview: Interview
    other: str
    other_kind: ActorKind | None
    known: Actor | None
    relation_type: RelationType | None
    direction: Direction
    strength: int | None


@dataclass(frozen=True)
class Will:
    """What an actor would join, and what it would put in."""

    interview: Interview
    actor: UUID
    words: str
    willing: bool


@dataclass(frozen=True)
class Proposals:
    """All that the interviews of a cluster propose and nobody took over yet."""

    voices: tuple[Voice, ...] = ()
    links: tuple[Link, ...] = ()
    wills: tuple[Will, ...] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.voices) + len(self.links) + len(self.wills)


def proposals(store: Store, scope: str) -> Proposals:
    """Return what the interviews of a cluster propose, the newest interview first."""
    asked = store.find(Interview, Ask(scopes=[scope], order=("-held_on", "id")))
    spoken = [held.record for held in asked if held.record.withdrawn_on is None]
    issues = [held.record for held in store.find(Issue, Ask(scopes=[scope]))]
    actors = {held.record.id: held.record for held in store.find(Actor, Ask(scopes=[scope]))}
    taken = {(line.interview, line.words) for issue in issues for _key, line in in_order(issue.raised_by)}
    told = [_Told(store, interview) for interview in spoken]
    voices = [voice for each in told for voice in _voices(each)]
    return Proposals(
        tuple(voice for voice in voices if (voice.interview.id, voice.words) not in taken),
        tuple(link for each in told for link in _links(each, actors) if not _is_drawn(link, actors)),
        tuple(will for each in told for will in _wills(each) if not _is_noted(store, will)),
    )


def like(voice: Voice, issues: Sequence[Issue]) -> list[Issue]:
    """Return the issues of the same kind and area, to which a voice may belong; most voices first."""
    kindred = [each for each in issues if each.issue_kind is voice.issue_kind]
    same = [each for each in kindred if voice.area in (None, each.area)]
    return sorted(same, key=lambda each: (-each.raisers(), each.title()))


def take_as_issue(store: Store, voice: Voice) -> Saved:
    """Save a new issue in the speaker's words."""
    issue = Issue(
        id=new_id(),
        scope=voice.interview.scope,
        name=voice.words[:_LONGEST_NAME],
        issue_kind=voice.issue_kind,
        area=voice.area,
        raised_by={str(new_id()): voice.raiser(between("", ""))},
    )
    return store.save(Edit(None, issue))


def add_voice(store: Store, held: Held[Issue], voice: Voice) -> Saved:
    """Save that one more raised an issue."""
    issue = held.record
    line = voice.raiser(_after(issue.raised_by))
    return store.save(Edit(issue, issue.changed(raised_by={**issue.raised_by, str(new_id()): line}), held.base))


def draw_link(store: Store, link: Link) -> Saved:
    """Save the tie with the actor that told of it; the other one is made if it does not stand among the actors."""
    held = store.get(Actor, link.interview.actor) if link.interview.actor is not None else None
    if held is None:
        raise Trouble(_("The actor that was asked is not on this laptop."))
    scope = held.record.scope
    other = link.known or Actor(id=new_id(), scope=scope, name=link.other, actor_kind=link.other_kind)
    line = Relation(
        other=other.id,
        relation_type=link.relation_type,
        strength=link.strength,
        direction=link.direction,
        from_on=link.interview.held_on.isoformat() if link.interview.held_on else None,
        interview=link.interview.id,
        new_entry=None if link.known else True,
        order=_after(held.record.relations),
    )
    after = held.record.changed(relations={**held.record.relations, str(new_id()): line})
    made = [] if link.known else [Edit(None, other)]
    return store.save(*made, Edit(held.record, after, held.base))


def note_will(store: Store, will: Will) -> Saved:
    """Save, where only agent and advisor see it, what an actor would join: a first sign of its attitude."""
    known = _private_of(store, will.actor)
    before = known.record if known is not None else None
    scope = private_scope(UUID(will.interview.scope))
    sheet = before or ActorPrivate(id=new_id(), scope=scope, parent_id=will.actor)
    line = AttitudeEntry(
        seen_on=will.interview.held_on.isoformat() if will.interview.held_on else None,
        attitude=Attitude.willing if will.willing else Attitude.waiting,
        remark=will.words[:_LONGEST_REMARK],
        interview=will.interview.id,
        order=_after(sheet.attitudes),
    )
    after = sheet.changed(attitudes={**sheet.attitudes, str(new_id()): line})
    return store.save(Edit(before, after, known.base if known is not None else None))


class _Told:
    """The answers of an interview that everybody may see, by the names of their questions."""

    def __init__(self, store: Store, interview: Interview) -> None:
        self.interview = interview
        self._store = store
        self._given = {key: line.value for key, line in interview.answers.items() if line.value and line.void is None}

    def text(self, name: str) -> str:
        """Return the answer to a question that is asked once."""
        return next((each for key, each in self._given.items() if key.rpartition(":")[2] == name), "").strip()

    def rows(self, repeat: str) -> Iterator[Mapping[str, str]]:
        """Yield the rows of a repeat, each by the names of its questions."""
        found: dict[str, dict[str, str]] = {}
        for key, value in self._given.items():
            row = next((part for part in key.split(":") if part.startswith(f"{repeat}@")), "")
            if row:
                found.setdefault(row, {})[key.rpartition(":")[2]] = value
        yield from found.values()

    def words_of(self, name: str) -> str:
        """Return the chosen answers of a question as the form words them, without “other”."""
        chosen = [each for each in self.text(name).split() if each not in ("other", _NOBODY)]
        words = self._offered(name) if chosen else {}
        return ", ".join(words.get(each, each.replace("_", " ")) for each in chosen)

    def _offered(self, name: str) -> dict[str, str]:
        try:
            form = form_of(self._store, self.interview)
        except Trouble:
            return {}
        question = next((each for each in form.questions() if each.path.rpartition("/")[2] == name), None)
        speech = form.language(language())
        offered = question.choices.offered if question is not None else ()
        return {each.value: "".join(part for part in each.words(speech) if isinstance(part, str)) for each in offered}


def _voices(told: _Told) -> Iterator[Voice]:
    areas = {area.value: area for area in Area}
    for place in _PLACES:
        area = areas.get(told.text(f"C05_area_{place}"))
        words = told.text(f"C05_words_{place}") or (_(area.label) if area is not None else "")
        if words:
            yield Voice(told.interview, IssueKind.obstacle, area, words[:_LONGEST_WORDS])
    words = told.text("C06_words") or told.text("C06_other") or told.words_of("C06_kinds")
    if words:
        yield Voice(told.interview, IssueKind.potential, None, words[:_LONGEST_WORDS])


def _links(told: _Told, actors: Mapping[UUID, Actor]) -> Iterator[Link]:
    """Yield the ties that an actor told of whose name may be told."""
    if told.interview.actor not in actors:
        return
    by_name = {(each.name or "").strip().casefold(): each for each in actors.values() if each.merged_into is None}
    types, kinds = {each.value: each for each in RelationType}, {each.value: each for each in ActorKind}
    for row in told.rows("C03"):
        other = " ".join(row.get("C03_actor", "").split())
        link, strength = row.get("C03_link", ""), row.get("C03_strength", "")
        if other:
            yield Link(
                interview=told.interview,
                other=other,
                other_kind=kinds.get(row.get("C03_kind", "")),
                known=by_name.get(other.casefold()),
                relation_type=types.get(link.removesuffix(_INWARD)),
                direction=Direction.inward if link.endswith(_INWARD) else Direction.outward,
                strength=int(strength) if strength in ("0", "1", "2", "3") else None,
            )


def _wills(told: _Told) -> Iterator[Will]:
    works, other = told.words_of("C09_work"), told.text("C09_other")
    puts_in = (
        (_("{amount} rupees"), told.text("C09_money")),
        (_("{amount} hours"), told.text("C09_hours")),
        ("{amount}", told.text("C09_things")),
    )
    given = [said.format(amount=amount) for said, amount in puts_in if amount]
    willing = bool(works or other)
    if told.interview.actor is None or not (willing or told.text("C09_work") == _NOBODY):
        return
    what = ", ".join(filter(None, (works, other))) or _("would join nothing for now")
    words = f"{what}: {', '.join(given)}" if given else what
    yield Will(told.interview, told.interview.actor, words, willing)


def _is_drawn(link: Link, actors: Mapping[UUID, Actor]) -> bool:
    own = actors.get(link.interview.actor) if link.interview.actor is not None else None
    if own is None or link.known is None:
        return False
    told = (link.known.id, link.relation_type, link.direction)
    return any((line.other, line.relation_type, line.direction) == told for _key, line in in_order(own.relations))


def _is_noted(store: Store, will: Will) -> bool:
    held = _private_of(store, will.actor)
    noted = [line.remark for _key, line in in_order(held.record.attitudes)] if held is not None else []
    return will.words[:_LONGEST_REMARK] in noted


def _private_of(store: Store, actor: UUID) -> Held[ActorPrivate] | None:
    return next(iter(store.find(ActorPrivate, Ask(equals={"parent_id": actor}, limit=1))), None)


def _after(lines: Mapping[str, Element]) -> str:
    return between(max((line.order for line in lines.values()), default=""), "")
