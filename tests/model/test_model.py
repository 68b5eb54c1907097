"""The model test: Hypothesis writes the days of four laptops and a server, and looks for one that loses something.

`python3 dev.py test --long tests/model` looks at 2,000 of them; a fast slice runs every time.
"""

import datetime as dt
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from cdadesk.clock import new_id
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Void
from cdadesk.domain.review import Conflict
from cdadesk.store.store import Edit, Held
from cdadesk.store.undoing import NothingToUndo
from cdadesk.store.writing import Erase
from cdadesk.wire.ops import covered
from tests.model.checks import check
from tests.model.road import Mishap
from tests.model.world import TWIN, Desk, Gadget, HttpPlace, Origin, Place, World, make_origin
from tests.store.samples import Colour, Part, Remark, Thing

LONG = "many words that do not fit on one page " * 60
LINES = [str(UUID(int=number)) for number in (1, 2)]
EXAMPLES, STEPS, PARTS = 2_000, 50, 4  # in parts, for as many processes
WITHOUT_EXPLAINING = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
WHO = st.sampled_from(["asha one", "asha two", "balbir", "tara", TWIN])
PICK = st.integers(0, 5)
MISHAPS = st.sampled_from([Mishap.none, *Mishap])
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Loom", "Boiler", None]),
        "count": st.sampled_from([0, 1, 2, None]),
        "words": st.sampled_from(["few", LONG, None]),
        "colour": st.sampled_from([*Colour, None]),
        "colours": st.sampled_from([[], [Colour.red], [Colour.red, Colour.blue]]),
        "done": st.sampled_from([True, False, None]),
        "my_notes": st.sampled_from(["mine", "mine again"]),
    },
)
LINE = st.tuples(st.sampled_from(LINES), st.sampled_from(["one", "two", None]), st.sampled_from([1, 2, None]))


