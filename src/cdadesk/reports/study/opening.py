"""Section 1, and section 21: the summary on one page, and the meeting in which the study was validated."""

from collections.abc import Iterator

from cdadesk.domain.cluster import EstimateOf
from cdadesk.domain.networks.meeting import MeetingKind
from cdadesk.domain.study.notes import StudySection
from cdadesk.i18n import _, format_day, format_number, format_partial
from cdadesk.reports.blocks import Facts, Text
from cdadesk.reports.sections import Part, whole
from cdadesk.reports.study.asked import leading_issues
from cdadesk.reports.study.material import Material, notes_of, table_of


def summary(material: Material) -> Iterator[Part]:
    """Yield what the cluster is in a few lines, and what is noted of it."""
    cluster = material.cluster
    firms = sorted({line.count for line in cluster.estimates_of(EstimateOf.firms) if line.count is not None})
    spread = " – ".join(format_number(each) for each in (firms if len(firms) < 2 else (firms[0], firms[-1])))
    facts = (
        (_("Product"), cluster.product or ""),
        (_("Place"), cluster.place or ""),
        (_("Type"), _(cluster.cluster_type.label) if cluster.cluster_type else ""),
        (_("Firms, as sources differ") if len(firms) > 1 else _("Firms"), spread),
        (_("Programme"), cluster.programme_name or ""),
        (_("Planned end"), format_partial(cluster.planned_end) if cluster.planned_end else ""),
    )
    yield Facts(facts)
    yield from notes_of(material, StudySection.summary)
    yield from leading_issues(material)


def validation(material: Material) -> Iterator[Part]:
    """Yield the meetings to which the study was read out: date, place, how many came, what was changed."""
    meetings = [each for each in material.meetings if each.meeting_kind is MeetingKind.validation]
    yield from table_of(
        "",
        (_("Date"), _("Place"), _("Present"), _("Decisions")),
        [
            (
                format_day(each.held_on) if each.held_on else "",
                each.place or "",
                whole(each.present()),
                "\n".join(line.decision for line in each.decisions.values() if line.void is None and line.decision),
            )
            for each in sorted(meetings, key=lambda each: (str(each.held_on or "9"), each.id))
        ],
    )
    held = {each.id for each in meetings}
    changed = [each.changes_made for each in material.plans if each.validated_in in held and each.changes_made]
    yield from (Text(_("Changed in the plan: {changes}").format(changes=each.strip())) for each in changed)
    yield from notes_of(material, StudySection.validation)
