"""The action plan as a paper and as a workbook: what it leads to, its lines, who pays, and what it leaves out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID

from cdadesk.domain.indicators.indicator import Indicator
from cdadesk.domain.kernel.record import in_one_line, in_order
from cdadesk.domain.plan.action_plan import ActionPlan, PlanStatus
from cdadesk.domain.plan.revising import Difference, LineChange, difference, line_title
from cdadesk.domain.plan.vision import Vision
from cdadesk.domain.programme.candidate import ClusterCandidate
from cdadesk.i18n import _, format_day, format_number, format_partial
from cdadesk.reports.blocks import Facts, Points, Text
from cdadesk.reports.indicators import indicator_parts
from cdadesk.reports.letterhead import Letterhead
from cdadesk.reports.paper import Paper, draw
from cdadesk.reports.plan import lines
from cdadesk.reports.plan.proposal import proposal
from cdadesk.reports.sections import Part, Section, Table, blocks_of


@dataclass(frozen=True, kw_only=True)
class PlanPapers:
    """The records that the paper is drawn from, and the names of all that they point at."""

    plan: ActionPlan
    before: ActionPlan | None = None
    vision: Vision | None = None
    chosen: ClusterCandidate | None = None
    indicators: Sequence[Indicator] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)


def write_plan(papers: PlanPapers, letterhead: Letterhead, file: BinaryIO) -> None:
    """Write the plan as a PDF in the language in use."""
    draw(plan_paper(papers, letterhead), blocks_of(plan_sections(papers)), file)


def write_plan_workbook(papers: PlanPapers, letterhead: Letterhead, file: BinaryIO) -> None:
    """Write the plan as a workbook in the language in use."""
    from cdadesk.reports.workbook import write_workbook  # noqa: PLC0415 - it takes long to load, and workbooks are rare

    write_workbook(plan_paper(papers, letterhead), plan_sections(papers), file)


def plan_paper(papers: PlanPapers, letterhead: Letterhead) -> Paper:
    """Return the head of the paper: which revision, of which day, and whether it was approved."""
    plan = papers.plan
    day = format_day(plan.made_on) if plan.made_on else ""
    return letterhead.paper(plan.title(), in_one_line(day, _(plan.stands_at().label)))


def plan_sections(papers: PlanPapers) -> list[Section]:
    """Return the sections in their order; one of which nothing is recorded says so."""
    plan, names = papers.plan, papers.names
    made: tuple[tuple[str, Iterator[Part]], ...] = (
        (_("This revision"), _revision(papers)),
        (_("Vision"), _vision(papers)),
        (_("Activities"), lines.activities(plan, names)),
        (_("Costs, and who pays"), lines.costs(plan)),
        (_("The money as a whole"), lines.money_parts(plan)),
        (_("Business services"), lines.services(plan)),
        (_("Risks"), lines.risks(plan)),
        (_("Exit calendar"), lines.exits(plan, names)),
        (_("Not now"), lines.not_now(plan)),
    )
    measured = tuple(indicator_parts(papers.indicators))
    if measured:
        made = (*made, (_("Indicators"), iter(measured)))
    proposed = tuple(proposal(plan, papers.chosen, names))
    if proposed:
        made = (*made, (_("For a proposal to a scheme"), iter(proposed)))
    return [Section(str(number), title, tuple(parts)) for number, (title, parts) in enumerate(made, 1)]


def _revision(papers: PlanPapers) -> Iterator[Part]:
    plan, names = papers.plan, papers.names
    approved = plan.stands_at() is PlanStatus.approved
    facts = [
        (_("Revision"), format_number(plan.revision or 1)),
        (_("Made on"), format_day(plan.made_on) if plan.made_on else ""),
        (_("Status"), _(plan.stands_at().label)),
        (_("Validated in"), _meeting(names, plan.validated_in)),
        (_("Approved in"), _meeting(names, plan.approved_in)),
    ]
    if approved and plan.check_code:
        facts.append((_("Check code"), plan.check_code))
    yield Facts(tuple(facts))
    for said in (plan.reason, plan.changes_made):
        if said and said.strip():
            yield Text(said.strip())
    if papers.before is not None:
        yield from _changes(difference(papers.before, plan))


def _meeting(names: Mapping[UUID, str], meeting: UUID | None) -> str:
    return names.get(meeting, "") if meeting else ""


def _changes(found: Difference) -> Iterator[Part]:
    """Yield what is different from the revision before, line by line."""
    words = {
        LineChange.added: _("New: {line}"),
        LineChange.dropped: _("Dropped: {line}"),
        LineChange.changed: _("Changed: {line}"),
    }
    yield Text(_("Against the revision before"))
    if not found.lines:
        yield Points((_("Nothing is different."),))
        return
    yield Points(tuple(words[each.change].format(line=line_title(each.line)) for each in found.lines))


def _vision(papers: PlanPapers) -> Iterator[Part]:
    vision = papers.vision
    if vision is None:
        return
    if vision.words and vision.words.strip():
        yield Text(vision.words.strip())
    rows = [
        (line.measure or "", line.today or "", line.wished or "", format_partial(line.by) if line.by else "")
        for _key, line in in_order(vision.measures)
    ]
    if rows:
        yield Table((_("Measure"), _("Today"), _("Wished"), _("By when")), tuple(rows))