class Days(RuleBasedStateMachine):
    """What may happen, in any order."""

    origin: ClassVar[Origin]
    place: ClassVar[Place]

    @initialize()
    def begin(self) -> None:
        """Open the laptops of a fresh world."""
        self.world = World(Days.origin, Days.place)
        self.desks = self.world.desks
        self.things: list[UUID] = []
        self.groups: dict[str, list[UUID]] = {}

    # people

    @rule(who=WHO, private=st.booleans(), values=VALUES)
    def write_new(self, who: str, private: bool, values: dict[str, Any]) -> None:
        """Save a new record; the advisor's is refused by the server."""
        desk = self.desk(who)
        home = self.home(desk)
        scope = f"{home}:private" if private else home
        made = desk.thing.model_validate({"id": new_id(), "scope": scope} | values)
        self.things.append(made.id)
        self.save(desk, Edit(None, made))

    @rule(who=WHO, pick=PICK, values=VALUES)
    def change(self, who: str, pick: int, values: dict[str, Any]) -> None:
        """Change what is shown now."""
        held = self.shown(who, pick)
        if held is not None:
            self.save(self.desk(who), Edit(held.record, held.record.changed(**values), held.base))

    @rule(who=WHO, pick=PICK, line=LINE)
    def change_line(self, who: str, pick: int, line: tuple[str, str | None, int | None]) -> None:
        """Add or change a line of a list."""
        held, (key, name, count) = self.shown(who, pick), line
        if held is not None:
            parts = dict(held.record.parts)
            parts[key] = parts.get(key, Part()).model_copy(update={"name": name, "count": count})
            self.save(self.desk(who), Edit(held.record, held.record.changed(parts=parts), held.base))

    @rule(who=WHO, pick=PICK, key=st.sampled_from(LINES), gone=st.booleans())
    def drop_line(self, who: str, pick: int, key: str, gone: bool) -> None:
        """Take a line out of use, or back into it."""
        held, desk = self.shown(who, pick), self.desk(who)
        if held is not None and key in held.record.parts:
            void = Void(by=desk.store.me.id, at=desk.clock.clock.now(), reason="twice") if gone else None
            parts = dict(held.record.parts)
            parts[key] = parts[key].model_copy(update={"void": void})
            self.save(desk, Edit(held.record, held.record.changed(parts=parts), held.base))

    @rule(who=WHO, pick=PICK)
    def open_form(self, who: str, pick: int) -> None:
        """Open a form, to be saved after others have written."""
        held = self.shown(who, pick)
        if held is not None:
            self.desk(who).forms[held.record.id] = held

    @rule(who=WHO, values=VALUES)
    def save_form(self, who: str, values: dict[str, Any]) -> None:
        """Save the form that has been open for longest."""
        desk = self.desk(who)
        if desk.forms:
            held = desk.forms.pop(next(iter(desk.forms)))
            if desk.store.get(desk.thing, held.record.id) is not None:
                self.save(desk, Edit(held.record, held.record.changed(**values), held.base))

    @rule(who=WHO, pick=PICK, gone=st.booleans())
    def throw_away(self, who: str, pick: int, gone: bool) -> None:
        """Take a record out of use, or back into it."""
        held, desk = self.shown(who, pick), self.desk(who)
        if held is not None and gone is (held.record.void is None):
            saved = (
                desk.store.void(held.record, "twice", held.base) if gone else desk.store.restore(held.record, held.base)
            )
            self.remember(desk, saved.group)

    @rule(who=WHO)
    def take_back(self, who: str) -> None:
        """Undo the last save."""
        desk = self.desk(who)
        for group in self.groups.pop(who, [])[-1:]:
            try:
                desk.store.undo(group)
            except NothingToUndo:
                return
            desk.clock.advance(milliseconds=10)
            self.world.note(desk)

    @rule(who=WHO, values=VALUES, says=st.sampled_from(["good", "bad"]))
    def write_together(self, who: str, values: dict[str, Any], says: str) -> None:
        """Save two records at once, one of them behind the wall."""
        desk = self.desk(who)
        home = self.home(desk)
        made = desk.thing.model_validate({"id": new_id(), "scope": home} | values)
        self.things.append(made.id)
        self.save(desk, Edit(None, made), Edit(None, Remark(id=new_id(), scope=f"{home}:private", says=says)))

    @rule(says=st.sampled_from(["new", "newer"]), pick=PICK, height=st.sampled_from([1, 2, None]))
    def use_what_is_new(self, says: str, pick: int, height: int | None) -> None:
        """Let the laptop with the newer version write what the others cannot read."""
        desk = self.desks["asha two"]
        if not desk.newer:
            return
        self.save(desk, Edit(None, Gadget(id=new_id(), scope=self.world.jaipur, says=says)))
        held = self.shown("asha two", pick)
        if held is not None:
            self.save(desk, Edit(held.record, held.record.changed(height=height), held.base))

    @rule(who=WHO, pick=PICK)
    def tell_a_secret(self, who: str, pick: int) -> None:
        """Write what somebody will want to have erased."""
        held = self.shown(who, pick)
        if held is not None:
            named = f"secret {len(self.world.saved):04}"
            self.save(self.desk(who), Edit(held.record, held.record.changed(name=named), held.base))

    @rule(who=WHO, pick=PICK, path=st.sampled_from(["name", "name", "words", "parts"]))
    def erase(self, who: str, pick: int, path: str) -> None:
        """Erase personal data, since consent was taken back."""
        held, desk = self.shown(who, pick), self.desk(who)
        if held is None:
            return
        record, secret, before = held.record, held.record.name or "", set(self.world.saved)
        self.world.erased.setdefault(record.id, set()).add(path)
        erased = desk.store.save(Erase(record, (path,), held.base))
        shown = desk.store.get(desk.thing, record.id)
        assert shown is not None
        assert not any(covered(each, [path]) for each in payload.leaves(shown.record))
        self.remember(desk, erased.group)
        if path == "name" and secret.startswith("secret"):
            self.world.secrets |= dict.fromkeys([secret], *set(self.world.saved) - before)

    @rule(who=WHO, pick=PICK, third=st.booleans())
    def choose(self, who: str, pick: int, third: bool) -> None:
        """Settle an open conflict: take the other value, or stay with what stands."""
        desk = self.desk(who)
        held = self.open_conflict(desk, pick)
        if held is None:
            return
        conflict = held.record
        about = desk.store.get(desk.thing, conflict.about_id) if conflict.about_id else None
        if about is not None and conflict.path:
            value = conflict.kept if third else conflict.offered
            after = _with(about.record, conflict.path, value)
            self.save(desk, Edit(about.record, after, about.base, resolves=(conflict.id,)))

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

    @rule(login=st.sampled_from(["asha", "balbir", "tara"]), given=st.booleans())
    def scope_changes(self, login: str, given: bool) -> None:
        """Give somebody the cluster of Jaipur, or take it away."""
        move = self.world.assign if given else self.world.unassign
        move(login, self.world.town.jaipur)

    # the end

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
        """Return a laptop; as long as there is no twin, the first does what the twin would do."""
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
        self.remember(desk, saved.group)

    def remember(self, desk: Desk, group: UUID) -> None:
        """Note a save for the ledger, and for whoever takes it back."""
        desk.clock.advance(milliseconds=10)
        self.groups.setdefault(desk.name, []).append(group)
        self.world.note(desk)

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


def _with(record: Thing, path: str, value: Any) -> Thing:
    return payload.read(type(record), record.scope, record.id, {**payload.leaves(record), path: value}).record


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Origin:
    """Return the folder that all worlds are copied from."""
    return make_origin(tmp_path_factory.mktemp("origin"))


def live(origin: Origin, place: Place, examples: int, steps: int) -> None:
    """Let Hypothesis write so many days at a place."""
    with place as Days.place:
        Days.origin = origin
        run = settings(max_examples=examples, stateful_step_count=steps, deadline=None, phases=WITHOUT_EXPLAINING)
        run_state_machine_as_test(Days, settings=run)


def test_whatever_happens_nothing_is_lost_and_all_see_the_same(origin: Origin) -> None:
    live(origin, Place(), 10, 30)


def test_the_same_holds_over_http(origin: Origin) -> None:
    live(origin, HttpPlace(), 2, 20)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_in_many_days_nothing_is_lost(origin: Origin, part: int) -> None:
    live(origin, Place(), EXAMPLES // PARTS, STEPS)


@pytest.mark.long
def test_in_many_days_over_http_nothing_is_lost(origin: Origin) -> None:
    live(origin, HttpPlace(), 60, STEPS)
