"""An entity with one field of every kind, invented for the tests of forms and tables."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cdadesk.clock import new_id
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
    percent,
    plain,
    ref,
    rows,
    scaled,
    text,
    yes_no,
)
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate
from cdadesk.domain.kernel.record import Element, Record, Void
from cdadesk.gui.kit.editors.surroundings import Match, Surroundings
from cdadesk.gui.layouts import Layout, Section
from cdadesk.i18n import N_

TODAY = dt.date(2026, 3, 14)


class Craft(Choice):
    """What a workshop does."""

    printing = "printing", N_("Block printing")
    dyeing = "dyeing", N_("Dyeing")
    carving = "carving", N_("Block carving")


class Cost(Element):
    """One line of costs."""

    head: str | None = text(N_("Head"), max_length=40, needed=True)
    craft: Craft | None = choice(N_("Craft"))
    amount: Money | None = money(N_("Amount"))
    paid: bool | None = yes_no(N_("Paid"))
    due_on: dt.date | None = day(N_("Due"))
    payer: UUID | None = ref(N_("Payer"), to="person")


class Workshop(Record):
    """A workshop with one field of every kind."""

    kind: ClassVar[str] = "workshop"
    label: ClassVar[str] = N_("Workshop")
    columns: ClassVar[tuple[str, ...]] = ("name", "craft", "workers", "turnover", "visited_on")

    name: str | None = text(N_("Name"), max_length=30, needed=True, hint=N_("As people here call it."))
    visited_on: dt.date | None = day(N_("Visited on"), needed=True)
    began: PartialDate | None = partial_date(N_("Working since"), hint=N_("A year is enough."))
    craft: Craft | None = choice(N_("Craft"))
    does: list[Craft] = choices(N_("Also does"))
    workers: int | None = number(N_("Workers"), most=10_000)
    area: int | None = scaled(N_("Floor"), unit="m²")
    women: int | None = percent(N_("Share of women"))
    turnover: Money | None = money(N_("Turnover of the year"))
    registered: bool | None = yes_no(N_("Registered"))
    owner: UUID | None = ref(N_("Owner"), to="person")
    costs: dict[str, Cost] = rows(N_("Costs"))
    seen_at: dt.datetime | None = instant(N_("Seen at"))
    inputs: Plain = plain(N_("Inputs"))
    remarks: str | None = note(N_("Remarks"), max_length=500)

    def title(self) -> str:
        """Return the name."""
        return self.name or ""

    def findings(self) -> Iterator[Finding]:
        """Find it odd that nobody works there."""
        if self.workers == 0:
            yield Finding("workers", "Nobody works here.", why="A workshop without workers is closed.")


IN_SECTIONS = Layout(
    (
        Section(N_("The workshop"), ("name", ("visited_on", "began"), "craft", "does", "owner")),
        Section(N_("Figures"), (("workers", "area", "women"), "turnover", "registered", "costs")),
        Section(N_("More"), ("remarks",), folded=True),
    )
)
MEENA = Match(new_id(), "Meena Devi", "person")
MOHAN = Match(new_id(), "मोहन लाल", "person")
PEOPLE = (MEENA, MOHAN)


def a_workshop(**values: object) -> Workshop:
    """Return a workshop with some values."""
    return Workshop.model_validate({"id": new_id(), "scope": str(new_id())} | values)


def a_full_workshop() -> Workshop:
    """Return a workshop with a value of every kind."""
    line = Cost(order="i", head="Stall", craft=Craft.dyeing, amount=Money(minor=840_000), paid=False, due_on=TODAY)
    other = Cost(order="r", head="Train", missing={"amount": "not_asked"})
    return a_workshop(
        name="Chhipa Prints",
        visited_on=TODAY,
        began="1998-03",
        craft=Craft.printing,
        does=[Craft.carving, Craft.dyeing],
        workers=12,
        area=1250,
        women=3_333,
        turnover=Money(minor=123_45, currency="USD", rate="433/10", rate_on=dt.date(1999, 12, 1)),
        registered=True,
        owner=MEENA.id,
        costs={str(new_id()): line, str(new_id()): other},
        seen_at=dt.datetime(2026, 3, 14, 9, 12, tzinfo=dt.UTC),
        inputs={"rule": ["equal", 3]},
        remarks="First line\nSecond line",
    )


def surroundings(**others: object) -> Surroundings:
    """Return what editors need, with two people who can be found."""

    def find(to: tuple[str, ...], typed: str) -> list[Match]:
        return [person for person in PEOPLE if person.kind in to and typed.casefold() in person.title.casefold()]

    def name(record: UUID) -> Match | None:
        return next((person for person in PEOPLE if person.id == record), None)

    def void() -> Void:
        return Void(by="me", at=dt.datetime(2026, 3, 14, tzinfo=dt.UTC))

    return Surroundings(**({"today": lambda: TODAY, "void": void, "find": find, "name": name} | others))


def press(qtbot: QtBot, *keys: str | Qt.Key) -> None:
    """Press keys one by one wherever the focus is then, as a person does."""
    for key in keys:
        for each in key if isinstance(key, str) else [key]:
            here = QApplication.focusWidget()
            if isinstance(each, Qt.Key):
                qtbot.keyClick(here, each)
            elif each.isascii():
                qtbot.keyClicks(here, each)
            else:  # Qt's own helper knows only the keys of a Latin keyboard
                QApplication.sendEvent(here, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, each))
