"""Whose names can be typed on a sheet: first whoever is on its list, then everybody in the cluster, then newcomers."""

from collections.abc import Collection, Sequence
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.actors.person import Person
from cdadesk.domain.networks.meeting import Attendance
from cdadesk.gui.desk import Desk
from cdadesk.gui.kit.editors.surroundings import Match
from cdadesk.store.folding import fold

KINDS = ("person", "actor")
_OFFERED = 8


class People:
    """Finds and names people and firms; a newcomer is somebody of whom only the name was typed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.newcomers: dict[UUID, str] = {}
        self._near: list[UUID] = []

    def bring_near(self, lines: Collection[Attendance]) -> None:
        """Offer first whoever is on the list."""
        self._near = [line.member for line in lines if line.member is not None]

    def add(self, name: str) -> Match:
        """Note somebody new; it becomes a record together with the meeting."""
        made = new_id()
        self.newcomers[made] = " ".join(name.split())
        return Match(made, self.newcomers[made], Person.kind)

    def name(self, record: UUID) -> Match | None:
        """Return what a record is called."""
        if record in self.newcomers:
            return Match(record, self.newcomers[record], Person.kind)
        return self._desk.name(record)

    def find(self, to: tuple[str, ...], typed: str) -> list[Match]:
        """Return whose name holds what was typed, those on the list first."""
        wanted = fold(typed)
        near = [match for match in map(self.name, self._near) if match is not None and match.kind in to]
        fitting = [match for match in near if wanted in fold(match.title)]
        here = {match.id for match in fitting}
        others = [match for match in self._desk.find(to, typed) if match.id not in here] if typed.strip() else []
        return [*fitting, *others][:_OFFERED]

    def lookup(self, words: str) -> Sequence[tuple[UUID, str]]:
        """Return whom a name in a line may mean."""
        return [(match.id, match.title) for match in self.find(KINDS, words)]

    def made(self, scope: str, wanted: Collection[UUID]) -> list[Person]:
        """Return the newcomers among these as records."""
        return [Person(id=each, scope=scope, name=name) for each, name in self.newcomers.items() if each in set(wanted)]
