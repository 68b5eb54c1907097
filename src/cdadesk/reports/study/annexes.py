"""The annexes: question sets, the other maps, consent, figures that nobody is sure of, how the cluster was chosen."""

from collections import Counter
from collections.abc import Iterator, Sequence

from cdadesk.domain.cluster import EstimateOf
from cdadesk.domain.diagnostic.interview import Agreement
from cdadesk.domain.indicators.indicator import Indicator, IndicatorFigure, Stage
from cdadesk.domain.kernel.record import Certainty, in_order
from cdadesk.domain.programme.candidate import ClusterCandidate, Criterion
from cdadesk.domain.programme.cluster_programme import ClusterProgramme, printed_register, sums
from cdadesk.domain.study.cluster_map import ClusterMap, MapKind, Tie
from cdadesk.i18n import _, format_number, format_partial, ngettext
from cdadesk.reports.blocks import Points, Text
from cdadesk.reports.indicators import baseline_rows, source_words
from cdadesk.reports.sections import Cell, Part, Table, whole
from cdadesk.reports.study.asked import newest_vision
from cdadesk.reports.study.material import Material, counted, table_of
from cdadesk.reports.study.setting import certainty, map_parts, map_today, maps_of, newest_map

_UNSURE = (Certainty.estimate, Certainty.hearsay)


def question_sets(material: Material) -> Iterator[Part]:
    """Yield which questions were asked, with their version."""
    used = Counter((each.set_name or "", each.set_version or "") for each in material.interviews)
    yield from table_of(
        "",
        (_("Question set"), _("Version"), _("Interviews")),
        [(name, version, whole(count)) for (name, version), count in sorted(used.items())],
    )


def baselines(material: Material) -> Iterator[Part]:
    """Yield the beginning against which later figures are read: of the indicators, and of the vision's measures."""
    heads = (_("Indicator"), _("Unit"), _("Baseline"), _("Of when"), _("Source"), _("How sure it is"))
    yield from table_of("", heads, baseline_rows(material.indicators))
    found = newest_vision(material)
    lines = [line for _key, line in in_order(found.measures)] if found is not None else []
    yield from table_of(
        _("Measures of the vision"),
        (_("Measure"), _("Unit"), _("Today")),
        [(line.measure or "", line.unit or "", line.today) for line in lines if line.today],
    )


def other_maps(material: Material) -> Iterator[Part]:
    """Yield the map of later and the wished one, and how each differs from today's."""
    today, among = map_today(material), maps_of(material)
    for kind, title in ((MapKind.later, _("Cluster map, later")), (MapKind.wished, _("Cluster map, as wished"))):
        found = newest_map(material, kind)
        if found is not None and found.spots:
            yield from map_parts(found, among, title)
            yield from difference(today, found)


def difference(before: ClusterMap, after: ClusterMap) -> Iterator[Part]:
    """Yield how many links are new, closer, looser or gone, and name the new ones."""
    was, now = _strengths(before), _strengths(after)
    counts = (
        (sum(1 for pair in now if pair not in was), _("{n} new")),
        (sum(1 for pair, strength in now.items() if pair in was and strength > was[pair]), _("{n} closer")),
        (sum(1 for pair, strength in now.items() if pair in was and strength < was[pair]), _("{n} looser")),
        (sum(1 for pair in was if pair not in now), _("{n} gone")),
    )
    said = ", ".join(words.format(n=format_number(count)) for count, words in counts if count)
    yield Text(_("Links against today: {changes}").format(changes=said) if said else _("Links are as they are today."))
    names = {spot.key: spot.name for spot in (*before.spots, *after.spots)}
    fresh = [pair for pair in now if pair not in was]
    words = sorted(" – ".join(sorted(names.get(end, "") for end in pair)) for pair in fresh)
    if words:
        yield Text(_("New links:"))
        yield Points(tuple(words))


def _strengths(shown: ClusterMap) -> dict[frozenset[str], int]:
    found: dict[frozenset[str], int] = {}
    for tie in shown.ties:
        found[_pair(tie)] = max(tie.strength, found.get(_pair(tie), 0))
    return found


def _pair(tie: Tie) -> frozenset[str]:
    return frozenset((tie.one, tie.other))


def consent(material: Material) -> Iterator[Part]:
    """Yield how consent was asked for, and how many agreed to what."""
    yield Text(
        _(
            "Before each interview the purpose was read aloud: what is written down, who reads it, that nobody has to "
            "answer, and that consent can be withdrawn at any time. Answers stand in this study as counts, never with "
            "a name. Where consent was withdrawn, personal data were erased and only the count was kept."
        )
    )
    if material.interviews:
        heads = (_("Consent"), _("Interviews"))
        yield counted([each.agreement for each in material.interviews], Agreement, heads, "")
    gone = sum(1 for each in material.interviews if each.withdrawn_on)
    if gone:
        said = ngettext("{n} consent was withdrawn later.", "{n} consents were withdrawn later.", gone)
        yield Text(said.format(n=format_number(gone)))


