"""What a scheme asks of a plan beside its lines: why this cluster, to what end, year by year, and what comes of it."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from cdadesk.domain.kernel.quarters import quarter_of
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.lines import PlanLine, ResultLevel
from cdadesk.domain.programme.candidate import ClusterCandidate
from cdadesk.i18n import _
from cdadesk.reports.blocks import Heading, Level, Points, Text
from cdadesk.reports.sections import Part, Table

Names = Mapping[UUID, str]
_YEAR, _PROBLEM = 12, 40  # hundredths of the width


def proposal(plan: ActionPlan, chosen: ClusterCandidate | None, names: Names) -> Iterator[Part]:
    """Yield all of it; nothing of a plan of which nobody wrote for whom it is proposed."""
    if not _is_proposed(plan):
        return
    if chosen is not None and chosen.reason:
        yield from _titled(_("Why this cluster"), Text(chosen.reason.strip()))
    if plan.first_objective:
        yield from _titled(_("First objective"), Text(plan.first_objective.strip()))
    further = tuple(line.strip() for line in (plan.other_objectives or "").splitlines() if line.strip())
    if further:
        yield from _titled(_("Further objectives"), Points(further))
    yield from _by_year(plan, names)
    if plan.order_reason:
        yield from _titled(_("Why in this order"), Text(plan.order_reason.strip()))
    yield from _expected(plan)
    if plan.competence:
        yield from _titled(_("What the agency can do"), Text(plan.competence.strip()))


def _is_proposed(plan: ActionPlan) -> bool:
    written = (plan.first_objective, plan.other_objectives, plan.order_reason, plan.competence)
    return any(written) or bool(in_order(plan.expected))


def _by_year(plan: ActionPlan, names: Names) -> Iterator[Part]:
    """Yield which problem is answered by what, in the year in which the answer begins."""
    lines = [line for _key, line in in_order(plan.lines) if line.span()]
    rows = [
        (_year(line), names.get(line.issue, "") if line.issue else "", line.activity or "")
        for line in sorted(lines, key=_begins)
    ]
    if rows:
        heads = (_("Year"), _("Problem"), _("What is done"))
        table = Table(heads, tuple(rows), shares=(_YEAR, _PROBLEM, None))
        yield from _titled(_("Problems and answers, year by year"), table)


def _expected(plan: ActionPlan) -> Iterator[Part]:
    found = [line for _key, line in in_order(plan.expected)]
    for level in [*ResultLevel, None]:
        said = [_with_day(line.result or "", line.by_quarter) for line in found if line.level is level and line.result]
        if said:
            head = _(level.label) if level else _("Elsewhere")
            yield Heading(_("Expected results: {where}").format(where=head), Level.PART)
            yield Points(tuple(said))


def _with_day(result: str, key: str | None) -> str:
    quarter = quarter_of(key)
    return _("{result} (by {quarter})").format(result=result, quarter=quarter.words()) if quarter else result


def _titled(title: str, part: Part) -> Iterator[Part]:
    yield Heading(title, Level.PART)
    yield part


def _begins(line: PlanLine) -> str:
    span = line.span()
    return span[0].key if span else ""


def _year(line: PlanLine) -> str:
    """Return the financial year in which a line begins: 1998-99, with a dash as long as it should be."""
    span = line.span()
    return f"{span[0].year}\N{EN DASH}{(span[0].year + 1) % 100:02}" if span else ""
