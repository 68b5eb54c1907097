"""questions: read a question set as the window would, and say what of it is not done as it says."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cdadesk.cli.console import Align, Column, Console
from cdadesk.i18n import N_, _, format_number, ngettext
from cdadesk.questions.reading import ReadForm, read_file

HELP = N_("check a question set, an XLSForm, before it is used")


def arguments(parser: ArgumentParser) -> None:
    """Declare what may follow the verb."""
    parser.add_argument("act", choices=("check",), help=_("check: read it and say what is not done as it says"))
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("workbook of the question set"))
    parser.add_argument("--json", action="store_true", help=_("write JSON"))


def run(asked: Namespace, console: Console) -> int:
    """Check the file; raises a Trouble if it is no question set."""
    found = read_file(asked.file)
    if asked.json:
        console.json(_json(found))
    else:
        _say(found, console)
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
