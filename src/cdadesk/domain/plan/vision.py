"""The vision: where the cluster wants to be, by when, and how one will see that it got there."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import day, note, number, partial_date, ref, rows, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.partial_dates import PartialDate
from cdadesk.domain.kernel.record import Element, Record, in_one_line
from cdadesk.i18n import N_, _, format_number, format_partial


class Measure(Element):
    """One sign by which everybody can see how near the vision is."""

    measure: str | None = text(N_("Measure"), needed=True, hint=N_("Something that can be counted or seen."))
    unit: str | None = text(N_("Unit"), max_length=40, hint=N_("Firms, rupees a year, metres a day …"))
    today: str | None = text(N_("Today"), max_length=80)
    wished: str | None = text(N_("Wished"), max_length=80, needed=True)
    by: PartialDate | None = partial_date(N_("By when"))
    issue: UUID | None = ref(N_("Answers to"), to="issue", hint=N_("The obstacle or the potential behind it."))


class AgreedBy(Element):
    """Somebody who said yes to it."""

    who: UUID | None = ref(N_("Who"), to=("actor", "person"), needed=True)
    remark: str | None = text(N_("Remark"))


class Vision(Record):
    """What the actors of a cluster agreed to want."""

    kind: ClassVar[str] = "vision"
    label: ClassVar[str] = N_("Vision")
    plural: ClassVar[str] = N_("Visions")
    columns: ClassVar[tuple[str, ...]] = ("revision", "horizon", "words", "agreed_on")

    words: str | None = note(
        N_("Vision"), max_length=4_000, needed=True, hint=N_("A few sentences in which everybody finds their own wish.")
    )
    horizon: PartialDate | None = partial_date(N_("By when"), needed=True, hint=N_("A year is enough."))
    measures: dict[str, Measure] = rows(N_("Measures"), needed=True, hint=N_("Two to five signs that it comes true."))
    revision: int | None = number(
        N_("Revision"), least=1, most=1_000, needed=True, hint=N_("1 for the first; each that replaces it is the next.")
    )
    replaces: UUID | None = ref(N_("Replaces"), to="vision", hint=N_("The vision that this one takes further."))
    agreed_in: UUID | None = ref(
        N_("Agreed in"), to="meeting", needed=True, hint=N_("The meeting that talked about it and agreed.")
    )
    agreed_on: dt.date | None = day(N_("Agreed on"))
    agreed_by: dict[str, AgreedBy] = rows(
        N_("Agreed by"), needed=True, hint=N_("Whom it binds: associations, networks, institutions, leading firms.")
    )
    remarks: str | None = note(N_("Remarks"), hint=N_("What was disputed, and what was left out on purpose."))

    def title(self) -> str:
        """Return which revision it is, and until when it looks."""
        what = _("Vision, revision {revision}").format(revision=format_number(self.revision or 1))
        return in_one_line(what, format_partial(self.horizon) if self.horizon else None)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if (self.revision or 1) > 1 and self.blank("replaces"):
            yield Finding("replaces", _("Which vision does this one replace?"), Weight.missing)
