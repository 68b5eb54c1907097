"""Sections 2 to 7: how it was done, history, the scene, the place and its map, products, and vital statistics."""

from collections import Counter
from collections.abc import Iterator, Sequence

from cdadesk.domain.actors.actor import ActorKind, SizeBand
from cdadesk.domain.cluster import EstimateOf, SizeEstimate
from cdadesk.domain.diagnostic.interview import InterviewMode
from cdadesk.domain.kernel.leaf import written_amount
from cdadesk.domain.kernel.record import Element, in_order
from cdadesk.domain.study.cluster_map import ClusterMap, MapKind, map_on, read_snapshot
from cdadesk.domain.study.notes import StudySection
from cdadesk.domain.study.value_chain import ProductProcess
from cdadesk.i18n import _, format_day, format_money, format_number, format_partial
from cdadesk.reports.blocks import Facts, Heading, Level, Picture, Points, Text
from cdadesk.reports.cluster_map import draw_cluster_map, height_needed
from cdadesk.reports.measures import TEXT_HEIGHT, TEXT_WIDTH
from cdadesk.reports.pdf_pictures import LETTER_LINE
from cdadesk.reports.pictures import Room
from cdadesk.reports.sections import Cell, Figure, Part, Table, hundredths, money, whole
from cdadesk.reports.study.material import COUNTS, Material, counted, notes_of, table_of

_FIRMS = (ActorKind.firm_micro_artisan, ActorKind.firm_industrial)
_HIGHEST_MAP = TEXT_HEIGHT * 0.86


def introduction(material: Material) -> Iterator[Part]:
    """Yield how the study was made and who was asked: counts by kind, never names."""
    yield from notes_of(material, StudySection.method)
    asked = [each for each in material.interviews if each.void is None]
    if asked:
        by_kind = Counter(each.actor_kind for each in asked)
        rows = [(_(kind.label), whole(by_kind[kind])) for kind in ActorKind if by_kind[kind]]
        rows += [(_("not recorded"), whole(by_kind[None]))] if by_kind[None] else []
        together = (_("Together"), whole(len(asked)))
        heads = (_("Kind of actor"), _("Interviews"))
        yield Table(heads, tuple(rows), (together,), _("Who was interviewed"), shares=COUNTS)
        yield counted([each.interview_mode for each in asked], InterviewMode, (_("How"), _("Interviews")), "")
        days = sorted(each.held_on for each in asked if each.held_on)
        if days:
            span = _("Interviews from {first} to {last}.").format(first=format_day(days[0]), last=format_day(days[-1]))
            yield Text(span)
    yield from table_of(
        _("Who works on the cluster"),
        (_("Part in the work"), _("From"), _("To"), _("Full time"), _("Training for the work")),
        [
            (
                _(each.role.label) if each.role else "",
                format_partial(each.from_on) if each.from_on else "",
                format_partial(each.to_on) if each.to_on else "",
                "" if each.full_time is None else _("Yes") if each.full_time else _("No"),
                ", ".join(line.course for _key, line in in_order(each.trainings) if line.course),
            )
            for each in material.postings
        ],
    )


def history(material: Material) -> Iterator[Part]:
    """Yield what was before."""
    yield from notes_of(material, StudySection.history, StudySection.interventions)


def scene(material: Material) -> Iterator[Part]:
    """Yield how the product stands in the country and the world, and how we compare."""
    yield from notes_of(material, StudySection.national_scene, StudySection.world_scene)
    yield from table_of(
        _("Benchmarks"),
        (_("What is compared"), _("Unit"), _("Our figure"), _("Compared with"), _("Their figure"), _("Source")),
        [
            (
                each.measure or "",
                each.unit or "",
                hundredths(each.own_value),
                each.other or "",
                hundredths(each.other_value),
                each.source or "",
            )
            for each in material.benchmarks
        ],
    )
    yield from (Text(each.lesson.strip()) for each in material.benchmarks if each.lesson and each.lesson.strip())


def place(material: Material) -> Iterator[Part]:
    """Yield where the cluster lies, and its map as it is today."""
    yield from table_of(
        "",
        (_("Village or town"), _("District"), _("State"), _("PIN code")),
        [
            (line.village or "", line.district or "", line.state or "", line.pin or "")
            for _key, line in in_order(material.cluster.locations)
        ],
    )
    yield from notes_of(material, StudySection.place)
    yield from map_parts(map_today(material), maps_of(material), _("Cluster map, today"))


