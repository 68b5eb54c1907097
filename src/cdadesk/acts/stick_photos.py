"""Photos and papers on a stick: which may go along, how large they are, and the bundles that carry them in parts."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from cdadesk.acts.stick_receivers import Receiver
from cdadesk.clock import Clock
from cdadesk.domain.kernel.fields import Choice
from cdadesk.i18n import N_
from cdadesk.store.attached import ToSend, Which
from cdadesk.store.store import Store
from cdadesk.wire import bundle
from cdadesk.wire.blobs import PIECE, Part
from cdadesk.wire.bundle import About, Layer
from cdadesk.wire.frames import Frame, FrameType
from cdadesk.wire.keys import PublicKeys

_ON_STICKS = "photos_on_sticks"
_IN_A_BUNDLE = 4
"""So many parts of files go into one bundle: it must stay below `bundle.MOST`."""


class Photos(Choice):
    """Which photos and papers go along."""

    none = "none", N_("Without photos")
    new = "new", N_("With new photos")
    originals = "originals", N_("With new photos and originals")
    every = "every", N_("With all photos")


@dataclass(frozen=True)
class Offer:
    """One way to choose, and what it would put on the stick."""

    photos: Photos
    count: int = 0
    size: int = 0


@dataclass(frozen=True)
class Rest:
    """What is on the sticks that were written before, in one go: whole files, and how far the next one came."""

    done: frozenset[str] = frozenset()
    begun: str = ""
    offset: int = 0


@dataclass(frozen=True)
class Piece:
    """Some bytes of a file, and where they lie in it."""

    file: ToSend
    offset: int

    @property
    def is_last(self) -> bool:
        """Say whether the file ends with it."""
        return self.offset + PIECE >= self.file.size


def offers(store: Store, receiver: Receiver | None) -> list[Offer]:
    """Return the ways to choose that differ, with what each would take; without photos always comes first.

    A colleague sees them and brings them to the server with the next exchange; without one the stick goes there itself.
    """
    found = [Offer(Photos.none)]
    for photos in (Photos.new, Photos.originals, Photos.every):
        files = chosen(store, receiver, photos)
        offer = Offer(photos, len(files), sum(each.size for each in files))
        if (offer.count, offer.size) not in {(each.count, each.size) for each in found}:
            found.append(offer)
    return found


def chosen(store: Store, receiver: Receiver | None, photos: Photos) -> list[ToSend]:
    """Return the files that go along, usual ones before originals.

    New is what the server does not have, what was on no stick for this receiver before, and did not come from there.
    """
    if photos is Photos.none:
        return []
    scopes = _scopes(store, receiver)
    if photos is Photos.every:
        return [each for each in store.blobs.in_use() if each.scope in scopes and each.which is Which.usual]
    wanted = {Which.usual, Which.original} if photos is Photos.originals else {Which.usual}
    known = _on_sticks(store, user_of(receiver))
    waiting = [each for each in store.blobs.waiting() if each.scope in scopes and each.which in wanted]
    return [each for each in waiting if each.sha256 not in known]


def pieces(store: Store, files: Sequence[ToSend], rest: Rest) -> list[Piece]:
    """Return what is to be written, file after file; one that is damaged here is left out."""
    found: list[Piece] = []
    for file in files:
        if file.sha256 not in rest.done and store.blobs.is_as_kept(file.sha256):
            start = rest.offset if file.sha256 == rest.begun else 0
            found += [Piece(file, offset) for offset in range(start, file.size, PIECE)]
    return found


def bundles(store: Store, receiver: Receiver | None, wanted: Sequence[Piece], clock: Clock) -> Iterator[bytes]:
    """Yield the bundles one after the other: never more than one stands in memory."""
    runs = portions(wanted)
    for number, run in enumerate(runs, start=1):
        about = About(str(store.replica), clock.now(), number, len(runs), files=len(run))
        frames = [Frame(FrameType.blob_part, _part(store, each).payload()) for each in run]
        yield bundle.make(about, [Layer(frames, _readers(store, receiver))], store.sticks.keys())


def portions(wanted: Sequence[Piece]) -> list[list[Piece]]:
    """Cut what is to be written into bundles, each of one scope."""
    found: list[list[Piece]] = []
    for each in wanted:
        fits = found and len(found[-1]) < _IN_A_BUNDLE and found[-1][-1].file.scope == each.file.scope
        if fits:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def after(rest: Rest, wanted: Sequence[Piece], written: int) -> Rest:
    """Return how far one has come after so many bundles."""
    out = [each for run in islice(portions(wanted), written) for each in run]
    done = rest.done | {each.file.sha256 for each in out if each.is_last}
    following = wanted[len(out) :]
    if not following:
        return Rest(done)
    return Rest(done, following[0].file.sha256, following[0].offset)


def user_of(receiver: Receiver | None) -> str:
    """Return for whom a stick is, blank for the server alone."""
    return receiver.user if receiver is not None else ""


def note(store: Store, user: str, done: Collection[str]) -> None:
    """Remember what somebody has, or will read on a stick, as long as the server lacks it."""
    waiting = {each.sha256 for each in store.blobs.waiting()}
    told = dict(store.settings.get(_ON_STICKS, {}))
    told[user] = sorted((_on_sticks(store, user) | set(done)) & waiting)
    store.settings.put(_ON_STICKS, told)


def _on_sticks(store: Store, user: str) -> set[str]:
    return set(store.settings.get(_ON_STICKS, {}).get(user, ()))


def _scopes(store: Store, receiver: Receiver | None) -> frozenset[str]:
    grants = store.sticks.grants()
    own = frozenset(grants.scopes) if grants else frozenset[str]()
    return own if receiver is None else own & receiver.scopes


def _readers(store: Store, receiver: Receiver | None) -> dict[str, PublicKeys]:
    grants = store.sticks.grants()
    assert grants is not None and grants.server is not None  # noqa: S101, PT018 - whoever writes has looked
    colleagues = receiver.colleagues if receiver is not None else ()
    return {bundle.SERVER: grants.server} | {str(each.replica): each.keys for each in colleagues}


def _part(store: Store, piece: Piece) -> Part:
    file = piece.file
    contents = store.blobs.read(file.sha256, piece.offset, PIECE)
    return Part(file.scope, file.record, file.sha256, piece.offset, file.size, contents)
