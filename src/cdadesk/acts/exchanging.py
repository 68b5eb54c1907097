"""Meeting the server: signing the laptop in, and exchanging what waits on both sides."""

import platform
from collections.abc import Callable

from cdadesk.domain.cluster import Cluster
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _
from cdadesk.store.settings import Setting
from cdadesk.store.store import Store
from cdadesk.sync import exchange as rounds
from cdadesk.sync.enrolment import Laptop, enrol
from cdadesk.sync.exchange import Progress
from cdadesk.sync.http import HttpCarrier, checked_address


class NotSignedIn(Trouble):
    """The laptop was never signed in to a server."""

    def __init__(self) -> None:
        super().__init__(_("This laptop was not signed in to a server yet. Do that first, under Exchange."))


def sign_in(store: Store, address: str, user: str, password: str) -> None:
    """Sign this laptop in to a server; raises a Trouble. The password is sent once and kept nowhere."""
    address = checked_address(address)
    clusters = {str(held.record.id): held.record.title() for held in store.find(Cluster)}
    laptop = Laptop(store.replica, platform.node() or "laptop", store.me.id, clusters)
    enrolled = enrol(address, user, password, laptop)
    store.settings.put(Setting.server, address)
    store.settings.put(Setting.token, enrolled.token)
    store.take(enrolled.grants)


def exchange(store: Store, watch: Callable[[Progress], None], stopped: Callable[[], bool]) -> Progress:
    """Exchange with the server until nothing waits; raises NotSignedIn, a Trouble of the line, or Cancelled."""
    link = store.link()
    if not link.server or not link.token:
        raise NotSignedIn
    with HttpCarrier(link.server) as carrier:
        return rounds.exchange(store, carrier, watch, stopped)
