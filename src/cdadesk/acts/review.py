"""The conversation with the advisor, and the conflicts that a person settles."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.kernel import payload
from cdadesk.domain.kernel.fields import Plain
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.registry import entity
from cdadesk.domain.review import Comment, Conflict, Outcome, ReviewState, Verdict, review_state
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.troubles import NothingToUndo
from cdadesk.store.writing import Edit, Saved
from cdadesk.wire.ops import same
from cdadesk.wire.rights import Account, Doing, may

_AGAIN = "conflicts_open_again"


@dataclass(frozen=True)
class Conversation:
    """All that was said about one record, oldest first, and how its review stands."""

    comments: tuple[Held[Comment], ...]
    verdicts: tuple[Held[Verdict], ...]
    state: ReviewState

    @property
    def last_verdict(self) -> Verdict | None:
        """Return the newest word of the advisor."""
        return self.verdicts[-1].record if self.verdicts else None


def conversation(store: Store, about: Held[Record]) -> Conversation:
    """Return what was said about a record."""
    asked = {"about_kind": about.record.kind, "about_id": about.record.id}
    verdicts = store.find(Verdict, Ask(equals=asked))
    verdicts.sort(key=lambda held: (_position(held), held.record.id))
    comments = store.find(Comment, Ask(equals=asked))
    comments.sort(key=lambda held: held.record.id)
    numbered = [(_position(held), held.record) for held in verdicts]
    return Conversation(tuple(comments), tuple(verdicts), review_state(numbered, store.newest_change(about.record)))


def comment(store: Store, about: Record, text: str, path: str = "", reply_to: UUID | None = None) -> Saved:
    """Say something about a record or one of its fields; raises WrongShape for a text that is too long."""
    record = Comment.model_validate(
        {
            "id": new_id(),
            "scope": about.scope,
            "about_kind": about.kind,
            "about_id": about.id,
            "about_path": path or None,
            "read": store.sight(about).plain(),
            "reply_to": reply_to,
            "text": text,
        }
    )
    return store.save(Edit(None, record))


def returned(store: Store) -> list[tuple[Held[Record], Conversation]]:
    """Return the records that came back from the advisor and still stand returned or disputed, newest verdict first."""
    latest: dict[tuple[str, UUID], Held[Verdict]] = {}
    for held in sorted(store.find(Verdict), key=lambda each: (_position(each), each.record.id)):
        if held.record.about_kind and held.record.about_id:
            latest[held.record.about_kind, held.record.about_id] = held
    newest_first = sorted(latest.items(), key=lambda item: _position(item[1]), reverse=True)
    found = (_with_conversation(store, *address) for address, held in newest_first if held.record.outcome is not None)
    waits = (ReviewState.returned, ReviewState.needs_you)
    return [each for each in found if each is not None and each[1].state in waits]


def _with_conversation(store: Store, kind: str, record: UUID) -> tuple[Held[Record], Conversation] | None:
    held = store.get(entity(kind), record)
    return (held, conversation(store, held)) if held and held.record.void is None else None


def may_judge(store: Store, about: Record) -> bool:
    """Say whether the person of this laptop may return or approve a record."""
    grants = store.sticks.grants()
    if grants is None or about.kind in (Comment.kind, Verdict.kind, Conflict.kind):
        return False
    return may(Account(grants.role, grants.scopes), Doing.write, about.scope, Verdict.kind)


def judge(store: Store, about: Record, outcome: Outcome, reason: str = "") -> Saved:
    """Return or approve a record, or take such a word back: what an advisor does on a laptop."""
    record = Verdict.model_validate(
        {
            "id": new_id(),
            "scope": about.scope,
            "about_kind": about.kind,
            "about_id": about.id,
            "judged": store.sight(about).plain(),
            "outcome": outcome,
            "reason": reason or None,
        }
    )
    return store.save(Edit(None, record))


def open_conflicts(store: Store) -> list[Held[Conflict]]:
    """Return the conflicts that nobody has settled, neither here nor elsewhere."""
    again = _open_again(store)
    settled_here = store.resolved() - again
    found = store.find(Conflict, Ask(equals={"settled": None}))
    taken_back = [held for held in store.get_all(Conflict, sorted(again)) if held.record.settled is not None]
    return [held for held in (*found, *taken_back) if held.record.id not in settled_here]


class CannotSettleHere(Trouble):
    """A conflict lies in a field that this version does not have, or about a value that it cannot read."""

    def __init__(self) -> None:
        super().__init__(_("This version of the program does not know this field. Update it, then choose again."))


def settle_conflict(store: Store, conflict: Conflict, value: Plain) -> Saved | None:
    """Choose the value of a field that two people wrote; None if its record is no longer here.

    Raises CannotSettleHere. What is kept only on this laptop stays as it is.
    """
    path = conflict.path
    if not conflict.about_kind or not conflict.about_id or not path:
        return None
    held = store.get(entity(conflict.about_kind), conflict.about_id)
    if held is None:
        return None
    shown = payload.leaves(held.record).get(path)
    before = shown if not same(shown, value) else conflict.kept  # a choice that says nothing stands for what was kept
    edit = Edit(_with(held.record, path, before), _with(held.record, path, value), held.base, resolves=(conflict.id,))
    saved = store.save(edit)
    _open_none_again(store, conflict.id)
    return saved


def take_back_choice(store: Store, conflict: Conflict, save: UUID) -> None:
    """Undo a choice: what stood before stands again, and the conflict is open again on this laptop.

    The choice may have been sent already, so this is a save of its own like every undo; the history keeps all of it.
    """
    with suppress(NothingToUndo):  # the choice had left standing what stood
        store.undo(save)
    store.settings.put(_AGAIN, [str(each) for each in sorted({*_open_again(store), conflict.id})])


def _open_again(store: Store) -> frozenset[UUID]:
    return frozenset(UUID(each) for each in store.settings.get(_AGAIN, []))


def _open_none_again(store: Store, conflict: UUID) -> None:
    again = _open_again(store)
    if conflict in again:
        store.settings.put(_AGAIN, [str(each) for each in sorted(again - {conflict})] or None)


def _with(record: Record, path: str, value: Plain) -> Record:
    """Return a record as it is sent, with one leaf of its own."""
    read = payload.read(type(record), record.scope, record.id, {**payload.leaves(record), path: value})
    if path in read.unread:
        raise CannotSettleHere
    return read.record


def _position(held: Held[Verdict]) -> tuple[int, int]:
    return (held.base.epoch, held.base.seq) if held.base else (2**53, 0)  # not numbered yet: newer than all that is
