"""Committees that advise, support and watch the work: of the country, of a state, of the cluster."""

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, choice, note, partial_date, ref, rows, text
from cdadesk.domain.kernel.findings import Finding
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.i18n import N_, _


class Tier(Choice):
    """At which level a committee sits."""

    national = "national", N_("National")
    state = "state", N_("State")
    local = "local", N_("Cluster")


class RecommendationState(Choice):
    """What became of a recommendation."""

    open = "open", N_("Open")
    followed = "followed", N_("Followed")
    partly = "partly", N_("Partly followed")
    turned_down = "turned_down", N_("Turned down")


class CommitteeMember(Element):
    """Somebody who sits on the committee, and for whom."""

    member: UUID | None = ref(N_("Who"), to=("person", "actor"), needed=True)
    represents: str | None = text(N_("Represents"))
    from_on: PartialDate | None = partial_date(N_("From"))
    to_on: PartialDate | None = partial_date(N_("To"))


class CommitteeMeeting(Element):
    """A meeting of the committee; its minutes are a meeting like any other."""

    meeting: UUID | None = ref(N_("Meeting"), to="meeting", needed=True)


class Recommendation(Element):
    """One thing that the committee asks for."""

    said: str | None = text(N_("Recommendation"), max_length=500, needed=True)
    given_on: PartialDate | None = partial_date(N_("When"))
    owner: UUID | None = ref(N_("Who sees to it"), to=("person", "actor"))
    state: RecommendationState | None = choice(N_("Status"))


class Committee(Record):
    """A body that guides the work on the cluster."""

    kind: ClassVar[str] = "committee"
    label: ClassVar[str] = N_("Committee")
    plural: ClassVar[str] = N_("Committees")
    columns: ClassVar[tuple[str, ...]] = ("name", "tier", "remit")

    name: str | None = text(N_("Name"), needed=True, hint=N_("Its official name."))
    tier: Tier | None = choice(
        N_("Level"), needed=True, hint=N_("The local one watches the plan; those above see sums only.")
    )
    remit: str | None = note(N_("What it is for"))
    members: dict[str, CommitteeMember] = rows(
        N_("Members"), needed=True, hint=N_("One line each, with the body that sent them.")
    )
    meetings: dict[str, CommitteeMeeting] = rows(N_("Its meetings"), hint=N_("Meetings are written down in Networks."))
    recommendations: dict[str, Recommendation] = rows(N_("Recommendations"))

    def title(self) -> str:
        """Return the name."""
        return in_one_line(self.name) or _("Committee without a name")

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        for key, line in in_order(self.members):
            if backwards(line.from_on, line.to_on):
                yield Finding(f"members/{key}/to_on", _("This ends before it begins."))
