"""Lines of the action plan as rows: what, who and when; then what each costs, source by source."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from cdadesk.domain.kernel.quarters import quarter_of
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.lines import Payer, PlanLine, ServiceEffect
from cdadesk.domain.plan.sums import Cost, cost_by_kind, line_cost, plan_cost
from cdadesk.i18n import _, format_scaled
from cdadesk.reports.blocks import Facts, Heading, Level, Picture, Points
from cdadesk.reports.measures import TEXT_HEIGHT, TEXT_WIDTH
from cdadesk.reports.pdf_pictures import LETTER_LINE
from cdadesk.reports.pictures import Room
from cdadesk.reports.plan_timeline import bars_of, draw_timeline, height_for
from cdadesk.reports.sections import Cell, Part, Table, money, percent, rupees, whole

Names = Mapping[UUID, str]
_HIGHEST_TIMELINE = TEXT_HEIGHT * 0.86
_ACTIVITY, _ACTIVITY_AMONG_COSTS = 38, 30  # hundredths of the width


def quarters_words(line: PlanLine) -> str:
    """Return from which quarter to which a line runs."""
    span = line.span()
    if span is None:
        return ""
    words = [quarter.words().replace(" ", "\N{NO-BREAK SPACE}") for quarter in span]  # a year belongs to its months
    return "\n".join(dict.fromkeys(words))


def activities(plan: ActionPlan, names: Names) -> Iterator[Part]:
    """Yield each line: from objective and obstacle to the activity, who answers for it, when, and what shows it."""
    rows = [_activity(number, line, names) for number, line in enumerate(_lines(plan), 1)]
    if rows:
        heads = (_("No."), _("Activity, and what for"), _("Responsible"), _("When"), _("Shown by"))
        yield Table(heads, tuple(rows), shares=(None, _ACTIVITY, None, None, None))
    yield from _timeline(plan)


def _timeline(plan: ActionPlan) -> Iterator[Part]:
    """Yield when the lines run, as a picture; nothing of lines that do not say when."""
    bars = bars_of(_lines(plan))
    if bars:
        height = min(height_for(bars, LETTER_LINE), _HIGHEST_TIMELINE)
        yield Picture(draw_timeline(bars, Room(TEXT_WIDTH, height, LETTER_LINE)), _("When it runs"))


def _activity(number: int, line: PlanLine, names: Names) -> tuple[Cell, ...]:
    obstacle = names.get(line.issue, "") if line.issue else ""
    kind = _(line.line_kind.label) if line.line_kind else ""
    unplanned = _("not planned") if line.planned is False else ""
    about = (
        line.activity or "",
        _("For: {objective}").format(objective=line.objective) if line.objective else "",
        _("Because: {obstacle}").format(obstacle=obstacle) if obstacle else "",
        ", ".join(filter(None, (kind, unplanned))),
    )
    responsible = names.get(line.responsible, "") if line.responsible else ""
    with_whom = _("with {partners}").format(partners=line.partners) if line.partners else ""
    who = "\n".join(filter(None, (responsible, with_whom)))
    return (whole(number), "\n".join(filter(None, about)), who, quarters_words(line), shown_by(line, names))


def shown_by(line: PlanLine, names: Names) -> str:
    """Return by what a line shows: the indicator that it names, and the words beside it."""
    named = names.get(line.indicator, "") if line.indicator else ""
    return "\n".join(filter(None, (named, line.indicators)))


def costs(plan: ActionPlan) -> Iterator[Part]:
    """Yield what each line costs, by who pays, in rupees; sources that pay nothing have no column."""
    lines = _lines(plan)
    whole_plan = plan_cost(plan.lines)
    payers = [payer for payer in Payer if payer in whole_plan.parts]
    if not payers:
        return
    heads = (_("No."), _("Activity"), *(_(payer.label) for payer in payers), _("Together"))
    rows = [
        (whole(number), line.activity or "", *_cost_cells(line_cost(line), payers))
        for number, line in enumerate(lines, 1)
    ]
    together = ("", _("Together"), *_cost_cells(whole_plan, payers))
    remark = _("Some costs are not known yet; the sums are of those that are.") if whole_plan.incomplete else ""
    widths = (None, _ACTIVITY_AMONG_COSTS, *(None,) * (len(payers) + 1))
    yield Table(heads, tuple(rows), (together,), _("In rupees"), remark, widths)


def _cost_cells(cost: Cost, payers: Sequence[Payer]) -> list[Cell]:
    parts = [rupees(cost.parts.get(payer)) for payer in payers]
    return [*parts, rupees(cost.total) if cost.parts else ""]


def money_parts(plan: ActionPlan) -> Iterator[Part]:
    """Yield leverage and private share, and what each kind of work costs."""
    cost = plan_cost(plan.lines)
    if not cost.parts:
        return
    leverage, share = cost.leverage, percent(cost.private_share)
    yield Facts(
        (
            (_("All money for one of the programme's"), format_scaled(round(leverage * 100)) if leverage else ""),
            (_("Private share"), share if isinstance(share, str) else share.words),
        )
    )
    kinds = cost_by_kind(plan.lines)
    rows = [
        (_(kind.label) if kind else _("not recorded"), money(each.total) if each.parts else "")
        for kind, each in kinds.items()
    ]
    together = (_("Together"), money(cost.total))
    yield Table((_("Kind"), _("Cost")), tuple(rows), (together,), shares=(45, 20))


def services(plan: ActionPlan) -> Iterator[Part]:
    """Yield which business services the plan strengthens and which it creates."""
    for effect in ServiceEffect:
        found = [line.activity for line in _lines(plan) if line.service is effect and line.activity]
        if found:
            yield Heading(_(effect.label), Level.PART)
            yield Points(tuple(found))


def risks(plan: ActionPlan) -> Iterator[Part]:
    """Yield what may go wrong, and the answer to it."""
    rows = [(line.risk or "", line.answer or "") for _key, line in in_order(plan.risks)]
    if rows:
        yield Table((_("Risk"), _("What is done about it")), tuple(rows))


def exits(plan: ActionPlan, names: Names) -> Iterator[Part]:
    """Yield what passes to whom, and when."""
    rows = []
    for _key, line in in_order(plan.exits):
        quarter = quarter_of(line.by_quarter)
        area = _(line.area.label) if line.area else ""
        to = names.get(line.to, "") if line.to else ""
        rows.append((area, to, quarter.words() if quarter else ""))
    if rows:
        yield Table((_("What passes on"), _("To whom"), _("By quarter")), tuple(rows))


def not_now(plan: ActionPlan) -> Iterator[Part]:
    """Yield what was left for later, with the reason."""
    rows = [(line.what or "", line.reason or "") for _key, line in in_order(plan.not_now)]
    if rows:
        yield Table((_("What"), _("Why not now")), tuple(rows))


def _lines(plan: ActionPlan) -> list[PlanLine]:
    return [line for _key, line in in_order(plan.lines)]
