"""The question sets that come with the program, from their text: a folder each, with tables that anyone can edit.

What is asked of everybody stands once, in `core`, and every set begins its sections with it. The tables are those of
an XLSForm but for two columns: `section`, by which they are put in order, and `translation`, which marks a text that
no native speaker has read yet.

    python3 dev.py question-sets        # after a table was changed: writes the XForms anew
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdadesk import resources
from cdadesk.questions.reading import ReadForm, read_bytes
from cdadesk.questions.workbooks import Line, Sheets, written
from cdadesk.questions.xforms import MARKS

FOLDER = "question_sets"
ENGLISH, HINDI = "English (en)", "Hindi (hi)"
_CORE = "core"
_OURS = ("section", "translation")


@dataclass(frozen=True)
class KnownSet:
    """A question set that comes with the program, and whom it is for, by kinds of actors."""

    code: str
    version: str
    actor_kinds: tuple[str, ...]
    english: str
    hindi: str

    def title(self, language: str) -> str:
        """Return what it is called in a language of the program."""
        return self.hindi if language == "hi" else self.english


def known_sets() -> tuple[KnownSet, ...]:
    """Return the sets, in the order in which they are offered."""
    return tuple(
        KnownSet(
            line["code"],
            line["version"],
            tuple(line["actor_kinds"].split()),
            line[f"title::{ENGLISH}"],
            line[f"title::{HINDI}"],
        )
        for line in read_table("sets.csv")
    )


def read_table(*parts: str) -> list[Line]:
    """Return the lines of one table of the sources, by the names of its columns; none if it is not there."""
    file = resources.path(FOLDER).joinpath(*parts)
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def sheets_of(one: KnownSet) -> Sheets:
    """Return a set as the sheets of an XLSForm, which any tool that reads XLSForm reads."""
    return {
        "survey": list(_survey(one.code)),
        "choices": _without_ours([*read_table(_CORE, "choices.csv"), *read_table(one.code, "choices.csv")]),
        "settings": [
            {
                "form_title": one.english,
                "form_id": one.code,
                "version": one.version,
                "default_language": ENGLISH,
                "namespaces": f'cdadesk="{MARKS.strip("{}")}"',
            }
        ],
    }


def read_sources(one: KnownSet) -> ReadForm:
    """Return a set as the reader of XLSForms makes it out of its text."""
    return read_bytes(written(sheets_of(one)), ".xlsx", one.code)


def compiled(one: KnownSet) -> Path:
    """Return where the XForm of a set lies, ready to be opened."""
    return resources.path(FOLDER, one.code, "form.xml")


def compile_sets() -> None:
    """Write the XForms of all sets anew."""
    for one in known_sets():
        compiled(one).write_text(read_sources(one).form.source, encoding="utf-8", newline="\n")


def _survey(code: str) -> Iterator[Line]:
    """Return the sections one after the other, each with what is asked of everybody and then what is asked here."""
    lines = [*read_table(_CORE, "survey.csv"), *read_table(code, "survey.csv")]
    for section in read_table("sections.csv"):
        inside = [line for line in lines if line["section"] == section["name"]]
        if inside:
            yield {"type": "begin group", **_without_ours([section])[0]}
            yield from _without_ours(inside)
            yield {"type": "end group"}


def _without_ours(lines: Sequence[Line]) -> list[Line]:
    """Return lines of a sheet without blank cells, and without the columns that XLSForm does not know."""
    return [{name: cell for name, cell in line.items() if cell and name not in _OURS} for line in lines]


if __name__ == "__main__":
    compile_sets()
