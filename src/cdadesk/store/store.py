"""The store: all that window, console and exchange know of the file on the disk. Several threads may use one."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection

from cdadesk.clock import instant_text, read_instant
from cdadesk.domain.kernel.complaints import complaints
from cdadesk.domain.kernel.record import Record, Void
from cdadesk.domain.kernel.troubles import WrongShape
from cdadesk.store import (
    aside,
    attached,
    backup,
    cursors,
    forking,
    granting,
    inbox,
    journal,
    merged,
    profile,
    restoring,
    settings,
    settling,
    sticks,
    undoing,
    whole,
)
from cdadesk.store.asking import Ask
from cdadesk.store.backup import Copy, Extent
from cdadesk.store.bench import Address
from cdadesk.store.coming_first import ComingFirst
from cdadesk.store.creating import Setup, make
from cdadesk.store.drafts import DraftKey, Drafts, drop
from cdadesk.store.forking import Heir, Successor
from cdadesk.store.granting import Taken
from cdadesk.store.opening import OPENED_FILES, Opened, open_files, sweep_opened, throw_away
from cdadesk.store.profile import Profile
from cdadesk.store.reading import Held, Reading
from cdadesk.store.settings import Setting, Settings
from cdadesk.store.standing import Transport
from cdadesk.store.sticks import Sticks
from cdadesk.store.troubles import ForkedReplica
from cdadesk.store.vault import Key
from cdadesk.store.writing import Edit, Erase, Hand, Saved, Step, carry_out, step_of
from cdadesk.wire.messages import Batch, Grants, Outcomes, Refusal
from cdadesk.wire.ops import Act, Leaves, Seen
from cdadesk.wire.pages import Page, parts_of

__all__ = ["Ask", "Created", "DraftKey", "Edit", "Erase", "Held", "Link", "Saved", "Setup", "Store", "Transport"]

ORDINARY = Setup()


class Created(NamedTuple):
    """A new profile, open, and the recovery key to print: it is shown once and kept nowhere."""

    store: "Store"
    recovery: str


@dataclass(frozen=True)
class Link:
    """How this profile speaks with its server; all empty before the laptop was signed in.

    `identity` is what tells this server from any other, wherever it answers.
    """

    server: str
    token: str
    grants_hash: str
    identity: str = ""


class Store(Reading):
    """One profile, open. Close it, or use it as a context."""

    def __init__(self, opened: Opened, setup: Setup) -> None:
        super().__init__(opened, setup.clock)
        self._opened = opened
        self.settings = Settings(self._database)
        self.drafts = Drafts(self._database, self._clock)
        self.sticks = Sticks(self._database, self._schema, self._clock)
        self.blobs = opened.blobs
        self.first = ComingFirst(self._database, self.blobs)
        self._skew: dt.timedelta | None = None

    @classmethod
    def create(
        cls, folder: Path, passphrase: str, person_name: str, language: str = "en", setup: Setup = ORDINARY
    ) -> Created:
        """Make a profile and open it; raises ProfileExists, PassphraseTooShort or DiskFull."""
        fresh = make(Profile(folder, person_name, language), passphrase, setup)
        return Created(cls.open(folder, fresh.key, setup), fresh.recovery)

    @classmethod
    def open(cls, folder: Path, key: Key, setup: Setup = ORDINARY) -> Self:
        """Open a profile with the key that `vault.unlock` gave; an older database is upgraded after a backup.

        Raises a Trouble that says what is wrong with the files, and leaves them as they are.
        """
        return cls(open_files(profile.at(folder), key, setup), setup)

    @property
    def opened_files(self) -> Path:
        """Return the folder of copies in plain that other programs opened; it goes when the profile is closed."""
        return self.profile.folder / OPENED_FILES

    def close(self) -> None:
        """Let go of the files."""
        sweep_opened(self.profile)
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def save(self, *edits: Edit | Erase, draft: DraftKey | None = None) -> Saved:
        """Keep what the person typed: row, history and what is to be sent, all or none; returns after the flush.

        What is erased goes from all that this laptop keeps, and nothing brings it back. A draft that is named goes with
        the save. Raises WrongShape, RecordTooLarge, or a Trouble of the disk.
        """
        steps = [step_of(each) for each in edits]
        with self._scouring(any(step.act is Act.erase for step in steps)) as connection:
            saved = carry_out(connection, self._schema, self._hand(connection), steps)
            if draft is not None:
                drop(connection, draft)
        if any(step.act is Act.erase for step in steps):
            self.first.forget_all()
        return saved

    def void(self, record: Record, reason: str = "", base: Seen | None = None) -> Saved:
        """Take a record out of use; it goes to the trash and can always be brought back. Raises WrongShape."""
        try:
            void = Void(by=self.me.id, at=self._clock.now(), reason=reason)
        except ValidationError as error:
            raise WrongShape(complaints(error)) from error
        return self._carry_out(_step(record, {"void": void.plain()}, base, Act.void))

    def restore(self, record: Record, base: Seen | None = None) -> Saved:
        """Bring a record back from the trash."""
        return self._carry_out(_step(record, {"void": None}, base, Act.restore))

    def move(self, records: Sequence[Held[Record]], target: str) -> Saved:
        """Let records lie in another cluster, all or none; they go when the server has moved them."""
        fields = {"scope": target}
        steps = [_step(each.record, fields, each.base, Act.move) for each in records]
        with self._database.writing() as connection:
            return carry_out(connection, self._schema, self._hand(connection), steps)

    def undo(self, group: UUID) -> Saved:
        """Take a save back, as a save of its own; raises NothingToUndo if nothing of it stands any more."""
        with self._database.writing() as connection:
            return undoing.undo(connection, self._schema, self._hand(connection), group)

    def use_language(self, code: str) -> None:
        """Remember the language of this person, also for the window that asks for the passphrase."""
        self.settings.put(Setting.language, code)
        self.profile = replace(self.profile, language=code)
        self.profile.write_card()

    def link(self) -> Link:
        """Return how this profile speaks with its server."""
        with self._database.reading() as connection:
            server, token = (settings.read(connection, name) for name in (Setting.server, Setting.token))
            grants = granting.granted(connection)
        known = (grants.hash, grants.identity) if grants else ("", "")
        return Link(server or "", token or "", *known)

    def link_to(self, server: str, token: str) -> None:
        """Remember the server that this laptop was signed in to, and the token that it gave."""
        with self._database.writing() as connection:
            settings.write(connection, Setting.server, server)
            settings.write(connection, Setting.token, token)

    def cursors(self) -> Mapping[str, Seen]:
        """Return how far each granted scope has come."""
        with self._database.reading() as connection:
            return {each.scope: each.at for each in cursors.every(connection) if each.granted}

    def floors(self) -> Mapping[str, Seen]:
        """Return up to where each granted scope is complete: of a row of the feed, only what is newer is needed.

        The cursor says less: while a scope comes in several pages, a record may move past it that never came.
        """
        with self._database.reading() as connection:
            return {each.scope: each.whole for each in cursors.every(connection) if each.granted}

    @contextmanager
    def sending(self, batch: Batch | None) -> Iterator[None]:
        """Show the records of a batch as on their way, as long as the block lasts."""
        self._on_the_way = frozenset(batch.numbers) if batch else frozenset()
        try:
            yield
        finally:
            self._on_the_way = frozenset()

    def settle(self, answer: Outcomes) -> Set[Address]:
        """Note the server's word on each op; return which records now stand otherwise. Twice is once.

        Raises ForkedReplica or ServerRewound, with nothing changed but that the first is remembered.
        """
        return self._settle(answer, None)

    def settle_with_echo(self, answer: Outcomes, echo: Page) -> Set[Address]:
        """Settle a batch and take in the page that came with it, both or neither; it says of nothing but that batch.

        What is written of each op is written once so.
        """
        return self._settle(answer, echo)

    def _settle(self, answer: Outcomes, echo: Page | None) -> Set[Address]:
        try:
            with self._scouring(answer.erased > 0) as connection:
                replica = granting.replica_of(connection)
                touched = settling.settle(connection, self._schema, replica, answer, self._server_time())
                if answer.refusal is Refusal.restored:
                    self._erase_again(connection, answer)
                unnamed = granting.let_go(connection, self._schema)
                if echo is not None:
                    inbox.apply(connection, self._schema, replica, echo)
        except ForkedReplica:
            with self._database.writing() as connection:
                forking.note(connection, forked=True)
            raise
        if answer.erased:
            self.first.forget_all()
        self._throw_away(unnamed)
        return touched

    def heir(self) -> Heir:
        """Return with which id and keys this profile goes on after a fork: the same each time, until `become`."""
        with self._database.writing() as connection:
            return forking.heir(connection)

    def become(self, successor: Successor) -> None:
        """Go on under a new id that the server knows by now; what waits or was refused goes out again."""
        with self._database.writing() as connection:
            forking.go_on(connection, self._schema, granting.replica_of(connection), successor)

    def note_told(self) -> None:
        """Note that the server keeps the portion that `next_to_tell` gave."""
        with self._database.writing() as connection:
            aside.note_told(connection, aside.next_to_tell(connection, aside.TELL_MOST)[1])

    def note_skew(self, skew: dt.timedelta | None) -> None:
        """Note how much the server's clock is ahead, None if it does not say: days are counted by it."""
        self._skew = skew

    def take(self, grants: Grants) -> Taken:
        """Note what the account may see; what it no longer may see goes as soon as nothing of it waits to be sent."""
        with self._database.writing() as connection:
            taken = granting.take(connection, self._schema, grants)
        for scope in taken.lost:
            self.first.forget(scope)
        self._throw_away(taken.unnamed)
        return taken

    def apply(self, page: Page) -> Set[Address]:
        """Take in the server's news; return which records now show something else. Twice is once.

        A first download that was begun before something was erased may hold it still, and is thrown away.
        """
        changed = self.apply_first(page)
        if _tells_of_erasures(page):
            self.first.forget_all()
        self.first.note(page)
        return changed

    def apply_first(self, page: Page) -> Set[Address]:
        """Take in a page out of a first download."""
        with self._scouring(_tells_of_erasures(page)) as connection:
            replica = granting.replica_of(connection)
            applied = inbox.apply(connection, self._schema, replica, page)
            merged.note(connection, applied.by_others)
            return applied.changed

    def back_up(self, into: Path, extent: Extent = Extent.whole) -> Copy:
        """Copy the whole profile, encrypted as it is, into a new folder of `into`; raises a Trouble that says why not.

        What is saved meanwhile is not held up, and is not in the copy.
        """
        return backup.back_up(self.profile, self._database, into, self._clock.now(), extent)

    def automatic_copies(self) -> list[Copy]:
        """Return the copies that the program made by itself before an upgrade, the newest first."""
        return backup.automatic(self.profile)

    def note_exchange(self) -> None:
        """Remember that everything was exchanged at this instant, and let go of what the journal need not keep.

        Copies that were made by themselves before something was erased go now: the server holds what they were for.
        """
        with self._database.writing() as connection:
            settings.write(connection, Setting.last_exchange, instant_text(self._clock.now()))
            forking.note(connection, forked=False)
            whole.count_exchange(connection)
            if self._skew is not None:
                journal.tidy(connection, self._server_time())
                sticks.tidy(connection, self._server_time())
        erased_at = self.settings.get(Setting.erased_at)
        if erased_at:
            backup.drop_automatic(self.profile, read_instant(erased_at))
            self.settings.put(Setting.erased_at, None)

    @contextmanager
    def _scouring(self, something_is_erased: bool) -> Iterator[Connection]:  # noqa: FBT001 - read as a sentence
        """Give a connection that alone may write; what is erased with it leaves no bytes behind."""
        with self._database.writing() as connection:
            before = attached.by_record(connection, self._schema) if something_is_erased else {}
            yield connection
            if something_is_erased:
                settings.write(connection, Setting.erased_at, instant_text(self._clock.now()))
                erased = attached.erased_since(before, attached.by_record(connection, self._schema))
        if something_is_erased:
            self._database.scour()
            self._let_files_go(erased)

    def _erase_again(self, connection: Connection, answer: Outcomes) -> None:
        """Let what a restored server no longer knows to be erased wait to be erased again."""
        for step in restoring.erasures_again(connection, self._schema, answer):
            carry_out(connection, self._schema, self._hand(connection), [step])

    def _let_files_go(self, erased: attached.Erased) -> None:
        """Delete the files of erased attachments, and copies in plain that other programs opened."""
        self.blobs.let_go(erased.files)
        for record in erased.records:
            throw_away(self.opened_files / record)

    def _throw_away(self, unnamed: frozenset[str]) -> None:
        for sha256 in unnamed:
            self.blobs.drop(sha256)

    def _server_time(self) -> dt.datetime:
        return self._clock.now() + (self._skew or dt.timedelta())

    def _hand(self, connection: Connection) -> Hand:
        return Hand(granting.author(connection).id, granting.replica_of(connection), self._clock.now())

    def _carry_out(self, step: Step) -> Saved:
        with self._database.writing() as connection:
            return carry_out(connection, self._schema, self._hand(connection), [step])


def _step(record: Record, fields: Leaves, base: Seen | None, act: Act) -> Step:
    return Step(record.kind, record.scope, record.id, fields, base=base, act=act)


def _tells_of_erasures(page: Page) -> bool:
    return any(row.erased for each in page.slices for row in parts_of(each.rows)[1])
