"""The action plan: a working paper in revisions; what was approved stays as it was approved."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, LineKey, choice, day, note, number, plain, ref, rows, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.record import Record, in_one_line, in_order
from cdadesk.domain.plan.approval import check_code
from cdadesk.domain.plan.lines import ExitStep, ExpectedResult, NotNow, PlanLine, Risk
from cdadesk.domain.plan.sums import no_rate
from cdadesk.domain.plan.unplanned import LIMIT, crowded_quarters
from cdadesk.i18n import N_, _, format_number, format_scaled


class PlanStatus(Choice):
    """How far a revision has come; that a later one took its place follows from that one."""

    draft = "draft", N_("Draft")
    validated = "validated", N_("Validated")
    approved = "approved", N_("Approved")


class ActionPlan(Record):
    """One revision of the plan of a cluster."""

    kind: ClassVar[str] = "action_plan"
    label: ClassVar[str] = N_("Action plan")
    plural: ClassVar[str] = N_("Action plans")
    columns: ClassVar[tuple[str, ...]] = ("revision", "made_on", "status", "approved_on")
    closes: ClassVar[tuple[str, str] | None] = ("status", "approved")

    revision: int | None = number(
        N_("Revision"), least=1, most=1_000, needed=True, hint=N_("1 for the first; each that replaces it is the next.")
    )
    made_on: dt.date | None = day(N_("Made on"), needed=True, hint=N_("The day on which it was begun."))
    vision: UUID | None = ref(N_("Vision"), to="vision", hint=N_("What it leads to."))
    replaces: UUID | None = ref(N_("Replaces"), to="action_plan", hint=N_("The revision from which it was copied."))
    reason: str | None = note(
        N_("Why revised"), max_length=2_000, hint=N_("Which facts, or which trust, changed since the revision before.")
    )
    lines: dict[str, PlanLine] = rows(
        N_("Lines"), needed=True, hint=N_("One line for each activity, owned by somebody of the cluster.")
    )
    risks: dict[str, Risk] = rows(N_("Risks"), hint=N_("What may go wrong, and what is done about it."))
    not_now: dict[str, NotNow] = rows(N_("Not now"), hint=N_("What was wished and left for later, with the reason."))
    exits: dict[str, ExitStep] = rows(
        N_("Exit calendar"), hint=N_("What the agent hands over, to whom and when: a dated end avoids dependency.")
    )
    status: PlanStatus | None = choice(N_("Status"), hint=N_("Set by validating and approving, not by hand."))
    validated_in: UUID | None = ref(
        N_("Validated in"), to="meeting", hint=N_("The meeting to which study and draft were read out.")
    )
    validated_on: dt.date | None = day(N_("Validated on"))
    changes_made: str | None = note(
        N_("Changed by the meeting"),
        max_length=4_000,
        hint=N_("What those who came wanted otherwise."),
    )
    approved_in: UUID | None = ref(N_("Approved in"), to="meeting", hint=N_("The meeting that agreed to it."))
    approved_on: dt.date | None = day(N_("Approved on"))
    decision: LineKey | None = plain(N_("By decision"))
    check_code: str | None = text(
        N_("Check code"), max_length=20, hint=N_("Two papers with one code hold the same lines to the last paisa.")
    )
    remarks: str | None = note(N_("Remarks"))
    first_objective: str | None = note(
        N_("First objective"), max_length=2_000, hint=N_("What the whole plan is for, in one or two sentences.")
    )
    other_objectives: str | None = note(N_("Further objectives"), max_length=2_000, hint=N_("One in a line."))
    order_reason: str | None = note(
        N_("Why in this order"), max_length=2_000, hint=N_("Why these problems are taken up first, and those later.")
    )
    expected: dict[str, ExpectedResult] = rows(
        N_("Expected results"), hint=N_("In the firms, in the cluster, between clusters, in policy.")
    )
    competence: str | None = note(
        N_("What the agency can do"), max_length=2_000, hint=N_("Its people, and what it has done of this kind before.")
    )

    def title(self) -> str:
        """Return what it is and which revision."""
        return in_one_line(_("Action plan, revision {revision}").format(revision=format_number(self.revision or 1)))

    def stands_at(self) -> PlanStatus:
        """Return the status; what was only just begun is a draft."""
        return self.status or PlanStatus.draft

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong; what only other records can tell stands in `concerns`."""
        if (self.revision or 1) > 1:
            yield from self._revision_findings()
        yield from self._line_findings()
        for quarter in crowded_quarters(self.lines):
            sentence = _("{quarter}: more than {limit} of the activities were not planned.")
            yield Finding("lines", sentence.format(quarter=quarter.words(), limit=format_scaled(LIMIT, "%")))
        if self.is_closed:
            yield from self._approval_findings()

    def _revision_findings(self) -> Iterator[Finding]:
        if self.blank("replaces"):
            yield Finding("replaces", _("From which revision was it copied?"), Weight.missing)
        if self.blank("reason"):
            yield Finding("reason", _("Why was the plan revised?"), Weight.missing)

    def _line_findings(self) -> Iterator[Finding]:
        for key, line in in_order(self.lines):
            place = f"lines/{key}"
            if line.blank("issue"):
                yield Finding(
                    f"{place}/issue", _("No issue stands behind this line."), why=_("Who in the cluster needs it?")
                )
            if line.backwards():
                yield Finding(f"{place}/ends_in", _("This line ends before it begins."))
            for name in no_rate(line):
                yield Finding(f"{place}/{name}", _("Without its rate this amount cannot be summed up."))

    def _approval_findings(self) -> Iterator[Finding]:
        if self.blank("approved_in"):
            yield Finding("approved_in", _("In which meeting was it approved?"), Weight.missing)
        if self.check_code and self.check_code != check_code(self):
            yield Finding(
                "check_code",
                _("The plan was changed after it was approved."),
                why=_("Two laptops met: one approved it while the other still wrote. Make a new revision of it."),
            )
