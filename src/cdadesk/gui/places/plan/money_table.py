"""Who pays for a plan: one row a kind of work, one column a source, the sums below and at the right."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cdadesk import look
from cdadesk.domain.fairs.figures import percent_words
from cdadesk.domain.fairs.ratios import ratio_words
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.lines import LineKind, Payer
from cdadesk.domain.plan.sums import Cost, cost_by_kind, plan_cost
from cdadesk.gui.kit.theme import set_style_property
from cdadesk.gui.kit.words import label, paragraph
from cdadesk.i18n import _, format_amount

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class MoneyTable(QWidget):
    """Rupees by kind of work and source; a dash where nothing was entered, for nothing entered is not zero."""

    def __init__(self, plan: ActionPlan) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.spacing().large)
        self._grid.setVerticalSpacing(look.spacing().hair)
        self._grid.setColumnStretch(0, 1)
        self._write(cost_by_kind(plan.lines), plan_cost(plan.lines))

    def _write(self, by_kind: Mapping[LineKind | None, Cost], whole: Cost) -> None:
        payers = [payer for payer in Payer if payer in whole.parts]
        self._row(0, ["", *(_(payer.label) for payer in payers), _("Together")], "second")
        for row, (kind, cost) in enumerate(by_kind.items(), start=1):
            self._row(row, [_(kind.label) if kind else _("Without a kind"), *_amounts(cost, payers)])
        foot = len(by_kind) + 1
        self._row(foot, [_("Together"), *_amounts(whole, payers)], "strong")
        if whole.total:
            shares = [percent_words(Fraction(100 * whole.of(payer), whole.total)) for payer in payers]
            self._row(foot + 1, [_("Share"), *shares, ""], "second")
        last = paragraph(_in_words(whole), "second")
        self._grid.addWidget(last, foot + 2, 0, 1, len(payers) + 2)

    def _row(self, row: int, texts: Sequence[str], looks: str = "") -> None:
        for column, text in enumerate(texts):
            made = label(text, looks)
            if column:
                made.setAlignment(_RIGHT)
                set_style_property(made, "figures", "true")
            self._grid.addWidget(made, row, column)


def _amounts(cost: Cost, payers: Sequence[Payer]) -> list[str]:
    cells = [format_amount(cost.of(payer)) if payer in cost.parts else "\N{EN DASH}" for payer in payers]
    return [*cells, format_amount(cost.total) if cost.parts else "\N{EN DASH}"]


def _in_words(whole: Cost) -> str:
    """Say leverage, and what the sums leave out."""
    said = _("For one rupee of the programme there are {ratio} in all.").format(ratio=ratio_words(whole.leverage))
    sentences = [said] if whole.leverage is not None else []
    if whole.incomplete:
        sentences.append(_("Lines without an amount, or in foreign money without its rate, are not in the sums."))
    return " ".join(sentences)
