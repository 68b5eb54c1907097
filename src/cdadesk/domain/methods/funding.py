"""What a grant may be, and why, in words; exact to the paisa."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from cdadesk.domain.methods.rule_sets import FundingItem
from cdadesk.i18n import _, format_money, format_scaled


@dataclass(frozen=True)
class Project:
    """What is to be built or done: its cost in paise, and whether it lies where the scheme gives more."""

    cost: int
    is_special: bool = False


@dataclass(frozen=True)
class Promised:
    """Who says that they bring how much, in paise; None for what nobody said yet."""

    grant: int | None = None
    industry: int | None = None
    others: int | None = None


@dataclass(frozen=True)
class Allowed:
    """What the rules come to: the most that may be granted, the least that the rest must bring; in paise."""

    grant_most: int
    industry_least: int
    agency_least: int
    others_most: int
    instalments: tuple[int, ...]
    why: tuple[str, ...]


def allowed(item: FundingItem, project: Project) -> Allowed:
    """Return what a scheme allows for a project, and how that comes about.

    What is granted is rounded down to the paisa, what others must bring is rounded up: no rule is broken by rounding.
    """
    grant = floor(_grant(item, project))
    industry = ceil((item.industry_least or 0) * project.cost)
    agency = ceil((_agency_share(item, project) or 0) * project.cost)
    return Allowed(
        grant_most=grant,
        industry_least=industry,
        agency_least=agency,
        others_most=max(project.cost - grant - industry - agency, 0),
        instalments=tuple(_in_parts(grant, item.instalments)),
        why=tuple(_reasons(item, project, grant)),
    )


def ceiling_binds_from(item: FundingItem, *, special: bool = False) -> Fraction | None:
    """Return the cost from which the ceiling of the grant counts, and not the share; None if there is no such."""
    share = _share(item, Project(0, special))
    return Fraction(item.grant_ceiling) / share if item.grant_ceiling is not None and share else None


def doubts(item: FundingItem, project: Project, promised: Promised) -> Iterator[str]:
    """Say what the rules do not allow in what was promised; it stops nothing."""
    found = allowed(item, project)
    yield from _cost_doubts(item, project)
    if promised.grant is not None and promised.grant > found.grant_most:
        over = promised.grant - found.grant_most
        yield _("The grant is {over} above what the rules allow.").format(over=format_money(over))
    if promised.industry is not None and promised.industry < found.industry_least:
        short = found.industry_least - promised.industry
        yield _("The industry brings {short} less than it must.").format(short=format_money(short))
    parts = (promised.grant, promised.industry, promised.others)
    if None not in parts and (gap := project.cost - sum(part or 0 for part in parts)):
        said = _("{gap} of the cost is covered by nobody.") if gap > 0 else _("Together {gap} more than the cost.")
        yield said.format(gap=format_money(abs(gap)))


def _cost_doubts(item: FundingItem, project: Project) -> Iterator[str]:
    if item.cost_least is not None and project.cost < item.cost_least:
        yield _("These rules are for a cost of {least} or more.").format(least=format_money(item.cost_least))
    if item.cost_most is not None and project.cost > item.cost_most:
        yield _("These rules are for a cost of {most} at most.").format(most=format_money(item.cost_most))


def _share(item: FundingItem, project: Project) -> Fraction | None:
    return item.special_share if project.is_special and item.special_share is not None else item.share


def _agency_share(item: FundingItem, project: Project) -> Fraction | None:
    special = item.special_agency_least
    return special if project.is_special and special is not None else item.agency_least


def _counted(item: FundingItem, project: Project) -> int:
    return project.cost if item.cost_ceiling is None else min(project.cost, item.cost_ceiling)


def _grant(item: FundingItem, project: Project) -> Fraction:
    share = _share(item, project)
    by_share = (1 if share is None else share) * Fraction(_counted(item, project))
    return by_share if item.grant_ceiling is None else min(by_share, Fraction(item.grant_ceiling))


def _in_parts(amount: int, shares: tuple[Fraction, ...]) -> Iterator[int]:
    """Divide an amount so that nothing is lost: what rounding leaves over comes with a later part."""
    paid, reached = 0, Fraction(0)
    for share in shares:
        reached += share
        part = floor(amount * reached) - paid
        paid += part
        yield part


def _reasons(item: FundingItem, project: Project, grant: int) -> Iterator[str]:
    yield from _counting_reasons(item, project)
    yield from _grant_reasons(item, project)
    cost = project.cost
    for share, said in (
        (item.industry_least, _("The industry itself brings at least {share} of the cost: {amount}.")),
        (_agency_share(item, project), _("The agency of the state brings at least {share} of the cost: {amount}.")),
    ):
        if share is not None:
            yield said.format(share=in_percent(share), amount=format_money(ceil(share * cost)))
    if item.instalments:
        parts = zip(item.instalments, _in_parts(grant, item.instalments), strict=True)
        listed = "; ".join(f"{in_percent(share)}: {format_money(part)}" for share, part in parts)
        yield _("It is paid in instalments: {listed}.").format(listed=listed)


def _counting_reasons(item: FundingItem, project: Project) -> Iterator[str]:
    if item.cost_ceiling is not None and project.cost > item.cost_ceiling:
        yield _("Of the cost only {ceiling} is counted.").format(ceiling=format_money(item.cost_ceiling))


def _grant_reasons(item: FundingItem, project: Project) -> Iterator[str]:
    share, counted = _share(item, project), _counted(item, project)
    if share is None:
        yield _("The sources say no share, only how much it may be at most.")
    else:
        by_share = format_money(floor(share * counted))
        yield _("{share} of {counted} is {amount}.").format(
            share=in_percent(share), counted=format_money(counted), amount=by_share
        )
    if item.grant_ceiling is None:
        return
    if (1 if share is None else share) * counted <= item.grant_ceiling:
        yield _("That is within the ceiling of {ceiling}.").format(ceiling=format_money(item.grant_ceiling))
        return
    yield _("The ceiling of {ceiling} is less, so it is what counts: {share} of the cost.").format(
        ceiling=format_money(item.grant_ceiling), share=in_percent(Fraction(item.grant_ceiling, project.cost))
    )
    if (begin := ceiling_binds_from(item, special=project.is_special)) is not None:
        yield _("It does so from a cost of {cost} on.").format(cost=format_money(ceil(begin)))


def in_percent(share: Fraction) -> str:
    """Write a share in percent, to at most two places."""
    return format_scaled(round(share * 100 * 100), "%")