def unsure(material: Material) -> Iterator[Part]:
    """Yield the figures that are estimates or hearsay, or of which nobody said how sure they are."""
    rows: list[tuple[Cell, ...]] = []
    for what in EstimateOf:
        for line in material.cluster.estimates_of(what):
            sure = next(iter(line.certainty.values()), None)
            if sure is None or sure in _UNSURE:
                said = certainty(line) or _("not said")
                rows.append((_(what.label), str(line.year or ""), line.source or "", said))
    for step in material.steps:
        sure = next(iter(step.certainty.values()), None)
        if step.price is not None and (sure is None or sure in _UNSURE):
            said = certainty_of_step(sure)
            rows.append((step.title(), str(step.year or ""), step.source or "", said))
    for each in material.indicators:
        rows += [_unsure_figure(each, line) for _key, line in in_order(each.figures) if _is_unsure(line)]
    yield from table_of("", (_("Figure"), _("Year"), _("Source"), _("How sure it is")), rows)


def _is_unsure(line: IndicatorFigure) -> bool:
    """Say whether a figure that was told, not one that is wished, may be wrong."""
    told = line.value is not None and line.stage in (Stage.baseline, Stage.actual)
    return told and (line.sure is None or line.sure in _UNSURE)


def _unsure_figure(indicator: Indicator, line: IndicatorFigure) -> tuple[Cell, ...]:
    what = f"{indicator.title()}: {_(line.stage.label)}" if line.stage is not None else indicator.title()
    when = format_partial(line.of_on) if line.of_on else ""
    return (what, when, source_words(line), _(line.sure.label) if line.sure else _("not said"))


def certainty_of_step(sure: Certainty | None) -> str:
    """Return how sure a price is, in words."""
    return _(sure.label) if sure is not None else _("not said")


def selection(material: Material) -> Iterator[Part]:
    """Yield the candidates with their scores side by side, and why one was chosen."""
    found = sorted(material.candidates, key=lambda each: (not each.chosen, each.title().casefold()))
    if not found:
        return
    used = [each for each in Criterion if any(each in one.scored() for one in found)]
    if used:
        rows = [(_(each.label), *(whole(one.scored().get(each)) for one in found)) for each in used]
        together = (_("Together"), *(whole(sum(one.scored().values()) or None) for one in found))
        yield Table((_("Criterion"), *(one.title() for one in found)), tuple(rows), (together,))
    yield Points(tuple(_decision(one) for one in found))
    reasons = [
        (one.title(), _(line.criterion.label), line.reason)
        for one in found
        for _key, line in in_order(one.scores)
        if line.criterion and line.reason
    ]
    yield from table_of(_("Reasons for the scores"), (_("Cluster"), _("Criterion"), _("Reason")), reasons)


def _decision(one: ClusterCandidate) -> str:
    chosen = _("chosen") if one.chosen else _("not chosen") if one.chosen is not None else _("not decided")
    when = format_partial(one.decided_on) if one.decided_on else ""
    said = ", ".join(filter(None, (chosen, when)))
    words = _("{cluster}: {decision}").format(cluster=one.title(), decision=said)
    return ". ".join(filter(None, (words, (one.reason or "").strip())))


def guidance(material: Material) -> Iterator[Part]:
    """Yield committees with what they asked for, and the register of programmes beside the printed one."""
    for each in material.committees:
        tier = _(each.tier.label) if each.tier else ""
        represented = ", ".join(line.represents for _key, line in in_order(each.members) if line.represents)
        yield Text(", ".join(filter(None, (each.title(), tier, represented))))
        yield from table_of(
            "",
            (_("Recommendation"), _("When"), _("Status")),
            [
                (
                    line.said or "",
                    format_partial(line.given_on) if line.given_on else "",
                    _(line.state.label) if line.state else "",
                )
                for _key, line in in_order(each.recommendations)
            ],
        )
    if material.programmes:
        yield from register_parts(material.programmes)


def register_parts(programmes: Sequence[ClusterProgramme]) -> Iterator[Part]:
    """Yield the register of programmes with its sums, and those that a printed one gives."""
    own, printed = sums(programmes), printed_register()
    rows = [
        (each.title(), _(each.tier.label) if each.tier else "", whole(each.done), whole(each.in_progress))
        for each in programmes
    ]
    together = (_("Together"), "", whole(own.done), whole(own.in_progress))
    heads = (_("Programme"), _("Level"), _("Clusters done"), _("Clusters in progress"))
    yield from table_of(_("Register of programmes"), heads, rows, sums=together)
    yield Text(
        _(
            "{source} prints {whole} [{done} + {in_progress}]. These two add up to {parts}; its {count} rows add up to "
            "{rows_done} + {rows_in_progress} = {rows}."
        ).format(
            source=printed.source,
            whole=format_number(printed.whole),
            done=format_number(printed.done),
            in_progress=format_number(printed.in_progress),
            parts=format_number(printed.parts),
            count=format_number(printed.rows.rows),
            rows_done=format_number(printed.rows.done),
            rows_in_progress=format_number(printed.rows.in_progress),
            rows=format_number(printed.rows.whole),
        )
    )
