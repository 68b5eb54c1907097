"""Consent that is taken back: what is erased, what stays, and the one act that does it everywhere."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from cdadesk.clock import new_id
from cdadesk.domain.actors.actor import Actor, ActorPrivate
from cdadesk.domain.actors.person import PersonPrivate
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.kernel.erasure import personal_paths
from cdadesk.domain.kernel.fields import describe
from cdadesk.domain.kernel.record import Record
from cdadesk.domain.kernel.scopes import private_scope
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.review import Comment
from cdadesk.i18n import _
from cdadesk.store.asking import Ask
from cdadesk.store.reading import Held
from cdadesk.store.store import Store
from cdadesk.store.writing import Edit, Erase, Saved
from cdadesk.wire.rights import Account, Doing, may


class MayNotErase(Trouble):
    """The role of this person does not erase."""

    def __init__(self) -> None:
        super().__init__(_("Only the agent and the advisor of a cluster can erase what is in it."))


class NothingPersonal(Trouble):
    """There is nothing to erase, and no consent to take back."""

    def __init__(self) -> None:
        super().__init__(_("There is no consent here, and nothing personal to erase."))


@dataclass(frozen=True)
class Going:
    """What would be erased: the labels of the fields that hold something, comments that speak of them, and photos."""

    fields: tuple[str, ...]
    comments: int
    consents: int
    photos: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.fields or self.comments or self.consents or self.photos)


def going(store: Store, private: PersonPrivate) -> Going:
    """Return what goes when the person takes the consent back."""
    told = describe(PersonPrivate)
    filled = (name for name in private.personal if getattr(private, name) is not None or name in private.missing)
    labels = tuple(_(told[name].label) for name in filled)
    return Going(labels, len(_comments(store, private)), len(_in_force(private)), len(_photos(store, private)))


def withdraw(store: Store, held: Held[PersonPrivate], today: dt.date) -> Saved:
    """Note that the consent was taken back, and erase what it allowed, with photos and what was said, in one save.

    Name and role stay, and so do all counts. It cannot be undone. Raises MayNotErase or NothingPersonal.
    """
    private = held.record
    if going(store, private).nothing:
        raise NothingPersonal
    _check_right(store, private)
    ended = {key: private.consents[key].changed(withdrawn_on=today) for key in _in_force(private)}
    closed = private.changed(consents={**private.consents, **ended})
    paths = tuple(personal_paths(PersonPrivate))
    said = (Erase(each.record, ("text",), each.base) for each in _comments(store, private))
    shown = (_erasing(each) for each in _photos(store, private))
    return store.save(Edit(private, closed, held.base), Erase(private, paths, held.base), *said, *shown)


def erase_photo(store: Store, held: Held[Attachment]) -> Saved:
    """Erase one photo or paper with its files, here and everywhere; it cannot be undone. Raises MayNotErase."""
    _check_right(store, held.record)
    return store.save(_erasing(held))


def may_erase(store: Store, record: Record) -> bool:
    """Say whether this person may erase what is in a record."""
    return may(Account(store.me.role, (record.scope,)), Doing.erase, record.scope, record.kind)


def hide_remarks(store: Store, held: Held[Actor]) -> Saved:
    """Put the remarks on an actor behind the wall, and erase them where others read; raises MayNotErase."""
    actor = held.record
    if not actor.remarks:
        raise NothingPersonal
    _check_right(store, actor)
    known = next(iter(store.find(ActorPrivate, Ask(equals={"parent_id": actor.id}, limit=1))), None)
    before = known.record if known is not None else None
    scope = private_scope(UUID(actor.scope))
    begun = before or ActorPrivate(id=new_id(), scope=scope, parent_id=actor.id)
    hidden = begun.changed(remarks="\n".join(filter(None, (begun.remarks, actor.remarks))))
    return store.save(
        Edit(before, hidden, known.base if known is not None else None), Erase(actor, ("remarks",), held.base)
    )


def _in_force(private: PersonPrivate) -> list[str]:
    return [key for key, line in private.consents.items() if line.void is None and not line.withdrawn_on]


def _comments(store: Store, private: PersonPrivate) -> list[Held[Comment]]:
    """Return what was said about the answers and is not blank yet: it may repeat them."""
    found = store.find(Comment, Ask(equals={"about_kind": private.kind, "about_id": private.id}, with_void=True))
    return [each for each in found if each.record.text]


def _photos(store: Store, private: PersonPrivate) -> list[Held[Attachment]]:
    """Return what hangs on the answers and on the person, in the trash, too, and is not blank yet."""
    owners = (private.id, private.parent_id)
    found = store.find(Attachment, Ask(equals={"parent_id": owners}, with_void=True))
    return [each for each in found if each.record.sha256]


def _erasing(held: Held[Attachment]) -> Erase:
    return Erase(held.record, tuple(personal_paths(Attachment)), held.base)


def _check_right(store: Store, record: Record) -> None:
    if not may_erase(store, record):
        raise MayNotErase
