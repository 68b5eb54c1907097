"""The stick out: what waits here, sealed to the server and to a colleague, and what the server answered to theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from cdadesk.acts import stick_photos
from cdadesk.acts.stick_photos import Offer, Photos, Rest
from cdadesk.acts.stick_receivers import Receiver, receivers
from cdadesk.clock import Clock
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.sticks import Carried, Stick, Writing
from cdadesk.store.store import Store
from cdadesk.sync import exchange, sticks
from cdadesk.sync.sticks import StickFull
from cdadesk.wire import bundle
from cdadesk.wire.bundle import About, Layer
from cdadesk.wire.frames import Frame, FrameType
from cdadesk.wire.messages import Apart, Batch, Envelope, Grants
from cdadesk.wire.ops import Op

PART = 256 * 1024
NEWS = 256 * 1024
SIZES = (0, 1, 4, 16)
"""Megabytes of one file that a person may choose; 0 for as much as there is."""
_MEGABYTE = 1024 * 1024


class NoStickYet(Trouble):
    """The laptop does not know the server's keys, or the server not the laptop's."""

    def __init__(self) -> None:
        said = _("Exchange with the server once first. Then this laptop and the server know each other's seals.")
        super().__init__(said)


class NobodyThere(Trouble):
    """The colleague is gone from the grants."""

    def __init__(self) -> None:
        super().__init__(_("This colleague does not work on your clusters any more. Choose another one."))


@dataclass(frozen=True)
class Wish:
    """What is to be written: for whom (None: the server alone), into which folder, in files of how many megabytes.

    `after` is the last op that lies on the stick before, where one was not enough; `rest` says which photos do, where
    only photos are left.
    """

    folder: Path
    receiver: Receiver | None = None
    megabytes: int = 0
    after: int = 0
    photos: Photos = Photos.none
    rest: Rest | None = None

    @property
    def most(self) -> int:
        """Return the bytes of one file."""
        return self.megabytes * _MEGABYTE or sticks.FILE_USUAL


@dataclass(frozen=True)
class Written:
    """What was written: files, bytes, changes, answers for the colleague, whole photos and papers.

    `left` says that another stick is needed, `rest` which photos are written so far. `damaged` photos are left out.
    """

    files: tuple[Path, ...] = ()
    size: int = 0
    changes: int = 0
    answers: int = 0
    last: int = 0
    left: bool = False
    photos: int = 0
    damaged: int = 0
    rest: Rest | None = None


@dataclass(frozen=True)
class Overview:
    """All about sticks: whether one can be written yet, for whom, what was written, and what is carried for others.

    `photos` are the ways to take photos along, by the user whom the stick is for; blank for the server alone.
    """

    ready: bool
    receivers: tuple[Receiver, ...]
    written: tuple[Stick, ...]
    carried: tuple[Carried, ...]
    names: dict[str, str]
    photos: Mapping[str, tuple[Offer, ...]]


def overview(store: Store) -> Overview:
    """Return how things stand with sticks."""
    grants = store.sticks.grants()
    names = {str(each.replica): each.name for each in grants.colleagues} if grants else {}
    found = tuple(receivers(store))
    photos = {each.user if each else "": tuple(stick_photos.offers(store, each)) for each in (*found, None)}
    lists = tuple(store.sticks.written()), tuple(store.sticks.carried())
    return Overview(_is_ready(store), found, *lists, names, photos)


def write(store: Store, wish: Wish, clock: Clock | None = None) -> Written:
    """Write all that waits to a stick and remember it; nothing leaves the outbox by that.

    Raises NoStickYet, NobodyThere, or a Trouble of the stick.
    """
    clock = clock or Clock()
    if not _is_ready(store):
        raise NoStickYet
    if wish.receiver is not None and wish.receiver.user not in {each.user for each in receivers(store)}:
        raise NobodyThere
    made = _write_changes(store, wish, clock) if wish.rest is None else Written(last=wish.after)
    return made if made.left else _with_photos(store, wish, made, clock)


def _write_changes(store: Store, wish: Wish, clock: Clock) -> Written:
    parts = [each for each in _parts(store, wish, clock) if each.last > wish.after or not each.last]
    answers = _answers(store, wish)
    payloads = [*(each.payload for each in parts), *(payload for _id, payload in answers)]
    made = sticks.write(wish.folder, store.profile.name, clock.today(), payloads, wish.most)
    return _remember(
        store, wish, made, parts[: made.bundles], answers[: max(made.bundles - len(parts), 0)], len(payloads)
    )


@dataclass(frozen=True)
class _Part:
    """One bundle of our own, and which ops are in it."""

    payload: bytes
    first: int = 0
    last: int = 0


def _is_ready(store: Store) -> bool:
    grants = store.sticks.grants()
    own = store.sticks.keys().public.sign
    return grants is not None and grants.server is not None and grants.known_as == own


def _parts(store: Store, wish: Wish, clock: Clock) -> list[_Part]:
    batches: list[Batch | None] = [*store.sticks.batches(PART)] or [None]
    return [_part(store, wish, batch, (at, len(batches)), clock) for at, batch in enumerate(batches, start=1)]


def _part(store: Store, wish: Wish, batch: Batch | None, place: tuple[int, int], clock: Clock) -> _Part:
    first, last = (batch.entries[0].n, batch.entries[-1].n) if batch else (0, 0)
    about = About(str(store.replica), clock.now(), *place, first, last)
    news = NEWS if place[0] == place[1] else 0
    envelope = replace(exchange.envelope(store, news), token="", keys=None)
    return _Part(bundle.make(about, _layers(store, wish, batch, envelope), store.sticks.keys()), first, last)


def _layers(store: Store, wish: Wish, batch: Batch | None, envelope: Envelope) -> list[Layer]:
    """Return what everybody may read whom the stick is for, and what is for the server alone."""
    grants = store.sticks.grants()
    assert grants is not None and grants.server is not None  # noqa: S101, PT018 - _is_ready has looked
    server = {bundle.SERVER: grants.server}
    alone = [Frame(FrameType.envelope, envelope.plain())]
    if batch is None:
        return [Layer(alone, server)]
    if wish.receiver is None:
        return [Layer([*alone, Frame(FrameType.batch, batch.plain())], server)]
    apart = _apart(batch, wish.receiver)
    if apart:
        alone.append(Frame(FrameType.apart, Apart(tuple(apart.values())).plain()))
    both = server | {str(each.replica): each.keys for each in wish.receiver.colleagues}
    return [Layer([Frame(FrameType.batch, bundle.batch_apart(batch, apart).plain())], both), Layer(alone, server)]


def _apart(batch: Batch, receiver: Receiver) -> dict[int, Op]:
    scopes = receiver.scopes
    return {each.n: each for each in batch.entries if isinstance(each, Op) and each.scope not in scopes}


def _answers(store: Store, wish: Wish) -> list[tuple[str, bytes]]:
    """Return what is taken along: the server's answers for a colleague; for the server what others gave us."""
    if wish.after:
        return []
    if wish.receiver is None:
        return [("", payload) for _one, payload in store.sticks.to_carry()]
    replicas: list[UUID] = [each.replica for each in wish.receiver.colleagues]
    return store.sticks.replies(replicas)


