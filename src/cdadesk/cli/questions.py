"""questions: read a question set as the window would, and hand the program's own sets to other tools."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cdadesk.cli.console import Align, Column, Console
from cdadesk.cli.session import write_file
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.questions.reading import ReadForm, read_file
from cdadesk.questions.sets import find_set
from cdadesk.questions.sources import known_sets, read_sources, sheets_of
from cdadesk.questions.workbooks import written

HELP = N_("check a question set, an XLSForm, before it is used, or write one of the program's own as a workbook")


class NoWorkbook(Trouble):
    """A file to be written that is not called as a workbook is."""

    def __init__(self, file: Path) -> None:
        super().__init__(_("A question set is written as .xlsx; “{file}” is called otherwise.").format(file=file))


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument(
        "act",
        choices=("check", "export"),
        help=_("check: read it and say what is not done as it says; export: write a set of the program as a workbook"),
    )
    parser.add_argument(
        "set", metavar=_("SET"), help=_("workbook of a question set, or the code of one of the program's")
    )
    parser.add_argument("--to", type=Path, metavar=_("FILE"), help=_("export: the workbook to write, .xlsx"))
    parser.add_argument("--json", action="store_true", help=_("write JSON"))


def run(asked: Namespace, console: Console) -> int:
    """Check or export; raises a Trouble if it is no question set, or cannot be written."""
    if asked.act == "export":
        return _export(asked, console)
    found = _read(asked.set)
    if asked.json:
        console.json(_json(found))
    else:
        _say(found, console)
    return 0


def _read(named: str) -> ReadForm:
    """Return the set of a code of the program, or of a file."""
    own = {one.code: one for one in known_sets()}
    return read_sources(own[named]) if named in own else read_file(Path(named))


def _export(asked: Namespace, console: Console) -> int:
    one = find_set(asked.set)
    file: Path = asked.to or Path(f"{one.code}.xlsx")
    if file.suffix.lower() != ".xlsx":
        raise NoWorkbook(file)
    write_file(file, written(sheets_of(one)))
    console.note(_("Written: {file}").format(file=file))
    return 0


def _say(found: ReadForm, console: Console) -> None:
    form = found.form
    count = len(list(form.questions()))
    said = ngettext("{title}: {n} question, {languages}", "{title}: {n} questions, {languages}", count)
    languages = ", ".join(form.languages) or _("one language")
    console.say(said.format(title=form.title or form.form_id, n=format_number(count), languages=languages))
    if not found.notes:
        console.say(_("All of it is asked as it says."))
        return
    console.say()
    columns = [Column(_("Row"), Align.end), Column(_("Name")), Column(_("What is to be known"))]
    console.table(
        columns, [[format_number(each.row) if each.row else "", each.name, each.sentence] for each in found.notes]
    )


def _json(found: ReadForm) -> dict[str, Any]:
    form = found.form
    return {
        "form_id": form.form_id,
        "version": form.version,
        "title": form.title,
        "languages": list(form.languages),
        "questions": len(list(form.questions())),
        "notes": [asdict(each) for each in found.notes],
    }
