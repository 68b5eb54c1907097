"""The desk: what every place is handed to read, save, name and open records with, and to speak to the person.

A place is made with a `Desk` and uses

- `store`, `clock`, `memory`, `background`; `drafts` (`gui.drafting.DraftKeeper`);
- `runner` and `courier` (`gui.exchanging`): the exchange by hand, and by itself once the program lets it begin;
- `updates`: how this program is updated;
- `illustrative`: whether all of it is invented, so that every paper says so;
- `cluster`, `scope`, `private_scope` of the cluster in use, and `fresh(entity, **values)`: a new record in it;
- `save(owner, edits, when_done)`, `write(owner, work, when_done)`: off the window's thread, one after the other, after
  every draft given before; "Saved 14:32" is said, and `records_changed` emitted, when the store has returned;
- `read(owner, work, when_done)` for what takes longer than a blink, such as walking through all meetings;
- `void(owner, record, base, when_done)`: puts a record in the trash and offers Undo; `undo(owner, group, when_done)`;
- `name(id)`, `title(id)`, `find(kinds, typed)`, `around(owner)`: names of records, and what a form needs around it;
- `open(kind, id)`: goes to a record in its place, from anywhere; `go_to(place)`;
- `offer_undo(text, undo)`, `say(tone, text, action)` for the banner, `tell(text)` for the line at the foot, and
  `follow(job, text)` for long work: its progress is shown there, with Cancel.

Signals: `records_changed` after a save and after an exchange (`note_news` says that one brought something),
`cluster_changed` when another cluster is in use or the one in use was renamed.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cdadesk.acts.illustration import illustrative_day
from cdadesk.acts.updating import Updates
from cdadesk.clock import Clock, new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.record import Record, Void
from cdadesk.domain.kernel.scopes import PROGRAMME, cluster_scope, private_scope
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.registry import ENTITIES
from cdadesk.domain.review import Comment, Conflict, Verdict
from cdadesk.gui.drafting import DraftKeeper
from cdadesk.gui.exchanging.courier import USUAL, Courier, Pace
from cdadesk.gui.exchanging.outbox_watch import OutboxWatch, Reading
from cdadesk.gui.exchanging.runner import Runner
from cdadesk.gui.kit.background import Background, Job
from cdadesk.gui.kit.editors.surroundings import Match, Surroundings
from cdadesk.gui.kit.memory import Memory
from cdadesk.gui.kit.notices import Tone
from cdadesk.gui.kit.page import Action
from cdadesk.gui.making import MakingPanel
from cdadesk.gui.sentences import saved_words, standing_words
from cdadesk.i18n import _
from cdadesk.installed import here
from cdadesk.store.asking import Ask
from cdadesk.store.drafts import DraftKey
from cdadesk.store.standing import Standing
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Saved
from cdadesk.wire.ops import Seen

_T = TypeVar("_T")
_R = TypeVar("_R", bound=Record)
_CLUSTER = "window/cluster"
_FOUND = 60
_OFFERED = 12


class Desk(QObject):
    """One open profile, as the places of the window work with it."""

    records_changed = Signal()
    cluster_changed = Signal()
    told = Signal(str)
    standing_told = Signal(str)
    said = Signal(object, str, object)
    undo_offered = Signal(str, object)
    open_asked = Signal(str, object)
    place_asked = Signal(str)
    job_begun = Signal(object, str)

    def __init__(
        self,
        store: Store,
        background: Background,
        clock: Clock,
        memory: Memory,
        pace: Pace = USUAL,
        updates: Updates | None = None,
    ) -> None:
        super().__init__()
        self.store = store
        self.updates = updates or Updates.of(here(), store.profile.folder)
        self.background = background
        self.clock = clock
        self.memory = memory
        self.drafts = DraftKeeper(store, background, clock)
        self.drafts.failed.connect(self._say_bad)
        background.failed.connect(self._say_bad)
        self.runner = Runner(store, background, clock)
        self.courier = Courier(store, background, self.runner, pace)
        self.runner.job_begun.connect(self.follow)
        self.runner.went_on.connect(self.show_standing)
        self.runner.over.connect(self.note_news)
        self.courier.shut.connect(self._say_shut)
        self.courier.changed.connect(lambda: self._tell_standing(self.standing))
        self._outbox = OutboxWatch(store)
        self.standing: Standing = self._outbox.read().standing
        self.illustrative = illustrative_day(store) is not None
        self._saved_at: dt.datetime | None = None
        self._names: dict[UUID, Match] = {}
        self._cluster: Cluster | None = None
        self._choose_cluster()

    # the cluster in use

    @property
    def cluster(self) -> Cluster | None:
        """The cluster in use; None until one was made or received."""
        return self._cluster

    @property
    def scope(self) -> str:
        """The scope of the cluster in use; empty while there is none."""
        return cluster_scope(self._cluster.id) if self._cluster else ""

    @property
    def private_scope(self) -> str:
        """The scope behind the wall of the cluster in use; empty while there is none."""
        return private_scope(self._cluster.id) if self._cluster else ""

    def clusters(self) -> list[Cluster]:
        """Return all clusters on this laptop, by name."""
        return [held.record for held in self.store.find(Cluster, Ask(order=("name",)))]

    def use_cluster(self, cluster: UUID) -> None:
        """Work on another cluster from now on."""
        self.memory.keep(_CLUSTER, str(cluster))
        self._choose_cluster()

    def fresh(self, entity: type[_R], **values: Any) -> _R:
        """Return a new record of the cluster in use, behind the wall if its kind belongs there; it is not saved yet."""
        scope = self.private_scope if entity.private else self.scope
        return entity.model_validate({"id": new_id(), "scope": scope} | values)

    # reading and writing

    def read(
        self,
        owner: QObject,
        work: Callable[[Store], _T],
        when_done: Callable[[_T], object],
        when_failed: Callable[[str], object] | None = None,
    ) -> Job:
        """Read beside the window; the answer comes to when_done unless the owner is gone by then."""
        return self.background.start(owner, lambda _progress: work(self.store), when_done, when_failed)

    def write(
        self,
        owner: QObject,
        work: Callable[[Store], _T],
        when_done: Callable[[_T], object] | None = None,
        when_failed: Callable[[str], object] | None = None,
    ) -> None:
        """Do what saves something, after all that was given before.

        When it is done the line at the foot says so, the owner is told, and then everybody that records changed. What
        failed is said to when_failed, or else in the banner.
        """
        done = partial(self._written, owner, when_done)
        failed = partial(_call_if_alive, owner, when_failed) if when_failed is not None else None
        self.background.write(self, lambda _progress: self._worked(work), done, failed)

    def save(
        self,
        owner: QObject,
        edits: Sequence[Edit],
        when_done: Callable[[Saved], object] | None = None,
        when_failed: Callable[[str], object] | None = None,
        draft: DraftKey | None = None,
    ) -> None:
        """Save records, all or none; a draft that is named goes with them."""
        self.write(owner, lambda store: store.save(*edits, draft=draft), when_done, when_failed)

    def void(
        self,
        owner: QObject,
        record: Record,
        base: Seen | None = None,
        when_done: Callable[[Saved], object] | None = None,
    ) -> None:
        """Put a record in the trash, and offer to take that back."""

        def done(saved: Saved) -> None:
            said = _("“{title}” is in the trash.").format(title=record.title())
            self.offer_undo(said, partial(self.undo, self, saved.group))
            _call_if_alive(owner, when_done, saved)

        self.write(self, lambda store: store.void(record, base=base), done)

    def undo(self, owner: QObject, group: UUID, when_done: Callable[[Saved], object] | None = None) -> None:
        """Take a save back."""
        self.write(owner, lambda store: store.undo(group), when_done)

    def note_news(self) -> None:
        """Tell everybody that records may show something else now, as after an exchange."""
        self._names.clear()
        self._choose_cluster()
        self.show_standing()
        self.records_changed.emit()

    # speaking

    def say(self, tone: Tone, text: str, action: Action | None = None) -> None:
        """Say something that concerns the whole program, in the banner."""
        self.said.emit(tone, text, action)

    def tell(self, text: str) -> None:
        """Say something about saving in the line at the foot."""
        self._saved_at = None
        self.told.emit(text)

    def offer_undo(self, text: str, undo: Callable[[], object]) -> None:
        """Say what was done and offer to take it back."""
        self.undo_offered.emit(text, undo)

    def follow(self, job: Job, text: str) -> None:
        """Show how far long work is at the foot, with Cancel."""
        self.job_begun.emit(job, text)

    def show_standing(self) -> None:
        """Count again what waits to be sent, and say it at the foot."""
        self.background.start(self, lambda _progress: self._outbox.read(), self._take_standing)

    def retranslate(self) -> None:
        """Say again, in the language in use, what stands at the foot."""
        self._names.clear()
        self._tell_standing(self.standing)
        if self._saved_at is not None:
            self._tell_saved(self._saved_at)

    # going

    def open(self, kind: str, record: UUID) -> None:
        """Go to a record in its place; a comment leads to what it is about, a private part to whom it is about."""
        self.open_asked.emit(*self._shown_with(kind, record))

    def go_to(self, place: str) -> None:
        """Go to a place by its key."""
        self.place_asked.emit(place)

    # naming

    def name(self, record: UUID) -> Match | None:
        """Return what a record is called, whatever its kind; None if it is not on this laptop."""
        if record not in self._names:
            found = next(self._held_in_any(record), None)
            if found is None:
                return None
            self._names[record] = Match(record, found.title(), found.kind)
        return self._names[record]

    def title(self, record: UUID | None) -> str:
        """Return a record's title for a sentence; says so if it is not on this laptop."""
        match = self.name(record) if record is not None else None
        return match.title if match is not None else _("not on this laptop yet")

    def find(self, kinds: tuple[str, ...], typed: str) -> list[Match]:
        """Return records of the cluster in use, or of the whole programme, by any words of theirs; best first."""
        scopes = (self.scope, self.private_scope, PROGRAMME)
        hits = [hit for hit in self.store.search(typed, kinds, _FOUND) if hit.scope in scopes]
        merged = self._merged([hit.id for hit in hits if hit.kind == Actor.kind])
        return [Match(hit.id, hit.title, hit.kind) for hit in hits if hit.id not in merged][:_OFFERED]

    def around(self, owner: QWidget) -> Surroundings:
        """Return what a form that stands in the owner needs around it; new records are made at the owner's right."""
        return Surroundings(self.clock.today, self.void_mark, self.find, self.name, partial(self._make, owner))

    def void_mark(self) -> Void:
        """Return the mark of a line that this person takes out of use now."""
        return Void(by=self.store.me.id, at=self.clock.now())

    def _make(self, owner: QWidget, kinds: tuple[str, ...], title: str, hand_over: Callable[[Match], None]) -> None:
        records = [self.fresh(ENTITIES[kind]) for kind in kinds]
        panel = MakingPanel(owner, records, title, self.around(owner))

        def made(filled: Record) -> None:
            match = Match(filled.id, filled.title(), filled.kind)
            self._names[filled.id] = match
            self.save(panel, [Edit(None, filled)], lambda _saved: finish(match))

        def finish(match: Match) -> None:
            panel.close_panel()
            hand_over(match)

        panel.asked.connect(made)

    def _held_in_any(self, record: UUID) -> Iterator[Record]:
        for entity in ENTITIES.values():
            held = self.store.get(entity, record)
            if held is not None:
                yield held.record

    def _merged(self, actors: list[UUID]) -> set[UUID]:
        return {held.record.id for held in self.store.get_all(Actor, actors) if held.record.merged_into is not None}

    def _shown_with(self, kind: str, record: UUID) -> tuple[str, UUID]:
        entity = ENTITIES.get(kind)
        held = self.store.get(entity, record) if entity is not None else None
        if held is None:
            return kind, record
        found: Record = held.record
        if isinstance(found, Comment | Verdict | Conflict) and found.about_kind and found.about_id:
            return self._shown_with(found.about_kind, found.about_id)
        if isinstance(found, Attachment) and found.about_kind and found.parent_id:
            return self._shown_with(found.about_kind, found.parent_id)
        owner = self.name(found.parent_id) if found.private and found.parent_id else None
        return (owner.kind, owner.id) if owner is not None else (kind, record)

    def _worked(self, work: Callable[[Store], _T]) -> tuple[_T, Reading | None]:
        """Do what saves something, and count at once what waits: "all sent" must not stand beside the new "saved"."""
        result = work(self.store)
        with suppress(Trouble):  # what is saved is saved, even if nothing can be counted now
            return result, self._outbox.read()
        return result, None

    def _written(
        self, owner: QObject, when_done: Callable[[_T], object] | None, worked: tuple[_T, Reading | None]
    ) -> None:
        result, reading = worked
        if reading is not None:
            self._take_standing(reading)
        self._tell_saved(self.clock.now())
        self.courier.note_save()
        _call_if_alive(owner, when_done, result)
        self.note_news()

    def _tell_saved(self, at: dt.datetime) -> None:
        self.tell(saved_words(at))
        self._saved_at = at

    def _take_standing(self, reading: Reading) -> None:
        if self._outbox.is_newest(reading):
            self._tell_standing(reading.standing)

    def _tell_standing(self, standing: Standing) -> None:
        self.standing = standing
        words = standing_words(standing, self.clock.today())
        paused = _("paused") if self.courier.schedule.paused else ""
        self.standing_told.emit(", ".join(filter(None, (words, paused))))

    def _choose_cluster(self) -> None:
        """Take the cluster that was in use last, or the first; tell everybody if it or its name is another now."""
        before, clusters = self._cluster, self.clusters()
        wanted = self.memory.recall(_CLUSTER)
        self._cluster = next((each for each in clusters if str(each.id) == wanted), clusters[0] if clusters else None)
        if before != self._cluster:
            self.cluster_changed.emit()

    def _say_shut(self, sentence: str) -> None:
        self.say(Tone.WARN, sentence, Action(_("To the exchange"), partial(self.go_to, "exchange")))

    def _say_bad(self, sentence: str) -> None:
        self.say(Tone.BAD, sentence)


def _call_if_alive(owner: QObject, call: Callable[[_T], object] | None, answer: _T) -> None:
    if call is not None and shiboken6.isValid(owner):
        call(answer)
