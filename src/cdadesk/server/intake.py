"""Intake: ops are taken in one by one, each exactly once, in one transaction for each batch.

Laptops and pages come the same way; on the pages every account is a replica of its own.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from cdadesk.clock import local_day, new_id
from cdadesk.server import chain, making, scopes
from cdadesk.server.accounts import Member
from cdadesk.server.chain import Link, Made
from cdadesk.server.database import Database
from cdadesk.server.tables import Replica
from cdadesk.server.taking import Sender, lay_aside, take
from cdadesk.wire.messages import (
    SCHEMA,
    Batch,
    Outcome,
    Outcomes,
    Refusal,
    Result,
)
from cdadesk.wire.ops import Act, Leaves, Op, Seen, chained, numbered
from cdadesk.wire.versions import of_today

_SCOURED = frozenset({Act.erase, Act.move})
"""What leaves bytes behind that must go: what was erased, files that told of it or of what went away."""


@dataclass(frozen=True)
class Draft:
    """One change as a page makes it; `base` is what the form showed of the record, None for a new one."""

    scope: str
    kind: str
    record: UUID
    fields: Leaves
    base: Seen | None = None
    act: Act = Act.set
    resolves: tuple[UUID, ...] = ()


def take_in(database: Database, sender: Sender, batch: Batch, made: Made | None, schema: int = SCHEMA) -> Outcomes:
    """Take in a batch of a laptop; `made` is the newest op that it says it made. Raises BadFrames.

    What a program of another `schema` wrote is taken as today's would have written it, under the chain of its own.

    A stick comes late, so what its laptop had made by then says nothing: `made` is None. The same batch again, whole or
    cut otherwise, gets the same answer and changes nothing.
    """
    runs = making.chained(batch) if schema == SCHEMA else []
    links = [] if runs else chain.links(batch)

    def work(session: Session) -> Outcomes:
        replica = chain.lock(session, sender.replica)
        forked = made is not None and chain.is_forked(replica, made)
        if runs and not forked and chain.follows(replica, batch):
            told = making.take(session, sender, runs, database.clock.now())
            if told is not None:
                return Outcomes(scopes.epoch(session), replica.last_n, told)
        return one_by_one(session, replica, links or chain.links(batch), forked=forked)

    def one_by_one(session: Session, replica: Replica, links: list[Link], *, forked: bool) -> Outcomes:
        refusal = Refusal.fork if forked else chain.refusal(session, replica, batch.h_before, links)
        if refusal is not None:
            return Outcomes(scopes.epoch(session), replica.last_n, (), refusal)
        fresh = [replace(link, entry=of_today(link.entry, schema)) for link in links if link.entry.n > replica.last_n]
        known = chain.answered(session, replica, links[0].entry.n)[: len(links) - len(fresh)]
        taken = (lay_aside if batch.park else take)(session, sender, fresh, database.clock.now())
        return Outcomes(scopes.epoch(session), replica.last_n, (*known, *taken))

    outcomes = database.write(work)
    if not batch.fresh and any(isinstance(entry, Op) and entry.act in _SCOURED for entry in batch.entries):
        database.scour()
    return outcomes


def look_for_fork(database: Database, sender: Sender, made: Made) -> Outcomes | None:
    """Answer a laptop that sends no batch, if it lacks ops that it sent once, or if they are lacking here."""
    with database.reading() as session:
        replica = session.get_one(Replica, sender.replica)
        if chain.is_forked(replica, made):
            return Outcomes(scopes.epoch(session), replica.last_n, (), Refusal.fork)
        if made[0] > replica.last_n:
            return Outcomes(scopes.epoch(session), replica.last_n, (), Refusal.gap)
        return None


def write_down(database: Database, member: Member, drafts: Sequence[Draft]) -> list[Outcome]:
    """Take in one save of a page: all of it or, where the outcomes say `rejected`, nothing.

    Whoever sits before the page mends it there: what is rejected leaves no dead letter and no trace.
    """

    def work(session: Session) -> list[Outcome]:
        now, group = database.clock.now(), new_id()
        replica = chain.lock(session, member.id)
        ops = numbered((_op(draft, member, now, group) for draft in drafts), replica.last_n + 1)
        links, h = [], replica.h
        for op in ops:
            h = chained(h, op)
            links.append(Link(op, h))
        outcomes = take(session, Sender(member.id, member), links, now)
        if any(each.result is Result.rejected for each in outcomes):
            raise _NotTaken(outcomes)
        return outcomes

    try:
        outcomes = database.write(work)
    except _NotTaken as rejected:
        return rejected.outcomes
    if any(draft.act in _SCOURED for draft in drafts):
        database.scour()
    return outcomes


class _NotTaken(Exception):
    """Ends the transaction of a save that was rejected."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def _op(draft: Draft, member: Member, now: dt.datetime, group: UUID) -> Op:
    return Op(
        n=0,
        scope=draft.scope,
        kind=draft.kind,
        record=draft.record,
        base=draft.base,
        act=draft.act,
        fields=draft.fields,
        author=str(member.id),
        made_at=now,
        local_day=local_day(now),
        group=group,
        resolves=draft.resolves,
    )


__all__ = ["Draft", "Sender", "look_for_fork", "take_in", "write_down"]
