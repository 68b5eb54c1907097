"""Indicators: where something stood at the beginning, where it is to come, and where it stands.

All figures are whole hundredths of the unit. Several may stand side by side, from several sources; of the baselines the
uppermost counts, of the actual figures and the targets the latest.
"""

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.actors.actor import SizeBand
from cdadesk.domain.actors.person import Sex
from cdadesk.domain.kernel.fields import Choice, choice, note, partial_date, ref, rows, scaled, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards
from cdadesk.domain.kernel.record import Certainty, Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _

MOST = 10**12


class Level(Choice):
    """How far along the way from work to change it is measured."""

    input = "input", N_("Input: what is put in")
    output = "output", N_("Output: what the work brings about")
    outcome = "outcome", N_("Outcome: what firms do otherwise")
    impact = "impact", N_("Impact: what changes in the cluster")


class GoodWhen(Choice):
    """Which way is the right one."""

    up = "up", N_("More is better")
    down = "down", N_("Less is better")


class Attribution(Choice):
    """How much of a change the programme may claim."""

    counted = "counted", N_("Counted in the programme's own work")
    contribution = "contribution", N_("Estimated contribution")
    cluster_wide = "cluster_wide", N_("Of the whole cluster, not claimed")


class Stage(Choice):
    """Which of the three values of an indicator a figure is."""

    baseline = "baseline", N_("Baseline")
    target = "target", N_("Target")
    actual = "actual", N_("Actual")


class IndicatorFigure(Element):
    """One figure: of which time, who says so, how sure it is, and whom it counts if not everybody."""

    stage: Stage | None = choice(N_("What it is"), needed=True, hint=N_("Where it stood, is to come, or stands."))
    value: int | None = scaled(N_("Figure"), unit="", least=-MOST, most=MOST, needed=True)
    of_on: PartialDate | None = partial_date(N_("Of when"), needed=True, hint=N_("For a target: by when."))
    source: str | None = text(N_("Source"), hint=N_("Who says so: a register, an office, an interview. No names."))
    sure: Certainty | None = choice(N_("How sure"))
    sex: Sex | None = choice(N_("Only of"), hint=N_("If it counts women or men alone. Blank means everybody."))
    size_band: SizeBand | None = choice(N_("Only of firms of"), hint=N_("Blank means firms of every size."))
    interview: UUID | None = ref(N_("From the interview"), to="interview")
    question: str | None = text(
        N_("Question"), max_length=400, hint=N_("The question of the interview, by its name in the set.")
    )

    @property
    def group(self) -> tuple[Sex | None, SizeBand | None]:
        """Whom it counts; nothing stands for everybody."""
        return self.sex, self.size_band


class Indicator(Record):
    """One thing that is measured again and again in the same unit."""

    kind: ClassVar[str] = "indicator"
    label: ClassVar[str] = N_("Indicator")
    plural: ClassVar[str] = N_("Indicators")
    columns: ClassVar[tuple[str, ...]] = ("name", "code", "unit", "level")

    name: str | None = text(N_("What is measured"), needed=True, hint=N_("Such as firms that sell at fairs."))
    code: str | None = text(N_("Short code"), max_length=20, hint=N_("Such as O1, for plans and lists."))
    unit: str | None = text(N_("Unit"), max_length=40, needed=True, hint=N_("Firms, rupees a month, percent …"))
    level: Level | None = choice(N_("Level"), needed=True, hint=N_("From the work itself to what it changes."))
    good_when: GoodWhen | None = choice(
        N_("Which way is good"), needed=True, hint=N_("Less is better for rejects or days of waiting, for instance.")
    )
    attribution: Attribution | None = choice(
        N_("Attribution"), hint=N_("How much of a change the programme may claim as its own.")
    )
    figures: dict[str, IndicatorFigure] = rows(
        N_("Figures"),
        hint=N_("Baseline, targets and what was reached. Of several baselines the uppermost counts."),
    )
    remarks: str | None = note(N_("How it is measured"), hint=N_("So that a successor counts in the same way."))

    def title(self) -> str:
        """Return the code and what is measured."""
        return in_one_line(self.code, self.name) or _("Indicator without a name")

    def of_stage(self, stage: Stage) -> list[IndicatorFigure]:
        """Return the figures in use that are baselines, targets or actual ones, in their order."""
        return [line for _key, line in in_order(self.figures) if line.stage is stage and line.value is not None]

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if not self.of_stage(Stage.baseline):
            yield Finding("figures", _("There is no baseline yet."), Weight.missing)
        for key, line in in_order(self.figures):
            if line.value is not None and line.source is None and line.interview is None:
                yield Finding(f"figures/{key}/source", _("Who says so?"), Weight.missing)
            if line.stage is Stage.target:
                yield from self._target_findings(key, line)

    def _target_findings(self, key: str, target: IndicatorFigure) -> Iterator[Finding]:
        start = next((each for each in self.of_stage(Stage.baseline) if each.group == target.group), None)
        if start is None or start.value is None or target.value is None:
            return
        way = target.value - start.value
        if (self.good_when is GoodWhen.up and way < 0) or (self.good_when is GoodWhen.down and way > 0):
            yield Finding(f"figures/{key}/value", _("This target leads away from what is good."))
        if backwards(start.of_on, target.of_on):
            yield Finding(f"figures/{key}/of_on", _("This target lies before the baseline."))
