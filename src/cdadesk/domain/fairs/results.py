"""A settlement: everything that was computed, next to all that it was computed from."""

from dataclasses import dataclass
from fractions import Fraction

from cdadesk.domain.fairs.inputs import FairInputs
from cdadesk.domain.fairs.ratios import Payers
from cdadesk.domain.fairs.sharing import integer_percents
from cdadesk.domain.fairs.vocabulary import SourceKind

ALGORITHM = 1
"""Raised whenever the same inputs would make another settlement."""


@dataclass(frozen=True, kw_only=True)
class ExternalShare:
    """What one source pays of one head; `kept` is an overspend that stays with it."""

    source_id: str
    money: int = 0
    in_kind: int = 0
    kept: int = 0

    @property
    def total(self) -> int:
        return self.money + self.in_kind + self.kept


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One participant's part of one head; `kept` is an overspend this participant ordered."""

    weight: Fraction
    weight_total: Fraction
    quota: Fraction
    share: int
    kept: int

    @property
    def total(self) -> int:
        return self.share + self.kept


@dataclass(frozen=True, kw_only=True)
class HeadResult:
    """How one head was paid. Weights and shares stand in the order of the participants; who has no part has zero."""

    head_id: str
    actual: int
    income_used: int
    income_surplus: int
    saved: int
    carried: int
    kept: int
    external: tuple[ExternalShare, ...]
    residual: int
    weights: tuple[Fraction, ...]
    shares: tuple[int, ...]

    @property
    def external_total(self) -> int:
        return sum(each.total for each in self.external)

    @property
    def sharers(self) -> int:
        """Return how many participants have a part in it."""
        return sum(1 for weight in self.weights if weight)


@dataclass(frozen=True, kw_only=True)
class MemberResult:
    """One participant's account: gross is the shared costs, direct the own ones, kept an overspend they ordered."""

    participant_id: str
    gross: int
    direct: int
    kept: int
    relief_asked: int
    relief: int
    in_kind: int
    credit: int

    @property
    def due(self) -> int:
        return self.gross + self.direct + self.kept - self.relief

    @property
    def balance(self) -> int:
        """Return what is to be paid back (above zero) or still to be paid (below)."""
        return self.credit - self.due


@dataclass(frozen=True, kw_only=True)
class SourceSum:
    """What one payer bears of the whole fair; participants and event income are one line each, without an id."""

    kind: SourceKind
    source_id: str = ""
    money: int = 0
    in_kind: int = 0
    relief: int = 0
    received: int = 0

    @property
    def total(self) -> int:
        return self.money + self.in_kind + self.relief

    @property
    def owed(self) -> int:
        """Return money that came in and is not used up: it goes back, that of event income to the network's fund.

        Below zero it is still to come in. Participants have their balances instead.
        """
        return 0 if self.kind is SourceKind.participant else self.received - self.money - self.relief


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """The whole account of a fair, with its inputs in canonical order."""

    algorithm: int
    inputs: FairInputs
    heads: tuple[HeadResult, ...]
    members: tuple[MemberResult, ...]
    sources: tuple[SourceSum, ...]
    receipts: int
    payments: int

    @property
    def cash(self) -> int:
        """Return what should be in the box before anything is settled."""
        return self.receipts - self.payments

    @property
    def actual(self) -> int:
        return sum(head.actual for head in self.heads)

    @property
    def carried(self) -> int:
        """Return what stays in the fair fund for the next fair."""
        return sum(head.carried for head in self.heads)

    @property
    def payers(self) -> Payers:
        """Return the money by kind of payer; sponsors and event income count in the total only."""
        by_kind = self.by_kind()
        return Payers(
            private=by_kind[SourceKind.participant] + by_kind[SourceKind.network],
            institutions=by_kind[SourceKind.institution],
            programme=by_kind[SourceKind.programme],
            other=by_kind[SourceKind.sponsor] + by_kind[SourceKind.event_income],
        )

    def head(self, head_id: str) -> HeadResult:
        return next(head for head in self.heads if head.head_id == head_id)

    def member(self, participant_id: str) -> MemberResult:
        return next(member for member in self.members if member.participant_id == participant_id)

    def cell(self, participant_id: str, head_id: str) -> Cell:
        """Return one participant's part of one head."""
        head, at = self.head(head_id), self._place_of(participant_id)
        whole = sum(head.weights, Fraction(0))
        return Cell(
            weight=head.weights[at],
            weight_total=whole,
            quota=head.residual * head.weights[at] / whole if whole else Fraction(0),
            share=head.shares[at],
            kept=head.kept if self.inputs.head(head_id).ordered_by == participant_id else 0,
        )

    def by_kind(self) -> dict[SourceKind, int]:
        """Return what each kind of payer bears, in the order of the kinds."""
        return {kind: sum(each.total for each in self.sources if each.kind is kind) for kind in SourceKind}

    def percents(self) -> dict[SourceKind, Fraction]:
        """Return the exact percentage of each kind of payer; all zero while nothing was spent."""
        by_kind = self.by_kind()
        whole = sum(by_kind.values())
        return {kind: Fraction(100 * amount, whole) if whole else Fraction(0) for kind, amount in by_kind.items()}

    def whole_percents(self) -> dict[SourceKind, int]:
        """Return whole percents that make exactly 100."""
        parts = integer_percents({(kind.value, ""): amount for kind, amount in self.by_kind().items()})
        return {kind: parts[kind.value, ""] for kind in SourceKind}

    def _place_of(self, participant_id: str) -> int:
        return [each.id for each in self.inputs.participants].index(participant_id)
