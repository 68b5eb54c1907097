"""What a visitor writes about a record: comments, verdicts, choices; all taken in like the ops of a laptop."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.domain.review import Conflict
from cdadesk.i18n import _
from cdadesk.server import intake, records
from cdadesk.server.intake import Draft
from cdadesk.server.pages.troubles import CannotBeSaved, NotForThisRole
from cdadesk.server.pages.typed_answers import can_be_typed, read_answer
from cdadesk.server.pages.visit import Visit
from cdadesk.server.reading.naming import read_record
from cdadesk.server.reading.wording import Wording
from cdadesk.server.records import Standing
from cdadesk.server.troubles import NotFound
from cdadesk.wire.messages import Result
from cdadesk.wire.ops import Act, Leaves, Seen
from cdadesk.wire.rights import Doing

_SIGHTS = frozenset({"read", "judged"})


def write_about(visit: Visit, about: Standing, kind: str, record: UUID, fields: Leaves) -> None:
    """Write a comment or verdict about a record; the same one again changes nothing.

    Raises CannotBeSaved, or NotForThisRole.
    """
    told: Leaves = {"about_kind": about.kind, "about_id": str(about.id)} | fields
    _check(visit, Doing.write, about.scope, kind)
    draft = Draft(about.scope, kind, record, {name: value for name, value in told.items() if value is not None})
    if not _is_there(visit, draft):
        _write(visit, draft)


def write_with_comment(visit: Visit, about: Standing, drafts: Sequence[Draft], comment: UUID, said: Leaves) -> None:
    """Make changes of several records, and say in a comment why; all or none, and the same again changes nothing.

    Raises CannotBeSaved, or NotForThisRole.
    """
    for each in drafts:
        _check(visit, Doing.erase if each.act is Act.erase else Doing.write, each.scope, each.kind)
    told: Leaves = {"about_kind": about.kind, "about_id": str(about.id)} | said
    why = Draft(about.scope, "comment", comment, told)
    if not _is_there(visit, why):
        _write(visit, *drafts, why)


def settle(visit: Visit, about: Standing, conflict: Conflict, value: Any, base: Seen) -> None:
    """Close a conflict with the value that shall stand; raises CannotBeSaved, or NotForThisRole."""
    _check(visit, Doing.settle, about.scope, about.kind)
    fields = {conflict.path or "": value}
    _write(visit, Draft(about.scope, about.kind, about.id, fields, base, resolves=(conflict.id,)))


def conflict_of(session: Session, visit: Visit, about: Standing, conflict: UUID) -> Conflict:
    """Return a conflict of a record; raises NotFound."""
    found = records.standing(session, visit.member, about.scope, Conflict.kind, conflict)
    reading = read_record(found.kind, found.scope, found.id, found.copy.values)
    record = reading.record if reading else None
    if not isinstance(record, Conflict) or (record.about_kind, record.about_id) != (about.kind, about.id):
        raise NotFound(str(conflict))
    return record


def chosen(about: Standing, conflict: Conflict, choice: str, third: str, today: dt.date) -> Any:
    """Return the value that somebody chose, or wrote; raises a Trouble that says what is missing."""
    match choice:
        case "kept":
            return conflict.kept
        case "offered":
            return conflict.offered
        case "third":
            info = Wording(about.kind, about.copy.values, {}).field(conflict.path or "")
            if info is not None and can_be_typed(info):
                return read_answer(info, third, today)
    raise NothingChosen


class NothingChosen(Trouble):
    """A conflict was sent without a choice."""

    def __init__(self) -> None:
        super().__init__(_("Choose one of the two, or write a third."))


def _check(visit: Visit, doing: Doing, scope: str, kind: str) -> None:
    """Stop who may not write this; whatever gets by is stopped where ops are taken in."""
    if not visit.member.may(doing, scope, kind):
        raise NotForThisRole


def _is_there(visit: Visit, draft: Draft) -> bool:
    """Say whether a form was sent before: the same words, under the id that the form gave them."""
    try:
        with visit.database.reading() as session:
            there = records.standing(session, visit.member, draft.scope, draft.kind, draft.record).copy.values
    except NotFound:
        return False
    return {name: there.get(name) for name in draft.fields if name not in _SIGHTS} == {
        name: value for name, value in draft.fields.items() if name not in _SIGHTS
    }


def _write(visit: Visit, *drafts: Draft) -> None:
    for outcome in intake.write_down(visit.database, visit.member, drafts):
        if outcome.result is Result.rejected:
            raise CannotBeSaved(outcome.sentence)
