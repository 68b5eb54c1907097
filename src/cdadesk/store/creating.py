"""Making a profile: all its files beside the folder first, so that a half-made one never stands in its place."""

import shutil
from dataclasses import dataclass, field

from cdadesk.clock import Clock, new_id
from cdadesk.domain.registry import ENTITIES
from cdadesk.store import files, search, settings, sticks, upgrading, vault
from cdadesk.store.engine import Database
from cdadesk.store.granting import Author
from cdadesk.store.profile import Profile
from cdadesk.store.rows import Entities, Schema, schema_of
from cdadesk.store.settings import Setting
from cdadesk.store.troubles import ProfileExists, file_troubles_told
from cdadesk.store.upgrading import OURS, Revisions
from cdadesk.store.vault import FIELD, Hardness, Key
from cdadesk.wire.author import author_of
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import Role


@dataclass(frozen=True)
class Setup:
    """What a store stands on; tests hand in a clock of their own, other entities, and a cheap passphrase."""

    clock: Clock = field(default_factory=Clock)
    entities: Entities = field(default_factory=lambda: ENTITIES)
    hardness: Hardness = FIELD
    revisions: Revisions = OURS


def make(profile: Profile, passphrase: str, setup: Setup) -> vault.Fresh:
    """Make the files of a profile; raises ProfileExists, PassphraseTooShort or a Trouble of the disk, with no trace."""
    with file_troubles_told():
        return _make(profile, passphrase, setup)


def _make(profile: Profile, passphrase: str, setup: Setup) -> vault.Fresh:
    folder = profile.folder
    if folder.exists() and any(folder.iterdir()):
        raise ProfileExists(folder)
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        fresh = _fill(Profile(beside, profile.name, profile.language), passphrase, setup)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    files.settle_folder(folder.parent)
    return fresh


def _fill(profile: Profile, passphrase: str, setup: Setup) -> vault.Fresh:
    fresh = vault.create(profile.key_file, passphrase, setup.hardness)
    profile.write_card()
    profile.logs.mkdir()
    _make_database(profile, fresh.key, schema_of(setup.entities))
    return fresh


def _make_database(profile: Profile, key: Key, schema: Schema) -> None:
    database = Database(profile.database, key)
    hand = Keys.new()
    me = Author(str(author_of(hand.public.sign)), profile.name, Role.cda)
    first = {
        Setting.replica: str(new_id()),
        Setting.author: me.plain(),
        Setting.author_keys: hand.written,
        Setting.language: profile.language,
        Setting.read_by: schema.fingerprint(),
        Setting.indexed_by: search.VERSION,
    }
    try:
        with database.writing() as connection:
            upgrading.make(connection, schema)
            for name, value in first.items():
                settings.write(connection, name, value)
            sticks.ensure_keys(connection)
    finally:
        database.close()
