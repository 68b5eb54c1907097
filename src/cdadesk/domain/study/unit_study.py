"""Unit studies: one firm, looked at with an expert, with figures before and after."""

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, choice, money, note, partial_date, ref, rows, scaled, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.domain.study.measure import Change, Span, change, span
from cdadesk.i18n import N_, _, format_partial

_MOST = 10**12


class Adopted(Choice):
    """Whether a firm did what was advised."""

    yes = "yes", N_("Done")
    partly = "partly", N_("Partly done")
    not_yet = "not_yet", N_("Not yet")
    no = "no", N_("Not done")


class Measure(Element):
    """One thing that was measured before and after a change; a range has two ends."""

    name: str | None = text(N_("What is measured"), needed=True, hint=N_("Such as fuel, rejects, output of a day."))
    unit: str | None = text(N_("Unit"), max_length=40, needed=True, hint=N_("Such as litres a day, or percent."))
    before: int | None = scaled(N_("Before"), unit="", least=-_MOST, most=_MOST)
    before_to: int | None = scaled(N_("Before, up to"), unit="", least=-_MOST, most=_MOST, hint=N_("For a range."))
    before_on: PartialDate | None = partial_date(N_("Measured first"))
    after: int | None = scaled(N_("After"), unit="", least=-_MOST, most=_MOST)
    after_to: int | None = scaled(N_("After, up to"), unit="", least=-_MOST, most=_MOST, hint=N_("For a range."))
    after_on: PartialDate | None = partial_date(N_("Measured again"))
    how: str | None = text(N_("How it was measured"))

    def was(self) -> Span | None:
        """Return the figure before."""
        return span(self.before, self.before_to)

    def became(self) -> Span | None:
        """Return the figure after."""
        return span(self.after, self.after_to)

    def change(self) -> Change | None:
        """Return the exact change."""
        return change(self.was(), self.became())


class UnitStudy(Record):
    """A techno-managerial study of one firm: what was measured, advised, invested, and what came of it."""

    kind: ClassVar[str] = "unit_study"
    label: ClassVar[str] = N_("Unit study")
    plural: ClassVar[str] = N_("Unit studies")
    columns: ClassVar[tuple[str, ...]] = ("firm", "studied_on", "expert", "adopted")

    firm: UUID | None = ref(N_("Firm"), to="actor", needed=True, hint=N_("The firm that was studied."))
    studied_on: PartialDate | None = partial_date(
        N_("Studied"), needed=True, hint=N_("The month in which the expert was there.")
    )
    expert: str | None = text(N_("Expert"), hint=N_("The institute or office that looked at the firm."))
    measures: dict[str, Measure] = rows(
        N_("Before and after"), needed=True, hint=N_("One line for each figure, in the unit in which it was measured.")
    )
    advice: str | None = note(N_("What was advised"), hint=N_("Step by step, the cheapest first."))
    investment: Money | None = money(N_("Investment"), hint=N_("What the firm spent on the change."))
    loan: Money | None = money(N_("Of this by loan"))
    lender: UUID | None = ref(N_("Lender"), to="actor")
    adopted: Adopted | None = choice(N_("Was it done"))
    remarks: str | None = note(N_("Remarks"))

    def title(self) -> str:
        """Return when it was and who looked; the firm's name only its own record knows."""
        when = format_partial(self.studied_on) if self.studied_on else None
        return in_one_line(_(self.label), when, self.expert)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        for key, line in in_order(self.measures):
            if backwards(line.before_on, line.after_on):
                yield Finding(f"measures/{key}/after_on", _("It was measured again before it was measured first."))
            if line.became() is not None and line.was() is None:
                yield Finding(
                    f"measures/{key}/before", _("Without a figure before there is no change."), Weight.missing
                )
        if self.loan and self.investment and _more(self.loan, self.investment):
            yield Finding("loan", _("The loan is larger than the investment."))


def _more(one: Money, other: Money) -> bool:
    return one.paise is not None and other.paise is not None and one.paise > other.paise
