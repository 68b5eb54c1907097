"""Postings: who works on a cluster in which part, since when, and with what power to decide."""

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.actors.person import ProgrammeRole
from cdadesk.domain.kernel.fields import choice, money, partial_date, ref, rows, text, yes_no
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards
from cdadesk.domain.kernel.record import Element, Record, in_one_line
from cdadesk.i18n import N_, _, format_partial


class PostingTraining(Element):
    """A course that prepared for the work."""

    course: str | None = text(N_("Course"), needed=True)
    held_on: PartialDate | None = partial_date(N_("When"))


class Posting(Record):
    """A person's time on the cluster in one part of the programme."""

    kind: ClassVar[str] = "posting"
    label: ClassVar[str] = N_("Posting")
    plural: ClassVar[str] = N_("Postings")
    columns: ClassVar[tuple[str, ...]] = ("person", "role", "from_on", "to_on", "employer")

    person: UUID | None = ref(N_("Person"), to="person", needed=True, hint=N_("Who works on the cluster."))
    role: ProgrammeRole | None = choice(
        N_("Part in the work"), needed=True, hint=N_("One posting for each part, if somebody has several.")
    )
    from_on: PartialDate | None = partial_date(N_("From"), needed=True, hint=N_("A month is enough."))
    to_on: PartialDate | None = partial_date(N_("To"), hint=N_("Leave this blank while the posting lasts."))
    employer: UUID | None = ref(N_("Employer"), to="actor", hint=N_("The agency that pays, if it is an actor here."))
    selected_by: str | None = text(N_("Selected by"), hint=N_("The office or committee, no names."))
    selected_why: str | None = text(
        N_("Why this person"), max_length=500, hint=N_("Experience and skills. Nothing personal.")
    )
    trainings: dict[str, PostingTraining] = rows(N_("Training for the work"))
    full_time: bool | None = yes_no(N_("Full time on this cluster"))
    other_duties: str | None = text(N_("Other duties"), max_length=500)
    may_spend: Money | None = money(N_("May spend without asking"), hint=N_("The most in one case."))
    may_decide: str | None = text(N_("May decide without asking"), max_length=500)

    def title(self) -> str:
        """Return the part in the work and since when; whose it is, only the person's record knows."""
        since = format_partial(self.from_on) if self.from_on else None
        return in_one_line(_(self.role.label) if self.role else None, since) or _("Posting without a part")

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if backwards(self.from_on, self.to_on):
            yield Finding("to_on", _("This ends before it begins."))
