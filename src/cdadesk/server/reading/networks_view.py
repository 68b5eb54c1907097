"""The networks of a cluster: who belongs to them today, and how trust stands, with the line behind it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from cdadesk.domain.actors.actor import Actor
from cdadesk.domain.actors.person import Person
from cdadesk.domain.kernel.partial_dates import earliest
from cdadesk.domain.kernel.record import Record, in_order
from cdadesk.domain.networks.network import Membership, Network
from cdadesk.domain.trust.index import TrustReading, read_trust
from cdadesk.domain.trust.shipped import item_words, the_ladder
from cdadesk.domain.trust.step_line import MarkKind, StepPoint, step_line
from cdadesk.domain.trust.trust_event import TrustEvent, occurrences
from cdadesk.domain.trust.words import summary
from cdadesk.i18n import _, format_day, format_number, format_partial, ngettext
from cdadesk.reports.step_line import Event, Step, TrustHistory
from cdadesk.server.reading.stock import Stock, held_under, hung_on, meeting_days


@dataclass(frozen=True)
class Member:
    """One who belongs to a network today."""

    name: str
    role: str
    since: str


@dataclass(frozen=True)
class NetworkView:
    """One network: its members, its meetings, and the trust figure with everything that must stand beside it."""

    network: Network
    title: str
    sentence: str
    members: tuple[Member, ...]
    trust: str
    history: TrustHistory
    reading: TrustReading

    @property
    def has_trust(self) -> bool:
        """Say whether anything is recorded from which a line can be drawn."""
        return bool(self.history.steps)


@dataclass(frozen=True)
class Around:
    """What is told of a network and does not stand in its own record: when it met, and what its members are called."""

    days: Mapping[str, list[dt.date]]
    named: Mapping[UUID, Record]
    hung: Mapping[UUID, int]


def networks(session: Session, stock: Stock, scope: str, today: dt.date) -> list[NetworkView]:
    """Return the networks of a cluster as they stand today."""
    found = stock.all_of(Network)
    members = {member for network in found for member in network.members_on(today)}
    named = held_under(session, scope, (Actor, Person), members)
    around = Around(meeting_days(session, scope), named, hung_on(session, scope, TrustEvent.kind))
    return [_view(stock, network, around, today) for network in found]


def _view(stock: Stock, network: Network, around: Around, today: dt.date) -> NetworkView:
    found = occurrences(stock.all_of(TrustEvent), network.id, around.hung)
    reading = read_trust(the_ladder(), found, today)
    line = step_line(the_ladder(), found, today, _member_counts(network, today))
    return NetworkView(
        network=network,
        title=network.title(),
        sentence=_sentence(network, around.days.get(str(network.id), []), today),
        members=tuple(_members(network, around.named, today)),
        trust=summary(reading, the_ladder().rules),
        history=_history(line, today),
        reading=reading,
    )


def _sentence(network: Network, days: list[dt.date], today: dt.date) -> str:
    """Say in one sentence how many belong to it and when it last met."""
    count = network.active_members(today)
    if count is None:
        members = _("The number of members is not recorded.")
    else:
        members = ngettext("{n} member today.", "{n} members today.", count).format(n=format_number(count))
    past = [day for day in days if day <= today]
    if not past:
        return _("{members} No meeting is recorded.").format(members=members)
    sentence = ngettext(
        "{members} {n} meeting, the last on {day}.", "{members} {n} meetings, the last on {day}.", len(past)
    )
    return sentence.format(members=members, n=format_number(len(past)), day=format_day(max(past)))


def _members(network: Network, named: Mapping[UUID, Record], today: dt.date) -> Iterator[Member]:
    for _key, line in in_order(network.members):
        if line.member is not None and line.held_on(today):
            yield Member(_name(line, named), line.role or "", format_partial(line.from_on) if line.from_on else "")


def _name(line: Membership, named: Mapping[UUID, Record]) -> str:
    known = named.get(line.member) if line.member else None
    return known.title() if known else _("a record that is not here yet")


def _member_counts(network: Network, until: dt.date) -> dict[dt.date, int]:
    lines = [line for _key, line in in_order(network.members)]
    written = [date for line in lines for date in (line.from_on, line.to_on)]
    written += [entry.counted_on for _key, entry in in_order(network.count_entries)]
    days = sorted({earliest(each) for each in written if each})
    counts = {day: network.active_members(day) for day in days if day <= until}
    return {day: count for day, count in counts.items() if count is not None}


def _history(line: tuple[StepPoint, ...], until: dt.date) -> TrustHistory:
    """Return the line as it is drawn; before the first record there is nothing to draw."""
    steps = [Step(point.day, point.tenths, point.members) for point in line]
    events = [
        Event(point.day, item_words(mark.item), mark.kind is MarkKind.down) for point in line for mark in point.marks
    ]
    return TrustHistory(steps if any(step.tenths is not None for step in steps) else (), events, until)
