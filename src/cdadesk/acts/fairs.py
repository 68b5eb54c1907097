"""Settling a fair: from its record to a settlement, the approval that freezes it, and its place in the series."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.frozen import check_code
from cdadesk.domain.fairs.identities import checks
from cdadesk.domain.fairs.inputs import FairInputs
from cdadesk.domain.fairs.preparing import Known, been_before, series_fair, settlement_inputs
from cdadesk.domain.fairs.ratios import Payers
from cdadesk.domain.fairs.results import Settlement
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.settlement_record import SettlementRecord, freeze
from cdadesk.domain.fairs.tapering import SeriesFair
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Saved


class SumsDoNotHold(Trouble):
    """A settlement whose sums do not hold cannot be approved."""


class NothingToCorrect(Trouble):
    """The settlement is the same as the one that was approved."""


@dataclass(frozen=True)
class Approval:
    """By which decision of which meeting a settlement was approved; a correction says why."""

    meeting: UUID
    on: dt.date
    decision: str | None = None
    reason: str = ""


class Approved(NamedTuple):
    """A settlement as it was frozen, and the save that did it."""

    record: SettlementRecord
    saved: Saved


class PlacedFair(NamedTuple):
    """A fair that has its place in a series: whose shares they are, and the shares."""

    fair: UUID
    shares: SeriesFair


def settle_fair(store: Store, fair: Fair) -> Settlement:
    """Compute the settlement of a fair as it stands; raises a Trouble that says what is missing or does not fit."""
    return settle(inputs_of(store, fair))


def inputs_of(store: Store, fair: Fair) -> FairInputs:
    """Return what a fair's settlement is computed from; raises FairNotReady."""
    others = (held.record for held in store.find(Fair, Ask(scopes=[fair.scope])))
    return settlement_inputs(fair, _known(store, fair), been_before(fair, others))


def approve(store: Store, fair: Fair, approval: Approval) -> Approved:
    """Freeze the settlement of a fair; a later one becomes the next revision. Raises SumsDoNotHold."""
    settlement = settle_fair(store, fair)
    broken = [check.words for check in checks(settlement) if not check.ok]
    if broken:
        raise SumsDoNotHold(broken[0])
    last = latest_settlement(store, fair.id)
    frozen = freeze(settlement)
    if last is not None and last.check_code == frozen["check_code"]:
        raise NothingToCorrect(_("This is the same settlement as the one that was approved. Nothing was changed."))
    record = SettlementRecord.model_validate(
        frozen
        | {
            "id": new_id(),
            "scope": fair.scope,
            "parent_id": fair.id,
            "approved_in": approval.meeting,
            "decision": approval.decision,
            "approved_on": approval.on,
            "revision": (last.revision or 1) + 1 if last else 1,
            "replaces": last.id if last else None,
            "reason": approval.reason or None,
        }
    )
    return Approved(record, store.save(Edit(None, record)))


def settlements(store: Store, fair: UUID) -> list[SettlementRecord]:
    """Return the approved settlements of a fair, the newest revision first."""
    found = store.find(SettlementRecord, Ask(equals={"parent_id": fair}, order=("-revision",)))
    return [held.record for held in found]


def latest_settlement(store: Store, fair: UUID) -> SettlementRecord | None:
    """Return the settlement that stands, None while none was approved."""
    return next(iter(settlements(store, fair)), None)


def changed_since_approval(store: Store, fair: Fair) -> bool:
    """Say whether a fair was changed after its settlement was approved, so that another would come out now."""
    last = latest_settlement(store, fair.id)
    if last is None:
        return False
    try:
        return check_code(settle_fair(store, fair)) != last.check_code
    except Trouble:
        return True


def series(store: Store, scope: str) -> list[SeriesFair]:
    """Return the fairs of a cluster that can stand in a series, from what was settled or entered in percent."""
    return [each.shares for each in fairs_in_series(store, scope)]


def fairs_in_series(store: Store, scope: str, only: str = "") -> list[PlacedFair]:
    """Return the fairs of a cluster that can stand in a series, of all or of one, by date."""
    wanted = {"series": only} if only else {}
    fairs = [held.record for held in store.find(Fair, Ask(wanted, scopes=[scope], order=("from_on",)))]
    found = ((fair.id, series_fair(fair, _payers(store, fair))) for fair in fairs)
    return [PlacedFair(fair, shares) for fair, shares in found if shares is not None]


def _payers(store: Store, fair: Fair) -> Payers | None:
    last = latest_settlement(store, fair.id)
    if last is not None:
        return last.read_account().payers
    try:
        return settle_fair(store, fair).payers
    except Trouble:
        return None


def _known(store: Store, fair: Fair) -> dict[UUID, Known]:
    named = [line.actor for _key, line in in_order(fair.participants)] + [
        line.actor for _key, line in in_order(fair.sources)
    ]
    return known_actors(store, (each for each in named if each is not None))


def known_actors(store: Store, actors: Iterable[UUID]) -> dict[UUID, Known]:
    """Return what the list of actors says of some of them."""
    held = store.get_all(Actor, list(actors))
    return {each.record.id: Known(each.record.title(), each.record.code or "") for each in held}
