"""Sections 17 to 20: what stands in the way and what lies unused, what is asked for, the vision, the draft plan."""

from collections.abc import Iterator

from cdadesk.domain.diagnostic.issue import IssueKind
from cdadesk.domain.diagnostic.ranking import Ranked, Spread, latest_round, ranked, rounds_of, unrated
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.plan.action_plan import ActionPlan
from cdadesk.domain.plan.sums import line_cost, plan_cost
from cdadesk.domain.plan.vision import Vision
from cdadesk.domain.study.notes import StudySection
from cdadesk.i18n import _, format_number, format_partial
from cdadesk.reports.blocks import Points, Text, Tone
from cdadesk.reports.plan.lines import quarters_words
from cdadesk.reports.sections import Cell, Part, Table, hundredths, money, whole
from cdadesk.reports.study.material import Material, notes_of, table_of

_MOST_IN_SUMMARY = 5


def obstacles(material: Material) -> Iterator[Part]:
    """Yield obstacles and potentials, what comes first on top, with both figures and how far groups are apart."""
    found = _ranked(material)
    heads = (_("Rank"), _("Issue"), _("Kind"), _("Importance"), _("Capacity"), _("Importance × capacity"))
    yield from table_of("", (*heads, _("What follows"), _("Raised by")), [_row(each) for each in found])
    if found:
        said = _(
            "Rank by importance times joint capacity, both from 1 to 5; where groups do not agree, their lowest and "
            "highest figure stand in brackets. “Raised by” counts different actors."
        )
        yield Text(said, Tone.SECOND)
    left = unrated(material.issues, latest_round(rounds_of(material.issues)))
    if left:
        yield Text(_("Not rated yet:"))
        yield Points(tuple(each.title() for each in left))


def leading_issues(material: Material) -> Iterator[Part]:
    """Yield the few issues that lead, obstacles and potentials apart, for the summary."""
    found = _ranked(material)
    titles = ((_("Main obstacles"), IssueKind.obstacle), (_("Main potentials"), IssueKind.potential))
    for title, kind in titles:
        first = [each for each in found if each.issue.issue_kind is kind][:_MOST_IN_SUMMARY]
        yield from table_of(
            title,
            (_("Issue"), _("Importance"), _("Capacity")),
            [(each.issue.title(), *_figures(each)) for each in first],
        )


def _ranked(material: Material) -> list[Ranked]:
    return ranked(material.issues, latest_round(rounds_of(material.issues)))


def _row(each: Ranked) -> tuple[Cell, ...]:
    kind = each.issue.issue_kind
    return (
        whole(each.place),
        each.issue.title(),
        _(kind.label) if kind else "",
        _with_spread(each, "importance"),
        _with_spread(each, "capacity"),
        hundredths(round(each.standing.priority * 100)),
        _(each.standing.quadrant.label),
        whole(each.issue.raisers()),
    )


def _figures(each: Ranked) -> tuple[Cell, Cell]:
    at = each.standing
    return hundredths(round(at.importance * 100)), hundredths(round(at.joint_capacity * 100))


def _with_spread(each: Ranked, what: str) -> Cell:
    at = each.standing
    figure, spread = (
        (at.importance, at.importance_spread) if what == "importance" else (at.joint_capacity, at.capacity_spread)
    )
    cell = hundredths(round(figure * 100))
    return cell if not spread.width or isinstance(cell, str) else f"{cell.words} {_spread_words(spread)}"


def _spread_words(spread: Spread) -> str:
    return _("({low}–{high})").format(low=format_number(spread.low), high=format_number(spread.high))


def demands(material: Material) -> Iterator[Part]:
    """Yield needs as they became clear, up to the stage that they have reached."""
    yield from notes_of(material, StudySection.demands)
    yield from table_of(
        "",
        (
            _("Felt need"),
            _("Structural need"),
            _("Service asked for"),
            _("Stage"),
            _("Firms interested"),
            _("Deposits"),
        ),
        [
            (
                each.felt_need or each.title(),
                each.structural_need or "",
                each.service or "",
                _(each.stands_at().label),
                whole(each.firms_interested),
                whole(each.deposit_payers),
            )
            for each in material.demands
        ],
    )


def newest_vision(material: Material) -> Vision | None:
    """Return the vision of the highest revision."""
    return max(material.visions, key=lambda each: (each.revision or 1, each.id), default=None)


def newest_plan(material: Material) -> ActionPlan | None:
    """Return the plan of the highest revision."""
    return max(material.plans, key=lambda each: (each.revision or 1, each.id), default=None)


def vision(material: Material) -> Iterator[Part]:
    """Yield the vision with its measures, and whom it binds."""
    found = newest_vision(material)
    if found is not None:
        yield from vision_parts(found, material)


def vision_parts(found: Vision, material: Material) -> Iterator[Part]:
    """Yield one vision."""
    if found.words and found.words.strip():
        yield Text(found.words.strip())
    if found.horizon:
        yield Text(_("To be reached by {when}.").format(when=format_partial(found.horizon)))
    yield from table_of(
        "",
        (_("Measure"), _("Unit"), _("Today"), _("Wished"), _("By when")),
        [
            (
                line.measure or "",
                line.unit or "",
                line.today or "",
                line.wished or "",
                format_partial(line.by) if line.by else "",
            )
            for _key, line in in_order(found.measures)
        ],
    )
    agreed = [name for _key, line in in_order(found.agreed_by) if (name := material.name_of(line.who))]
    if agreed:
        yield Text(_("Agreed by: {names}").format(names=", ".join(agreed)))


def draft_plan(material: Material) -> Iterator[Part]:
    """Yield the newest revision of the plan in short; the plan has a paper of its own."""
    found = newest_plan(material)
    if found is None:
        return
    lines = [line for _key, line in in_order(found.lines)]
    heads = (_("No."), _("Activity"), _("Responsible"), _("When"), _("Cost"))
    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate(lines, 1):
        cost = line_cost(line)
        paid = money(cost.total) if cost.parts else ""
        responsible = material.name_of(line.responsible)
        rows.append((whole(number), line.activity or "", responsible, quarters_words(line), paid))
    if rows:
        cost = plan_cost(found.lines)
        remark = _("Some costs are not known yet; the sum is of those that are.") if cost.incomplete else ""
        together = ("", _("Together"), "", "", money(cost.total) if cost.parts else "")
        yield Table(heads, tuple(rows), (together,), found.title(), remark)
