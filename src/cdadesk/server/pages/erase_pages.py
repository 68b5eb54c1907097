"""Erasing personal data on a page: what is to go is chosen from what there is, and a reason is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from cdadesk.clock import new_id
from cdadesk.domain.attachment import Attachment
from cdadesk.domain.review import Comment
from cdadesk.i18n import _
from cdadesk.server import records
from cdadesk.server.intake import Draft
from cdadesk.server.pages import record_acts
from cdadesk.server.pages.record_facts import Address, address, may_erase, read_sight, standing_of, written_sight
from cdadesk.server.pages.rendering import record_address, show
from cdadesk.server.pages.troubles import CannotBeSaved, NotForThisRole
from cdadesk.server.pages.visit import READERS, AnyVisit, Visit, VisitWithForm, go, require
from cdadesk.server.reading.erasable import Erasable, erasable, photo_paths
from cdadesk.server.reading.naming import kind_words, names_of, title_of
from cdadesk.server.reading.wording import Wording
from cdadesk.server.records import Standing
from cdadesk.wire.ops import Act

router = APIRouter()
At = Annotated[Address, Depends(address)]
Keys = Annotated[list[str], Form(default_factory=list)]
Ids = Annotated[list[UUID], Form(default_factory=list)]


@dataclass(frozen=True)
class Wish:
    """What somebody chose to erase, and why; `is_sure` that they know that nothing brings it back."""

    values: frozenset[str] = frozenset()
    photos: frozenset[UUID] = frozenset()
    comments: frozenset[UUID] = frozenset()
    reason: str = ""
    is_sure: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was chosen."""
        return not (self.values or self.photos or self.comments)


def wish_form(
    value: Keys, photo: Ids, comment: Ids, reason: Annotated[str, Form()] = "", sure: Annotated[str, Form()] = ""
) -> Wish:
    """Return what the form sent."""
    return Wish(frozenset(value), frozenset(photo), frozenset(comment), reason.strip(), bool(sure))


@router.get("/records/{scope}/{kind}/{record}/erase")
def ask(visit: AnyVisit, at: At) -> Response:
    """Show what of a record can be erased; what a withdrawn consent had allowed is chosen already."""
    standing, found = _found(visit, at)
    chosen = Wish(
        frozenset(each.key for each in found.values if each.is_personal),
        frozenset(each.id for each in found.photos if each.is_personal),
        frozenset(each.id for each in found.comments if each.is_personal),
    )
    return _shown(visit, standing, found, chosen)


@router.post("/records/{scope}/{kind}/{record}/erase")
def erase(
    visit: VisitWithForm,
    at: At,
    once: Annotated[UUID, Form()],
    wish: Annotated[Wish, Depends(wish_form)],
    sight: Annotated[str, Form()] = "",
) -> Response:
    """Erase what was chosen, in one save, and tell the agents why in a comment."""
    standing, found = _found(visit, at)
    complaint = _complaint(wish)
    if complaint:
        return _shown(visit, standing, found, wish, complaint)
    seen = read_sight(sight, standing)
    reason = {"text": _("Erased for ever: {reason}").format(reason=wish.reason), "read": seen.plain()}
    try:
        record_acts.write_with_comment(visit, standing, list(_drafts(standing, found, wish)), once, reason)
    except CannotBeSaved as trouble:
        return _shown(visit, standing, found, wish, str(trouble))
    return go(record_address(at.scope, at.kind, at.id, done="erased"))


def _complaint(wish: Wish) -> str:
    if wish.is_empty:
        return _("Choose what is to be erased.")
    if not wish.reason:
        return _("Say at whose wish it is erased, or why.")
    return "" if wish.is_sure else _("Say that you know that nothing brings it back.")


def _drafts(standing: Standing, found: Erasable, wish: Wish) -> Iterator[Draft]:
    """Yield the changes; only what the page could have shown is erased, whatever a form sends."""
    scope = standing.scope
    paths = [path for each in found.values if each.key in wish.values for path in each.paths]
    if paths:
        yield Draft(scope, standing.kind, standing.id, dict.fromkeys(paths), standing.seen, Act.erase)
    for photo in found.photos:
        if photo.id in wish.photos:
            yield Draft(scope, Attachment.kind, photo.id, dict.fromkeys(photo_paths()), act=Act.erase)
    for comment in found.comments:
        if comment.id in wish.comments:
            yield Draft(scope, Comment.kind, comment.id, {"text": None}, act=Act.erase)


def _found(visit: Visit, at: Address) -> tuple[Standing, Erasable]:
    """Return a record, and what of it can be erased; raises NotFound or NotForThisRole."""
    require(visit, *READERS)
    with visit.database.reading() as session:
        standing = standing_of(session, visit, at)
        if not may_erase(visit, standing):
            raise NotForThisRole
        changes = records.field_history(session, visit.member, at.scope, at.kind, at.id)
        names = names_of(session, visit.member, at.scope, standing.copy.values.values())
        wording = Wording(at.kind, standing.copy.values, names)
        return standing, erasable(session, standing, changes, wording)


def _shown(visit: Visit, standing: Standing, found: Erasable, wish: Wish, complaint: str = "") -> Response:
    return show(
        visit,
        "erase.html",
        422 if complaint else 200,
        at=standing,
        kind=kind_words(standing.kind),
        title=title_of(standing.kind, standing.scope, standing.id, standing.copy.values),
        found=found,
        wish=wish,
        complaint=complaint,
        once=new_id(),
        sight=written_sight(standing),
    )
