"""A served town for the tests of the line: Asha behind the bad line, Balbir on a good one, and the ledger of both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cdadesk.acts import exchanging
from cdadesk.clock import new_id
from cdadesk.domain.kernel.payload import leaves
from cdadesk.domain.networks.meeting import Attendance, Meeting, Presence
from cdadesk.server import accounts, intake
from cdadesk.server.database import Database
from cdadesk.server.intake import Draft
from cdadesk.store.store import Edit, Setup, Store
from cdadesk.sync import exchange as rounds
from cdadesk.sync.http import HttpCarrier
from cdadesk.wire.messages import Result
from tests.builders import CHEAP, a_record, a_store
from tests.ledger import Ledger
from tests.line.bad_line import BadLine
from tests.serving import PASSWORD, open_database
from tests.sync.served import Furnished, Served, a_furnished_town, exchanged, serving


@dataclass
class LineTown:
    """Who and what there is."""

    furnished: Furnished
    served: Served
    line: BadLine
    asha: Store
    balbir: Store
    database: Database
    ledger: Ledger = field(default_factory=Ledger)

    def save(self, laptop: Store, count: int, words: str = "", together: int = 1) -> list[Meeting]:
        """Let somebody save so many new meetings, so many of them at once."""
        made = [self.a_meeting(number, words) for number in range(count)]
        for at in range(0, count, together):
            laptop.save(*[Edit(None, each) for each in made[at : at + together]])
        self.ledger.note(laptop)
        return made

    def write_page(self, count: int, words: str = "") -> list[Meeting]:
        """Let Balbir write so many new meetings on the server's pages."""
        made = [self.a_meeting(number, words) for number in range(count)]
        drafts = [Draft(each.scope, each.kind, each.id, leaves(each)) for each in made]
        with self.database.reading() as session:
            balbir = next(each for each in accounts.members(session) if each.login == "balbir")
        outcomes = intake.write_down(self.database, balbir, drafts)
        assert {each.result for each in outcomes} == {Result.ok}
        return made

    def a_meeting(self, number: int, words: str = "") -> Meeting:
        """Return a meeting of the cluster."""
        lines = {str(new_id()): Attendance(status=Presence.present)}
        told = words.format(n=number * 37 % 101) or None
        made = a_record(Meeting, place=f"Bagru {number}", conflicts=told, attendance=lines)
        return made.changed(scope=self.served.scope)

    def try_once(self) -> str:
        """Let Asha exchange over the bad line; return the name of the trouble that she met, if any."""
        try:
            exchanged(self.asha)
        except exchanging.Trouble as trouble:
            return type(trouble).__name__
        return ""

    def try_shortly(self, timeout: tuple[float, float]) -> None:
        """Let Asha exchange with little patience; raises the trouble that she meets."""
        with HttpCarrier(self.line.address, timeout=timeout) as carrier:
            rounds.exchange(self.asha, carrier, lambda _progress: None, lambda: False)

    def check_arrived(self, laptop: Store, meetings: list[Meeting]) -> None:
        """Assert that a laptop shows these meetings as they were saved."""
        found = laptop.get_all(Meeting, [each.id for each in meetings])
        assert [held.record for held in found] == meetings

    def check(self) -> None:
        """Assert that the server has all that was saved, once, and that both laptops show the same."""
        for laptop in (self.asha, self.balbir):
            exchanged(laptop)
            assert laptop.standing().all_sent
        self.ledger.check(self.furnished.file)
        assert shown(self.asha) == shown(self.balbir)


def shown(laptop: Store) -> dict[str, Meeting]:
    """Return all meetings as a laptop shows them."""
    return {str(held.record.id): held.record for held in laptop.find(Meeting)}


@contextmanager
def a_line_town(folder: Path) -> Iterator[LineTown]:
    """Start the server and the line, and sign both laptops in."""
    furnished = a_furnished_town(folder)
    setup = Setup(hardness=CHEAP)
    with (
        serving(furnished) as served,
        BadLine(served.address) as line,
        a_store(folder / "asha", "Asha", setup) as asha,
        a_store(folder / "balbir", "Balbir", setup) as balbir,
        open_database(furnished.file) as database,
    ):
        exchanging.sign_in(asha, line.address, "asha", PASSWORD)
        exchanging.sign_in(balbir, served.address, "balbir", PASSWORD)
        exchanged(asha)
        exchanged(balbir)
        yield LineTown(furnished, served, line, asha, balbir, database)


def try_until_through(town: LineTown, most: int) -> list[str]:
    """Try again and again until all is exchanged; return the troubles met. Each try must get on."""
    met = []
    for _try in range(most):
        before = _how_far(town.asha)
        trouble = town.try_once()
        if not trouble:
            return met
        met.append(trouble)
        assert _how_far(town.asha) != before, f"a try brought nothing: {met}"
    raise AssertionError(f"not through after {most} tries: {met}")


def _how_far(laptop: Store) -> object:
    return laptop.standing().waiting, laptop.cursors()
