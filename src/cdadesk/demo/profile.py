"""The demo's profile: made once from the story, opened from then on. Its calendar shows one fixed day."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

from cdadesk.acts.illustration import mark_illustrative
from cdadesk.clock import INDIA, Clock
from cdadesk.demo.advisor import Advisor
from cdadesk.demo.story import STORIES, read_story
from cdadesk.demo.telling import Teller
from cdadesk.store import profile, vault
from cdadesk.store.store import Created, Setup, Store

DEMO_DAY = dt.date(1999, 12, 20)
PERSON = "Asha (illustrative)"
PASSPHRASE = "block print demo"  # noqa: S105 - everybody may open the demo
ORDINARY = Setup()

_STATE = "demo"
_BEGUN, _MADE = "begun", "made"


def make_demo_profile(folder: Path, setup: Setup = ORDINARY, language: str = "en", name: str = STORIES[0]) -> Created:
    """Open the demo in a folder, and make it first if it is not there; `recovery` is empty unless it was made now.

    The store's clock is the demo's, on the time of day of the one in `setup`. Raises a Trouble of the disk, or
    WrongPassphrase if somebody's own profile lies in the folder.
    """
    setup = replace(setup, clock=demo_clock(setup.clock))
    if profile.at(folder).key_file.exists():
        store = _opened(folder, setup)
        if store.settings.get(_STATE) != _BEGUN:
            return Created(store, "")
        store.close()
        shutil.rmtree(folder)  # it was cut off while it was being made, and holds nothing of anybody
    return _made(folder, setup, language, name)


def demo_store(folder: Path, setup: Setup = ORDINARY, language: str = "en", name: str = STORIES[0]) -> Store:
    """Return the demo's store, open; for tests and pictures."""
    return make_demo_profile(folder, setup, language, name).store


def demo_clock(clock: Clock = ORDINARY.clock) -> Clock:
    """Return a clock that goes through the hours as the given one does, and never leaves the demo's day."""
    return Clock(lambda: dt.datetime.combine(DEMO_DAY, clock.now().astimezone(INDIA).timetz()))


def _opened(folder: Path, setup: Setup) -> Store:
    return Store.open(folder, vault.unlock(profile.at(folder).key_file, PASSPHRASE), setup)


def _made(folder: Path, setup: Setup, language: str, name: str) -> Created:
    story = read_story(name)
    told = _StoryClock(setup.clock)
    created = Store.create(folder, PASSPHRASE, PERSON, language, replace(setup, clock=Clock(told.read)))
    try:
        created.store.settings.put(_STATE, _BEGUN)
        mark_illustrative(created.store, DEMO_DAY)
        Advisor(created.store, story).introduce(story.record(name).title())
        Teller(created.store, story, told.set).tell()
        told.let_go()
        created.store.settings.put(_STATE, _MADE)
    except BaseException:
        created.store.close()
        raise
    return created


class _StoryClock:
    """Shows the instant that is being told, so that the history has its true days; afterwards the demo's clock."""

    def __init__(self, afterwards: Clock) -> None:
        self._afterwards = afterwards
        self._now: dt.datetime | None = None

    def read(self) -> dt.datetime:
        return self._now or self._afterwards.now()

    def set(self, at: dt.datetime) -> None:
        self._now = at

    def let_go(self) -> None:
        self._now = None
