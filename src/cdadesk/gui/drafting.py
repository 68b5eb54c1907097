"""Drafts as the window keeps them: each is on its way to the disk within a second, and found again at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from cdadesk.clock import Clock
from cdadesk.gui.kit.background import Background
from cdadesk.store.drafts import Draft, DraftKey
from cdadesk.store.store import Store
from cdadesk.wire.ops import Seen


@dataclass(frozen=True)
class _Writing:
    """What is being written for a form; nothing when its draft is being dropped."""

    draft: Draft | None


class DraftKeeper(QObject):
    """Writes drafts in the order of typing, and never lets one that is still being written go unseen.

    `keep`, `drop` and `of` may be called as often as one types; `failed` says why a draft could not be kept.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, store: Store, background: Background, clock: Clock) -> None:
        super().__init__()
        self._store = store
        self._background = background
        self._clock = clock
        self._under_way: dict[DraftKey, _Writing] = {}

    def keep(self, key: DraftKey, base: Seen | None, body: Mapping[str, Any]) -> None:
        """Keep what is typed in a form; an empty body means that nothing is."""
        if not body:
            self.drop(key)
            return
        draft = Draft(key, base, dict(body), self._clock.now())
        self._write(key, _Writing(draft), lambda: self._store.drafts.keep(key, base, body))

    def drop(self, key: DraftKey) -> None:
        """Forget a draft that was thrown away; one that was saved goes with the save."""
        self._write(key, _Writing(None), lambda: self._store.drafts.drop(key))

    def of(self, key: DraftKey) -> Draft | None:
        """Return the draft of a form, if there is one."""
        if key in self._under_way:
            return self._under_way[key].draft
        found = self._store.drafts.of(key.form, key.record)
        return next((draft for draft in found if draft.key == key), None)

    def all(self) -> list[Draft]:
        """Return every draft, newest first."""
        written = [draft for draft in self._store.drafts.all() if draft.key not in self._under_way]
        writing = [each.draft for each in self._under_way.values() if each.draft is not None]
        return sorted([*written, *writing], key=lambda draft: draft.typed_at, reverse=True)

    def _write(self, key: DraftKey, writing: _Writing, work: Callable[[], None]) -> None:
        self._under_way[key] = writing
        self._background.write(
            self,
            lambda _progress: work(),
            lambda _nothing: self._written(key, writing),
            lambda sentence: self._not_written(key, writing, sentence),
        )

    def _written(self, key: DraftKey, writing: _Writing) -> None:
        if self._under_way.get(key) is writing:
            del self._under_way[key]
        self.changed.emit()

    def _not_written(self, key: DraftKey, writing: _Writing, sentence: str) -> None:
        self._written(key, writing)
        self.failed.emit(sentence)
