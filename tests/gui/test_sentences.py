"""Whether the line at the foot says "all sent" when, and only when, the server has applied all that was ever saved."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cdadesk.domain.kernel.record import Record
from cdadesk.gui.sentences import standing_words
from cdadesk.store.standing import Transport
from cdadesk.store.store import Edit, Store
from cdadesk.wire.messages import Outcomes, Refusal, Result
from tests.builders import HandClock, a_record, a_setup, a_store, the
from tests.store.samples import SAMPLES, Thing
from tests.store.server import DictServer, receive

ACTS = st.sampled_from(["type", "type while sending", "send", "send a little", "lose the answer", "refuse", "receive"])
TODAY = HandClock().clock.today()


@dataclass
class Told:
    """What a person could know who wrote down every save and every answer that came."""

    waits: dict[int, UUID] = field(default_factory=dict)
    refused: set[UUID] = field(default_factory=set)

    def typed(self, store: Store, before: int, record: Record) -> None:
        """Note the changes that a save made; it replaces what was refused, if only by what the server has already."""
        self.waits |= dict.fromkeys(range(before + 1, store.made()[0] + 1), record.id)
        self.refused.discard(record.id)

    def answered(self, answer: Outcomes) -> None:
        """Note the server's words."""
        if answer.refusal is Refusal.gap:
            return
        for each in answer.outcomes:
            record = self.waits.pop(each.n, None)
            if record is not None and each.result is Result.rejected:
                self.refused.add(record)

    def transport(self, record: UUID) -> Transport:
        """Return where a record must stand while nothing is under way."""
        if record in self.refused:
            return Transport.needs_you
        return Transport.not_sent if record in self.waits.values() else Transport.applied


def type_into(store: Store, told: Told, record: Record, name: str) -> None:
    held, before = the(store, Thing, record.id), store.made()[0]
    store.save(Edit(held.record, held.record.changed(name=name), held.base))
    told.typed(store, before, record)


def take(store: Store, server: DictServer, told: Told, most: int) -> None:
    batch = store.next_to_send(most)
    if batch is not None:
        answer = server.take(store.replica, batch)
        store.settle(answer)
        told.answered(answer)


def type_on_the_way(store: Store, server: DictServer, told: Told, record: Record, name: str) -> None:
    """Let somebody type while the record's batch is on its way: what is new is not what is being sent."""
    batch = store.next_to_send(10**9)
    with store.sending(batch):
        type_into(store, told, record, name)
        fresh = record.id in {each for n, each in told.waits.items() if batch is None or n > batch.entries[-1].n}
        if fresh:
            assert the(store, Thing, record.id).transport is Transport.not_sent
        if batch is not None:
            answer = server.take(store.replica, batch)
            store.settle(answer)
            told.answered(answer)
    assert the(store, Thing, record.id).transport is told.transport(record.id)


def act(what: str, store: Store, server: DictServer, told: Told, record: Record, name: str) -> None:
    match what:
        case "type":
            type_into(store, told, record, name)
        case "type while sending":
            type_on_the_way(store, server, told, record, name)
        case "send":
            take(store, server, told, 10**9)
        case "send a little":
            take(store, server, told, 1)
        case "lose the answer":
            batch = store.next_to_send(10**9)
            if batch is not None:
                server.take(store.replica, batch)
        case "refuse":
            server.refuses = lambda op: ("shape", "Too long.") if op.record == record.id else None
            take(store, server, told, 10**9)
            server.refuses = lambda _op: None
        case _:
            receive(store, server)


@given(st.lists(st.tuples(ACTS, st.booleans(), st.sampled_from("abc")), max_size=14))
def test_the_line_says_all_sent_only_when_nothing_waits_and_nothing_stands_refused(
    steps: list[tuple[str, bool, str]],
) -> None:
    server, told = DictServer(), Told()
    with (
        tempfile.TemporaryDirectory() as folder,
        a_store(Path(folder) / "laptop", setup=a_setup(entities=SAMPLES)) as store,
    ):
        store.note_exchange()
        records = [a_record(Thing, name="x"), a_record(Thing, name="y")]
        for record in records:
            before = store.made()[0]
            store.save(Edit(None, record))
            told.typed(store, before, record)
        for what, second, name in steps:
            act(what, store, server, told, records[second], name)
            words, waiting = standing_words(store.standing(), TODAY), set(told.waits.values())
            assert ("All sent" in words) == (not waiting and not told.refused)
            assert (f"{len(waiting)} record" in words and "to be sent" in words) == bool(waiting)
            assert ("need" in words) == bool(told.refused)
            for record in records:
                assert the(store, Thing, record.id).transport is told.transport(record.id)
