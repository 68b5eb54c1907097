"""Sections 8 to 12: firms, those who supply them, institutions, associations and networks."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from cdadesk.domain.actors.actor import Actor, ActorKind, SizeBand
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.study.measure import Change, Span
from cdadesk.domain.study.notes import StudySection
from cdadesk.domain.study.unit_study import Measure, UnitStudy
from cdadesk.i18n import _, format_money, format_number, format_partial, format_scaled
from cdadesk.reports.blocks import Facts, Heading, Level, Text
from cdadesk.reports.sections import Cell, Part, Table, whole
from cdadesk.reports.study.material import Material, counted, notes_of, table_of

PRINCIPAL = (ActorKind.firm_micro_artisan, ActorKind.firm_industrial, ActorKind.exporter)
SUPPORT = (ActorKind.supplier, ActorKind.job_worker, ActorKind.trader, ActorKind.buyer)
TECHNICAL = (ActorKind.education,)
BODIES = (ActorKind.association, ActorKind.cooperative, ActorKind.consortium, ActorKind.shg)
OTHER = (
    ActorKind.support_institution,
    ActorKind.bank,
    ActorKind.ngo,
    ActorKind.local_authority,
    ActorKind.regulator,
)


def principal_firms(material: Material) -> Iterator[Part]:
    """Yield what is recorded of the firms that make the product, and the unit studies without their names."""
    yield from notes_of(material, StudySection.principal_firms)
    yield from _counts(material, PRINCIPAL)
    yield from unit_studies(material)


def support_firms(material: Material) -> Iterator[Part]:
    """Yield what is recorded of those who supply, work for and buy from them."""
    yield from notes_of(material, StudySection.support_firms)
    yield from _counts(material, SUPPORT)


def technical_institutions(material: Material) -> Iterator[Part]:
    """Yield schools, institutes and laboratories."""
    yield from notes_of(material, StudySection.technical_institutions)
    yield from _named(material, TECHNICAL)


def associations(material: Material) -> Iterator[Part]:
    """Yield associations and networks with their members on the day, and what was done together before."""
    yield from notes_of(material, StudySection.associations)
    yield from _named(material, BODIES)
    yield from table_of(
        _("Networks"),
        (_("Name"), _("Kind"), _("Formed on"), _("Members now"), _("Purpose")),
        [
            (
                each.title(),
                _(each.network_kind.label) if each.network_kind else "",
                format_partial(each.formed_on) if each.formed_on else "",
                whole(each.active_members(material.on)),
                each.purpose or "",
            )
            for each in material.networks
        ],
    )
    yield from table_of(
        _("Joint action so far"),
        (_("Fair"), _("Place"), _("When"), _("Participants")),
        [
            (
                each.title(),
                each.place or "",
                format_partial(str(each.from_on)) if each.from_on else "",
                whole(len(in_order(each.participants)) or None),
            )
            for each in sorted(material.fairs, key=lambda each: (str(each.from_on or "9"), each.id))
        ],
    )


def other_institutions(material: Material) -> Iterator[Part]:
    """Yield banks, offices, organisations."""
    yield from notes_of(material, StudySection.other_institutions)
    yield from _named(material, OTHER)


def _counts(material: Material, kinds: Iterable[ActorKind]) -> Iterator[Part]:
    firms = material.actors_of(kinds)
    if not firms:
        return
    yield counted([each.actor_kind for each in firms], ActorKind, (_("Kind"), _("Recorded here")), "")
    if any(each.size_band for each in firms):
        yield counted([each.size_band for each in firms], SizeBand, (_("Size"), _("Recorded here")), "")
    facts = (
        (_("With machines"), _share_words([each.mechanised for each in firms])),
        (_("Not served before"), _share_words([each.hitherto_unserved for each in firms])),
        (_("Towns and villages"), _places(firms)),
    )
    yield Facts(facts)


def _share_words(answers: list[bool | None]) -> str:
    known = [each for each in answers if each is not None]
    if not known:
        return ""
    said = _("{n} of {known} of whom it is recorded")
    return said.format(n=format_number(sum(known)), known=format_number(len(known)))


def _places(firms: Iterable[Actor]) -> str:
    return ", ".join(sorted({each.place.strip() for each in firms if each.place and each.place.strip()}))


def _named(material: Material, kinds: Iterable[ActorKind]) -> Iterator[Part]:
    yield from table_of(
        "",
        (_("Name"), _("Kind"), _("Place"), _("What it offers")),
        [
            (
                each.title(),
                _(each.actor_kind.label) if each.actor_kind else "",
                each.place or "",
                each.products or ", ".join(_(role.label) for role in each.roles),
            )
            for each in material.actors_of(kinds)
        ],
    )


def unit_studies(material: Material) -> Iterator[Part]:
    """Yield each unit study with its figures before and after; the firm is told by its kind alone."""
    for number, study in enumerate(material.unit_studies, 1):
        unit = _("Unit {number}").format(number=format_number(number))
        parts = (unit, material.kind_of(study.firm), format_partial(study.studied_on) if study.studied_on else "")
        yield Heading(", ".join(filter(None, parts)), Level.PART)
        yield Facts(_facts(study))
        lines = [line for _key, line in in_order(study.measures)]
        if lines:
            yield measures_table(lines)
        if study.advice and study.advice.strip():
            yield Text(study.advice.strip())


def measures_table(lines: Iterable[Measure]) -> Table:
    """Return figures before and after, with the change and its percentage."""
    heads = (_("What is measured"), _("Unit"), _("Before"), _("After"), _("Change"), _("In percent"))
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        found = line.change()
        figures = (span_words(line.was()), span_words(line.became()), change_words(found), percent_words(found))
        rows.append((line.name or "", line.unit or "", *figures))
    return Table(heads, tuple(rows))


def span_words(figure: Span | None) -> str:
    """Return a figure, or both ends of a range."""
    if figure is None:
        return ""
    if figure.is_exact:
        return format_scaled(figure.least)
    return _("{least} to {most}").format(least=format_scaled(figure.least), most=format_scaled(figure.most))


def change_words(found: Change | None) -> str:
    """Return by how much a figure changed, with its sign."""
    if found is None:
        return ""
    ends = [_signed(found.least), _signed(found.most)]
    return _("{least} to {most}").format(least=ends[0], most=ends[1]) if found.least != found.most else ends[0]


def percent_words(found: Change | None) -> str:
    """Return the change in percent of what it was; a dash where there is no percentage of nothing."""
    if found is None:
        return ""
    if found.percent is None:
        return "\N{EN DASH}"
    least, most = (_signed(_rounded(each), "%") for each in found.percent)
    return least if least == most else _("{least} to {most}").format(least=least, most=most)


def _rounded(percent: Fraction) -> int:
    return round(percent * 10) * 10


def _signed(value: int, unit: str = "") -> str:
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{format_scaled(abs(value), unit)}"


def _facts(study: UnitStudy) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Expert"), study.expert or ""),
        (_("Investment"), format_money(study.investment.minor, study.investment.currency) if study.investment else ""),
        (_("Of this by loan"), format_money(study.loan.minor, study.loan.currency) if study.loan else ""),
        (_("Was it done"), _(study.adopted.label) if study.adopted else ""),
    )
    return tuple(each for each in facts if each[1]) or facts[:1]
