"""What merged into something odd: records that two sides changed, each rightly, and that need a person together."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from cdadesk.acts.fair_account import read_account
from cdadesk.acts.issues import issues_of
from cdadesk.domain.diagnostic.issue import Issue
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.domain.kernel.findings import Weight
from cdadesk.domain.kernel.record import Record, all_findings
from cdadesk.domain.registry import ENTITIES
from cdadesk.i18n import _
from cdadesk.store.merged import Merged
from cdadesk.store.store import Store


@dataclass(frozen=True)
class NeedsYou:
    """A record to look at again, and what is odd in it; the first sentence is enough for a list."""

    record: Record
    sentences: tuple[str, ...]


def needing(store: Store, on: dt.date) -> list[NeedsYou]:
    """Return the records in which changes of this laptop and of others met, and which look wrong as they are now.

    Whoever mends one, or says "leave it so", has done with it; nobody's words are touched meanwhile.
    """
    merged, said = store.merged(), dict[UUID, NeedsYou]()
    for each in merged:
        record = _here(store, each.kind, each.record) if each.ours else None
        if record is not None:
            odd = tuple(found.sentence for found in all_findings(record) if found.weight is not Weight.missing)
            said[record.id] = NeedsYou(record, odd)
    for fair in _fairs(store, merged):
        if read_account(store, fair, on).changed_since:
            changed = _("The account was approved; with what was written elsewhere, something else comes out now.")
            further = said[fair.id].sentences if fair.id in said else ()
            said[fair.id] = NeedsYou(fair, (changed, *further))
    for issue, circle in _in_circles(store, merged):
        further = said[issue.id].sentences if issue.id in said else ()
        said[issue.id] = NeedsYou(issue, (circle, *further))
    return [each for each in said.values() if each.sentences]


def _in_circles(store: Store, merged: Sequence[Merged]) -> Iterator[tuple[Issue, str]]:
    """Yield the changed issues whose causes run in a circle: each side named a cause that was right by itself."""
    changed = [each.record for each in merged if each.kind == Issue.kind]
    for held in store.get_all(Issue, changed):
        if held.record.void is None:
            for way, sentence in issues_of(store, held.record.scope).circles():
                if held.record.id in way:
                    yield held.record, sentence


def _fairs(store: Store, merged: Sequence[Merged]) -> Iterator[Fair]:
    """Yield the fairs that were changed elsewhere, or whose account was approved there."""
    accounts = [each.record for each in merged if each.kind == SettlementRecord.kind]
    approved = [held.record.parent_id for held in store.get_all(SettlementRecord, accounts)]
    fairs = [each.record for each in merged if each.kind == Fair.kind] + [each for each in approved if each]
    for held in store.get_all(Fair, list(dict.fromkeys(fairs))):
        if held.record.void is None:
            yield held.record


def _here(store: Store, kind: str, record: UUID) -> Record | None:
    held = store.get(ENTITIES[kind], record) if kind in ENTITIES else None
    return held.record if held is not None and held.record.void is None else None
