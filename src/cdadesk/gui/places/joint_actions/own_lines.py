"""The fair's own lines as they are typed, for the fields of other lines that name one of them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cdadesk.domain.fairs.lines import BudgetLine, FairParticipant, FairSource
from cdadesk.domain.kernel.fields import FieldInfo, describe
from cdadesk.domain.kernel.record import Element
from cdadesk.domain.kernel.typed import NotUnderstood
from cdadesk.gui.kit.editors.as_typed import as_text, from_typed
from cdadesk.gui.kit.editors.lines import Line, Lines
from cdadesk.gui.kit.editors.surroundings import Surroundings

NAMED: Mapping[str, tuple[str, ...]] = {
    "head": ("budget_lines",),
    "source": ("sources",),
    "relief_source": ("sources",),
    "participant": ("participants",),
    "direct_to": ("participants",),
    "giver": ("participants", "sources"),
    "ordered_by": ("sources", "participants"),
}
"""In which lists of the fair the lines stand that a field may name."""

_CALLED: Mapping[str, tuple[type[Element], tuple[str, ...]]] = {
    "budget_lines": (BudgetLine, ("name", "head")),
    "sources": (FairSource, ("name", "actor", "source_kind")),
    "participants": (FairParticipant, ("actor",)),
}


class OwnLines:
    """Knows the lists of one form; what is not saved yet can be named too."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._lists: dict[str, Lines] = {}

    def join(self, name: str, lines: Lines) -> None:
        """Add a list by the name of its field."""
        self._lists[name] = lines

    def offered(self, info: FieldInfo) -> list[tuple[str, str]]:
        """Return the lines in use that a field may name, by their keys; lines of one name are numbered."""
        found = [
            (line.key, self._words(name, line))
            for name in NAMED.get(info.name, ())
            if name in self._lists
            for line in self._lists[name].alive()
        ]
        return _numbered([(key, words) for key, words in found if words])

    def _words(self, name: str, line: Line) -> str:
        element, fields = _CALLED[name]
        described = describe(element)
        said = (self._text(described[field], line.cells.get(field, "")) for field in fields)
        words = next(filter(None, said), "")
        return words[:1].upper() + words[1:]

    def _text(self, info: FieldInfo, typed: Any) -> str:
        try:
            return as_text(info, from_typed(info, typed, self._around.today()), self._around.name)
        except NotUnderstood:
            return ""


def _numbered(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    many = Counter(words for _key, words in lines)
    seen: Counter[str] = Counter()
    numbered = []
    for key, words in lines:
        seen[words] += 1
        numbered.append((key, f"{words} ({seen[words]})" if many[words] > 1 else words))
    return numbered
