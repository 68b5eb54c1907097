"""Why a fair cannot be settled yet, each in a sentence that says what to do."""

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, format_amount


class NothingToShareBy(Trouble):
    """All weights are zero or one is not known, so the rule cannot divide; never replaced by another in silence."""

    def __init__(self, head: str = "", participant: str = "") -> None:
        super().__init__(_nothing_to_share_by(head, participant))


def _nothing_to_share_by(head: str, participant: str) -> str:
    if participant:
        sentence = _("{head}: the figure of {participant} to share by is not known. Ask, or choose another rule.")
        return sentence.format(head=head, participant=participant)
    if head:
        sentence = _("{head}: there is nothing to share by yet. Fill in the figures, or choose another rule.")
        return sentence.format(head=head)
    return _("There is nothing to share by yet: all weights are zero.")


class ListDoesNotSum(Trouble):
    """A fixed list makes another sum than what is left of the head."""

    def __init__(self, head: str, listed: int, needed: int) -> None:
        sentence = _("{head}: the fixed list makes {listed}, but {needed} must be shared.")
        super().__init__(sentence.format(head=head, listed=format_amount(listed), needed=format_amount(needed)))


class PercentagesDoNotSum(Trouble):
    """The parts of a mixed rule do not make 100."""

    def __init__(self, head: str, total: str) -> None:
        super().__init__(_("{head}: the percentages make {total}, not 100 %.").format(head=head, total=total))


class CannotBeMixed(Trouble):
    """A mixed rule holds a rule that has no weights."""

    def __init__(self, head: str, rule: str) -> None:
        super().__init__(_("{head}: the rule “{rule}” cannot be part of a mixed rule.").format(head=head, rule=rule))


class MoreThanTheWhole(Trouble):
    """A percentage is over 100."""

    def __init__(self, about: str) -> None:
        super().__init__(_("{about}: a percentage cannot be more than 100 %.").format(about=about))


class MoreThanTheHead(Trouble):
    """A source promised more for a head than the head costs."""

    def __init__(self, head: str, source: str, amount: int) -> None:
        sentence = _("{head}: {source} promised {amount}, which is more than the whole cost.")
        super().__init__(sentence.format(head=head, source=source, amount=format_amount(amount)))


class NegativeFigure(Trouble):
    """A figure is below zero."""

    def __init__(self, about: str) -> None:
        super().__init__(_("{about}: a figure below zero cannot be settled.").format(about=about))


class BudgetMissing(Trouble):
    """A percentage of a budget is promised, and there is no budget."""

    def __init__(self, head: str, source: str) -> None:
        sentence = _("{head}: {source} pays a percentage of the budget, but there is no budget.")
        super().__init__(sentence.format(head=head, source=source))


class NotCovered(Trouble):
    """The sources of a head that no participant shares do not pay all of it."""

    def __init__(self, head: str, missing: int) -> None:
        sentence = _("{head}: no participant shares this cost, and {missing} is paid by nobody.")
        super().__init__(sentence.format(head=head, missing=format_amount(missing)))


class OverspendNeedsDecision(Trouble):
    """A head cost much more than its budget, and neither a decision nor an orderer is recorded."""

    def __init__(self, head: str, over: int) -> None:
        sentence = _("{head} cost {over} more than its budget. Enter the decision to share this, or who ordered it.")
        super().__init__(sentence.format(head=head, over=format_amount(over)))


class CarryForwardNeedsDecision(Trouble):
    """Money that was saved may stay for the next fair only if the network decided so."""

    def __init__(self, head: str, saved: int) -> None:
        sentence = _("{head} cost {saved} less than its budget. Enter the decision to keep this for the next fair.")
        super().__init__(sentence.format(head=head, saved=format_amount(saved)))


class WithdrawalNeedsDecision(Trouble):
    """Somebody withdrew late; the others take over that share only if they decided so."""

    def __init__(self, head: str, participant: str) -> None:
        sentence = _("{participant} withdrew late. Enter the decision by which the others share {head} without them.")
        super().__init__(sentence.format(head=head, participant=participant))


class NotOfThisFair(Trouble):
    """A line names a head, participant or source that is not part of the fair."""

    def __init__(self, about: str) -> None:
        super().__init__(
            _("{about}: a line names somebody or something that is not part of this fair.").format(about=about)
        )


class VouchersTooHigh(Trouble):
    """Participants paid more for the group than the group spent."""

    def __init__(self, vouchers: int, paid: int) -> None:
        sentence = _("Participants' vouchers make {vouchers}, but all costs paid make only {paid}.")
        super().__init__(sentence.format(vouchers=format_amount(vouchers), paid=format_amount(paid)))


class NewerSettlement(Trouble):
    """A frozen settlement was made by a later version of the program."""

    def __init__(self) -> None:
        super().__init__(_("This settlement was made by a newer version of the program. Update, then open it again."))
