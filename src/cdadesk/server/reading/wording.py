"""The leaves of one record in words: what a field is called, and what stands in it, as a person would say it."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel

from cdadesk.domain.kernel.fields import FieldInfo, Kind, describe
from cdadesk.domain.kernel.leaf import CODE_LABELS, field_at, read_leaf, spoken
from cdadesk.domain.kernel.record import in_one_line
from cdadesk.domain.registry import ENTITIES
from cdadesk.domain.trust.shipped import item_words
from cdadesk.i18n import _, format_money, ngettext
from cdadesk.server.reading.naming import Names, ids_in

if TYPE_CHECKING:
    from cdadesk.questions.telling import Telling

_ANSWERS = "answers/"
_LONGEST_NAME = 80
_FIRST_FIELDS = 3
_LADDER_ITEM = ("trust_event", "ladder_item")


class Wording:
    """Says what lies at the paths of a record; a kind or path that nobody knows is said as it came."""

    def __init__(self, kind: str, leaves: Mapping[str, Any], names: Names, asked: "Telling | None" = None) -> None:
        self.asked = asked
        self._kind = kind
        self._entity = ENTITIES.get(kind)
        self._leaves = leaves
        self._names = names

    def field(self, path: str) -> FieldInfo | None:
        """Return the declaration that a path follows; None for a path that is none of a field."""
        return field_at(self._entity, path) if self._entity else None

    def label(self, path: str) -> str:
        """Return what a path is called: “Attendance, Calico Crafts: Came?”."""
        return self._label(self._entity, path, "") if self._entity else path

    def place(self, path: str) -> tuple[int, str]:
        """Return where a path stands among the others: fields as they are declared, what is unknown at the end."""
        head = path.split("/", maxsplit=1)[0]
        declared = list(describe(self._entity)) if self._entity else []
        return (declared.index(head) if head in declared else len(declared)), path

    def words(self, path: str, value: Any) -> str:
        """Return a leaf's value in words; nothing for a blank."""
        if value is None:
            return ""
        above, _slash, last = path.rpartition("/")
        if last == "void":
            return _taken_out(value)
        if above.rpartition("/")[2] in ("missing", "certainty") and isinstance(value, str):
            return _(CODE_LABELS.get(value, value))
        info = self.field(path)
        if self.asked is not None and isinstance(value, str) and path.startswith(_ANSWERS) and last == "value":
            return self.asked.answer(path.split("/")[1], value)
        return self.value(info, value) if info else plain_words(value)

    def value(self, info: FieldInfo, value: Any) -> str:
        """Return the value of a field in words; one that is not of its kind as it came."""
        if (self._kind, info.name) == _LADDER_ITEM and isinstance(value, str):
            return item_words(value)
        try:
            said = _OTHERWISE.get(info.kind)
            return said(self, value) if said else spoken(info, read_leaf(info, value))
        except (ValueError, TypeError, LookupError, AttributeError):
            return plain_words(value)

    def line(self, path: str) -> str:
        """Return what a line of a list is called: a name it begins with, the lines it names, or what it says first."""
        info = self.field(path.rpartition("/")[0])
        if info is None or info.element is None:
            return path
        if self.asked is not None and path.startswith(_ANSWERS):
            return shortened(self.asked.question(path.split("/")[1]))
        said = self._said(path, info.element)
        first = [pair for pair in said if pair[0].name in list(describe(info.element))[:_FIRST_FIELDS]]
        pointed = [self._other_line(value) for each, value in first if each.kind is Kind.plain]
        words = self._name_in(first) or ", ".join(filter(None, pointed)) or self._first_of(said)
        return shortened(words) if words else _("a line of “{list}”").format(list=_(info.label))

    def _said(self, path: str, element: type[SQLModel]) -> list[tuple[FieldInfo, Any]]:
        found = ((each, self._leaves.get(f"{path}/{each.name}")) for each in describe(element).values())
        return [(each, value) for each, value in found if value is not None]

    def _name_in(self, said: list[tuple[FieldInfo, Any]]) -> str:
        return next((self.value(*each) for each in said if each[0].kind in (Kind.text, Kind.ref)), "")

    def _first_of(self, said: list[tuple[FieldInfo, Any]]) -> str:
        return next((self.value(*each) for each in said if each[0].kind is not Kind.plain), "")

    def _label(self, sheet: type[SQLModel] | None, path: str, before: str) -> str:
        head, *rest = path.split("/")
        if head == "void":
            return _("Taken out of use")
        if head in ("missing", "certainty", "left_so") and rest:
            return _map_label(head, self._label(sheet, rest[0].replace(".", "/"), before))
        info = describe(sheet).get(head) if sheet else None
        if info is None:
            return path
        if info.kind is not Kind.rows or not rest:
            return _(info.label)
        return self._label_in_line(info, rest, f"{before}{head}/{rest[0]}")

    def _label_in_line(self, info: FieldInfo, rest: list[str], line: str) -> str:
        named = _("{list}, {line}").format(list=_(info.label), line=self.line(line))
        if len(rest) < 2:
            return named
        return _("{line}: {field}").format(line=named, field=self._label(info.element, "/".join(rest[1:]), f"{line}/"))

    def pointed(self, value: Any) -> str:
        """Return what records are called that a value points at."""
        found = [self._names[each].title if each in self._names else "" for each in sorted(ids_in(value))]
        return ", ".join(each or _("a record that is not here yet") for each in found)

    def plain(self, value: Any) -> str:
        """Return a value that only code writes: another line's name, records, or that a program made it."""
        if isinstance(value, str):
            return self._other_line(value) or value
        if isinstance(value, list) and ids_in(value):
            return self.pointed(value)
        return _("worked out by the program")

    def _other_line(self, key: Any) -> str:
        """Return the name of a line of the record by its key; what that line names in turn is not followed."""
        for path in self._leaves:
            head, _slash, rest = path.partition("/")
            if isinstance(key, str) and rest.startswith(f"{key}/"):
                info = self.field(head)
                said = self._said(f"{head}/{key}", info.element) if info and info.element else []
                return shortened(self._name_in(said[:_FIRST_FIELDS]) or self._first_of(said))
        return ""


