"""How much goes at once: what the line carries in five seconds, half of it after a break, never less than one save."""

import datetime as dt
from dataclasses import dataclass, replace

from cdadesk.sync.troubles import BatchTooLarge, LineBroke, LineTooSlow
from cdadesk.wire import canonical
from cdadesk.wire.messages import ROOM, Batch
from cdadesk.wire.ops import Op

BATCH_START = 32 * 1024
BATCH_LEAST = 8 * 1024
BATCH_MOST = 1024 * 1024
PAGE_START = ROOM
PAGE_LEAST = 4 * 1024
PAGE_MOST = 1024 * 1024
SMALLER_MAY_DO = (BatchTooLarge, LineBroke, LineTooSlow)
_GOOD_LENGTH = 5  # seconds that one portion should take


@dataclass(frozen=True)
class Portion:
    """The most bytes of a batch and of a page, before packing. Once the line `broke`, they grow by doubling only."""

    batch: int = BATCH_START
    page: int = PAGE_START
    broke: bool = False

    @property
    def is_full_batch(self) -> bool:
        """Say whether no batch can be larger: the line is quick."""
        return self.batch == BATCH_MOST

    @property
    def is_full_page(self) -> bool:
        """Say whether no page can be larger."""
        return self.page == PAGE_MOST

    def fitting(self, took: dt.timedelta, *, more_up: bool, more_down: bool) -> "Portion":
        """Return how much to move at once on a line as quick as this; what was not filled up tells nothing of it."""
        factor = _GOOD_LENGTH / max(took.total_seconds(), 0.001)
        factor = min(factor, 2.0) if self.broke else factor
        batch = min(max(int(self.batch * factor), BATCH_LEAST), BATCH_MOST) if more_up else self.batch
        page = min(max(int(self.page * factor), PAGE_LEAST), PAGE_MOST) if more_down else self.page
        return replace(self, batch=batch, page=page)

    def smaller(self, batch: Batch | None, trouble: Exception) -> "Portion":
        """Return a smaller portion; raises the trouble where none can be made, or would not help."""
        broke = isinstance(trouble, LineBroke)
        cut_batch = _can_be_cut(batch, trouble)
        if not cut_batch and not (broke and self.page > PAGE_LEAST):
            raise trouble
        return Portion(
            batch=_size(batch) // 2 if cut_batch else self.batch,
            page=max(self.page // 2, PAGE_LEAST) if broke else self.page,
            broke=self.broke or broke,
        )


def _can_be_cut(batch: Batch | None, trouble: Exception) -> bool:
    groups = {entry.group if isinstance(entry, Op) else entry.n for entry in batch.entries} if batch else ()
    return len(groups) >= 2 and not (isinstance(trouble, LineTooSlow) and _size(batch) <= BATCH_LEAST)


def _size(batch: Batch | None) -> int:
    return sum(len(canonical.encode(entry.plain())) for entry in batch.entries) if batch else 0
