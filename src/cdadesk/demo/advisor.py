"""The advisor's word: it can only come from the advisor, so it arrives in a page, as from the server."""

from itertools import count
from typing import Any
from uuid import UUID

from cdadesk.clock import instant_text
from cdadesk.demo.ids import stable_id
from cdadesk.demo.story import Deed, Story
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import cluster_scope, private_scope
from cdadesk.domain.registry import entity
from cdadesk.domain.review import Comment, Verdict
from cdadesk.store.store import Store
from cdadesk.wire.messages import Grants, Role
from cdadesk.wire.ops import Seen
from cdadesk.wire.pages import Change, Page, Row, Slice

ADVISOR = "Tara (illustrative)"
_EPOCH = 0  # before that of any real server, whose first page takes its place


class Advisor:
    """Speaks to one store about the records of one story."""

    def __init__(self, store: Store, story: Story) -> None:
        self._store = store
        self._story = story
        self._seqs = count(1)
        self._said = {deed.words["key"]: deed for deed in story.deeds if "key" in deed.words}
        first = min(told.at for told in story.records.values())
        self._author, self._replica = stable_id("advisor", first), stable_id("advisor's page", first)

    def introduce(self, cluster: str) -> None:
        """Let the laptop know the advisor's name, as a server does with what it grants."""
        me = self._store.me
        scopes = dict.fromkeys((cluster_scope(self._story.cluster), private_scope(self._story.cluster)), cluster)
        self._store.take(Grants(me.id, me.name, Role.cda, scopes, {str(self._author): ADVISOR}))

    def id_of(self, comment: str) -> UUID:
        """Return the id of something that the advisor said."""
        return stable_id(comment, self._said[comment].at)

    def comment(self, deed: Deed) -> None:
        """Say something about a record, or about one field of it."""
        sight = {"read": self._sight(deed), "text": deed.words["text"], "about_path": self._path(deed)}
        self._send(self._record(Comment, deed, sight), deed)

    def judge(self, deed: Deed) -> None:
        """Return or approve a record as it stands at that moment."""
        words = {"outcome": deed.words["outcome"], "reason": deed.words.get("reason")}
        self._send(self._record(Verdict, deed, words | {"judged": self._sight(deed)}), deed)

    def _record(self, kind: type[Record], deed: Deed, values: dict[str, Any]) -> Record:
        about = {"about_kind": self._story.records[deed.about].kind, "about_id": self._story.id_of(deed.about)}
        scope = cluster_scope(self._story.cluster)
        return kind.model_validate(values | about | {"id": stable_id(deed.words["key"], deed.at), "scope": scope})

    def _path(self, deed: Deed) -> str | None:
        """Return a path such as `decisions/#fee/consensus` with the key of its line."""
        parts = deed.words.get("path", "").split("/")
        lines = (self._story.line_of(deed.about, part[1:]) if part.startswith("#") else part for part in parts)
        return "/".join(lines) or None

    def _sight(self, deed: Deed) -> dict[str, Any]:
        """Return what the advisor had before her: all that stands here by then, as one sees it on a visit."""
        held = self._store.get(entity(self._story.records[deed.about].kind), self._story.id_of(deed.about))
        return self._store.sight(held.record).plain() if held else {}

    def _send(self, said: Record, deed: Deed) -> None:
        seen = Seen(_EPOCH, next(self._seqs))
        at = instant_text(deed.at)
        fields = payload.leaves(said)
        change = Change(seen, str(self._replica), str(self._author), at, at, fields)
        row = Row(seen.seq, said.kind, said.id, (change,))
        self._store.apply(Page((Slice(said.scope, (row,), seen, seen),)))
