"""Reads question sets from files: XLSForm through pyxform, whatever it was written with, and XForms as they are.

What cannot be done with a form is listed by name (`supported`): a form never half-works in silence.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import filterfalse
from pathlib import Path

from cdadesk.questions import lists, supported, xforms
from cdadesk.questions.form import Form
from cdadesk.questions.reader_words import broken_cells, cell_of, in_own_words, is_idle, warned
from cdadesk.questions.references import refuse_circles
from cdadesk.questions.supported import Note
from cdadesk.questions.troubles import ProtectedForm, TooLargeForm, UnreadableForm

MOST_BYTES = 20 * 1024 * 1024
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_PARTS = 2_000
_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".md", ".xml"})


@dataclass(frozen=True)
class ReadForm:
    """A form, and what is to be known about it: what the reader warned of, and what is not done as it says."""

    form: Form
    notes: tuple[Note, ...]


def read_file(path: Path) -> ReadForm:
    """Return the question set of a file; raises UnreadableForm, ProtectedForm, TooLargeForm or CircularForm."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TooLargeForm
        return read_bytes(path.read_bytes(), path.suffix.lower(), path.stem, path.parent)
    except OSError as error:
        raise UnreadableForm(error.strerror or str(error)) from error


def read_bytes(contents: bytes, suffix: str, name: str, beside: Path | None = None) -> ReadForm:
    """Return the question set of a file's contents, which its suffix tells apart; `name` is for one without a name.

    Lists that it keeps in files of their own are looked for in the folder `beside`.
    """
    if suffix not in _SUFFIXES:
        raise UnreadableForm(f"{name}{suffix}")
    if suffix == ".xml":
        return _checked(xforms.read_form(_with_lists(_decoded(contents), beside)), (), {})
    _refuse_bad_workbook(contents, suffix)
    source, warnings, rows = _converted(contents, suffix, name)
    return _checked(xforms.read_form(_with_lists(source, beside)), tuple(warnings), rows)


def _checked(form: Form, warnings: tuple[Note, ...], rows: dict[str, int]) -> ReadForm:
    refuse_circles(form)
    return ReadForm(form, (*supported.notes(form, rows), *warnings))


def _with_lists(source: str, folder: Path | None) -> str:
    """Return an XForm with the lists that lie as files beside it; a name that leads elsewhere is no such file."""
    if folder is None:
        return source
    files = {name: folder / name for name in lists.files_named(source) if Path(name).name == name}
    there = {name: file for name, file in files.items() if file.is_file() and file.stat().st_size <= MOST_BYTES}
    return lists.embedded(source, files={name: _decoded(file.read_bytes()) for name, file in there.items()})


def _refuse_bad_workbook(contents: bytes, suffix: str) -> None:
    if contents.startswith(_OLD_OFFICE) and (suffix != ".xls" or _PROTECTED in contents):
        raise ProtectedForm if _PROTECTED in contents else UnreadableForm(suffix)
    if not zipfile.is_zipfile(io.BytesIO(contents)):
        return
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise TooLargeForm


def _converted(contents: bytes, suffix: str, name: str) -> tuple[str, list[Note], dict[str, int]]:
    """Return the XForm of a workbook, what the reader warned of, and in which row each name stands."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - it takes a second to load, and reading is rare
    from pyxform.xls2json_backends import get_xlsform  # noqa: PLC0415
    from pyxform.xls2xform import convert  # noqa: PLC0415

    warnings: list[str] = []
    survey: Sequence[Mapping[str, object]] = ()
    try:
        book = get_xlsform(io.BytesIO(contents), file_type=suffix)
        survey = book.survey or ()
        rows = {name: number for number, row in enumerate(survey, 2) if (name := cell_of(row, "name"))}
        sheets = {each.name: getattr(book, each.name) for each in fields(book)} | {"fallback_form_name": name}
        made = convert(sheets, warnings=warnings, form_name="data")
    except PyXFormError as error:
        raise UnreadableForm(in_own_words(_one_line(str(error)), survey)) from error
    except Exception as error:
        raise UnreadableForm(_one_line(f"{type(error).__name__}: {error}")) from error
    broken = [Note(why, name, row) for sheet in (book.survey, book.choices) for row, name, why in broken_cells(sheet)]
    said = [Note(warning, row=row) for row, warning in map(warned, filterfalse(is_idle, warnings))]
    return lists.embedded(made.xform, made.itemsets or ""), [*broken, *said], rows


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _decoded(contents: bytes) -> str:
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableForm("UTF-8") from error
