"""Indicators as tables: where each group of one stands, and the baselines of all of them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cdadesk.domain.indicators.achievement import Progress, progress, whole
from cdadesk.domain.indicators.indicator import Indicator, IndicatorFigure, Stage
from cdadesk.i18n import _, format_partial
from cdadesk.reports.blocks import Text
from cdadesk.reports.sections import Cell, Part, Table, hundredths, percent

_HUNDRED = 100


def progress_parts(indicator: Indicator) -> Iterator[Part]:
    """Yield where everybody and each group stands, and what the columns mean; nothing while no figure is told."""
    rows = [_row(each) for each in progress(indicator)]
    if not rows:
        return
    heads = (_("Who"), _("Baseline"), _("Actual"), _("Target"), _("Achieved"), _("Since baseline"))
    yield Table(heads, tuple(rows), title=_("In {unit}").format(unit=indicator.unit) if indicator.unit else "")
    yield Text(
        _(
            "Achieved: how much of the way from the baseline to the target is gone; blank if the two are equal. Since "
            "baseline: the change in percent of it; nothing has a percentage of zero."
        )
    )


def baseline_rows(indicators: Sequence[Indicator]) -> Iterator[Sequence[Cell]]:
    """Yield one row for each baseline that counts, groups among them: figure, of when, who says so, how sure."""
    for each in indicators:
        for stands in progress(each):
            if stands.baseline is not None:
                yield _baseline_row(each, stands, stands.baseline)


def indicator_parts(indicators: Sequence[Indicator]) -> Iterator[Part]:
    """Yield where each indicator comes from, stands and is to come, for everybody; nothing for none."""
    rows = [_in_short(each) for each in indicators]
    if rows:
        heads = (_("Indicator"), _("Unit"), _("Baseline"), _("Actual"), _("Target"), _("By when"), _("Achieved"))
        yield Table(heads, tuple(rows))


def who_words(stands: Progress) -> str:
    """Return whom figures count."""
    told = [_(each.label) for each in (stands.sex, stands.size_band) if each is not None]
    return ", ".join(told) or _("Everybody")


def figure_of(line: IndicatorFigure | None) -> Cell:
    """Return a figure without its unit; a blank for none."""
    return hundredths(line.value) if line is not None else ""


def source_words(line: IndicatorFigure) -> str:
    """Return who says so; of an interview whose words are gone, that it was one."""
    return line.source or (_("Interview") if line.interview is not None else "")


def _row(stands: Progress) -> tuple[Cell, ...]:
    figures = (figure_of(each) for each in (stands.baseline, stands.actual, stands.target))
    return (who_words(stands), *figures, _percent(stands.achieved), _percent(stands.grown))


def _in_short(indicator: Indicator) -> tuple[Cell, ...]:
    stands = whole(indicator)
    by = format_partial(stands.target.of_on) if stands.target is not None and stands.target.of_on else ""
    figures = (figure_of(each) for each in (stands.baseline, stands.actual, stands.target))
    return (indicator.title(), indicator.unit or "", *figures, by, _percent(stands.achieved))


def _baseline_row(indicator: Indicator, stands: Progress, line: IndicatorFigure) -> tuple[Cell, ...]:
    is_whole = (stands.sex, stands.size_band) == (None, None)
    name = indicator.title() if is_whole else f"{indicator.title()}: {who_words(stands)}"
    rivals = [each for each in indicator.of_stage(Stage.baseline) if each.group == line.group and each is not line]
    differ = any(each.value != line.value for each in rivals)
    when = format_partial(line.of_on) if line.of_on else ""
    sure = _(line.sure.label) if line.sure is not None else ""
    source = source_words(line)
    said = _("{source}; other sources differ").format(source=source) if differ else source
    return (name, indicator.unit or "", figure_of(line), when, said, sure)


def _percent(found: Fraction | None) -> Cell:
    return percent(found / _HUNDRED) if found is not None else ""
