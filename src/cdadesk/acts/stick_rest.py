"""What did not fit on one stick, remembered between two runs of the console: it goes on where it was."""

from dataclasses import replace
from typing import Any

from cdadesk.acts import stick
from cdadesk.acts.stick import Wish, Written
from cdadesk.acts.stick_photos import Photos, Rest, user_of
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.store import Store

_RESTS = "rests_of_sticks"


class NothingLeft(Trouble):
    """The stick before held all that was to be written."""

    def __init__(self) -> None:
        super().__init__(_("Nothing is left over from the stick before. Write without --rest."))


def write(store: Store, wish: Wish) -> Written:
    """Write a stick, and remember where it ended if it did not hold all; raises as `stick.write`."""
    made = stick.write(store, wish)
    kept: dict[str, Any] = dict(store.settings.get(_RESTS, {}))
    kept.pop(user_of(wish.receiver), None)
    if made.left:
        kept[user_of(wish.receiver)] = {"after": made.last, "photos": wish.photos.name, "rest": _plain(made.rest)}
    store.settings.put(_RESTS, kept or None)
    return made


def following(store: Store, wish: Wish) -> Wish:
    """Return the wish for what did not fit on the last stick for the same colleague; raises NothingLeft."""
    kept = store.settings.get(_RESTS, {}).get(user_of(wish.receiver))
    if kept is None:
        raise NothingLeft
    return replace(wish, after=kept["after"], photos=Photos[kept["photos"]], rest=_read(kept["rest"]))


def _plain(rest: Rest | None) -> dict[str, Any] | None:
    return None if rest is None else {"done": sorted(rest.done), "begun": rest.begun, "offset": rest.offset}


def _read(plain: dict[str, Any] | None) -> Rest | None:
    return None if plain is None else Rest(frozenset(plain["done"]), plain["begun"], plain["offset"])
