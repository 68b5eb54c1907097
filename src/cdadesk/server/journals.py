"""Journals that laptops send to support: what this server should hold of a laptop, and what it lacks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.kernel.scopes import cluster_of
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_number, ngettext
from cdadesk.server import accounts, enrolment
from cdadesk.server.accounts import Member
from cdadesk.server.database import Database
from cdadesk.server.intake import Sender, take_in
from cdadesk.server.tables import Replica, StoredOutcome
from cdadesk.server.troubles import NotFound
from cdadesk.wire import canonical, strongbox
from cdadesk.wire.enrol import Enrolment
from cdadesk.wire.frames import parse_plain
from cdadesk.wire.keys import Keys
from cdadesk.wire.messages import Batch, Outcome, Result
from cdadesk.wire.ops import Op, Stub, chain_start, chained, read_entry

_PORTION = 256 * 1024


class NoJournal(Trouble):
    """The file is none, or was made by a version that this one does not know."""

    def __init__(self) -> None:
        super().__init__(_("This is no file of a laptop for support, or it is damaged."))


class WrongKeyOfJournal(Trouble):
    """The passphrase does not open the file."""

    def __init__(self) -> None:
        super().__init__(_("The passphrase does not open this file. Ask the person who made it."))


class SealedToOthers(Trouble):
    """The file is sealed to the keys of another server."""

    def __init__(self) -> None:
        super().__init__(_("This file was sealed to another server, or is damaged. Only that server's keys open it."))


@dataclass(frozen=True)
class Link:
    """One op of a journal, and the chain up to it."""

    entry: Op | Stub
    h: str


@dataclass(frozen=True)
class Journal:
    """What a laptop told: its replicas, oldest first, each with all of its ops; who writes; its clusters."""

    author: str
    formerly: tuple[str, ...]
    replicas: tuple[tuple[UUID, tuple[Link, ...]], ...]
    clusters: dict[str, str]


@dataclass(frozen=True)
class Standing:
    """How much of one replica is here: ops that it made, ops held, ops lacking, and whether the chains differ."""

    replica: UUID
    made: int
    held: int
    lacking: tuple[Op | Stub, ...]
    forked: bool

    def sentence(self) -> str:
        """Say it."""
        lacking = ngettext("{n} change is lacking here", "{n} changes are lacking here", len(self.lacking))
        said = _("{replica}: {made} changes made, {held} held, {lacking}").format(
            replica=self.replica,
            made=format_number(self.made),
            held=format_number(self.held),
            lacking=lacking.format(n=format_number(len(self.lacking))),
        )
        return f"{said}; {_('this server knows another history of it')}" if self.forked else said


def opened(packed: bytes, keys: Keys, passphrase: Callable[[], str]) -> bytes:
    """Open a file with the server's keys, or the passphrase if it has one.

    Raises NoJournal, SealedToOthers or WrongKeyOfJournal.
    """
    is_sealed = strongbox.is_sealed(packed)
    try:
        return strongbox.unseal(packed, keys) if is_sealed else strongbox.unlock(packed, passphrase())
    except strongbox.WrongKey as error:
        raise SealedToOthers if is_sealed else WrongKeyOfJournal from error
    except strongbox.BadBox as error:
        raise NoJournal from error


def read(plain: bytes) -> Journal:
    """Read what a file holds; raises NoJournal."""
    try:
        return _journal(parse_plain(plain))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoJournal from error


def compare(session: Session, journal: Journal) -> list[Standing]:
    """Return how much of each replica is here."""
    return [_standing(session, replica, links) for replica, links in journal.replicas]


def take(database: Database, journal: Journal, login: str) -> list[Outcome]:
    """Take in what is lacking, as if the laptop had sent it, for a user; raises NotFound or a Refused."""
    found: list[Outcome] = []
    for replica, links in journal.replicas:
        member = _adopt(database, journal, replica, login)
        for batch, made in _batches(database, replica, links):
            found += take_in(database, Sender(replica, member), batch, made).outcomes
    return [each for each in found if each.result is not Result.ok]


def _journal(plain: Any) -> Journal:
    chains: dict[UUID, dict[int, Link]] = {UUID(each): {} for each in (*plain["formers"], plain["replica"])}
    for each in plain["ops"]:
        chains[UUID(each["replica"])][int(each["n"])] = Link(read_entry(each["op"]), str(each["h"]))
    replicas = tuple((replica, _whole(replica, links)) for replica, links in chains.items())
    scopes = {scope: name for scope, (_epoch, _seq, name, _granted) in plain["cursors"].items()}
    clusters = {str(cluster): name for scope, name in scopes.items() if (cluster := cluster_of(scope)) is not None}
    return Journal(str(plain["author"]["id"]), tuple(plain["author"]["formerly"]), replicas, clusters)


def _whole(replica: UUID, links: dict[int, Link]) -> tuple[Link, ...]:
    """Return the ops in order; raises ValueError where one is missing, or is not what it was when it was made."""
    h, found = chain_start(replica), []
    for n in range(1, len(links) + 1):
        h = chained(h, links[n].entry)
        if h != links[n].h or links[n].entry.n != n:
            raise ValueError("chain")
        found.append(links[n])
    return tuple(found)


def _standing(session: Session, replica: UUID, links: Sequence[Link]) -> Standing:
    kept = select(col(StoredOutcome.n), col(StoredOutcome.h)).where(col(StoredOutcome.replica) == replica)
    here: dict[int, str] = {row[0]: row[1] for row in session.execute(kept)}
    lacking = tuple(each.entry for each in links if each.entry.n not in here)
    forked = any(here.get(each.entry.n, each.h) != each.h for each in links)
    return Standing(replica, len(links), len(links) - len(lacking), lacking, forked)


def _adopt(database: Database, journal: Journal, replica: UUID, login: str) -> Member:
    """Let a replica, its author and its clusters belong to a user, as if the laptop had been signed in."""

    def work(session: Session) -> Member:
        member = next((each for each in accounts.members(session) if each.login == accounts.plain_login(login)), None)
        if member is None:
            raise NotFound(login)
        for author in (*journal.formerly, journal.author):
            asked = Enrolment(login, "", replica, _("Taken from a file"), author, journal.clusters)
            member = enrolment.take_over(session, member, asked, database.clock.now())
        return member

    return database.write(work)


def _batches(database: Database, replica: UUID, links: Sequence[Link]) -> Iterator[tuple[Batch, tuple[int, str]]]:
    """Yield what follows on what is here, whole saves together."""
    with database.reading() as session:
        last_n = session.get_one(Replica, replica).last_n
    made = (links[-1].entry.n, links[-1].h) if links else (0, chain_start(replica))
    run: list[Link] = []
    for _group, members in groupby(links[last_n:], lambda each: _group_of(each.entry)):
        run += members
        if sum(len(canonical.encode(each.entry.plain())) for each in run) > _PORTION:
            yield _batch(replica, links, run), made
            run = []
    if run:
        yield _batch(replica, links, run), made


def _group_of(entry: Op | Stub) -> UUID | int:
    return entry.group if isinstance(entry, Op) else entry.n


def _batch(replica: UUID, links: Sequence[Link], run: Sequence[Link]) -> Batch:
    first = run[0].entry.n
    before = links[first - 2].h if first > 1 else chain_start(replica)
    return Batch(before, run[-1].h, tuple(each.entry for each in run))
