"""What all days of the model have in common: how they begin, how they end, and who sits where."""

from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Conflict
from cdadesk.store.store import Edit, Held
from tests.model.checks import check
from tests.model.desk import LATE, TWIN, Desk
from tests.model.place import Origin, Place
from tests.model.world import World
from tests.store.samples import Thing

WHO = st.sampled_from(["asha one", "asha two", "balbir", "tara", TWIN, LATE])
PICK = st.integers(0, 5)


class Days(RuleBasedStateMachine):
    """One world; what may happen in it stands in the modules beside."""

    origin: ClassVar[Origin]
    place: ClassVar[Place]

    @initialize()
    def begin(self) -> None:
        """Open the laptops of a fresh world."""
        self.world = World(Days.origin, Days.place)
        self.desks = self.world.desks
        self.things = list(Days.origin.things)
        self.groups: dict[str, list[UUID]] = {}

    def teardown(self) -> None:
        """Let all become quiet, and hold everything against everything."""
        if not hasattr(self, "world"):
            return
        try:
            self.world.become_quiet()
            check(self.world)
            for desk in self.desks.values():
                desk.newer = True
                desk.open_again()
            check(self.world)
        finally:
            self.world.close()

    def desk(self, who: str) -> Desk:
        """Return a laptop; as long as one was not brought, the first does what it would do."""
        return self.desks.get(who, self.desks["asha one"])

    def home(self, desk: Desk) -> str:
        """Return the cluster in which a person works."""
        return self.world.ludhiana if desk.login == "balbir" else self.world.jaipur

    def save(self, desk: Desk, *edits: Edit) -> None:
        """Save, and look at once whether what was typed is shown."""
        saved = desk.store.save(*edits)
        for edit in edits:
            shown = desk.store.get(type(edit.after), edit.after.id)
            assert shown is not None
            before = payload.leaves(edit.before) if edit.before else {}
            told, now = payload.leaves(edit.after), payload.leaves(shown.record)
            assert {path: now.get(path) for path in told if before.get(path) != told[path]} == {
                path: value for path, value in told.items() if before.get(path) != value
            }
        self.remember(desk, saved.group, [each.before for each in edits if each.before is not None])

    def remember(self, desk: Desk, group: UUID, before: Iterable[Record] = ()) -> None:
        """Note a save for the ledger, with what was seen before, and for whoever takes it back."""
        self.groups.setdefault(desk.name, []).append(group)
        self.write_down(desk, before)

    def write_down(self, desk: Desk, before: Iterable[Record] = ()) -> None:
        """Note a save for the ledger, with what was seen before."""
        desk.clock.advance(milliseconds=10)
        self.world.note(desk, {each.id: payload.leaves(each) for each in before})

    def shown(self, who: str, pick: int) -> Held[Thing] | None:
        """Return one of the newest things as a laptop shows it, if it does."""
        if not self.things:
            return None
        desk, thing = self.desk(who), self.things[-1 - pick % len(self.things)]
        return desk.store.get(desk.thing, thing)

    def open_conflict(self, desk: Desk, pick: int) -> Held[Conflict] | None:
        """Return a conflict that is open as far as a laptop knows."""
        settled = desk.store.resolved()
        found = [
            each for each in desk.store.find(Conflict) if not each.record.settled and each.record.id not in settled
        ]
        return found[pick % len(found)] if found else None
