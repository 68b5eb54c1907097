"""The questions of an interview as an advisor reads them: its set, looked up where the interview lies."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from cdadesk.domain.diagnostic.question_set import NoQuestions, unpacked
from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import language
from cdadesk.questions.telling import Telling
from cdadesk.questions.xforms import read_form
from cdadesk.server.accounts import Member
from cdadesk.server.reading.naming import ids_in, scopes_around
from cdadesk.server.records import Standing
from cdadesk.server.tables import StoredRecord

_INTERVIEW, _PRIVATE = "interview", "interview_private"


def asked_in(session: Session, member: Member, standing: Standing) -> Telling | None:
    """Return the questions of an interview or of its confidential half; None for anything else, or where none came."""
    if standing.kind not in (_INTERVIEW, _PRIVATE):
        return None
    values = standing.copy.values
    if standing.kind == _PRIVATE:
        shared = _stored(session, member, standing, _INTERVIEW, values.get("parent_id"))
        values = shared.values if shared is not None else {}
    kept = _stored(session, member, standing, "question_set", values.get("question_set"))
    try:
        return Telling(read_form(unpacked(kept.values.get("form"))), language()) if kept is not None else None
    except (NoQuestions, Trouble):
        return None


def _stored(session: Session, member: Member, standing: Standing, kind: str, named: object) -> StoredRecord | None:
    wanted = next(iter(ids_in(named)), None)
    if wanted is None:
        return None
    scopes = scopes_around(member, standing.scope)
    found = select(StoredRecord).where(
        col(StoredRecord.scope).in_(scopes), col(StoredRecord.kind) == kind, col(StoredRecord.id) == wanted
    )
    return session.scalars(found).first()
