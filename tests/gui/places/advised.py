"""An advisor at the other end of a dict server: her words come back to the laptop as a page brings them."""

from dataclasses import dataclass, field
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.review import Comment, Outcome, Sight, Verdict
from cdadesk.store.store import Store
from cdadesk.wire.messages import Grants, Role
from cdadesk.wire.ops import Seen
from tests.builders import SCOPE
from tests.store.server import DictServer, exchange

ADVISOR = "Tara"


@dataclass
class Advised:
    """One laptop and its advisor."""

    store: Store
    server: DictServer = field(default_factory=DictServer)

    def __post_init__(self) -> None:
        me = self.store.me
        self.store.take(Grants(me.id, me.name, Role.cda, {SCOPE: "Jaipur"}, {"ta": ADVISOR}, "g"))

    def exchange(self) -> None:
        """Send what waits, fetch what is new."""
        exchange(self.store, self.server, [SCOPE])
        exchange(self.store, self.server, [SCOPE])

    def comments(self, record: Record, text: str, path: str = "") -> UUID:
        """Let her say something about a record as it is at the server, and fetch it."""
        return self._says(
            Comment.model_validate(
                self._about(record) | {"about_path": path or None, "text": text, "read": self._sight(record)}
            )
        )

    def judges(self, record: Record, outcome: Outcome, reason: str = "") -> UUID:
        """Let her judge a record as it is at the server, and fetch that."""
        words = {"outcome": outcome, "reason": reason or None, "judged": self._sight(record)}
        return self._says(Verdict.model_validate(self._about(record) | words))

    def _says(self, word: Record) -> UUID:
        self.server.writes_at((SCOPE, word.kind, word.id), payload.leaves(word))
        self.exchange()
        return word.id

    def _about(self, record: Record) -> dict[str, object]:
        return {"id": new_id(), "scope": SCOPE, "about_kind": record.kind, "about_id": record.id}

    def _sight(self, record: Record) -> dict[str, object]:
        seen = Seen(1, self.server.newest[SCOPE, record.kind, record.id])
        return Sight((seen.epoch, seen.seq)).plain()
