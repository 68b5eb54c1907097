"""The sums that must agree before a settlement may be approved, checked anew each time from what is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from cdadesk.domain.fairs.results import Settlement
from cdadesk.domain.kernel.fields import Choice
from cdadesk.i18n import N_, _, format_amount


class Identity(Choice):
    """What is compared, with the sentence for its two sides."""

    costs = "costs", N_("costs {left} = sources {right}")
    shares = "shares", N_("shares {left} = left to share {right}")
    nothing_below_zero = "nothing_below_zero", N_("lowest share {left}, not below {right}")
    balances = "balances", N_("balances {left} = cash before settlement, less what is owed to others, {right}")
    cash = "cash", N_("cash by the records {left} = cash counted {right}")


@dataclass(frozen=True)
class Check:
    """One identity with its two sides."""

    identity: Identity
    left: int
    right: int
    ok: bool

    @property
    def words(self) -> str:
        """Say it in a line: costs 87,845.69 = sources 87,845.69 ✓."""
        sides = _(self.identity.label).format(left=format_amount(self.left), right=format_amount(self.right))
        return f"{sides} {'✓' if self.ok else '✗'}"


def checks(settlement: Settlement) -> tuple[Check, ...]:
    """Compare what was computed with what was entered, by ways that do not depend on each other."""
    return tuple(_checks(settlement))


def holds(settlement: Settlement) -> bool:
    """Say whether every identity holds; approval is blocked while one does not."""
    return all(check.ok for check in checks(settlement))


def _checks(settlement: Settlement) -> Iterator[Check]:
    fair = settlement.inputs
    costs = sum(head.paid for head in fair.heads) + sum(gift.value for gift in fair.gifts()) + settlement.carried
    yield _equal(Identity.costs, costs, sum(each.total for each in settlement.sources))
    yield _shares(settlement)
    lowest = min((share for head in settlement.heads for share in head.shares), default=0)
    yield Check(Identity.nothing_below_zero, lowest, 0, lowest >= 0)
    balances = sum(member.balance for member in settlement.members)
    owed = sum(each.owed for each in settlement.sources) + settlement.carried
    yield _equal(Identity.balances, balances, settlement.cash - owed)
    if fair.cash_counted is not None:
        yield _equal(Identity.cash, settlement.cash, fair.cash_counted)


def _shares(settlement: Settlement) -> Check:
    """Compare head by head: two heads that are wrong by the same paisa must not cancel out."""
    left = sum(sum(head.shares) for head in settlement.heads)
    right = sum(head.residual for head in settlement.heads)
    return Check(Identity.shares, left, right, all(sum(head.shares) == head.residual for head in settlement.heads))


def _equal(identity: Identity, left: int, right: int) -> Check:
    return Check(identity, left, right, left == right)
