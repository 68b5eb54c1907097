"""Meetings as lines of a table, with what is counted from their records."""

import datetime as dt
from collections import Counter
from typing import ClassVar
from uuid import UUID

from cdadesk.domain.kernel.fields import choice, day, number, text
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.domain.networks.meeting import Meeting, MeetingKind, turnout
from cdadesk.domain.networks.network import Network
from cdadesk.domain.networks.task import Task
from cdadesk.gui.places.networks.words import came_words
from cdadesk.i18n import N_, _
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store


class MeetingLine(Record):
    """A meeting as its line in the table says it; its id is the meeting's. It is never saved."""

    kind: ClassVar[str] = "meeting_line"
    label: ClassVar[str] = N_("Meeting")
    columns: ClassVar[tuple[str, ...]] = ("held_on", "place", "came", "quorum", "decided", "open_tasks")

    held_on: dt.date | None = day(N_("Held on"))
    place: str | None = text(N_("Place"))
    meeting_kind: MeetingKind | None = choice(N_("Kind"))
    came: str | None = text(N_("Came"))
    quorum: str | None = text(N_("Quorum"))
    decided: int | None = number(N_("Decisions"))
    open_tasks: int | None = number(N_("Open tasks"))


def meetings_of(scope: str, network: UUID | None) -> Ask:
    """Ask for the meetings of a network, or of the whole cluster, the newest first."""
    return Ask(equals={"network": network}, scopes=[scope], order=("-held_on", "-id"))


def lines_of(store: Store, ask: Ask, network: UUID | None) -> list[MeetingLine]:
    """Return the meetings that are asked for as lines, with what is counted for their network."""
    held = store.get(Network, network) if network is not None else None
    found = [each.record for each in store.find(Meeting, ask)]
    tasks = store.find(Task, Ask(equals={"parent_id": [each.id for each in found]})) if found else []
    still = Counter(each.record.parent_id for each in tasks if each.record.is_open())
    return [_line(meeting, held.record if held else None, still[meeting.id]) for meeting in found]


def _line(meeting: Meeting, network: Network | None, open_tasks: int) -> MeetingLine:
    came = turnout(meeting, network)
    quorum = {None: None, True: _("Yes"), False: _("No")}[came.quorate]
    return MeetingLine(
        id=meeting.id,
        scope=meeting.scope,
        held_on=meeting.held_on,
        place=meeting.place,
        meeting_kind=meeting.meeting_kind,
        came=came_words(came),
        quorum=quorum,
        decided=len(in_order(meeting.decisions)) or None,
        open_tasks=open_tasks or None,
    )
