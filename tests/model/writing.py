"""What people write: new records, changes, lines of lists, voids, undo, secrets and their erasure, choices."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cdadesk.clock import new_id
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Void
from cdadesk.store.store import Edit
from cdadesk.store.undoing import NothingToUndo
from cdadesk.store.writing import Erase
from cdadesk.wire.ops import covered
from tests.model.days import PICK, WHO, Days
from tests.model.desk import Gadget
from tests.model.world import WITH_VOID
from tests.store.samples import Colour, Part, Remark, Thing

LONG = "many words that do not fit on one page " * 60
LINES = [str(UUID(int=number)) for number in (1, 2)]
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


class Writing(Days):
    """People at their desks."""

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
            self.remember(desk, saved.group, [held.record])

    @rule(who=WHO)
    def take_back(self, who: str) -> None:
        """Undo the last save."""
        desk = self.desk(who)
        for group in self.groups.pop(who, [])[-1:]:
            before = [held.record for held in desk.store.find(desk.thing, WITH_VOID)]
            with suppress(NothingToUndo):
                desk.store.undo(group)
                self.write_down(desk, before)

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
        self.remember(desk, erased.group, [record])
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


def _with(record: Thing, path: str, value: Any) -> Thing:
    return payload.read(type(record), record.scope, record.id, {**payload.leaves(record), path: value}).record
