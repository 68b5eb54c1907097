"""The register of programmes that develop clusters: who, with what aim, whose money, how many clusters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from cdadesk import resources
from cdadesk.domain.kernel.fields import Choice, choice, choices, note, number, text, yes_no
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.record import Record, in_one_line
from cdadesk.i18n import N_, _


class ProgrammeTier(Choice):
    """Who stands behind a programme."""

    national = "national", N_("Central government or national agency")
    state = "state", N_("State government or its agency")
    international = "international", N_("International agency")
    other = "other", N_("Other body")


class Staffing(Choice):
    """Who does the work on the clusters."""

    own = "own", N_("Own staff")
    external = "external", N_("Others on its behalf")
    both = "both", N_("Both")


class Thrust(Choice):
    """What a programme pushes first."""

    credit = "credit", N_("Credit")
    technology = "technology", N_("Technology")
    employment = "employment", N_("Employment")
    infrastructure = "infrastructure", N_("Infrastructure")


class ServedType(Choice):
    """What kinds of cluster a programme takes up."""

    industrial = "industrial", N_("Industrial")
    handicraft = "handicraft", N_("Handicraft")
    handloom = "handloom", N_("Handloom")
    micro_enterprise = "micro_enterprise", N_("Micro-enterprise")
    horticulture = "horticulture", N_("Horticulture")
    coir = "coir", N_("Coir")
    forest_based = "forest_based", N_("Forest-based")
    services = "services", N_("Services")


class ClusterProgramme(Record):
    """One agency's programme for clusters, as the register holds it."""

    kind: ClassVar[str] = "cluster_programme"
    label: ClassVar[str] = N_("Cluster programme")
    plural: ClassVar[str] = N_("Register of programmes")
    columns: ClassVar[tuple[str, ...]] = ("agency", "programme", "tier", "done", "in_progress")

    agency: str | None = text(N_("Agency"), needed=True, hint=N_("The body that runs it."))
    programme: str | None = text(N_("Programme"))
    tier: ProgrammeTier | None = choice(N_("Level"), needed=True, hint=N_("Who stands behind it."))
    objective: str | None = note(N_("Objective"))
    future_role: str | None = note(N_("Role it sees for itself later"))
    from_year: int | None = number(N_("First year"), least=1900, most=2100)
    to_year: int | None = number(N_("Last year"), least=1900, most=2100)
    staffing: Staffing | None = choice(N_("Who does the work"))
    private_share: bool | None = yes_no(N_("Private share above 20 %"))
    public_share: bool | None = yes_no(N_("Public share above 20 %"))
    thrusts: list[Thrust] = choices(N_("Thrust areas"))
    social_capital: bool | None = yes_no(N_("Social capital is a thrust"))
    served: list[ServedType] = choices(N_("Kinds of cluster"))
    done: int | None = number(N_("Clusters done"), most=100_000)
    in_progress: int | None = number(N_("Clusters in progress"), most=100_000)
    source: str | None = text(N_("Source"), needed=True, hint=N_("Report and year, or the office that told you."))
    remarks: str | None = note(N_("Remarks"))

    def title(self) -> str:
        """Return agency and programme."""
        return in_one_line(self.agency, self.programme) or _("Programme without a name")

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.from_year and self.to_year and self.to_year < self.from_year:
            yield Finding("to_year", _("This ends before it begins."))
        if self.done is None and self.in_progress is None:
            yield Finding("done", _("How many clusters?"), Weight.missing)


@dataclass(frozen=True)
class Sums:
    """How many clusters are done and in progress, and in how many rows that is told."""

    rows: int
    done: int
    in_progress: int

    @property
    def whole(self) -> int:
        """Both together."""
        return self.done + self.in_progress


@dataclass(frozen=True)
class PrintedSums:
    """What a published register prints at its foot, and what its own rows add up to."""

    source: str
    whole: int
    done: int
    in_progress: int
    rows: Sums

    @property
    def parts(self) -> int:
        """What the two printed parts add up to, whatever is printed as their sum."""
        return self.done + self.in_progress


def sums(programmes: Iterable[ClusterProgramme]) -> Sums:
    """Add up a register; a row without any figure is not counted."""
    told = [each for each in programmes if each.void is None and (each.done, each.in_progress) != (None, None)]
    return Sums(len(told), sum(each.done or 0 for each in told), sum(each.in_progress or 0 for each in told))


@cache
def printed_register() -> PrintedSums:
    """Return the sums of the published register that ships with the program, as printed and as they add up."""
    found = resources.read_json("programmes", "register.json")["printed"]
    rows = found["rows"]
    return PrintedSums(
        source=found["source"],
        whole=found["whole"],
        done=found["done"],
        in_progress=found["in_progress"],
        rows=Sums(rows["count"], rows["done"], rows["in_progress"]),
    )
