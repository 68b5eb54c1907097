"""Sending files: which photos, originals and papers wait, and which of them go as this person wants it."""

from dataclasses import dataclass

from cdadesk.store.attached import ToSend, Which
from cdadesk.store.store import Store

_PHOTOS = "photos_go"
_ORIGINALS = "originals_go"
_COSTS_MONEY = "connection_costs_money"


@dataclass(frozen=True)
class Waiting:
    """Files that the server does not have yet: how many, how many bytes; originals counted apart."""

    count: int = 0
    size: int = 0
    originals: int = 0
    originals_size: int = 0


def photos_go(store: Store) -> bool:
    """Say whether photos are sent with the exchange."""
    return bool(store.settings.get(_PHOTOS, default=True))


def let_photos_go(store: Store, *, go: bool) -> None:
    """Turn the sending of photos on or off."""
    store.settings.put(_PHOTOS, go)


def originals_go(store: Store) -> bool:
    """Say whether originals are sent, too: only somebody who knows the line can say so."""
    return bool(store.settings.get(_ORIGINALS, default=False))


def let_originals_go(store: Store, *, go: bool) -> None:
    """Turn the sending of originals on or off."""
    store.settings.put(_ORIGINALS, go)


def waiting(store: Store) -> Waiting:
    """Return what the server does not have yet, sent records or not."""
    found = store.blobs.waiting()
    usual = [each.size for each in found if each.which is Which.usual]
    originals = [each.size for each in found if each.which is Which.original]
    return Waiting(len(usual), sum(usual), len(originals), sum(originals))


def ready(store: Store) -> list[ToSend]:
    """Return the files that may be sent now, as this person wants it, in the order in which they go."""
    if not photos_go(store) or store.settings.get(_COSTS_MONEY):
        return []
    wanted = {Which.usual, Which.original} if originals_go(store) else {Which.usual}
    return [each for each in store.blobs.waiting() if each.record_is_there and each.which in wanted]
