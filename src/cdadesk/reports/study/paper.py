"""The diagnostic study as a whole: its sections in their order, as a PDF or as a workbook."""

from collections.abc import Iterator
from typing import BinaryIO

from cdadesk.i18n import N_, _, format_day
from cdadesk.reports.letterhead import Letterhead
from cdadesk.reports.paper import Paper, draw
from cdadesk.reports.sections import Section, blocks_of
from cdadesk.reports.study import annexes, asked, firms, opening, operations, setting
from cdadesk.reports.study.material import Making, Material

_SECTIONS: tuple[tuple[str, Making], ...] = (
    (N_("Summary"), opening.summary),
    (N_("Introduction and method"), setting.introduction),
    (N_("History and past interventions"), setting.history),
    (N_("The product in the country and the world"), setting.scene),
    (N_("The place and the cluster map"), setting.place),
    (N_("Products and processes"), setting.products),
    (N_("Vital statistics"), setting.vital_statistics),
    (N_("Principal firms"), firms.principal_firms),
    (N_("Support firms"), firms.support_firms),
    (N_("Technical institutions"), firms.technical_institutions),
    (N_("Associations and networks"), firms.associations),
    (N_("Other support institutions"), firms.other_institutions),
    (N_("Value chain"), operations.value_chain),
    (N_("Business services"), operations.services),
    (N_("Business operations, issue by issue"), operations.operations),
    (N_("Strengths, weaknesses, chances, threats"), operations.swot),
    (N_("Obstacles and potentials"), asked.obstacles),
    (N_("Articulated demands"), asked.demands),
    (N_("Vision"), asked.vision),
    (N_("Draft action plan"), asked.draft_plan),
    (N_("Validation meeting"), opening.validation),
)
_ANNEXES: tuple[tuple[str, Making], ...] = (
    (N_("Question sets"), annexes.question_sets),
    (N_("Indicator baselines"), annexes.baselines),
    (N_("Cluster maps of later and as wished"), annexes.other_maps),
    (N_("Consent"), annexes.consent),
    (N_("Figures of low certainty"), annexes.unsure),
    (N_("How the cluster was chosen"), annexes.selection),
    (N_("Committees and programmes"), annexes.guidance),
)
_FIRST_AFTER_SUMMARY = 2


def study_sections(material: Material) -> list[Section]:
    """Return all sections and annexes; one of which nothing is recorded says so."""
    return list(_sections(material))


def write_study(material: Material, letterhead: Letterhead, file: BinaryIO) -> None:
    """Write the study as a PDF in the language in use."""
    draw(study_paper(material, letterhead), blocks_of(study_sections(material)), file)


def write_study_workbook(material: Material, letterhead: Letterhead, file: BinaryIO) -> None:
    """Write the study as a workbook in the language in use."""
    from cdadesk.reports.workbook import write_workbook  # noqa: PLC0415 - it takes long to load, and workbooks are rare

    write_workbook(study_paper(material, letterhead), study_sections(material), file)


def study_paper(material: Material, letterhead: Letterhead) -> Paper:
    """Return the head of the study."""
    return letterhead.paper(_("Diagnostic study"), format_day(material.on))


def _sections(material: Material) -> Iterator[Section]:
    for number, (title, making) in enumerate(_SECTIONS, 1):
        opens = number == _FIRST_AFTER_SUMMARY  # the summary has a page for itself
        yield Section(str(number), _(title), tuple(making(material)), opens)
    for letter, (title, making) in zip("ABCDEFGHIJ", _ANNEXES, strict=False):
        name = _("Annex {letter}").format(letter=letter)
        yield Section(name, _(title), tuple(making(material)), opens_page=letter == "A")
