"""The list of a meeting: who is expected, who came, who sat in for whom, and the guests."""

from collections.abc import Mapping
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.kernel import ordering
from cdadesk.domain.kernel.record import Void, in_order
from cdadesk.domain.networks.meeting import Attendance, Presence


class Marks:
    """The lines of the list as they are being marked; lines out of use stay among them."""

    def __init__(self) -> None:
        self.lines: dict[str, Attendance] = {}

    def show(self, lines: Mapping[str, Attendance]) -> None:
        """Take the lines of a meeting."""
        self.lines = dict(lines)

    def alive(self) -> list[tuple[str, Attendance]]:
        """Return the lines in use, in their order."""
        return in_order(self.lines)

    def unmarked(self) -> list[str]:
        """Return the lines of which nobody said yet whether that person came."""
        return [key for key, line in self.alive() if line.status is None]

    def mark(self, key: str, status: Presence | None) -> None:
        """Say whether somebody came."""
        self.lines[key] = self.lines[key].changed(status=status)

    def mark_rest(self, status: Presence) -> int:
        """Mark all who were not marked yet, and return how many these were."""
        rest = self.unmarked()
        for key in rest:
            self.mark(key, status)
        return len(rest)

    def add(self, who: UUID, *, guest: bool, proxy_for: UUID | None = None) -> str:
        """Add somebody who came and was not on the list, and return the line; a name that stands there is marked."""
        here = next((key for key, line in self.alive() if line.member == who), None)
        key = here or str(new_id())
        if here is None:
            self.lines[key] = Attendance(member=who, order=self._last(), walk_in=guest or None, proxy_for=proxy_for)
        self.mark(key, Presence.present)
        return key

    def remove(self, key: str, void: Void, shown: Mapping[str, Attendance]) -> None:
        """Take somebody off the list; a line that was never saved is forgotten altogether."""
        if key in shown:
            self.lines[key] = self.lines[key].changed(void=void)
        else:
            del self.lines[key]

    def expect(self, expected: Mapping[str, Attendance]) -> None:
        """Take the members of another day or network; whoever is marked already stays."""
        marked = {key: line for key, line in self.lines.items() if line.status is not None or line.void is not None}
        named = {line.member for line in marked.values()}
        coming = {key: line for key, line in expected.items() if line.member not in named}
        self.lines = coming | marked

    def _last(self) -> str:
        return ordering.between(max((line.order for line in self.lines.values()), default=""), "")
