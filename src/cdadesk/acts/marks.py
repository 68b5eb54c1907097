"""How records stand, seen from a list: where their changes are, and what the advisor says of them; all rows at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cdadesk.acts.correspondence import BACK, numbered
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import ReviewState, Verdict, review_state
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.standing import Transport
from cdadesk.store.store import Store


@dataclass(frozen=True)
class Marks:
    """Where a record's changes are, and how its review stands."""

    transport: Transport
    review: ReviewState


def marks_of(store: Store, entity: type[Record], records: Sequence[UUID]) -> dict[UUID, Marks]:
    """Return how each of the records stands; the same few questions are asked however many there are."""
    ways = store.transports(entity, records)
    reviews = _reviews(store, entity, records)
    return {each: Marks(ways[each], reviews.get(each, ReviewState.none)) for each in records}


def returned(store: Store, entity: type[Record]) -> frozenset[UUID]:
    """Return the records that came back from the advisor and still stand so."""
    return frozenset(each for each, state in _reviews(store, entity, None).items() if state in BACK)


def _reviews(store: Store, entity: type[Record], records: Collection[UUID] | None) -> dict[UUID, ReviewState]:
    """Return how the review of those stands that were ever judged; of all records of a kind if None are named."""
    judged = _verdicts(store, entity, records)
    if not judged:
        return {}
    newest = store.newest_changes(entity, list(judged))
    return {each: review_state(numbered(judged[each]), change) for each, change in newest.items()}


def _verdicts(
    store: Store, entity: type[Record], records: Collection[UUID] | None
) -> Mapping[UUID, list[Held[Verdict]]]:
    named: dict[str, object] = {} if records is None else {"about_id": list(records)}
    found: dict[UUID, list[Held[Verdict]]] = defaultdict(list)
    for held in store.find(Verdict, Ask(equals={"about_kind": entity.kind} | named)):
        if held.record.about_id is not None:
            found[held.record.about_id].append(held)
    return found
