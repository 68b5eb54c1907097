"""A network of 26 members as the tests of the place meet it, and the window with the place in it."""

import datetime as dt

from pytestqt.qtbot import QtBot

from cdadesk.acts.meetings import expected
from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor, ActorKind
from cdadesk.domain.actors.person import Person
from cdadesk.domain.kernel.ordering import orders
from cdadesk.domain.kernel.record import in_order
from cdadesk.domain.networks.meeting import AgendaItem, ConvenedBy, Decision, Meeting, MeetingKind, Presence
from cdadesk.domain.networks.network import CountEntry, Membership, Network, NetworkKind
from cdadesk.domain.networks.task import Task, TaskState
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.theme import Theme
from cdadesk.gui.places.networks import PLACE
from cdadesk.gui.places.networks.page import NetworksPage
from cdadesk.gui.workroom import Workroom
from cdadesk.store.store import Edit, Store
from tests.builders import a_record, saved
from tests.gui.at_the_desk import LAPTOP, a_window, with_a_cluster

TODAY = dt.date(2026, 3, 14)
FIRST = (
    "Aarti",
    "Babulal",
    "Chanda",
    "Deepak",
    "Gulab",
    "Hari",
    "Indra",
    "Jamuna",
    "Kamla",
    "Lalit",
    "Meena",
    "Nathu",
    "Om",
)
LAST = ("Block Prints", "Chhipa")


def a_network(store: Store, members: int = 26) -> Network:
    """Save a network with so many firms, all of them members since 2019 but the last two, who joined in 2024."""
    names = [f"{first} {last}" for last in LAST for first in FIRST][:members]
    firms = [a_record(Actor, name=name, actor_kind=ActorKind.firm_micro_artisan) for name in names]
    store.save(*(Edit(None, firm) for firm in firms))
    lines = {
        str(new_id()): Membership(order=order, member=firm.id, from_on="2019-04" if place < members - 2 else "2024-01")
        for place, (firm, order) in enumerate(zip(firms, orders(len(firms)), strict=True))
    }
    counts = {str(new_id()): CountEntry(order="i", counted_on="2014", count=12, source="The old register")}
    return saved(
        store,
        a_record(
            Network,
            name="Calico",
            network_kind=NetworkKind.cooperative,
            formed_on="2014",
            purpose="Sell together at fairs, and buy dyes together",
            members=lines,
            count_entries=counts,
        ),
    )


def a_chair(store: Store) -> Person:
    """Save a person who can chair a meeting."""
    return saved(store, a_record(Person, name="Sunita Verma", role="President"))


def a_past_meeting(store: Store, network: Network, chair: Person) -> Meeting:
    """Save the meeting of two weeks ago: 18 of 26 came, one decision, two tasks still open."""
    day = TODAY - dt.timedelta(days=14)
    lines = expected(network, day)
    came = {key: line.changed(status=Presence.present) for key, line in list(in_order(lines))[:18]}
    away = {key: line.changed(status=Presence.absent) for key, line in list(in_order(lines))[18:]}
    point = str(new_id())
    meeting = a_record(
        Meeting,
        held_on=day,
        place="Sanganer, the showroom",
        meeting_kind=MeetingKind.network,
        network=network.id,
        convened_by=ConvenedBy.network,
        chair=chair.id,
        attendance=came | away,
        agenda={point: AgendaItem(order="i", item="The Delhi fair", minutes="Two firms could not go last year.")},
        decisions={
            str(new_id()): Decision(order="i", decision="Go to Delhi together", agenda_item=point, consensus=True)
        },
    )
    saved(store, meeting)
    for what, days in (("Ask for the price of a corner stall", -3), ("Collect the samples of all firms", 10)):
        who = in_order(network.members)[0][1].member
        due = TODAY + dt.timedelta(days=days)
        saved(store, a_record(Task, parent_id=meeting.id, what=what, who=who, due_on=due, status=TaskState.open))
    return meeting


def a_place(desk: Desk, theme: Theme, qtbot: QtBot, size: tuple[int, int] = LAPTOP) -> tuple[Workroom, NetworksPage]:
    """Open the window with this place in it."""
    room = a_window(desk, [PLACE], theme, qtbot, size)
    page = room.window.page
    assert isinstance(page, NetworksPage)
    return room, page


def a_cluster_with(desk: Desk) -> Network:
    """Save the cluster, its network, a chair, and the last meeting."""
    with_a_cluster(desk.store)
    network = a_network(desk.store)
    a_past_meeting(desk.store, network, a_chair(desk.store))
    desk.note_news()
    return network
