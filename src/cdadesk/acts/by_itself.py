"""Exchanging by itself: whether it may, whether the person paused it, whether the connection costs money."""

from cdadesk.acts import exchanging
from cdadesk.acts.illustration import illustrative_day
from cdadesk.store.store import Store

_PAUSED = "exchange_paused"
_COSTS_MONEY = "connection_costs_money"


def may_exchange(store: Store) -> bool:
    """Say whether the program may exchange by itself at all.

    Only a laptop that is signed in, and whose person has begun an exchange before: nothing goes out before somebody
    saw what goes out, and where to. What is invented for training never goes by itself.
    """
    seen = bool(exchanging.past(store))
    return seen and exchanging.line(store).open and illustrative_day(store) is None


def paused(store: Store) -> bool:
    """Say whether the person wants nothing to go out by itself; remembered until taken back."""
    return bool(store.settings.get(_PAUSED, False))


def pause(store: Store) -> None:
    """Let nothing go out by itself."""
    store.settings.put(_PAUSED, value=True)


def go_on(store: Store) -> None:
    """Exchange by itself again."""
    store.settings.put(_PAUSED, None)


def costs_money(store: Store) -> bool:
    """Say whether the person said that the connection in use costs money: photos wait, records go."""
    return bool(store.settings.get(_COSTS_MONEY, False))


def say_it_costs(store: Store) -> None:
    """Remember that the connection costs money."""
    store.settings.put(_COSTS_MONEY, value=True)


def say_it_is_free(store: Store) -> None:
    """Remember that the connection costs nothing."""
    store.settings.put(_COSTS_MONEY, None)
