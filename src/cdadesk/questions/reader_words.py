"""What the reader of XLSForms complains of, in the words of this program: the reader only speaks English."""

import re
from collections.abc import Iterator, Mapping, Sequence

from cdadesk.i18n import N_, _

_ROW = r"\[row : (?P<row>\d+)\] "
_SHEET = r"On the '(?P<sheet>\w+)' sheet, "
_KNOWN: tuple[tuple[str, str], ...] = (
    (
        _ROW + _SHEET + r"the 'name' value '(?P<name>.+?)' is invalid\. Questions, groups",
        N_("row {row}: the name “{name}” stands there a second time. A name may stand only once in its group."),
    ),
    (
        _ROW
        + _SHEET
        + r"the '(?P<column>[\w:]+)' value is invalid\. Reference.*Could not find the name '(?P<name>.+?)'",
        N_("row {row}, column “{column}”: there is no question called “{name}”."),
    ),
    (r"Unknown question type '(?P<name>.*?)'", N_("there is no kind of question called “{name}”.")),
    (
        _ROW + r"List name not in choices sheet: (?P<name>.+)",
        N_("row {row}: the list “{name}” does not stand in the sheet “choices”."),
    ),
    (
        _ROW + r"Unmatched 'begin_\w+'.*for the name '(?P<name>.+?)'",
        N_("row {row}: “{name}” begins there and ends nowhere. A line “end group” or “end repeat” is missing."),
    ),
    (_ROW + r"Unmatched 'end_\w+'", N_("row {row}: a group or repeat ends there that did not begin.")),
    (
        _ROW + _SHEET + r"the 'name' value is invalid\. Names must begin",
        N_(
            "row {row} of the sheet “{sheet}”: this name cannot be used. Names begin with a letter and hold only "
            "letters, digits and “_”."
        ),
    ),
    (
        _ROW + _SHEET + r"the 'name' value is invalid\. Choice names must be unique",
        N_("row {row} of the sheet “{sheet}”: this name stands a second time in its list."),
    ),
    (_ROW + r"Question or group with no name", N_("row {row}: a question or group has no name.")),
    (r"The survey element named '(?P<name>.+?)' has no label or hint", N_("the question “{name}” has no words.")),
    (r"You must have a sheet named 'survey'", N_("there is no sheet “survey” with questions in it.")),
    (
        r"Argument 'definition' was not recognized",
        N_("the file is no workbook, or is damaged. Open it in your spreadsheet program and save it as .xlsx."),
    ),
)
_WARNED: tuple[tuple[str, str], ...] = (
    (
        r"Language '(?P<language>.+?)' is missing the (?P<sheet>\w+) (?:columns )?(?P<what>.+?)(?: column)?\.",
        N_("In the sheet “{sheet}” the language “{language}” has no column {what}; words of another stand there."),
    ),
    (
        r"language declarations do not contain valid machine-readable codes: (?P<names>.+?)\. Learn",
        N_("These languages are named without a code such as “(hi)”: {names}. Their words are offered by their names."),
    ),
    (
        r"uses or_other and translations",
        N_("“or_other” is used in a form of several languages: its “Other” and the question for it are in English."),
    ),
)
_ROW_SAID = re.compile(r"\[row : (?P<row>\d+)\]\s*")
_WENT_WRONG = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#N/A"})


def in_own_words(complaint: str, survey: Sequence[Mapping[str, object]] = ()) -> str:
    """Return a complaint of the reader in the language in use, with the row of the survey where it names none."""
    for pattern, sentence in _KNOWN:
        found = re.search(pattern, complaint)
        if found is not None:
            said, parts = _(sentence).format(**found.groupdict()), found.groupdict()
            row = 0 if "row" in parts else _row_of(parts.get("name", ""), survey)
            return _("row {row}: {said}").format(row=row, said=said) if row else said
    return _("what the reader of forms says: “{said}”").format(said=complaint)


def is_idle(warning: str) -> bool:
    """Say whether a warning concerns nobody here: pictures are made smaller whatever a form says of it."""
    return "max-pixels" in warning


def _row_of(word: str, survey: Sequence[Mapping[str, object]]) -> int:
    """Return the row whose name or kind a word is; 0 for none."""
    rows = (number for number, row in enumerate(survey, 2) if word in (cell_of(row, "name"), cell_of(row, "type")))
    return next(rows, 0) if word else 0


def warned(warning: str) -> tuple[int, str]:
    """Return the row that a warning of the reader names, 0 for none, and what it says, in the language in use."""
    said = " ".join(warning.split())
    row = _ROW_SAID.search(said)
    number, said = (int(row["row"]), _ROW_SAID.sub("", said)) if row is not None else (0, said)
    ours = [_(text).format(**each.groupdict()) for known, text in _WARNED for each in re.finditer(known, said)]
    return number, " ".join(ours) or _("what the reader of forms says: “{said}”").format(said=said)


def cell_of(row: Mapping[str, object], column: str) -> str:
    """Return what stands in a column, however its head is written: “Name”, “NAME ”."""
    return next((str(cell) for head, cell in row.items() if str(head).strip().lower() == column and cell), "")


def broken_cells(rows: Sequence[Mapping[str, object]] | None) -> Iterator[tuple[int, str, str]]:
    """Yield the cells of a sheet in which a formula of the workbook went wrong: the row, the name of its line, why."""
    for number, row in enumerate(rows or (), 2):
        for column, cell in row.items():
            if str(cell).strip() in _WENT_WRONG:
                said = _("a formula of the workbook went wrong in the column “{column}”: “{cell}” stands there")
                yield number, cell_of(row, "name"), said.format(column=column, cell=cell)
