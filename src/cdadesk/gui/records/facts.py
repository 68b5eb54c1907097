"""What a record says, field by field in words, for whoever has to judge a part of it without leaving for its form."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.record import Element, Record, in_order
from cdadesk.gui.kit.editors.as_typed import as_text
from cdadesk.gui.kit.editors.surroundings import Name
from cdadesk.i18n import _, format_number, ngettext


class Fact(NamedTuple):
    """One field that says something: its name, its label and its words."""

    field: str
    label: str
    words: str


def facts(sheet: Record | Element, name: Name) -> list[Fact]:
    """Return what a record or a line says, in the order of its fields; blanks are left out."""
    said = ((info, _words(info, getattr(sheet, info.name), name)) for info in describe(type(sheet)).values())
    return [Fact(info.name, _(info.label), words) for info, words in said if words]


def line_facts(record: Record, path: str, name: Name) -> list[tuple[str, str]]:
    """Return what else the line says in which a path lies; nothing for a field of the record itself."""
    sheet: Record | Element = record
    for field, key in _steps(path):
        line = getattr(sheet, field, {}).get(key)
        if line is None:
            return []
        sheet = line
    if sheet is record:
        return []
    last = path.rpartition("/")[2]
    return [(each.label, each.words) for each in facts(sheet, name) if each.field != last]


def _steps(path: str) -> Iterator[tuple[str, str]]:
    """Yield list and key for each line that a path leads through."""
    parts = path.split("/")
    for place in range(0, len(parts) - 2, 2):
        yield parts[place], parts[place + 1]


def _words(info: FieldInfo, value: Any, name: Name) -> str:
    if info.kind is Kind.rows:
        count = len(in_order(value))
        return ngettext("{n} line", "{n} lines", count).format(n=format_number(count)) if count else ""
    return "" if info.kind is Kind.plain else as_text(info, value, name)
