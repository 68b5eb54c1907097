"""Benchmarks: the own cluster or a firm of it beside another one, in the same unit."""

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import note, partial_date, ref, scaled, text, yes_no
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.partial_dates import PartialDate
from cdadesk.domain.kernel.record import Record, in_one_line
from cdadesk.domain.study.measure import Change, change, span
from cdadesk.i18n import N_, _

_MOST = 10**12


class Benchmark(Record):
    """One figure of ours beside the same figure of somebody else."""

    kind: ClassVar[str] = "benchmark"
    label: ClassVar[str] = N_("Benchmark")
    plural: ClassVar[str] = N_("Benchmarks")
    columns: ClassVar[tuple[str, ...]] = ("measure", "unit", "own_value", "other", "other_value")

    measure: str | None = text(N_("What is compared"), needed=True, hint=N_("Such as rejects, days to deliver, price."))
    unit: str | None = text(N_("Unit"), max_length=40, needed=True, hint=N_("The same for both."))
    firm: UUID | None = ref(N_("Firm"), to="actor", hint=N_("Leave this blank if the whole cluster is compared."))
    own_value: int | None = scaled(N_("Our figure"), unit="", least=-_MOST, most=_MOST)
    own_on: PartialDate | None = partial_date(N_("Our figure is of"))
    other: str | None = text(N_("Compared with"), needed=True, hint=N_("The other cluster or firm, and where it is."))
    twin: bool | None = yes_no(N_("Twin cluster"), hint=N_("Yes if the two clusters agreed to learn from each other."))
    other_value: int | None = scaled(N_("Their figure"), unit="", least=-_MOST, most=_MOST)
    other_on: PartialDate | None = partial_date(N_("Their figure is of"))
    source: str | None = text(N_("Source"))
    lesson: str | None = note(N_("What we learn from it"))

    def title(self) -> str:
        """Return what is compared with whom."""
        return in_one_line(self.measure, self.other) or _("Benchmark without a name")

    def gap(self) -> Change | None:
        """Return by how much their figure differs from ours."""
        return change(span(self.own_value), span(self.other_value))

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.other_value is not None and self.blank("source"):
            yield Finding("source", _("Who says so?"), Weight.missing)