def plain_words(value: Any) -> str:
    """Return a value of an unknown kind as it came."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def shortened(words: str) -> str:
    """Return words on one line, cut where they would crowd out all else."""
    whole = in_one_line(words)
    return whole if len(whole) <= _LONGEST_NAME else f"{whole[: _LONGEST_NAME - 1]}…"


def _taken_out(value: Any) -> str:
    reason = value.get("reason") if isinstance(value, dict) else None
    return _("taken out: {reason}").format(reason=reason) if reason else _("taken out")


def _map_label(which: str, field: str) -> str:
    match which:
        case "missing":
            return _("{field}: why it is blank").format(field=field)
        case "certainty":
            return _("{field}: how sure").format(field=field)
    return _("{field}: left as it is").format(field=field)


def _money(value: Any) -> str:
    amount = format_money(value["minor"], value.get("currency", "INR"))
    if "rate" not in value:
        return amount
    rate = value["rate"].removesuffix("/1")
    return _("{amount} (at {rate} rupees)").format(amount=amount, rate=rate)


_Said = Callable[[Wording, Any], str]
_OTHERWISE: Mapping[Kind, _Said] = {
    Kind.text: lambda _w, value: plain_words(value),
    Kind.note: lambda _w, value: plain_words(value),
    Kind.money: lambda _w, value: _money(value),
    Kind.ref: lambda w, value: w.pointed(value),
    Kind.rows: lambda _w, value: ngettext("{n} line", "{n} lines", len(value)).format(n=len(value)),
    Kind.plain: lambda w, value: w.plain(value),
}
