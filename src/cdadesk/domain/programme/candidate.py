"""Candidates: clusters that were considered, their scores with reasons, and which one was chosen."""

from collections.abc import Iterator
from typing import ClassVar

from cdadesk.domain.kernel.fields import Choice, choice, note, number, partial_date, rows, text, yes_no
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.partial_dates import PartialDate
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _


class Criterion(Choice):
    """By what clusters are compared before one is chosen."""

    size = "size", N_("Size")
    importance = "importance", N_("Importance")
    promotability = "promotability", N_("Promotability")
    viability = "viability", N_("Viability")
    sustainability = "sustainability", N_("Sustainability")
    market = "market", N_("Market potential")
    social = "social", N_("Social setting")
    environment = "environment", N_("Environmental setting")
    linkages = "linkages", N_("Links to others")
    dissemination = "dissemination", N_("Chance that others learn from it")


class Setting(Choice):
    """Whether a cluster lies in town or in the country."""

    urban = "urban", N_("Town")
    rural = "rural", N_("Country")
    both = "both", N_("Both")


class SelectionScore(Element):
    """How a candidate does by one criterion, and why."""

    criterion: Criterion | None = choice(N_("Criterion"), needed=True)
    score: int | None = number(N_("Score"), least=1, most=5, needed=True, hint=N_("1 weak to 5 strong."))
    reason: str | None = text(N_("Reason"), max_length=500, needed=True)


class ClusterCandidate(Record):
    """A cluster that was considered for the programme."""

    kind: ClassVar[str] = "cluster_candidate"
    label: ClassVar[str] = N_("Candidate cluster")
    plural: ClassVar[str] = N_("Candidate clusters")
    columns: ClassVar[tuple[str, ...]] = ("name", "place", "setting", "chosen")

    name: str | None = text(N_("Cluster"), needed=True, hint=N_("Product and place."))
    place: str | None = text(N_("Place"), hint=N_("Town or district, and state."))
    setting: Setting | None = choice(N_("Town or country"))
    scores: dict[str, SelectionScore] = rows(
        N_("Scores"), needed=True, hint=N_("One line for each criterion, with the reason for the score.")
    )
    chosen: bool | None = yes_no(N_("Chosen"), needed=True, hint=N_("Yes for the one that was taken up."))
    decided_on: PartialDate | None = partial_date(N_("Decided"))
    reason: str | None = note(N_("Why it was chosen, or not"))

    def title(self) -> str:
        """Return the name."""
        return in_one_line(self.name) or _("Candidate without a name")

    def scored(self) -> dict[Criterion, int]:
        """Return the score by each criterion; of two lines for one criterion the later counts."""
        return {line.criterion: line.score for _key, line in in_order(self.scores) if line.criterion and line.score}

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        seen: set[Criterion] = set()
        for key, line in in_order(self.scores):
            if line.criterion in seen:
                yield Finding(f"scores/{key}/criterion", _("This criterion stands here twice."))
            seen |= {line.criterion} if line.criterion else set()
        if self.chosen is not None and self.blank("reason"):
            yield Finding("reason", _("Why was it decided so?"), Weight.missing)
