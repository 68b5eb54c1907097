"""What a settlement is computed from: plain values in paise, hundredths of m², exact percents."""

import datetime as dt
from dataclasses import dataclass, field, replace
from fractions import Fraction

from cdadesk.domain.fairs.vocabulary import TURNS, ContributionMode, HeadCode, SharingRule, SourceKind, UnderSpend
from cdadesk.i18n import _

Key = tuple[str, str]
"""What ties are broken by: code, then id, the lower first."""


@dataclass(frozen=True, kw_only=True)
class Participant:
    """One firm at the fair. `None` means not known, which is not zero; stall area in hundredths of a m²."""

    id: str
    code: str
    name: str = ""
    stall_area: int | None = None
    sales: int | None = None
    first_timer: bool = False
    advance: int = 0
    vouchers: int = 0
    sales_money_held: int = 0
    withdrawn_on: dt.date | None = None
    redivision_decision: str = ""

    @property
    def key(self) -> Key:
        return self.code, self.id

    @property
    def label(self) -> str:
        return self.name or self.code


@dataclass(frozen=True, kw_only=True)
class Source:
    """An outside payer: institution, programme, sponsor or network."""

    id: str
    code: str
    kind: SourceKind
    name: str = ""

    @property
    def key(self) -> Key:
        return self.code, self.id

    @property
    def label(self) -> str:
        return self.name or _(self.kind.label)

    @property
    def turn(self) -> tuple[int, Key]:
        """Return when this source is asked."""
        return TURNS.index(self.kind), self.key


@dataclass(frozen=True, kw_only=True)
class Portion:
    """One participant's line in a fixed list (paise) or in agreed weights."""

    participant_id: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class MixedPart:
    """So many percent of a head by one rule."""

    rule: SharingRule
    percent: Fraction


@dataclass(frozen=True, kw_only=True)
class Head:
    """One line of cost. `paid` is what it cost in money, whoever paid; approved in-kind is added to that.

    `direct_to` names the participant of the rule `direct`; `ordered_by` the participant or source with
    whom an overspend stays that no decision allows to be shared. `recoverable` says that a place
    given up late cost nothing more.
    """

    id: str
    code: str
    rule: SharingRule
    paid: int
    name: str = ""
    budget: int | None = None
    event_income: int = 0
    portions: tuple[Portion, ...] = ()
    parts: tuple[MixedPart, ...] = ()
    direct_to: str = ""
    recoverable: bool = False
    overspend_decision: str = ""
    ordered_by: str = ""

    @property
    def key(self) -> Key:
        return self.code, self.id

    @property
    def label(self) -> str:
        if self.name or self.code not in set(HeadCode):
            return self.name or self.code
        return _(HeadCode[self.code].label)


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What a source promised for one head, and what came in; `amount` for a fixed one, else `percent` and `cap`."""

    id: str
    source_id: str
    head_id: str
    mode: ContributionMode = ContributionMode.fixed
    amount: int = 0
    percent: Fraction = Fraction(0)
    cap: int | None = None
    received: int = 0


@dataclass(frozen=True, kw_only=True)
class InKind:
    """Goods or work given instead of money: a cost of the head and a contribution of the giver, at one value."""

    id: str
    giver_id: str
    head_id: str
    value: int
    valuation_note: str = ""
    approved_by: str = ""

    @property
    def approved(self) -> bool:
        """Say whether it counts: without a valuation note and an approver it is neither cost nor contribution."""
        return bool(self.valuation_note.strip() and self.approved_by.strip())


@dataclass(frozen=True, kw_only=True)
class Relief:
    """What first-timers are let off, who pays that, and how much is there for it."""

    percent: Fraction
    source_id: str
    pool: int
    received: int = 0


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the network agreed for the whole fair."""

    overspend_limit: Fraction = Fraction(10)
    under_spend: UnderSpend = UnderSpend.pro_rata
    carry_forward_decision: str = ""
    cut_off_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class FairInputs:
    """All that a settlement depends on; `cash_counted` is what is really in the box, if somebody counted."""

    heads: tuple[Head, ...]
    participants: tuple[Participant, ...]
    sources: tuple[Source, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    in_kind: tuple[InKind, ...] = ()
    relief: Relief | None = None
    terms: Terms = field(default_factory=Terms)
    cash_counted: int | None = None

    def head(self, head_id: str) -> Head:
        return next(head for head in self.heads if head.id == head_id)

    def participant(self, participant_id: str) -> Participant:
        return next(each for each in self.participants if each.id == participant_id)

    def source(self, source_id: str) -> Source:
        return next(source for source in self.sources if source.id == source_id)

    def party(self, party_id: str) -> Participant | Source:
        """Return a participant or source by its id; raises StopIteration for a stranger."""
        parties: tuple[Participant | Source, ...] = (*self.participants, *self.sources)
        return next(party for party in parties if party.id == party_id)

    def gifts(self) -> tuple[InKind, ...]:
        """Return the in-kind that counts."""
        return tuple(gift for gift in self.in_kind if gift.approved)


def canonical(inputs: FairInputs) -> FairInputs:
    """Return the same inputs in the one order that every laptop uses."""
    return replace(
        inputs,
        heads=tuple(_tidy(head) for head in sorted(inputs.heads, key=lambda head: head.key)),
        participants=tuple(sorted(inputs.participants, key=lambda each: each.key)),
        sources=tuple(sorted(inputs.sources, key=lambda source: source.turn)),
        contributions=tuple(sorted(inputs.contributions, key=lambda each: each.id)),
        in_kind=tuple(sorted(inputs.in_kind, key=lambda gift: gift.id)),
    )


def _tidy(head: Head) -> Head:
    portions = sorted(head.portions, key=lambda portion: portion.participant_id)
    parts = sorted(head.parts, key=lambda part: (part.rule.value, part.percent))
    return replace(head, portions=tuple(portions), parts=tuple(parts))
