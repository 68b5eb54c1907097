"""The stick out: what waits here, sealed to the server and to a colleague, and what the server answered to theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from cdadesk.clock import Clock
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.sticks import Carried, Stick, Writing
from cdadesk.store.store import Store
from cdadesk.sync import exchange, sticks
from cdadesk.wire import bundle
from cdadesk.wire.bundle import About, Layer
from cdadesk.wire.frames import Frame, FrameType
from cdadesk.wire.messages import Apart, Batch, Colleague, Envelope, Grants, Role
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
class Receiver:
    """A colleague who may read a stick and take it to the server; on as many laptops as they have."""

    user: str
    name: str
    role: Role
    colleagues: tuple[Colleague, ...]

    @property
    def scopes(self) -> frozenset[str]:
        """Return the scopes that both may see, on whichever laptop it is read."""
        return frozenset.intersection(*(frozenset(each.scopes) for each in self.colleagues))


@dataclass(frozen=True)
class Wish:
    """What is to be written: for whom (None: the server alone), into which folder, in files of how many megabytes.

    `after` is the last op that lies on the stick before, where one was not enough.
    """

    folder: Path
    receiver: Receiver | None = None
    megabytes: int = 0
    after: int = 0


@dataclass(frozen=True)
class Written:
    """What was written: files, bytes, changes, answers for the colleague. `left` says that another stick is needed."""

    files: tuple[Path, ...]
    size: int
    changes: int
    answers: int
    last: int
    left: bool


@dataclass(frozen=True)
class Overview:
    """All about sticks: whether one can be written yet, for whom, what was written, and what is carried for others."""

    ready: bool
    receivers: tuple[Receiver, ...]
    written: tuple[Stick, ...]
    carried: tuple[Carried, ...]
    names: dict[str, str]


def overview(store: Store) -> Overview:
    """Return how things stand with sticks."""
    grants = store.sticks.grants()
    names = {str(each.replica): each.name for each in grants.colleagues} if grants else {}
    found = tuple(receivers(store))
    return Overview(_is_ready(store), found, tuple(store.sticks.written()), tuple(store.sticks.carried()), names)


def receivers(store: Store) -> list[Receiver]:
    """Return the colleagues to whom a stick can be sealed, advisors first."""
    grants = store.sticks.grants()
    by_user: dict[str, list[Colleague]] = {}
    for each in grants.colleagues if grants else ():
        by_user.setdefault(each.user, []).append(each)
    found = [Receiver(user, of[0].name, of[0].role, tuple(of)) for user, of in by_user.items()]
    return sorted(found, key=lambda each: (each.role is not Role.ta, each.name))


def write(store: Store, wish: Wish, clock: Clock | None = None) -> Written:
    """Write all that waits to a stick and remember it; nothing leaves the outbox by that.

    Raises NoStickYet, NobodyThere, or a Trouble of the stick.
    """
    clock = clock or Clock()
    if not _is_ready(store):
        raise NoStickYet
    if wish.receiver is not None and wish.receiver.user not in {each.user for each in receivers(store)}:
        raise NobodyThere
    parts = [each for each in _parts(store, wish, clock) if each.last > wish.after or not each.last]
    answers = _answers(store, wish)
    payloads = [*(each.payload for each in parts), *(payload for _id, payload in answers)]
    most = wish.megabytes * _MEGABYTE or sticks.FILE_USUAL
    made = sticks.write(wish.folder, store.profile.name, clock.today(), payloads, most)
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


__all__ = [
    "SIZES",
    "Grants",
    "NoStickYet",
    "NobodyThere",
    "Overview",
    "Receiver",
    "Wish",
    "Written",
    "overview",
    "write",
]
