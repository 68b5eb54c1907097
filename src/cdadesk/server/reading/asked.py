"""The questions of an interview as an advisor reads them: its set, looked up where the interview lies."""

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.diagnostic.question_set import NoQuestions, unpacked
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import language
from cdadesk.server.accounts import Member
from cdadesk.server.reading.naming import ids_in, scopes_around
from cdadesk.server.records import Standing
from cdadesk.server.tables import StoredRecord

if TYPE_CHECKING:
    from cdadesk.questions.telling import Telling

_INTERVIEW, _PRIVATE = "interview", "interview_private"


def asked_in(session: Session, member: Member, standing: Standing) -> "Telling | None":
    """Return the questions of an interview or of its confidential half; None for anything else, or where none came."""
    if standing.kind not in (_INTERVIEW, _PRIVATE):
        return None
    values = standing.copy.values
    if standing.kind == _PRIVATE:
        shared = _stored(session, member, standing, _INTERVIEW, values.get("parent_id"))
        values = shared.values if shared is not None else {}
    kept = _stored(session, member, standing, "question_set", values.get("question_set"))
    try:
        return _telling(kept) if kept is not None else None
    except (NoQuestions, Trouble):
        return None


def _telling(kept: StoredRecord) -> "Telling":
    from cdadesk.questions.telling import Telling  # noqa: PLC0415 - six megabytes, for whoever reads an interview
    from cdadesk.questions.xforms import read_form  # noqa: PLC0415

    return Telling(read_form(unpacked(kept.values.get("form"))), language())


def _stored(session: Session, member: Member, standing: Standing, kind: str, named: object) -> StoredRecord | None:
    wanted = next(iter(ids_in(named)), None)
    if wanted is None:
        return None
    scopes = scopes_around(member, standing.scope)
    found = select(StoredRecord).where(
        col(StoredRecord.scope).in_(scopes), col(StoredRecord.kind) == kind, col(StoredRecord.id) == wanted
    )
    return session.scalars(found).first()
