"""In which order and sections a form shows the fields that the domain declares."""

from dataclasses import dataclass

from cdadesk.domain.kernel.fields import Kind, describe
from cdadesk.domain.kernel.record import Record

Side = tuple[str, ...]
"""Fields that are short enough to stand side by side."""


@dataclass(frozen=True)
class Section:
    """Some fields under a title, marked with N_; one without a title cannot be folded.

    `page` names the tab that a section stands on, marked with N_ too, where a form has several.
    """

    title: str
    fields: tuple[str | Side, ...]
    folded: bool = False
    page: str = ""

    def names(self) -> list[str]:
        """Return the fields in reading order."""
        return [name for each in self.fields for name in ((each,) if isinstance(each, str) else each)]


@dataclass(frozen=True)
class Layout:
    """The sections of a form, from top to bottom."""

    sections: tuple[Section, ...]

    def names(self) -> list[str]:
        """Return the fields in reading order."""
        return [name for section in self.sections for name in section.names()]

    def pages(self) -> list[str]:
        """Return the pages in their order; one without a name where the form has no others."""
        return list(dict.fromkeys(section.page for section in self.sections))


LAYOUTS: dict[type[Record], Layout] = {}
"""Filled in beside the places; an entity without one gets all of its fields in the order of their declaration."""


def layout_for(entity: type[Record]) -> Layout:
    """Return the layout of an entity's form."""
    return LAYOUTS.get(entity) or _as_declared(entity)


def _as_declared(entity: type[Record]) -> Layout:
    names = tuple(name for name, info in describe(entity).items() if info.kind is not Kind.plain)
    return Layout((Section("", names),))
