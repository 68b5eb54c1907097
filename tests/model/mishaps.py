"""What befalls lines, clocks, disks, laptops, accounts and the server, and the exchanges in between."""

import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.days import WHO, Days
from tests.model.desk import TWIN
from tests.model.road import Mishap

MISHAPS = st.sampled_from([Mishap.none, *Mishap])


class Mishaps(Days):
    """Everything that goes wrong, or simply on."""

    # lines

    @rule(who=WHO, mishap=MISHAPS, most=st.sampled_from([1, 10**6]), room=st.sampled_from([1, 10**6]))
    def send(self, who: str, mishap: Mishap, most: int, room: int) -> None:
        """Let one request go, well or not."""
        desk = self.desk(who)
        desk.road.next = mishap
        desk.exchange_once(most, room)
        desk.road.next = Mishap.none

    @rule(who=WHO)
    def exchange(self, who: str) -> None:
        """Exchange until nothing waits."""
        self.desk(who).exchange()
        self.world.note(self.desk(who))

    @rule(who=WHO)
    def late_arrival(self, who: str) -> None:
        """Let a request arrive that was given up."""
        self.desk(who).road.deliver_late()

    # laptops

    @rule(who=WHO, days=st.sampled_from([-400, -1, 1, 400]))
    def clock_jumps(self, who: str, days: int) -> None:
        """Set the date of a laptop wrong."""
        self.desk(who).clock.now += dt.timedelta(days=days)

    @rule(who=WHO)
    def next_morning(self, who: str) -> None:
        """Close a profile and open it again."""
        self.desk(who).open_again()

    @rule(who=WHO)
    def upgrade(self, who: str) -> None:
        """Bring a laptop to the newer version of the program."""
        self.desk(who).newer = True
        self.desk(who).open_again()

    @rule(who=WHO)
    def back_up(self, who: str) -> None:
        """Make a copy of a profile."""
        self.world.back_up(self.desk(who))

    @rule(who=WHO)
    def put_back(self, who: str) -> None:
        """Put the copy in the profile's place: a new laptop after a theft."""
        self.world.put_back(self.desk(who))

    @precondition(lambda self: TWIN not in self.desks)
    @rule(who=st.sampled_from(["asha one", "balbir"]))
    def clone(self, who: str) -> None:
        """Copy a profile to a second laptop, and use both."""
        self.world.clone(self.desk(who))

    # the administrator

    @precondition(lambda _self: Days.place.can_be_put_back)
    @rule()
    def back_up_server(self) -> None:
        """Make a copy of the server."""
        self.world.back_up_server()

    @precondition(lambda _self: Days.place.can_be_put_back)
    @rule()
    def put_server_back(self) -> None:
        """Put the server's copy in its place."""
        self.world.put_server_back()

    @rule(login=st.sampled_from(["asha", "balbir", "tara"]), given=st.booleans(), far=st.booleans())
    def scope_changes(self, login: str, given: bool, far: bool) -> None:
        """Give somebody the cluster of Jaipur or of Ludhiana, or take it away."""
        change = self.world.assign if given else self.world.unassign
        change(login, self.world.town.ludhiana if far else self.world.town.jaipur)
