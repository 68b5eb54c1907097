"""How the rows of a list stand: told for all of them at once, and as each record's own page tells it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cdadesk.acts.marks import Marks, marks_of, returned
from cdadesk.acts.review import conversation
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.review import Outcome, ReviewState
from cdadesk.store.asking import Ask
from cdadesk.store.standing import Transport
from cdadesk.store.store import Store
from tests.builders import a_record, a_store, changed, saved, the
from tests.gui.places.advised import Advised


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path / "profile") as made:
        yield made


def as_each_page_tells(store: Store, actor: Actor) -> Marks:
    held = the(store, Actor, actor.id)
    return Marks(held.transport, conversation(store, held).state)


def test_a_list_tells_of_each_row_what_its_own_page_tells(store: Store) -> None:
    advised = Advised(store)
    actors = [saved(store, a_record(Actor, name=name)) for name in ("Anokhi", "Bagru", "Calico", "Dabu", "Eternal")]
    sent, back, fine, since, back_and_mended = actors
    advised.exchange()
    for actor in (back, back_and_mended):
        advised.judges(actor, Outcome.returned, "Which street?")
    for actor in (fine, since):
        advised.judges(actor, Outcome.approved)
    for actor in (since, back_and_mended):
        changed(store, the(store, Actor, actor.id), place="Sanganer")
    advised.exchange()
    changed(store, the(store, Actor, back_and_mended.id), place="Jaipur")
    new = saved(store, a_record(Actor, name="Fabric"))
    told = marks_of(store, Actor, [each.id for each in (*actors, new)])
    assert told == {each.id: as_each_page_tells(store, each) for each in (*actors, new)}
    assert told[sent.id] == Marks(Transport.applied, ReviewState.none)
    assert told[back.id] == Marks(Transport.applied, ReviewState.returned)
    assert told[fine.id] == Marks(Transport.applied, ReviewState.approved)
    assert told[since.id] == Marks(Transport.applied, ReviewState.changed_since)
    assert told[back_and_mended.id] == Marks(Transport.not_sent, ReviewState.changed_since)
    assert told[new.id] == Marks(Transport.not_sent, ReviewState.none)
    assert returned(store, Actor) == {back.id}


def test_only_what_is_not_sent_can_be_listed_and_what_was_refused_belongs_to_it(store: Store) -> None:
    advised = Advised(store)
    saved(store, a_record(Actor, name="Anokhi"))
    advised.exchange()
    advised.server.refuses = lambda _op: ("shape", "It is too long.")
    refused = saved(store, a_record(Actor, name="Bagru"))
    advised.exchange()
    waits = saved(store, a_record(Actor, name="Calico"))
    assert store.not_sent(Actor) == {refused.id, waits.id}
    assert store.find_ids(Actor, Ask(among=store.not_sent(Actor), order=("name",))) == [refused.id, waits.id]
    assert store.count(Actor, Ask(among=frozenset())) == 0
    assert marks_of(store, Actor, [refused.id])[refused.id].transport is Transport.needs_you


def test_a_list_longer_than_sqlite_takes_values_can_be_narrowed(store: Store) -> None:
    kept = saved(store, a_record(Actor, name="Anokhi"))
    many = [kept.id, *(a_record(Actor).id for _number in range(40_000))]
    assert store.find_ids(Actor, Ask(among=many)) == [kept.id]
