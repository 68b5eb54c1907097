"""Meetings: who came, what was talked about, what was decided."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import (
    Choice,
    LineKey,
    Plain,
    choice,
    day,
    money,
    note,
    number,
    plain,
    ref,
    rows,
    text,
    yes_no,
)
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.money import Money
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.domain.networks.network import Network
from cdadesk.i18n import N_, _, format_day


class MeetingKind(Choice):
    """What sort of meeting it was."""

    introductory = "introductory", N_("Introductory")
    network = "network", N_("Network")
    general_body = "general_body", N_("General body")
    cluster_wide = "cluster_wide", N_("Cluster-wide")
    bank_and_firms = "bank_and_firms", N_("Bank and firms")
    institution = "institution", N_("Institution")
    committee = "committee", N_("Cluster committee")
    validation = "validation", N_("Validation of the study")


class ConvenedBy(Choice):
    """Who called the meeting; a network that calls its own begins to manage itself."""

    cda = "cda", N_("The agent")
    network = "network", N_("The network")
    institution = "institution", N_("An institution")
    other = "other", N_("Somebody else")


class Presence(Choice):
    """Whether somebody came."""

    present = "present", N_("Present")
    absent = "absent", N_("Absent")
    excused = "excused", N_("Excused")
    late = "late", N_("Came late")


_CAME = frozenset({Presence.present, Presence.late})


class Attendance(Element):
    """Whether one member or guest came."""

    member: UUID | None = ref(N_("Who"), to=("actor", "person"))
    status: Presence | None = choice(N_("Came?"), needed=True)
    proxy_for: UUID | None = ref(
        N_("Stands in for"), to=("actor", "person"), hint=N_("The member in whose place this person sat.")
    )
    walk_in: bool | None = yes_no(N_("Guest"), hint=N_("Yes for somebody who is no member; guests are counted apart."))


class AgendaItem(Element):
    """One point of the agenda and what was said on it."""

    item: str | None = text(N_("Point"), needed=True)
    minutes: str | None = note(N_("What was said"), hint=N_("Two or three lines that can be read aloud."))


class Decision(Element):
    """One decision, with its vote."""

    decision: str | None = text(N_("Decision"), max_length=1_000, needed=True, hint=N_("One sentence."))
    agenda_item: LineKey | None = plain(N_("Point of the agenda"))
    consensus: bool | None = yes_no(N_("All agreed"), hint=N_("Yes if nobody asked for a vote."))
    votes_for: int | None = number(N_("For"), most=100_000)
    votes_against: int | None = number(N_("Against"), most=100_000)
    votes_abstain: int | None = number(N_("Abstained"), most=100_000)
    amount: Money | None = money(N_("Money decided"), hint=N_("If the decision spends or collects money."))

    def votes(self) -> int:
        """Return how many voted, abstentions included."""
        return sum(count or 0 for count in (self.votes_for, self.votes_against, self.votes_abstain))


class Meeting(Record):
    """One meeting, as the agent who attended or heard of it wrote it down."""

    kind: ClassVar[str] = "meeting"
    label: ClassVar[str] = N_("Meeting")
    plural: ClassVar[str] = N_("Meetings")
    columns: ClassVar[tuple[str, ...]] = ("held_on", "place", "meeting_kind", "network", "convened_by")

    held_on: dt.date | None = day(N_("Held on"), needed=True, hint=N_("The day on which it began."))
    started_at: str | None = text(N_("Began at"), max_length=20, hint=N_("The hour, such as 4 pm."))
    place: str | None = text(N_("Place"), needed=True, hint=N_("Whose house, hall or office, and the village."))
    meeting_kind: MeetingKind | None = choice(N_("Kind"), needed=True, hint=N_("Choose the one that fits best."))
    network: UUID | None = ref(
        N_("Network"),
        to="network",
        hint=N_("Whose meeting it was. Leave this blank for a meeting of the whole cluster."),
    )
    convened_by: ConvenedBy | None = choice(
        N_("Called by"), needed=True, hint=N_("Who really called it, not who should have: it shows who leads.")
    )
    chair: UUID | None = ref(N_("Chair"), to="person", needed=True, hint=N_("Who led the meeting."))
    invited: Plain = plain(N_("Invited"))
    attendance: dict[str, Attendance] = rows(
        N_("Attendance"), needed=True, hint=N_("One line for each member, and one for each guest who came.")
    )
    present_count: int | None = number(
        N_("Members present"), most=1_000_000, hint=N_("Only when you could not note the names. Without guests.")
    )
    agenda: dict[str, AgendaItem] = rows(N_("Agenda"), needed=True, hint=N_("The points in the order of the talk."))
    decisions: dict[str, Decision] = rows(
        N_("Decisions"), hint=N_("Only what was really decided. What somebody is to do becomes a task.")
    )
    conflicts: str | None = note(N_("Disagreements"), hint=N_("What was disputed, and how it was left."))
    next_meeting_on: dt.date | None = day(N_("Next meeting"))
    minutes_signed_by: UUID | None = ref(
        N_("Minutes signed by"), to="person", hint=N_("Unsigned minutes are only your own word, and count for half.")
    )

    def title(self) -> str:
        """Return the day and the place."""
        held = format_day(self.held_on) if self.held_on else None
        return in_one_line(held, self.place) or _("Meeting without a date")

    def present(self) -> int:
        """Return how many members came: a member and its proxy are one, guests are left out.

        Where a bare count and the lines disagree, the larger figure stands.
        """
        came = {line.proxy_for or line.member or key for key, line in self._came() if not line.walk_in}
        return max(len(came), self.present_count or 0)

    def guests(self) -> int:
        """Return how many came who are no members."""
        return sum(1 for _key, line in self._came() if line.walk_in)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.next_meeting_on and self.held_on and self.next_meeting_on <= self.held_on:
            yield Finding("next_meeting_on", _("The next meeting is not after this one."))
        yield from self._attendance_findings()
        yield from self._vote_findings()

    def _came(self) -> list[tuple[str, Attendance]]:
        return [(key, line) for key, line in in_order(self.attendance) if line.status in _CAME]

    def _attendance_findings(self) -> Iterator[Finding]:
        seen: set[UUID] = set()
        for key, line in in_order(self.attendance):
            if line.member is None and line.proxy_for is None and not line.walk_in:
                yield Finding(f"attendance/{key}/member", _("Nobody is named in this line."), Weight.missing)
            if line.member in seen:
                yield Finding(f"attendance/{key}/member", _("This name stands here twice."))
            if line.member is not None:
                seen.add(line.member)

    def _vote_findings(self) -> Iterator[Finding]:
        present = self.present()
        for key, line in in_order(self.decisions):
            if line.votes() > present:
                yield Finding(f"decisions/{key}/votes_for", _("More members voted than were present."))


@dataclass(frozen=True)
class Turnout:
    """How well a meeting was attended, measured by the members its network had that day."""

    present: int
    guests: int
    active: int | None
    quorum: int | None

    @property
    def share(self) -> Fraction | None:
        """Return present members over active ones; None if these are not known, or none."""
        return Fraction(self.present, self.active) if self.active else None

    @property
    def quorate(self) -> bool | None:
        """Say whether there was a quorum; None if that cannot be known."""
        return None if self.quorum is None else self.present >= self.quorum


def turnout(meeting: Meeting, network: Network | None) -> Turnout:
    """Return who came to a meeting; without a network or a date, no share and no quorum are known."""
    active = network.active_members(meeting.held_on) if network and meeting.held_on else None
    quorum = network.quorum_needed(active) if network and active else None
    return Turnout(meeting.present(), meeting.guests(), active, quorum)
