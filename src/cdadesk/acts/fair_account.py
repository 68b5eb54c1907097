"""A fair's account as a person judges it: what comes out now, what was approved, and what an advisor would ask."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from cdadesk.acts.fairs import fairs_in_series, latest_settlement, settle_fair, settlements
from cdadesk.domain.fairs.concerns import (
    Concern,
    Takings,
    advance_concerns,
    open_concerns,
    relief_concerns,
    series_concerns,
    settlement_concerns,
    takings_concerns,
)
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.frozen import check_code
from cdadesk.domain.fairs.lines import FairParticipant
from cdadesk.domain.fairs.preparing import series_fair
from cdadesk.domain.fairs.results import Settlement
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.domain.fairs.tapering import SeriesFair
from cdadesk.domain.kernel.partial_dates import earliest, latest
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.networks.meeting import Meeting
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store


class CannotBeRead(Trouble):
    """A frozen account is not what it should be."""


@dataclass(frozen=True)
class Revision:
    """One approval: the frozen account, or why it cannot be read, and the meeting if it is on this laptop."""

    record: SettlementRecord
    meeting: Meeting | None
    settlement: Settlement | None
    trouble: Trouble | None = None

    @property
    def number(self) -> int:
        return self.record.revision or 1


@dataclass(frozen=True)
class Account:
    """All that is known of a fair's account: `settlement` as it comes out now, or the `trouble` that stands in the way.

    `revisions` are what was approved, the newest first; `placed` is the fair among others of its series.
    """

    fair: Fair
    settlement: Settlement | None
    trouble: Trouble | None
    revisions: tuple[Revision, ...]
    placed: SeriesFair | None
    concerns: tuple[Concern, ...]

    @property
    def approved(self) -> Revision | None:
        """The revision that stands."""
        return self.revisions[0] if self.revisions else None

    @property
    def changed_since(self) -> bool:
        """Whether something else would come out now than what was approved."""
        if self.approved is None:
            return False
        return self.settlement is None or check_code(self.settlement) != self.approved.record.check_code


def read_account(store: Store, fair: Fair, on: dt.date) -> Account:
    """Return the account of a fair as it stands, saved or not; nothing is written."""
    settlement, trouble = _settled(store, fair)
    revisions = tuple(_revision(store, record) for record in settlements(store, fair.id))
    placed = series_fair(fair, settlement.payers if settlement else None)
    concerns = [*_series_concerns(store, fair, placed)]
    if settlement is not None and settlement.heads:
        concerns += _account_concerns(store, fair, settlement)
        concerns += _concerns_while_open(fair, settlement, on) if not revisions else ()
    return Account(fair, settlement, trouble, revisions, placed, tuple(concerns))


def relieved_before(store: Store, fair: Fair) -> set[str]:
    """Return the participants whose firm was let off something, as a first-timer, at a fair before this one."""
    begins = earliest(fair.from_on) if fair.from_on else None
    others = (held.record for held in store.find(Fair, Ask(scopes=[fair.scope])))
    before = [each for each in others if begins and each.id != fair.id and each.to_on and latest(each.to_on) < begins]
    had = {actor for each in before for actor in _relieved(store, each)}
    return {key for key, line in in_order(fair.participants) if line.actor in had}


def _settled(store: Store, fair: Fair) -> tuple[Settlement | None, Trouble | None]:
    try:
        return settle_fair(store, fair), None
    except Trouble as trouble:
        return None, trouble


def _revision(store: Store, record: SettlementRecord) -> Revision:
    held = store.get(Meeting, record.approved_in) if record.approved_in else None
    meeting = held.record if held else None
    try:
        return Revision(record, meeting, record.read_account())
    except Trouble as trouble:
        return Revision(record, meeting, None, trouble)
    except (ValueError, LookupError):
        return Revision(record, meeting, None, CannotBeRead(_("This account cannot be read.")))


def _relieved(store: Store, fair: Fair) -> Iterator[UUID]:
    record = latest_settlement(store, fair.id)
    account = _revision(store, record).settlement if record else None
    for member in account.members if account else ():
        line = fair.participants.get(member.participant_id)
        if member.relief and line and line.actor:
            yield line.actor


def _account_concerns(store: Store, fair: Fair, settlement: Settlement) -> Iterator[Concern]:
    yield from settlement_concerns(settlement)
    yield from takings_concerns(_takings(settlement, key, line) for key, line in in_order(fair.participants))
    yield from relief_concerns(settlement, relieved_before(store, fair))


def _takings(settlement: Settlement, key: str, line: FairParticipant) -> Takings:
    return Takings(
        participant_id=key,
        name=settlement.inputs.participant(key).label,
        sales=line.sales.paise if line.sales else None,
        orders=line.orders.paise if line.orders else None,
    )


def _concerns_while_open(fair: Fair, settlement: Settlement, on: dt.date) -> Iterator[Concern]:
    ended = fair.to_on or fair.from_on
    if ended:
        yield from open_concerns((on - latest(ended)).days)
    advances = sum(each.advance for each in settlement.inputs.participants)
    yield from advance_concerns(advances, sum(member.due for member in settlement.members))


def _series_concerns(store: Store, fair: Fair, placed: SeriesFair | None) -> Iterator[Concern]:
    """Yield what is to be asked of this fair among those of its series."""
    if placed is None:
        return
    others = (each for each in fairs_in_series(store, fair.scope, placed.series) if each.fair != fair.id)
    in_turn = sorted([placed, *(each.shares for each in others)], key=lambda each: each.ordinal)
    yield from (each for each in series_concerns(in_turn) if each.about == placed.label)
