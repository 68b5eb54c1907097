"""What the trust page shows of one network, read in one go beside the window."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cdadesk.acts import trust
from cdadesk.domain.kernel.partial_dates import earliest
from cdadesk.domain.networks.network import Network
from cdadesk.domain.trust.index import TrustReading
from cdadesk.domain.trust.ladder import Milestone, Setback, label
from cdadesk.domain.trust.shipped import the_ladder
from cdadesk.domain.trust.step_line import MarkKind, StepPoint
from cdadesk.domain.trust.trust_event import TrustEvent
from cdadesk.reports.step_line import Event, Step, TrustHistory
from cdadesk.store.store import Store


@dataclass(frozen=True)
class TrustPicture:
    """One network's trust on one day: the reading, the line, and the events by ladder item."""

    network: Network
    reading: TrustReading
    line: tuple[StepPoint, ...]
    events: Mapping[str, Sequence[TrustEvent]]
    until: dt.date

    def newest(self, item: str) -> UUID | None:
        """Return the newest event of an item of the ladder."""
        events = [each for each in self.events.get(item, ()) if each.network == self.network.id]
        return max(events, key=lambda each: (earliest(each.event_on or "0001"), each.id)).id if events else None

    def evidence(self, item: str) -> int:
        """Return how many papers and people vouch for an item."""
        events = self.events.get(item, ())
        return sum(line.void is None for each in events for line in each.evidence.values())

    def history(self) -> TrustHistory:
        """Return the line as it is drawn."""
        steps = [Step(point.day, point.tenths, point.members) for point in self.line]
        marks = [(point.day, mark) for point in self.line for mark in point.marks]
        events = [Event(day, item_words(mark.item), mark.kind is MarkKind.down) for day, mark in marks]
        return TrustHistory(steps, events, self.until)


def read_picture(store: Store, network: Network, on: dt.date) -> TrustPicture:
    """Read all of it; takes as long as the line has steps."""
    by_item: dict[str, list[TrustEvent]] = {}
    for event in trust.events_of(store, network):
        by_item.setdefault(event.ladder_item or "", []).append(event)
    return TrustPicture(
        network=network,
        reading=trust.read_network(store, network, on),
        line=trust.line_of(store, network, on),
        events=by_item,
        until=on,
    )


def item_words(item: str) -> str:
    """Return what a step of the ladder is called; a local one goes by what was typed."""
    found = the_ladder().find(item)
    return f"{item} {label(found)}" if found is not None else item


def offered_items() -> list[tuple[str, str]]:
    """Return every step of the ladder, forward and back, with its words."""
    return [(item.id, item_words(item.id)) for item in the_ladder().items]


def is_setback(item: str) -> bool:
    """Say whether a step of the ladder goes back."""
    return isinstance(the_ladder().find(item), Setback)


def milestones_of(level: int) -> list[Milestone]:
    """Return the milestones of one rung."""
    return [each for each in the_ladder().milestones if each.level == level]
