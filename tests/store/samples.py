"""A sample entity with every kind of field, so that the store's tests outlive any change of the real ones."""

import datetime as dt
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import (
    Choice,
    Plain,
    choice,
    choices,
    day,
    instant,
    money,
    note,
    number,
    partial_date,
    plain,
    ref,
    rows,
    scaled,
    text,
    yes_no,
)
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate
from cdadesk.domain.kernel.record import Element, Record
from cdadesk.i18n import N_


class Colour(Choice):
    """A closed list."""

    red = "red", N_("red")
    blue = "blue", N_("blue")


class Part(Element):
    """A line of a list."""

    name: str | None = text(N_("Name"))
    count: int | None = number(N_("Count"))
    scribble: str | None = note(N_("Scribble"), local_only=True)


class Thing(Record):
    """One of every kind of field."""

    kind: ClassVar[str] = "thing"

    name: str | None = text(N_("Name"), max_length=80)
    words: str | None = note(N_("Words"), max_length=400_000)
    count: int | None = number(N_("Count"))
    weight: int | None = scaled(N_("Weight"), unit="kg")
    on: dt.date | None = day(N_("On"))
    since: PartialDate | None = partial_date(N_("Since"))
    at: dt.datetime | None = instant(N_("At"))
    price: Money | None = money(N_("Price"))
    colour: Colour | None = choice(N_("Colour"))
    colours: list[Colour] = choices(N_("Colours"))
    done: bool | None = yes_no(N_("Done"))
    other: UUID | None = ref(N_("Other"), to="thing")
    parts: dict[str, Part] = rows(N_("Parts"))
    frozen: Plain = plain(N_("Frozen"))
    my_notes: str | None = note(N_("My notes"), local_only=True)

    def title(self) -> str:
        """Return the name."""
        return self.name or ""


class Remark(Record):
    """A record that cannot be changed."""

    kind: ClassVar[str] = "remark"
    create_only: ClassVar[bool] = True

    says: str | None = note(N_("Says"))


class NewerThing(Thing):
    """The same entity in a later version of the program."""

    kind: ClassVar[str] = "thing"

    height: int | None = number(N_("Height"))


SAMPLES: dict[str, type[Record]] = {"thing": Thing, "remark": Remark}