def map_today(material: Material) -> ClusterMap:
    """Return the newest map that was kept as today's; without one, what is recorded of the actors."""
    kept = newest_map(material, MapKind.today)
    return kept if kept is not None else map_on(material.actors, material.on)


def newest_map(material: Material, kind: MapKind) -> ClusterMap | None:
    """Return the newest kept map of a kind."""
    kept = [each for each in material.maps if each.map_kind is kind]
    newest = max(kept, key=lambda each: (each.map_on is not None, each.map_on, each.id), default=None)
    return read_snapshot(newest) if newest is not None else None


def maps_of(material: Material) -> list[ClusterMap]:
    """Return the maps of all three dates, so that an actor stands at one place on each of them."""
    others = (newest_map(material, kind) for kind in (MapKind.later, MapKind.wished))
    return [map_today(material), *(each for each in others if each is not None)]


def map_parts(shown: ClusterMap, among: Sequence[ClusterMap], title: str) -> Iterator[Part]:
    """Yield a map as a picture with what it is; nothing for one without actors."""
    if not shown.spots:
        return
    maps = (shown, *among)
    height = min(height_needed(maps, TEXT_WIDTH, LETTER_LINE), _HIGHEST_MAP)
    drawing = draw_cluster_map(shown, Room(TEXT_WIDTH, height, LETTER_LINE), among)
    yield Picture(drawing, title)


def products(material: Material) -> Iterator[Part]:
    """Yield the processes by product, and why some products are the focus."""
    yield from notes_of(material, StudySection.products)
    for product, processes in _by_product(material.processes):
        yield from table_of(
            product,
            (_("Process"), _("Who does it"), _("Tools and machines"), _("Time it takes"), _("Where it is weak")),
            [
                (each.process or "", each.done_by or "", each.tools or "", each.takes or "", each.weak_point or "")
                for each in processes
            ],
        )
    focus = [
        _("{product}: {reason}").format(product=each.product or "", reason=each.focus_reason or _("no reason recorded"))
        for each in material.processes
        if each.focus
    ]
    if focus:
        yield Heading(_("Focus products"), Level.PART)
        yield Points(tuple(dict.fromkeys(focus)))


def _by_product(processes: Sequence[ProductProcess]) -> Iterator[tuple[str, list[ProductProcess]]]:
    ordered = sorted(processes, key=lambda each: (each.position or 99, each.id))
    for name in dict.fromkeys(each.product or "" for each in processes):
        yield name, [each for each in ordered if (each.product or "") == name]


def vital_statistics(material: Material) -> Iterator[Part]:
    """Yield rival figures side by side, each with its year, its source and how sure it is; then what is counted."""
    yield from notes_of(material, StudySection.vital_statistics)
    for what in EstimateOf:
        lines = material.cluster.estimates_of(what)
        yield from table_of(
            _spread(what, lines),
            (_("Figure"), _("Year"), _("Source"), _("How sure it is")),
            [(_estimate(line), str(line.year or ""), line.source or "", certainty(line)) for line in lines],
        )
    firms = material.actors_of(_FIRMS)
    if firms:
        heads = (_("Size"), _("Firms"))
        yield counted([each.size_band for each in firms], SizeBand, heads, _("Firms recorded here, by size"))
    yield Facts(((_("Workers, women and men"), ""),))
    yield from notes_of(material, StudySection.well_being)


def _spread(what: EstimateOf, lines: Sequence[SizeEstimate]) -> str:
    units = sorted({units for line in lines if (units := line.in_units()) is not None})
    if len(units) < 2:
        return _(what.label)
    form = format_money if what in (EstimateOf.turnover, EstimateOf.exports) else format_number
    said = _("{what}: from {least} to {most}, as sources differ")
    return said.format(what=_(what.label), least=form(units[0]), most=form(units[-1]))


def _estimate(line: SizeEstimate) -> Cell:
    if line.amount is None:
        return whole(line.count)
    found = money(line.amount.paise)
    if line.amount.currency != "INR":
        foreign = written_amount(line.amount)
        return Figure(f"{foreign} ({found.words})", found.value, found.form) if isinstance(found, Figure) else foreign
    return found


def certainty(line: Element) -> str:
    """Return how sure the figure of a line is; blank where nobody said."""
    return next((_(code.label) for code in line.certainty.values()), "")
