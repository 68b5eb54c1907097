"""What becomes of the new ops of one replica: checked, merged, recorded where they clash, or laid aside."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from cdadesk.clock import instant_text
from cdadesk.i18n import _
from cdadesk.server import accounts, blanking, chain, conflicts, lineage, queueing, shape
from cdadesk.server.accounts import Member
from cdadesk.server.bench import Bench, Key, key_of
from cdadesk.server.chain import Link
from cdadesk.server.dead_letters import PARKED, DeadLetters
from cdadesk.server.erasing import Erasures
from cdadesk.server.inserting import insert_rows
from cdadesk.server.moving import Moves
from cdadesk.server.relocating import relocate
from cdadesk.server.shape import Rejected
from cdadesk.server.tables import Replica, metadata
from cdadesk.wire.merge import EMPTY, Clash, Copy, Writer, lost_paths, within_reach
from cdadesk.wire.messages import Outcome, Result
from cdadesk.wire.ops import Act, Op, Seen, Stub
from cdadesk.wire.rights import Doing


@dataclass(frozen=True)
class Sender:
    """A replica, and the person to whom it belongs."""

    replica: UUID
    member: Member


def take(session: Session, sender: Sender, links: Sequence[Link], now: dt.datetime) -> list[Outcome]:
    """Take new ops that follow on what was taken; the caller holds the replica and owns the transaction."""
    if not links:
        return []
    taking = _Taking(session, sender, [link.entry for link in links], now)
    return _kept(session, sender, links, taking.outcomes())


def lay_aside(session: Session, sender: Sender, links: Sequence[Link], now: dt.datetime) -> list[Outcome]:
    """Keep new ops unread as dead letters, as their laptop asks after this server failed on them again and again.

    Of one whose author missed an erasure in its record no value is kept.
    """
    if not links:
        return []
    ops = [link.entry for link in links if isinstance(link.entry, Op)]
    why = _("The server failed on this change again and again. It is laid aside for the administrator.")
    rejected = {op.n: Outcome(op.n, Result.rejected, code=PARKED, sentence=why) for op in ops}
    letters = DeadLetters(session, (sender.replica,))
    letters.put((blanking.unread(session, op) for op in ops), rejected, now)
    letters.finish(now)
    outcomes = [rejected.get(link.entry.n) or Outcome(link.entry.n, Result.ok) for link in links]
    return _kept(session, sender, links, outcomes)


def _kept(session: Session, sender: Sender, links: Sequence[Link], outcomes: list[Outcome]) -> list[Outcome]:
    """Keep the answers beside the chain, and move the replica on."""
    stored = [
        {"replica": sender.replica, "n": outcome.n, "h": link.h, "outcome": outcome.plain()}
        for link, outcome in zip(links, outcomes, strict=True)
    ]
    insert_rows(session.connection(), metadata.tables["outcome"], stored)
    replica = session.get_one(Replica, sender.replica)
    replica.last_n, replica.h = links[-1].entry.n, links[-1].h
    return outcomes


class _Taking:
    """One transaction's work on the ops of one replica."""

    def __init__(self, session: Session, sender: Sender, entries: Sequence[Op | Stub], now: dt.datetime) -> None:
        self._session = session
        self._sender = sender
        self._entries = entries
        self._now = now
        self._authors = accounts.writes_as(session, sender.member.id)
        self._lineage = lineage.of(session, sender.replica)
        self._letters = DeadLetters(session, (sender.replica, *self._lineage.ids()))
        self._bench = Bench(session, _keys(entries, sender.member.account.scopes))
        self._erasures = Erasures(session, self._bench)
        self._moves = Moves(session, self._bench)

    def outcomes(self) -> list[Outcome]:
        """Take all, write all, and return what became of each."""
        found = [each for group in _groups(self._entries) for each in self._take_group(group)]
        numbers = self._bench.finish(self._now)
        self._letters.finish(self._now)
        self._erasures.finish(numbers)
        touched = set(self._bench.written())
        for move in self._moves.due():
            touched |= relocate(self._session, move, numbers[move.seen], self._now)
        queueing.set_down(self._session, touched)
        return [_renumbered(each, numbers) for each in found]

    def _take_group(self, entries: Sequence[Op | Stub]) -> list[Outcome]:
        """Take the ops of one save together or not at all; of a stub only its place in the chain is left."""
        known = {entry.n: outcome for entry in entries if (outcome := self._answered_already(entry)) is not None}
        ops = [entry for entry in entries if isinstance(entry, Op) and entry.n not in known]
        fresh = {outcome.n: outcome for outcome in self._take_ops(ops)}
        return [known.get(entry.n) or fresh[entry.n] for entry in entries]

    def _answered_already(self, entry: Op | Stub) -> Outcome | None:
        if isinstance(entry, Stub):
            return Outcome(entry.n, Result.ok)
        for origin in entry.was:
            found = chain.answer_to(self._session, self._sender.member.id, origin)
            if found is not None:
                lineage.extend(self._session, self._sender.replica, origin)
                self._lineage = lineage.of(self._session, self._sender.replica)
                self._letters.close_former(entry)
                return replace(found, n=entry.n) if found.result is not Result.rejected else None
        return None

    def _take_ops(self, ops: Sequence[Op]) -> list[Outcome]:
        mark, outcomes = self._bench.mark(), []
        erased, moved = self._erasures.mark(), self._moves.mark()
        culprit = None
        try:
            shape.check_group(ops)
            for culprit in ops:
                outcomes.append(self._take_op(culprit))
        except Rejected as why:
            self._bench.go_back(mark)
            self._erasures.go_back(erased)
            self._moves.go_back(moved)
            return self._rejected(ops, culprit, why)
        self._letters.close(ops)
        return outcomes

    def _take_op(self, sent: Op) -> Outcome:
        shape.check(sent)
        followed = self._moves.follow(sent)
        outcome = self._take_there(followed.op, followed.unseen)
        return outcome if followed.op.scope == sent.scope else replace(outcome, seen=None)

    def _take_there(self, op: Op, unseen: frozenset[str]) -> Outcome:
        open_ones = self._conflicts_settled_by(op)
        self._check_rights(op, open_ones)
        self._letters.check(op, self._bench)
        writer = self._writer(op)
        shape.check_written_once(op, self._bench.copy(key_of(op)), writer)
        shape.check_open(op, self._bench.copy(key_of(op)))
        for conflict in open_ones:  # before the op itself: whoever sees the choice sees that the question is closed
            settling = conflicts.settling(op, self._sender.replica, conflict, self._now)
            self._bench.apply(settling, conflicts.writer(op.author, self._now))
        if op.act is Act.erase:
            return self._erase(op)
        if op.act is Act.move:
            return self._move(op)
        seen, merged = self._bench.apply(conflicts.with_choice(op, open_ones.values()), writer, unseen)
        shape.check_size(merged.copy)
        made = tuple(self._record_conflict(op, clash) for clash in merged.clashes)
        return Outcome(op.n, merged.result, seen, made)

    def _conflicts_settled_by(self, op: Op) -> dict[UUID, Copy]:
        copies = {each: self._bench.copy((op.scope, conflicts.KIND, each)) for each in op.resolves}
        return {each: copy for each, copy in copies.items() if copy is not None and conflicts.is_about(copy, op)}

    def _check_rights(self, op: Op, open_ones: Mapping[UUID, Copy]) -> None:
        only_settles = op.fields.keys() <= {copy.values["path"] for copy in open_ones.values()}
        doing = Doing.settle if open_ones and only_settles else Doing.write
        doing = Doing.erase if op.act is Act.erase else doing
        if not self._sender.member.may(doing, op.scope, op.kind):
            raise Rejected("rights", _("You may not change this here. Ask the administrator, if you should."))
        if op.author not in self._authors:
            raise Rejected("author", _("This was written by somebody else than the person of this account."))

    def _move(self, op: Op) -> Outcome:
        """Take the move's number; what goes with it is carried when all else of the transaction is written."""
        self._moves.check(op, self._bench.copy(key_of(op)), self._sender.member)
        seen, merged = self._bench.apply(replace(op, fields={}), self._writer(op))
        self._moves.note(op, str(self._sender.replica), seen)
        return Outcome(op.n, merged.result, seen)

    def _erase(self, op: Op) -> Outcome:
        op = within_reach(self._bench.copy(key_of(op)) or EMPTY, op, self._writer(op))
        self._close_conflicts(op)
        seen, merged = self._bench.apply(op, self._writer(op))
        if op.fields:
            self._erasures.note(key_of(op), op.fields, seen)
        return Outcome(op.n, merged.result, seen)

    def _close_conflicts(self, op: Op) -> None:
        """Blank what two people wrote at an erased path, and close the question: nothing is left to choose from."""
        hand = conflicts.writer(op.author, self._now)
        for conflict, copy in self._erasures.conflicts_about(op).items():
            if conflicts.SETTLED not in copy.values:
                self._bench.apply(conflicts.settling(op, self._sender.replica, conflict, self._now), hand)
            blanking = conflicts.blanking(op, conflict, self._now)
            seen, _merged = self._bench.apply(blanking, hand)
            self._erasures.note(key_of(blanking), blanking.fields, seen)

    def _record_conflict(self, op: Op, clash: Clash) -> UUID:
        base = conflicts.value_at_base(self._session, op, clash.path)
        record = conflicts.record(op, self._sender.replica, clash, base, self._now)
        self._bench.apply(record, conflicts.writer(conflicts.SERVER, self._now))
        return record.record

    def _rejected(self, ops: Sequence[Op], culprit: Op | None, why: Rejected) -> list[Outcome]:
        others = _("This was saved together with something that the server could not take.")
        outcomes = [
            Outcome(op.n, Result.rejected, code=why.code, sentence=why.sentence)
            if culprit in (None, op)
            else Outcome(op.n, Result.rejected, code="group", sentence=others)
            for op in ops
        ]
        kept = [op.without(self._lost(op)) for op in ops]
        self._letters.put(kept, {each.n: each for each in outcomes}, self._now)
        return outcomes

    def _lost(self, op: Op) -> frozenset[str]:
        """Return which values of an op must be kept nowhere, not even where it is laid aside."""
        followed = self._moves.follow(op)
        there = followed.op
        return lost_paths(self._bench.copy(key_of(there)) or EMPTY, there, self._writer(there), followed.unseen)

    def _writer(self, op: Op) -> Writer:
        kin = self._lineage.kin(self._bench.copy(key_of(op)))
        made_at, now = instant_text(op.made_at), instant_text(self._now)
        return Writer(str(self._sender.replica), op.author, made_at, now, op.n, kin=kin)


def _keys(entries: Iterable[Op | Stub], scopes: Iterable[str]) -> Iterator[Key]:
    """Name all records that ops may touch, as far as their writer has business there."""
    own = frozenset(scopes)
    for op in entries:
        if isinstance(op, Op) and op.scope in own:
            yield key_of(op)
            yield from ((op.scope, conflicts.KIND, each) for each in op.resolves)


def _groups(entries: Iterable[Op | Stub]) -> Iterator[list[Op | Stub]]:
    for _name, group in groupby(entries, key=lambda each: each.n if isinstance(each, Stub) else each.group):
        yield list(group)


def _renumbered(outcome: Outcome, numbers: Mapping[Seen, Seen]) -> Outcome:
    return replace(outcome, seen=numbers.get(outcome.seen, outcome.seen)) if outcome.seen else outcome