def _remember(
    store: Store,
    wish: Wish,
    made: sticks.Written,
    parts: Sequence[_Part],
    answers: Sequence[tuple[str, bytes]],
    wanted: int,
) -> Written:
    first, last = parts[0].first if parts else 0, parts[-1].last if parts else 0
    name = wish.receiver.name if wish.receiver else ""
    names = tuple(each.name for each in made.files)
    store.sticks.note(Writing(name, str(wish.folder), names, first, last, made.size))
    store.sticks.handed([each for each, _payload in answers if each])
    changes = last - first + 1 if last else 0
    return Written(made.files, made.size, changes, len(answers), last, made.bundles < wanted)


def _with_photos(store: Store, wish: Wish, changes: Written, clock: Clock) -> Written:
    """Write photos after the changes that tell of them, as far as there is room; raises as `write` does."""
    files, rest = stick_photos.chosen(store, wish.receiver, wish.photos), wish.rest or Rest()
    wanted = stick_photos.pieces(store, files, rest)
    if not wanted:
        return changes
    payloads = stick_photos.bundles(store, wish.receiver, wanted, clock)
    try:
        made = sticks.write(wish.folder, store.profile.name, clock.today(), payloads, wish.most)
    except StickFull:
        if wish.rest is not None:
            raise
        return replace(changes, left=True, rest=rest)
    so_far = stick_photos.after(rest, wanted, made.bundles)
    stick_photos.note(store, stick_photos.user_of(wish.receiver), so_far.done)
    return replace(
        changes,
        files=(*changes.files, *made.files),
        size=changes.size + made.size,
        photos=len(so_far.done - rest.done),
        damaged=len({each.sha256 for each in files} - rest.done - {each.file.sha256 for each in wanted}),
        left=bool(so_far.begun),
        rest=so_far,
    )


__all__ = [
    "SIZES",
    "Grants",
    "NoStickYet",
    "NobodyThere",
    "Overview",
    "Photos",
    "Receiver",
    "Wish",
    "Written",
    "overview",
    "receivers",
    "write",
]
