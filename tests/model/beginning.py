"""Laptops that begin: a fifth one comes late, first downloads break off, are stopped, and are outdated meanwhile."""

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cdadesk.sync.carrier import Cancelled
from cdadesk.sync.troubles import LineBroke
from tests.model.days import PICK, WHO
from tests.model.desk import LATE
from tests.model.writing import Writing

FEW = st.integers(0, 6)


class Beginning(Writing):
    """First downloads, on both sides."""

    @precondition(lambda self: LATE not in self.desks)
    @rule(login=st.sampled_from(["asha", "balbir", "tara"]), requests=FEW)
    def come_late(self, login: str, requests: int) -> None:
        """Sign in a laptop that holds nothing yet, on a line that breaks early."""
        self.world.come_late(login)
        self.line_breaks(LATE, requests)

    @rule(who=WHO, requests=FEW)
    def line_breaks(self, who: str, requests: int) -> None:
        """Exchange on a line that carries so many requests, and then nothing more."""
        desk = self.desk(who)
        desk.road.carries = requests
        with suppress(LineBroke):
            desk.exchange()
        desk.road.carries = None
        self.world.note(desk)

    @rule(who=WHO, questions=FEW)
    def person_stops(self, who: str, questions: int) -> None:
        """Press Cancel in the middle of an exchange."""
        desk = self.desk(who)
        asked = iter(range(questions))
        with suppress(Cancelled):
            desk.exchange(lambda: next(asked, None) is None)
        self.world.note(desk)

    @rule(who=WHO, pick=PICK)
    def secret_lies_ready(self, who: str, pick: int) -> None:
        """Send what somebody will want to have erased, and let the server make ready what it then has."""
        desk = self.desk(who)
        self.tell_a_secret(who, pick)
        desk.exchange()
        self.world.note(desk)
        self.world.make_ready(self.home(desk))

    @rule(who=WHO)
    def erase_a_secret(self, who: str) -> None:
        """Erase the newest secret that is shown."""
        for pick in range(len(self.things)):
            held = self.shown(who, pick)
            if held is not None and (held.record.name or "").startswith("secret"):
                self.erase(who, pick, "name")
                return

    @rule(pages=st.integers(1, 3))
    def making_takes_long(self, pages: int) -> None:
        """Let the next file that the server makes stand still after some pages."""
        self.world.hold_up_making(pages)

    @rule()
    def making_ends(self) -> None:
        """Let the server end what it was making."""
        self.world.end_making()
