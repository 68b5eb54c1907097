"""Record and Element: the values that people fill in. Treat them as values: change one by `changed`."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limited
from sqlmodel import Field, SQLModel

from cdadesk.domain.kernel.fields import Choice, FieldInfo, Kind, describe
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.i18n import N_, _


class MissingCode(Choice):
    """Why a value is not there; none of them is zero."""

    not_asked = "not_asked", N_("not asked")
    refused = "refused", N_("refused")
    does_not_know = "does_not_know", N_("does not know")
    not_applicable = "not_applicable", N_("not applicable")


class Certainty(Choice):
    """How sure a value is."""

    measured = "measured", N_("measured")
    records = "records", N_("from records")
    estimate = "estimate", N_("estimate")
    hearsay = "hearsay", N_("hearsay")


class Void(BaseModel):
    """Who took a record or a line out of use, when and why; it can always be brought back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str = Limited(max_length=64)
    at: dt.datetime
    reason: str = Limited(default="", max_length=500)

    def plain(self) -> dict[str, Any]:
        """Return the value as the wire carries it."""
        at = self.at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"by": self.by, "at": at, "reason": self.reason}


class _Sheet(SQLModel):
    """What records and elements share: codes and certainty beside the values, and being void."""

    model_config = {"extra": "forbid", "defer_build": True}  # few of all entities are read in one run

    missing: dict[str, MissingCode] = Field(default_factory=dict)
    certainty: dict[str, Certainty] = Field(default_factory=dict)
    void: Void | None = None

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Make one of values, as pydantic does; SQLModel's own way is for what is bound to a table, and takes twice."""
        if options:
            slowly: Self = super().model_validate(obj, **options)
            return slowly
        made: Self = cls.__new__(cls)
        cls.__pydantic_validator__.validate_python(obj, self_instance=made)
        return made

    def changed(self, **values: Any) -> Self:
        """Return a copy with other values, validated as if it were made anew; raises ValidationError."""
        return type(self).model_validate({name: getattr(self, name) for name in type(self).model_fields} | values)

    def blank(self, name: str) -> bool:
        """Say whether a field holds nothing (a list: no line that is still in use) and no code tells why."""
        value = getattr(self, name)
        lines = value.values() if isinstance(value, dict) else ()
        holds_lines = any(getattr(line, "void", None) is None for line in lines)
        return name not in self.missing and not holds_lines and (value in (None, "", []) or isinstance(value, dict))


class Element(_Sheet):
    """One line of an edited list; it lives in a map under its own UUIDv7."""

    personal: ClassVar[tuple[str, ...]] = ()  # fields that may be erased although they are no words

    order: str = Field(default="", max_length=64)


class Record(_Sheet):
    """One instance of an entity, identified by (scope, kind, id)."""

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    plural: ClassVar[str] = ""
    columns: ClassVar[tuple[str, ...]] = ()
    private: ClassVar[bool] = False
    create_only: ClassVar[bool] = False
    may_go: ClassVar[bool] = False  # written once, and still put in the trash and brought back
    closes: ClassVar[tuple[str, str] | None] = None  # the field and the word in it from which on nothing may change
    personal: ClassVar[tuple[str, ...]] = ()  # fields that are erased when consent is withdrawn
    is_account: ClassVar[bool] = False  # what others paid by: nothing of it may be erased

    id: UUID
    scope: str = Field(max_length=64)
    parent_id: UUID | None = None
    left_so: dict[str, str] = Field(default_factory=dict)

    @property
    def is_closed(self) -> bool:
        """Whether it was agreed to and stays as it is."""
        return self.closes is not None and getattr(self, self.closes[0]) == self.closes[1]

    def title(self) -> str:
        """Return what a person calls this record in one line."""
        return str(self.id)

    def also_called(self) -> tuple[str, ...]:
        """Return by what else a person may search for this record, beside its title and the texts in it."""
        return ()

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong; a finding never blocks saving or merging."""
        yield from ()


E = TypeVar("E", bound="Element")


def needed_but_blank(sheet: Record | Element, place: str = "") -> Iterator[Finding]:
    """Say which fields, also of the lines in use, must be filled before the record can be approved."""
    for info in describe(type(sheet)).values():
        path = f"{place}{info.name}"
        if info.needed and sheet.blank(info.name):
            yield Finding(path, _("{label} is still missing.").format(label=_(info.label)), Weight.missing)
        if info.kind is Kind.rows:
            for key, line in in_order(getattr(sheet, info.name)):
                yield from needed_but_blank(line, f"{path}/{key}/")


def all_findings(record: Record) -> list[Finding]:
    """Return what is missing and what looks wrong, without what a person decided to leave so."""
    found = [*needed_but_blank(record), *record.findings()]
    return [each for each in found if each.code not in record.left_so]


def in_order(elements: dict[str, E]) -> list[tuple[str, E]]:
    """Return the lines that are not void, in their order; ties by id."""
    alive = ((key, element) for key, element in elements.items() if element.void is None)
    return sorted(alive, key=lambda pair: (pair[1].order, pair[0]))


def in_one_line(*parts: str | None) -> str:
    """Return the parts that say something, with commas between them; empty if none does."""
    return ", ".join(" ".join(part.split()) for part in parts if part and part.strip())


def rows_of(entity: type[SQLModel]) -> list[FieldInfo]:
    """Return the edited lists of an entity."""
    return [info for info in describe(entity).values() if info.kind is Kind.rows]
