"""The settlement as rows and columns of figures, and what each cell says when it is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cdadesk.domain.fairs.explain import explain, explain_balance, explain_due, explain_relief, paid_before
from cdadesk.domain.fairs.figures import listed
from cdadesk.domain.fairs.results import HeadResult, MemberResult, Settlement
from cdadesk.i18n import _, format_amount, format_day

Sum = Callable[[MemberResult], int]


class Told(NamedTuple):
    """What a cell says of itself: which one it is, and the sentence."""

    title: str
    sentence: str


@dataclass(frozen=True)
class Figures:
    """One column: its head, its figure for each participant, and how the figures and their sum are explained."""

    head: str
    of: Sum
    why: Callable[[MemberResult], str]
    why_sum: str
    signed: bool = False
    strong: bool = False

    def written(self, amount: int) -> str:
        """Write a figure; what is paid back has a plus."""
        return f"+{format_amount(amount)}" if self.signed and amount > 0 else format_amount(amount)


class Sheet:
    """The whole table: participants by columns, and the sums; the last `pinned` columns say what follows for each."""

    def __init__(self, settlement: Settlement) -> None:
        self.settlement = settlement
        self.members = settlement.members
        account = _account_columns(settlement)
        self.columns = [*_head_columns(settlement), *_relief_column(settlement), *account]
        self.pinned = len(account)

    def name(self, row: int) -> str:
        """Name a participant, or the row of the sums."""
        if row >= len(self.members):
            return _("All together")
        who = self.settlement.inputs.participant(self.members[row].participant_id)
        if who.withdrawn_on is None:
            return who.label
        return _("{name} (withdrew on {day})").format(name=who.label, day=format_day(who.withdrawn_on))

    def text(self, row: int, column: int) -> str:
        """Write a figure, or a sum."""
        return self.columns[column].written(self.amount(row, column))

    def amount(self, row: int, column: int) -> int:
        """Return a figure in paise, or the sum of its column."""
        return self._amounts[column][row]

    @cached_property
    def _amounts(self) -> list[list[int]]:
        """Return the figures of each column, and their sum below them: worked out once, shown and measured often."""
        columns = ([figures.of(member) for member in self.members] for figures in self.columns)
        return [[*column, sum(column)] for column in columns]

    def told(self, row: int, column: int) -> Told:
        """Explain one figure in words fit to be read aloud."""
        figures = self.columns[column]
        title = _("{name}, {head}: {amount}").format(
            name=self.name(row), head=figures.head, amount=self.text(row, column)
        )
        why = figures.why(self.members[row]) if row < len(self.members) else figures.why_sum
        return Told(title, _sentence(why))

    def paid_by_others(self) -> str:
        """Name the costs that have no column, as nothing of them is left for the participants."""
        others = [
            _("{head} {amount} ({payers})").format(
                head=self.settlement.inputs.head(each.head_id).label,
                amount=format_amount(each.actual),
                payers=listed(paid_before(self.settlement, each)),
            )
            for each in self.settlement.heads
            if not _is_shared(each) and each.actual
        ]
        return _("Paid in full by others: {costs}.").format(costs=", ".join(others)) if others else ""


def _is_shared(head: HeadResult) -> bool:
    return bool(head.residual or head.kept)


def _head_columns(settlement: Settlement) -> list[Figures]:
    return [_head_column(settlement, head) for head in settlement.heads if _is_shared(head)]


def _head_column(settlement: Settlement, head: HeadResult) -> Figures:
    return Figures(
        head=settlement.inputs.head(head.head_id).label,
        of=lambda member: settlement.cell(member.participant_id, head.head_id).total,
        why=lambda member: explain(settlement, member.participant_id, head.head_id),
        why_sum=_head_sum(settlement, head),
    )


def _head_sum(settlement: Settlement, head: HeadResult) -> str:
    """Say how the whole cost was paid."""
    parts = [
        _("{payer} {amount}").format(
            payer=settlement.inputs.source(each.source_id).label, amount=format_amount(each.total)
        )
        for each in head.external
    ]
    if head.income_used:
        parts.append(_("income from it {amount}").format(amount=format_amount(head.income_used)))
    rule = _(settlement.inputs.head(head.head_id).rule.label)
    parts.append(_("participants {amount}, {rule}").format(amount=format_amount(head.residual), rule=rule))
    return _("cost {actual}: {parts}").format(actual=format_amount(head.actual), parts="; ".join(parts))


def _relief_column(settlement: Settlement) -> Sequence[Figures]:
    relief = settlement.inputs.relief
    if relief is None:
        return ()
    why_sum = _("{amount} of the {pool} that {payer} set aside").format(
        amount=format_amount(sum(member.relief for member in settlement.members)),
        pool=format_amount(relief.pool),
        payer=settlement.inputs.source(relief.source_id).label,
    )
    return (
        Figures(
            _("Relief"), lambda member: -member.relief, lambda member: explain_relief(settlement, _id(member)), why_sum
        ),
    )


def _account_columns(settlement: Settlement) -> Sequence[Figures]:
    gross, relief = (sum(of(member) for member in settlement.members) for of in (_costs, lambda member: member.relief))
    due = _("costs {costs} − relief {relief}") if relief else _("costs {costs}")
    balance = _("cash in the box {cash}, less what is owed to others")
    return (
        Figures(
            _("Due"),
            lambda member: member.due,
            lambda member: explain_due(settlement, _id(member)),
            due.format(costs=format_amount(gross), relief=format_amount(relief)),
            strong=True,
        ),
        Figures(
            _("Paid"),
            lambda member: member.credit,
            lambda member: explain_balance(settlement, _id(member)),
            _("advances, bills paid for the group, gifts in kind and sales money held"),
        ),
        Figures(
            _("Balance"),
            lambda member: member.balance,
            lambda member: explain_balance(settlement, _id(member)),
            balance.format(cash=format_amount(settlement.cash)),
            signed=True,
            strong=True,
        ),
    )


def _costs(member: MemberResult) -> int:
    return member.gross + member.direct + member.kept


def _id(member: MemberResult) -> str:
    return member.participant_id


def _sentence(words: str) -> str:
    """Write a sentence as one: a large letter first, a full stop last."""
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "." if words else ""
