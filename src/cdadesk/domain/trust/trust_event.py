"""Trust events: one step forward or back that somebody could see, with what proves it."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import Choice, choice, note, number, partial_date, ref, rows, text, yes_no
from cdadesk.domain.kernel.findings import Finding, Weight
from cdadesk.domain.kernel.partial_dates import PartialDate, backwards, earliest, latest
from cdadesk.domain.kernel.record import Element, Record, in_one_line, in_order
from cdadesk.domain.trust.index import Occurrence
from cdadesk.domain.trust.shipped import every_words, item_words
from cdadesk.i18n import N_, _, format_partial


class SubjectKind(Choice):
    """Between whom something happened; only a network has a trust figure, the rest is told on the same line."""

    network = "network", N_("A network")
    group = "group", N_("A group of firms of one place")
    pair = "pair", N_("Two sides")


class PairKind(Choice):
    """Which two sides came nearer to each other, or drew apart."""

    cda_and_actor = "cda_and_actor", N_("Agent and an actor")
    actor_and_actor = "actor_and_actor", N_("Two actors")
    firms_and_bank = "firms_and_bank", N_("Firms and a bank")
    firms_and_institution = "firms_and_institution", N_("Firms and an institution")


class EvidenceType(Choice):
    """What can prove an event."""

    attendance = "attendance", N_("Attendance list")
    signed_minutes = "signed_minutes", N_("Signed minutes")
    receipt = "receipt", N_("Receipt")
    bank_paper = "bank_paper", N_("Bank paper")
    photo = "photo", N_("Photo")
    contract = "contract", N_("Contract")
    ta_note = "ta_note", N_("Note of the advisor")
    letter = "letter", N_("Letter")
    interview = "interview", N_("Interview")
    other = "other", N_("Other paper")


class TrustEvidence(Element):
    """One thing that proves the event."""

    evidence_type: EvidenceType | None = choice(N_("What"), needed=True)
    reference: str | None = text(N_("Where it can be found"), hint=N_("Register and page, file, or who keeps it."))
    independent: bool | None = yes_no(
        N_("From somebody else"), hint=N_("Yes if it was not made by the agent: signed by the network, a bank, a shop.")
    )


class TrustParticipant(Element):
    """Somebody who took part."""

    member: UUID | None = ref(N_("Who"), to=("actor", "person"), needed=True)
    guest: bool | None = yes_no(N_("Guest"), hint=N_("Yes for somebody who is no member; guests are counted apart."))


class TrustEvent(Record):
    """One milestone or setback of the ladder, as it was seen once."""

    kind: ClassVar[str] = "trust_event"
    label: ClassVar[str] = N_("Trust event")
    plural: ClassVar[str] = N_("Trust events")
    columns: ClassVar[tuple[str, ...]] = ("event_on", "ladder_item", "subject_kind", "network", "participants_count")

    subject_kind: SubjectKind | None = choice(
        N_("Between whom"), needed=True, hint=N_("A group or two sides where no network was there yet.")
    )
    network: UUID | None = ref(N_("Network"), to="network", hint=N_("Only events of a network count in its figure."))
    place: str | None = text(N_("Place"), hint=N_("For a group: where its firms are."))
    pair: PairKind | None = choice(N_("Which two sides"), hint=N_("When it happened between two sides."))
    actor: UUID | None = ref(N_("Other side"), to="actor", hint=N_("The actor, bank or institution, if it was one."))
    ladder_item: str | None = text(
        N_("Step"), max_length=40, needed=True, hint=N_("The step of the ladder, forward or back, that fits best.")
    )
    event_on: PartialDate | None = partial_date(N_("When"), needed=True, hint=N_("A month or a year is enough."))
    participants_count: int | None = number(
        N_("Members who took part"), most=1_000_000, hint=N_("Without guests. Leave this blank if you list them below.")
    )
    participants: dict[str, TrustParticipant] = rows(N_("Who took part"), hint=N_("As far as you know the names."))
    active_members_at: int | None = number(
        N_("Active members then"), most=1_000_000, hint=N_("How many members the network had on that day.")
    )
    evidence: dict[str, TrustEvidence] = rows(
        N_("What proves it"),
        needed=True,
        hint=N_("Your own note counts half; one paper made by somebody else, in full."),
    )
    quorum_decided: bool | None = yes_no(
        N_("Decided with quorum"), hint=N_("For acts of the whole body, such as rules or an election.")
    )
    standing_until: PartialDate | None = partial_date(
        N_("Was true until"), hint=N_("For what is true only while it lasts. Leave this blank while it does.")
    )
    severity: int | None = number(
        N_("How bad"),
        least=1,
        most=3,
        hint=N_("For a step back, if it was milder or worse than the ladder says: 1 to 3."),
    )
    resolved_on: PartialDate | None = partial_date(N_("Settled"), hint=N_("For a step back: when it was put right."))
    remarks: str | None = note(N_("What happened"), hint=N_("A few sentences, without blaming anybody."))

    def title(self) -> str:
        """Return the step in the ladder's words, and the date."""
        step = item_words(self.ladder_item) if self.ladder_item else None
        when = format_partial(self.event_on) if self.event_on else None
        return in_one_line(step, when) or _("Trust event without a step")

    def also_called(self) -> tuple[str, ...]:
        """Return the step's key and its words in every language: the search is typed in any of them."""
        return every_words(self.ladder_item) if self.ladder_item else ()

    def took_part(self) -> int | None:
        """Return how many members took part, guests left out; of a bare count and a list the larger figure stands."""
        lines = in_order(self.participants)
        if not lines:
            return self.participants_count
        return max(sum(1 for _key, line in lines if not line.guest), self.participants_count or 0)

    def findings(self) -> Iterator[Finding]:
        """Say what looks wrong."""
        if self.subject_kind is SubjectKind.network and self.blank("network"):
            yield Finding("network", _("Which network was it?"), Weight.missing)
        if self.active_members_at is not None and (self.took_part() or 0) > self.active_members_at:
            yield Finding(
                "participants_count",
                _("More members took part than the network had."),
                why=_("Guests are counted apart: mark them in the list."),
            )
        for name in ("standing_until", "resolved_on"):
            if backwards(self.event_on, getattr(self, name)):
                yield Finding(name, _("This lies before the event itself."))


