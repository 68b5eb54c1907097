"""Sections 13 to 16: the value chain, business services, operations issue by issue, strengths and weaknesses."""

from collections.abc import Iterator

from cdadesk.domain.actors.actor import ActorKind, ActorRole
from cdadesk.domain.diagnostic.vocabulary import Area
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.study.notes import StudySection, SwotQuadrant
from cdadesk.domain.study.value_chain import BuildUp, PriceLine, build_ups
from cdadesk.i18n import _, format_money
from cdadesk.reports.blocks import Heading, Level, Points
from cdadesk.reports.sections import Cell, Part, Table, money, percent, whole
from cdadesk.reports.study.material import Material, note_parts, notes_of, table_of

_STEP_WIDTH = 26  # hundredths: the source stands below the step


def value_chain(material: Material) -> Iterator[Part]:
    """Yield how the price of each product is built up, with sums that are explained."""
    yield from notes_of(material, StudySection.value_chain)
    for chain in build_ups(material.steps):
        yield chain_table(chain)


def chain_table(chain: BuildUp) -> Table:
    """Return one build-up; at its foot costs and margins, and what they leave unexplained."""
    heads = (
        _("Step"),
        _("Who does it"),
        _("Paid to the step before"),
        _("Own cost"),
        _("Margin"),
        _("Price"),
        _("Share of the last price"),
    )
    rows = tuple(_chain_row(line) for line in chain.lines)
    sums: tuple[Cell, ...] = (
        _("Together"),
        "",
        "",
        money(chain.costs),
        money(chain.margins),
        money(chain.last_price),
        "",
    )
    quantity = next((line.step.quantity for line in chain.lines if line.step.quantity), "")
    title = ", ".join(filter(None, (chain.product, quantity)))
    widths = (_STEP_WIDTH, *(None,) * (len(heads) - 1))
    return Table(heads, rows, (sums,), title, " ".join(_explained(chain)), widths)


def _chain_row(line: PriceLine) -> tuple[Cell, ...]:
    step = line.step
    name = "\n".join(filter(None, (step.step or "", _told_by(line))))
    paid = money(line.paid) if line.paid else ""
    figures = (paid, money(line.own_cost), money(line.margin), money(line.price), percent(line.share))
    return (name, step.done_by or "", *figures)


def _told_by(line: PriceLine) -> str:
    year = str(line.step.year) if line.step.year else ""
    sure = next((_(code.label) for code in line.step.certainty.values()), "")
    parts = ", ".join(filter(None, (line.step.source, year, sure)))
    return _("({source})").format(source=parts) if parts else ""


def _explained(chain: BuildUp) -> Iterator[str]:
    if chain.costs is None or chain.margins is None or chain.last_price is None:
        yield _("The sums stay blank: a figure of at least one step is not recorded.")
        return
    figures = {
        "costs": format_money(chain.costs),
        "margins": format_money(chain.margins),
        "price": format_money(chain.last_price),
    }
    if not chain.unexplained:
        yield _("Own costs {costs} and margins {margins} make up the last price {price}.").format(**figures)
        return
    said = _(
        "Own costs {costs}, margins {margins} and {unexplained} unexplained make up the last price {price}: a step "
        "pays another price than the step before names."
    )
    yield said.format(unexplained=format_money(chain.unexplained), **figures)


def services(material: Material) -> Iterator[Part]:
    """Yield who gives business services, what is missing, and what is being developed."""
    yield from notes_of(material, StudySection.services)
    providers = [
        each
        for each in material.actors_of(ActorKind)
        if each.actor_kind is ActorKind.bds_provider or ActorRole.gives_services in each.roles
    ]
    yield from table_of(
        _("Who gives services"),
        (_("Name"), _("Kind"), _("Services")),
        [
            (each.title(), _(each.actor_kind.label) if each.actor_kind else "", each.products or "")
            for each in providers
        ],
    )
    yield from table_of(
        _("Pilot developments"),
        (
            _("What is developed"),
            _("Provider"),
            _("Firms that try it"),
            _("Price later"),
            _("Could buy one day"),
            _("Status"),
        ),
        [
            (
                each.title(),
                material.name_of(each.provider),
                whole(len(in_order(each.test_firms)) or None),
                money(each.price.paise) if each.price else "",
                whole(each.expected_buyers),
                _(each.state.label) if each.state else "",
            )
            for each in material.pilots
        ],
    )


def operations(material: Material) -> Iterator[Part]:
    """Yield what is noted of operations, issue by issue."""
    notes = [each for each in material.notes if each.section is StudySection.operations]
    for area in (*Area, None):
        found = [each for each in notes if each.area is area]
        issues = [each.title() for each in material.issues if area is not None and each.area is area]
        if found or issues:
            yield Heading(_(area.label) if area else _("Others"), Level.PART)
        for each in found:
            yield from note_parts(each)
        if issues:
            yield Points(tuple(issues))


def swot(material: Material) -> Iterator[Part]:
    """Yield strengths, weaknesses, chances and threats."""
    yield from notes_of(material, StudySection.swot)
    if not material.swot:
        return
    titles = {
        SwotQuadrant.strength: _("Strengths"),
        SwotQuadrant.weakness: _("Weaknesses"),
        SwotQuadrant.opportunity: _("Chances"),
        SwotQuadrant.threat: _("Threats"),
    }
    for quadrant, title in titles.items():
        yield Heading(title, Level.PART)
        yield Points(tuple(_item(each.said, each.source) for each in material.swot if each.quadrant is quadrant))


def _item(said: str | None, source: str | None) -> str:
    told = _("({source})").format(source=source) if source else ""
    return " ".join(filter(None, ((said or "").strip(), told)))
