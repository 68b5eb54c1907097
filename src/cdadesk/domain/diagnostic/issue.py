"""Issues: what stands in the way of a cluster or lies unused, who said so, and what weighs how much."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.actors.actor import ActorKind
from cdadesk.domain.diagnostic.interview import InterviewRound
from cdadesk.domain.diagnostic.vocabulary import Area, RaterGroup
from cdadesk.domain.kernel.fields import Choice, choice, day, note, number, ref, rows, text
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _


class IssueKind(Choice):
    """Whether it holds the cluster back, lies unused, or is where action can begin."""

    obstacle = "obstacle", N_("Obstacle")
    potential = "potential", N_("Potential")
    pressure_point = "pressure_point", N_("Pressure point")


class Raiser(Element):
    """Somebody who spoke of it, and in which words."""

    personal: ClassVar[tuple[str, ...]] = ("actor",)

    actor: UUID | None = ref(N_("Who"), to="actor", hint=N_("Leave this blank for somebody who is not to be named."))
    actor_kind: ActorKind | None = choice(
        N_("Kind of actor"), hint=N_("For somebody who is not named: voices are counted by kind.")
    )
    interview: UUID | None = ref(N_("In the interview"), to="interview")
    said_on: dt.date | None = day(N_("Said on"))
    words: str | None = text(N_("In their words"), max_length=1_000, needed=True)


class Rating(Element):
    """How heavily one group weighs the issue in one round."""

    rater_group: RaterGroup | None = choice(
        N_("Who rates"), needed=True, hint=N_("What was agreed together counts before what single groups say.")
    )
    in_round: InterviewRound | None = choice(N_("Round"), hint=N_("Leave this blank for the first round."))
    importance: int | None = number(
        N_("Importance"), least=1, most=5, needed=True, hint=N_("5: nothing moves without it. 1: it can wait.")
    )
    joint_capacity: int | None = number(
        N_("Joint capacity"),
        least=1,
        most=5,
        needed=True,
        hint=N_("5: we can change it together at once. 1: it is out of our hands."),
    )
    reason: str | None = text(N_("Why"), max_length=500, hint=N_("In one sentence, so that others can follow."))
    rated_on: dt.date | None = day(N_("Rated on"))

    def complete(self) -> bool:
        """Say whether both figures are there; one alone ranks nothing."""
        return self.importance is not None and self.joint_capacity is not None


class Cause(Element):
    """Another issue that lies behind this one."""

    issue: UUID | None = ref(N_("Comes from"), to="issue", needed=True)
    remark: str | None = text(N_("How it leads to this"), max_length=500)


class Issue(Record):
    """One obstacle, potential or pressure point of the cluster."""

    kind: ClassVar[str] = "issue"
    label: ClassVar[str] = N_("Issue")
    plural: ClassVar[str] = N_("Issues")
    columns: ClassVar[tuple[str, ...]] = ("name", "issue_kind", "area")

    name: str | None = text(N_("In one sentence"), needed=True, hint=N_("As somebody in the cluster would say it."))
    issue_kind: IssueKind | None = choice(
        N_("Kind"), needed=True, hint=N_("A pressure point is the burning issue at which action starts.")
    )
    area: Area | None = choice(N_("Area"), needed=True, hint=N_("Choose the one that fits best."))
    raised_by: dict[str, Raiser] = rows(
        N_("Who raised it"), needed=True, hint=N_("One line for each who spoke of it: the more kinds, the better.")
    )
    ratings: dict[str, Rating] = rows(
        N_("How much it weighs"), hint=N_("Importance and joint capacity, 1 to 5. Both are needed to rank.")
    )
    causes: dict[str, Cause] = rows(
        N_("Causes"), hint=N_("Other issues that lie behind this one. What people name first is seldom the root.")
    )
    remarks: str | None = note(N_("Remarks"))

    def title(self) -> str:
        """Return the sentence."""
        return in_one_line(self.name) or _("Issue without words")

    def raisers(self) -> int:
        """Return how many different voices spoke of it; without a name, those of one interview are one."""
        return len({line.actor or line.interview or key for key, line in in_order(self.raised_by)})

    def cause_ids(self) -> tuple[UUID, ...]:
        """Return the issues that are named as causes, in their order."""
        return tuple(line.issue for _key, line in in_order(self.causes) if line.issue is not None)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong; that causes run in a circle only all issues together can tell."""
        yield from self._rating_findings()
        seen: set[UUID] = set()
        for key, line in in_order(self.causes):
            if line.issue == self.id:
                yield Finding(f"causes/{key}/issue", _("An issue cannot be its own cause."))
            if line.issue in seen:
                yield Finding(f"causes/{key}/issue", _("This cause stands here twice."))
            if line.issue is not None:
                seen.add(line.issue)

    def _rating_findings(self) -> Iterator[Finding]:
        if not any(line.complete() for _key, line in in_order(self.ratings)):
            yield Finding("ratings", _("It cannot be ranked before both figures are there."), Weight.missing)
        seen: set[tuple[RaterGroup, InterviewRound]] = set()
        for key, line in in_order(self.ratings):
            if line.rater_group is None:
                continue
            place = (line.rater_group, line.in_round or InterviewRound.baseline)
            if place in seen:
                yield Finding(f"ratings/{key}/rater_group", _("This group rated it twice in one round."))
            seen.add(place)
