"""How far an indicator came from its baseline to its target: exact, for everybody and for each group that was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cdadesk.domain.actors.actor import SizeBand
from cdadesk.domain.actors.person import Sex
from cdadesk.domain.indicators.indicator import Indicator, IndicatorFigure, Stage
from cdadesk.domain.kernel.partial_dates import latest
from cdadesk.domain.study.measure import change, span


@dataclass(frozen=True)
class Progress:
    """Where one group stands: the baseline that counts, the latest actual figure, and the target it is held against."""

    sex: Sex | None
    size_band: SizeBand | None
    baseline: IndicatorFigure | None
    target: IndicatorFigure | None
    actual: IndicatorFigure | None

    @property
    def achieved(self) -> Fraction | None:
        """The part of the way that was gone, in percent.

        None while one of the three is missing, and where target and baseline are equal: there is no way to go.
        """
        known = [each.value for each in (self.baseline, self.target, self.actual) if each and each.value is not None]
        if len(known) < 3:
            return None
        start, goal, now = known
        return Fraction((now - start) * 100, goal - start) if goal != start else None

    @property
    def grown(self) -> Fraction | None:
        """The change since the baseline in percent of it; None of a baseline of zero, which has no percentage."""
        start, now = (span(each.value) if each else None for each in (self.baseline, self.actual))
        found = change(start, now)
        return found.percent[0] if found is not None and found.percent is not None else None


def progress(indicator: Indicator) -> list[Progress]:
    """Return where everybody stands, then each group of which figures are told, in the order of the lists."""
    told = [each for stage in Stage for each in indicator.of_stage(stage)]
    groups = {each.group for each in told}
    sexes, sizes = (None, *Sex), (None, *SizeBand)
    ordered = [(sex, size) for size in sizes for sex in sexes if (sex, size) in groups]
    return [_of_group(told, *group) for group in ordered]


def whole(indicator: Indicator) -> Progress:
    """Return where everybody stands, also while nothing is told of everybody."""
    return _of_group([each for stage in Stage for each in indicator.of_stage(stage)], None, None)


def _of_group(told: Sequence[IndicatorFigure], sex: Sex | None, size: SizeBand | None) -> Progress:
    own = [each for each in told if each.group == (sex, size)]
    baselines, targets, actuals = ([each for each in own if each.stage is stage] for stage in Stage)
    return Progress(sex, size, next(iter(baselines), None), _latest(targets), _latest(actuals))


def _latest(figures: Sequence[IndicatorFigure]) -> IndicatorFigure | None:
    """Return the figure of the latest time; of two of one time the lower line counts."""
    dated = [(latest(each.of_on).isoformat() if each.of_on else "", each) for each in figures]
    return max(reversed(dated), key=lambda pair: pair[0], default=("", None))[1]
