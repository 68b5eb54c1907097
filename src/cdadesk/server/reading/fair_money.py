"""Who paid for the fairs of a cluster: from what was approved, what can be computed, or what was printed in percent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from cdadesk.domain.fairs.fair import Fair
from cdadesk.domain.fairs.preparing import been_before, series_fair, settlement_inputs
from cdadesk.domain.fairs.ratios import Payers
from cdadesk.domain.fairs.settlement import settle
from cdadesk.domain.fairs.settlement_record import SettlementRecord
from cdadesk.domain.fairs.tapering import SeriesFair, by_series, steps
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, format_partial
from cdadesk.look import MoneySource
from cdadesk.reports.stacked_bars import Bar
from cdadesk.server.reading.stock import Stock

FAIR_KINDS = (Fair, SettlementRecord)
_HUNDRED = 100_00


class Basis(Enum):
    """What the figures of a fair rest on."""

    approved = N_("approved settlement")
    computed = N_("computed, not approved yet")
    printed = N_("percentages as printed")
    nothing = N_("no costs yet")


@dataclass(frozen=True)
class FairMoney:
    """One fair and who paid for it, in paise; `parts` is empty where only percentages are known, or nothing."""

    fair: Fair
    basis: Basis
    parts: Mapping[MoneySource, int]
    others: int = 0
    in_series: SeriesFair | None = None

    @property
    def total(self) -> int:
        """Return all that was paid."""
        return sum(self.parts.values()) + self.others

    @property
    def bar(self) -> Bar:
        """Return the fair as a bar; who neither paid nor is unexplained has no part in it."""
        when = format_partial(self.fair.from_on) if self.fair.from_on else ""
        return Bar(self.fair.code or self.fair.title(), when, self.parts)


def fair_money(stock: Stock) -> list[FairMoney]:
    """Return the fairs of a cluster with who paid, in the order of their dates; those without a date come last.

    Who paid how much does not hang on what the payers are called, so nobody is looked up.
    """
    settlements = _latest(stock.all_of(SettlementRecord))
    fairs = stock.all_of(Fair)
    found = [_money(fair, settlements.get(fair.id), fairs) for fair in fairs]
    return sorted(found, key=lambda each: (each.fair.from_on is None, each.fair.from_on or "", each.fair.id))


def tapering(found: Iterable[FairMoney]) -> list[tuple[str, str]]:
    """Return of each series what happened between its last two fairs, as a sentence."""
    series = by_series(each.in_series for each in found if each.in_series is not None)
    return [(name, taken[-1].sentence) for name, fairs in series.items() if (taken := steps(fairs))]


def _latest(settlements: Sequence[SettlementRecord]) -> dict[UUID, SettlementRecord]:
    ranked = sorted(settlements, key=lambda each: (each.revision or 0, each.id))
    return {each.parent_id: each for each in ranked if each.parent_id is not None}


def _money(fair: Fair, settlement: SettlementRecord | None, fairs: Sequence[Fair]) -> FairMoney:
    for basis, payers in _payers(fair, settlement, fairs):
        in_series = _in_series(fair, payers)
        return FairMoney(fair, basis, dict(_parts(fair, payers)), payers.other, in_series)
    printed = fair.printed_percents()
    basis = Basis.printed if printed else Basis.nothing
    return FairMoney(fair, basis, dict(_printed_parts(fair, printed)), in_series=_in_series(fair, None))


def _payers(fair: Fair, settlement: SettlementRecord | None, fairs: Sequence[Fair]) -> Iterator[tuple[Basis, Payers]]:
    """Yield what can be found out, the surest first; what only a newer version can read is passed over."""
    if settlement is not None:
        try:
            yield Basis.approved, settlement.read_account().payers
        except (Trouble, ValueError):
            return
    if fair.budget_lines:
        try:
            yield Basis.computed, settle(settlement_inputs(fair, {}, been_before(fair, fairs))).payers
        except Trouble:
            return


def _in_series(fair: Fair, payers: Payers | None) -> SeriesFair | None:
    try:
        return series_fair(fair, payers)
    except Trouble:
        return None


def _parts(fair: Fair, payers: Payers) -> Iterator[tuple[MoneySource, int]]:
    yield MoneySource.PRIVATE, payers.private
    yield MoneySource.INSTITUTIONS, payers.institutions or 0
    yield MoneySource.PROGRAMME, payers.programme
    whole = fair.total_cost.paise if fair.total_cost else None
    if whole and whole > payers.total:
        yield MoneySource.UNEXPLAINED, whole - payers.total


def _printed_parts(fair: Fair, printed: tuple[int, int, int] | None) -> Iterator[tuple[MoneySource, int]]:
    """Yield what printed percentages make of a known total, rounded down; what is left over is unexplained."""
    whole = fair.total_cost.paise if fair.total_cost else None
    if printed is None or not whole:
        return
    private, programme, institutions = (whole * each // _HUNDRED for each in printed)
    yield MoneySource.PRIVATE, private
    yield MoneySource.INSTITUTIONS, institutions
    yield MoneySource.PROGRAMME, programme
    rest = whole - private - programme - institutions
    if sum(printed) < _HUNDRED and rest > 0:
        yield MoneySource.UNEXPLAINED, rest
