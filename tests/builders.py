"""Builders for tests: a clock that is set by hand, a store in a folder, records that name only what matters."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from cdadesk.clock import Clock, new_id
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import cluster_scope
from cdadesk.domain.registry import ENTITIES
from cdadesk.store import vault
from cdadesk.store.profile import Profile
from cdadesk.store.rows import Entities
from cdadesk.store.store import Edit, Held, Setup, Store
from cdadesk.store.vault import Hardness

R = TypeVar("R", bound=Record)

PASSPHRASE = "a passphrase of tests"
CHEAP = Hardness(memory=8192, passes=1)
CLUSTER = UUID("01900000-0000-7000-8000-00000000c105")
SCOPE = cluster_scope(CLUSTER)


@dataclass
class HandClock:
    """Stands still until it is set; hand its `clock` to whatever asks for one."""

    now: dt.datetime = dt.datetime(2026, 3, 14, 9, 12, 33, 120_000, dt.UTC)

    @property
    def clock(self) -> Clock:
        """Return the clock that shows this time."""
        return Clock(lambda: self.now)

    def advance(self, **by: float) -> None:
        """Let time pass: `advance(days=2)`."""
        self.now += dt.timedelta(**by)


def a_setup(clock: HandClock | None = None, entities: Entities = ENTITIES) -> Setup:
    """Return what a test's store stands on: a passphrase that costs nothing, a clock set by hand."""
    return Setup(clock=(clock or HandClock()).clock, entities=entities, hardness=CHEAP)


def a_store(folder: Path, name: str = "Kavita", setup: Setup | None = None) -> Store:
    """Make a profile in a folder and open it; close it, or use it as a context."""
    return Store.create(folder, PASSPHRASE, name, setup=setup or a_setup()).store


def reopened(store: Store, setup: Setup | None = None) -> Store:
    """Close a store and open its profile again, as the next morning."""
    store.close()
    return opened(store.profile.folder, setup)


def opened(folder: Path, setup: Setup | None = None) -> Store:
    """Open a profile that `a_store` made."""
    key = vault.unlock(Profile(folder).key_file, PASSPHRASE)
    return Store.open(folder, key, setup or a_setup())


def a_record(entity: type[R], **values: Any) -> R:
    """Return a record of an entity in the cluster of the tests."""
    return entity.model_validate({"id": new_id(), "scope": SCOPE} | values)


def saved(store: Store, record: R) -> R:
    """Save a new record and return it."""
    store.save(Edit(None, record))
    return record


def changed(store: Store, held: Held[R], **values: Any) -> Held[R]:
    """Save a record with other values, as a form would, and return it as it is held then."""
    entity = type(held.record)
    store.save(Edit(held.record, held.record.changed(**values), held.base))
    return the(store, entity, held.record.id)


def the(store: Store, entity: type[R], record: UUID) -> Held[R]:
    """Return a record that must be there."""
    held = store.get(entity, record)
    assert held is not None, f"no {entity.__name__} {record}"
    return held
