"""Reading trust: the ladder of the program, and the figure and line of one network from its events."""

import datetime as dt
from collections.abc import Sequence

from cdadesk.acts.attaching import counts
from cdadesk.domain.kernel.partial_dates import earliest
from cdadesk.domain.networks.network import Network
from cdadesk.domain.trust.index import Occurrence, TrustReading, read_trust
from cdadesk.domain.trust.shipped import the_ladder
from cdadesk.domain.trust.step_line import StepPoint, step_line
from cdadesk.domain.trust.trust_event import TrustEvent, occurrences
from cdadesk.store.asking import Ask
from cdadesk.store.store import Store


def events_of(store: Store, network: Network) -> list[TrustEvent]:
    """Return the events of a network and those of its cluster that concern no network, oldest first."""
    ask = Ask(scopes=[network.scope], order=("event_on",))
    return [held.record for held in store.find(TrustEvent, ask) if held.record.network in (network.id, None)]


def busiest(store: Store, networks: Sequence[Network]) -> Network | None:
    """Return the network of which most was written down: what a person most likely wants to see first."""
    counts = {each.id: store.count(TrustEvent, Ask(equals={"network": each.id})) for each in networks}
    return max(networks, key=lambda each: counts[each.id], default=None)


def read_network(store: Store, network: Network, on: dt.date) -> TrustReading:
    """Return the trust figure of a network on a day, with all that it is made of."""
    return read_trust(the_ladder(), _occurrences(store, network), on)


def line_of(store: Store, network: Network, until: dt.date) -> tuple[StepPoint, ...]:
    """Return the step line of a network up to a day, with its member count."""
    return step_line(the_ladder(), _occurrences(store, network), until, member_counts(network, until))


def _occurrences(store: Store, network: Network) -> list[Occurrence]:
    return occurrences(events_of(store, network), network.id, counts(store, TrustEvent.kind))


def member_counts(network: Network, until: dt.date) -> dict[dt.date, int]:
    """Return how many active members a network had each time that number changed."""
    written = [line.from_on for line in network.members.values()]
    written += [line.to_on for line in network.members.values()]
    written += [line.counted_on for line in network.count_entries.values()]
    days = sorted({earliest(each) for each in written if each is not None})
    counts = {day: network.active_members(day) for day in days if day <= until}
    return {day: count for day, count in counts.items() if count is not None}
