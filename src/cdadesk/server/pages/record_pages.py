"""The page of one record, and what an advisor does there: comment, return, approve, settle."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.review import Outcome, ReviewState
from cdadesk.i18n import N_, _
from cdadesk.server.pages import record_acts
from cdadesk.server.pages.record_facts import (
    Address,
    Typed,
    address,
    base_of,
    read_sight,
    record_facts,
    standing_of,
)
from cdadesk.server.pages.rendering import record_address, show
from cdadesk.server.pages.troubles import CannotBeSaved, NotForThisRole
from cdadesk.server.pages.visit import READERS, AnyVisit, Visit, VisitWithForm, go, require
from cdadesk.server.queueing import TALK
from cdadesk.server.reading.naming import ids_in
from cdadesk.server.records import Standing
from cdadesk.server.troubles import NotFound

router = APIRouter()
At = Annotated[Address, Depends(address)]
_LONGEST_PATH = 300
_DONE = {
    "said": N_("Your comment is on its way to the laptop."),
    "returned": N_("Returned. The agent gets your reason with the next exchange."),
    "approved": N_("Approved."),
    "withdrawn": N_("Your last word is taken back."),
    "settled": N_("Settled. Both values stay in the history."),
    "erased": N_("Erased for ever. The laptops erase it with their next exchange."),
}
_MEANWHILE = N_("You judged what you read. It was changed meanwhile: look again.")


@dataclass(frozen=True)
class Sent:
    """What every form of the page sends: the state that it showed, an id so that sending twice is sending once."""

    sight: str
    once: UUID
    field: str


def sent_form(
    once: Annotated[UUID, Form()], sight: Annotated[str, Form()] = "", field: Annotated[str, Form()] = ""
) -> Sent:
    """Return what a form sent."""
    return Sent(sight, once, field[:_LONGEST_PATH])


AnySent = Annotated[Sent, Depends(sent_form)]
AnyText = Annotated[str, Form()]


@router.get("/records/{scope}/{kind}/{record}")
def record_page(visit: AnyVisit, at: At, field: str = "", done: str = "") -> Response:
    """Show a record; `field` is the one that the visitor asks about."""
    if at.kind in TALK:
        return _go_to_what_it_is_about(visit, at)
    return _shown(visit, at, field[:_LONGEST_PATH], done=done)


@router.post("/records/{scope}/{kind}/{record}/comments")
def comment(visit: VisitWithForm, at: At, sent: AnySent, text: AnyText = "", reply_to: AnyText = "") -> Response:
    """Say something about the record or one of its fields, or answer what was said."""
    where = f"reply-{reply_to}" if reply_to else "comment"
    if not text.strip():
        return _shown(visit, at, sent.field, Typed(where, text, _("Write what you want to say.")))
    standing = _standing(visit, at)
    sight = read_sight(sent.sight, standing)
    answers = next(iter(ids_in(reply_to)), None)
    said = {"text": text.strip(), "about_path": sent.field or None, "reply_to": str(answers) if answers else None}
    try:
        record_acts.write_about(visit, standing, "comment", sent.once, said | {"read": sight.plain()})
    except CannotBeSaved as trouble:
        return _shown(visit, at, sent.field, Typed(where, text, str(trouble)))
    return _back(at, "said", sent.field)


@router.post("/records/{scope}/{kind}/{record}/verdicts")
def judge(
    visit: VisitWithForm,
    at: At,
    sent: AnySent,
    outcome: Annotated[Outcome, Form()],
    reason: AnyText = "",
) -> Response:
    """Return or approve the record as the page showed it, or take the last word back."""
    if outcome is Outcome.returned and not reason.strip():
        return _shown(visit, at, sent.field, Typed("return", reason, _("Say why you return it.")))
    standing = _standing(visit, at)
    sight = read_sight(sent.sight, standing)
    said = {"outcome": outcome.value, "judged": sight.plain(), "reason": reason.strip() or None}
    try:
        record_acts.write_about(visit, standing, "verdict", sent.once, said)
    except CannotBeSaved as trouble:
        return _shown(visit, at, sent.field, Typed("return", reason, str(trouble)))
    return _back(at, outcome.value)


@router.post("/records/{scope}/{kind}/{record}/conflicts/{conflict}")
def settle(
    visit: VisitWithForm,
    at: At,
    conflict: UUID,
    sent: AnySent,
    choice: AnyText = "",
    third: AnyText = "",
) -> Response:
    """Choose one of two values that met, or write a third."""
    with visit.database.reading() as session:
        standing = standing_of(session, visit, at)
        found = record_acts.conflict_of(session, visit, standing, conflict)
    try:
        value = record_acts.chosen(standing, found, choice, third, visit.database.clock.today())
        record_acts.settle(visit, standing, found, value, base_of(read_sight(sent.sight, standing)))
    except NotForThisRole:
        raise
    except Trouble as trouble:
        return _shown(visit, at, "", Typed(f"conflict-{conflict}", third, str(trouble)))
    return _back(at, "settled")


def _shown(visit: Visit, at: Address, field: str, typed: Typed | None = None, done: str = "") -> Response:
    require(visit, *READERS)
    with visit.database.reading() as session:
        standing = standing_of(session, visit, at)
        facts = record_facts(session, visit, standing, field, typed or Typed())
    return show(visit, "record.html", 422 if typed else 200, done=_done(done, facts["state"]), **facts)


def _done(done: str, state: ReviewState) -> str:
    """Return what to say of what was just done."""
    if done in ("approved", "returned") and state is ReviewState.changed_since:
        return _(_MEANWHILE)
    return _(_DONE[done]) if done in _DONE else ""


def _standing(visit: Visit, at: Address) -> Standing:
    require(visit, *READERS)
    with visit.database.reading() as session:
        return standing_of(session, visit, at)


def _back(at: Address, done: str, field: str = "") -> Response:
    facts = {"done": done} | ({"field": field} if field else {})
    return go(record_address(at.scope, at.kind, at.id, **facts))


def _go_to_what_it_is_about(visit: Visit, at: Address) -> Response:
    """Show what was said where it was said."""
    values = _standing(visit, at).copy.values
    about = next(iter(ids_in(values.get("about_id"))), None)
    if about is None or not isinstance(values.get("about_kind"), str):
        raise NotFound(str(at.id))
    path = values.get("about_path") or values.get("path") or ""
    return go(record_address(at.scope, values["about_kind"], about, **({"field": path} if path else {})))