def occurrences(
    events: Iterable[TrustEvent], network: UUID, hung: Mapping[UUID, int] = MappingProxyType({})
) -> list[Occurrence]:
    """Return what the trust figure and line of a network are drawn from.

    Events of other networks are left out; those of groups and pairs stay as marks. Void ones, and those still
    without a step or a date, do not count. `hung` says how many photos and papers hang on each: one is a record that
    the agent made, and never vouches as somebody else would.
    """
    return [
        _occurrence(event, network, hung.get(event.id, 0))
        for event in events
        if event.void is None and event.ladder_item and event.event_on and event.network in (network, None)
    ]


def _occurrence(event: TrustEvent, network: UUID, hung: int) -> Occurrence:
    proofs = [line for _key, line in in_order(event.evidence)]
    outside = sum(1 for line in proofs if line.independent)
    return Occurrence(
        event_id=event.id,
        item=event.ladder_item or "",
        day=earliest(event.event_on or ""),
        participants=event.took_part(),
        active_members=event.active_members_at,
        cda_records=max(len(proofs) - outside, hung),
        outside_records=outside,
        decided_with_quorum=bool(event.quorum_decided),
        standing_until=latest(event.standing_until) if event.standing_until else None,
        severity=event.severity,
        resolved_on=latest(event.resolved_on) if event.resolved_on else None,
        of_network=event.network == network and event.subject_kind in (SubjectKind.network, None),
    )
