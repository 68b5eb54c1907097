"""What a leaf of a record means in words: the field's name for its path, the value as the form would show it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from pydantic import ValidationError

from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.leaf import CODE_LABELS, field_at, read_leaf
from cdadesk.domain.kernel.record import Element, Record, in_order, rows_of
from cdadesk.gui.kit.editors.as_typed import as_text
from cdadesk.gui.kit.editors.surroundings import Name
from cdadesk.i18n import _, format_number

_UNSAID = ("order", "parent_id")


class Leaf(Protocol):
    """A leaf as a save changed it."""

    @property
    def path(self) -> str: ...

    @property
    def before(self) -> Any: ...

    @property
    def value(self) -> Any: ...


class Change(NamedTuple):
    """One change in words: which field, what stood there, what stands there now."""

    field: str
    before: str
    after: str


def change_words(record: Record, path: str, before: Any, after: Any, name: Name) -> Change | None:
    """Say what changed at a path of a record; None for what only the program cares about."""
    if path.rpartition("/")[2] in _UNSAID:
        return None
    field = field_words(record, path, name)
    if before is None and after is None:
        return Change(field, "", _("(erased)"))
    return Change(field, value_words(record, path, before, name), value_words(record, path, after, name))


def changes_words(record: Record, leaves: Sequence[Leaf], name: Name) -> list[Change]:
    """Say what one save changed; all that a new line holds is said together."""
    said: dict[str, list[Change]] = {}
    for leaf in leaves:
        change = change_words(record, leaf.path, leaf.before, leaf.value, name)
        if change is not None:
            said.setdefault(_new_line(record, leaf, leaves) or leaf.path, []).append(change)
    return [change for key, changes in said.items() for change in _together(record, key, changes)]


def field_words(record: Record, path: str, name: Name) -> str:
    """Name the field of a path, with list and line in front where it lies in one."""
    return _name_of(record, path.split("/"), name) if path else _("The whole record")


def value_words(record: Record, path: str, value: Any, name: Name) -> str:
    """Say a leaf's value as the form would show it; nothing for a blank."""
    if value is None:
        return ""
    *above, last = path.split("/")
    if last == "void":
        return _("removed: {reason}").format(reason=value["reason"]) if value.get("reason") else _("removed")
    if above and above[-1] in ("missing", "certainty"):
        return _(CODE_LABELS.get(value, str(value)))
    info = field_at(type(record), path)
    if info is not None and info.kind is Kind.plain:
        return _named_line(record, value, name) or _("made by the program")
    return _shown(info, value, name) if info is not None else str(value)


def _new_line(record: Record, leaf: Leaf, leaves: Sequence[Leaf]) -> str:
    """Return the path of the line that a leaf came with, if the line was new; else nothing."""
    parts = leaf.path.split("/")
    info = describe(type(record)).get(parts[0])
    if info is None or info.kind is not Kind.rows or len(parts) < 3:
        return ""
    line = f"{parts[0]}/{parts[1]}/"
    of_line = [each for each in leaves if each.path.startswith(line)]
    return line if any(each.path == f"{line}order" and each.before is None for each in of_line) else ""


def _together(record: Record, key: str, changes: list[Change]) -> list[Change]:
    if not key.endswith("/"):
        return changes
    info = describe(type(record))[key.partition("/")[0]]
    field = _("{list}: new line").format(list=_(info.label))
    return [Change(field, "", ", ".join(change.after for change in changes if change.after))]


def _name_of(sheet: Record | Element, parts: list[str], name: Name) -> str:
    head, *rest = parts
    described = describe(type(sheet))
    if head == "void":
        return _("Trash") if isinstance(sheet, Record) else _("Line")
    if head in ("missing", "certainty", "left_so") and rest:
        return _map_words(head, rest[0], sheet)
    info = described.get(head)
    if info is None:
        return head
    if info.kind is not Kind.rows or not rest:
        return _(info.label)
    return _in_line(sheet, info, rest, name)


def _map_words(which: str, field: str, sheet: Record | Element) -> str:
    info = describe(type(sheet)).get(field.partition(".")[0])
    label = _(info.label) if info is not None else field
    words = {"missing": _("{field}: why blank"), "certainty": _("{field}: how sure"), "left_so": _("{field}: left so")}
    return words[which].format(field=label)


def _in_line(sheet: Record | Element, info: FieldInfo, rest: list[str], name: Name) -> str:
    key, *below = rest
    lines: Mapping[str, Element] = getattr(sheet, info.name)
    line = lines.get(key)
    if line is None or not below:
        return _(info.label)
    return _("{list}, {line}: {field}").format(
        list=_(info.label), line=_line_words(lines, key, name), field=_name_of(line, below, name)
    )


def _named_line(record: Record, key: Any, name: Name) -> str:
    """Call the line of the same record that a key names; nothing if it names none."""
    lists = (getattr(record, info.name) for info in rows_of(type(record)))
    return next((_line_words(lines, key, name) for lines in lists if isinstance(key, str) and key in lines), "")


def _line_words(lines: Mapping[str, Element], key: str, name: Name) -> str:
    """Call a line by the first thing it says, or by its place in the list."""
    line = lines[key]
    for info in describe(type(line)).values():
        said = as_text(info, getattr(line, info.name), name)
        if said:
            return said
    places = [each for each, _line in in_order(dict(lines))]
    number = places.index(key) + 1 if key in places else len(lines)
    return _("line {n}").format(n=format_number(number))


def _shown(info: FieldInfo, value: Any, name: Name) -> str:
    try:
        return as_text(info, read_leaf(info, value), name)
    except (ValueError, KeyError, ValidationError):
        return str(value)
