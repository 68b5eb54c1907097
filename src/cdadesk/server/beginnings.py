"""What every server has from the first day on: the programme's scope, keys of its own, and the queue."""

import datetime as dt

from sqlalchemy.orm import Session

from cdadesk.server import first_downloads, keys, queueing, scopes


def ensure(session: Session, now: dt.datetime) -> None:
    """Make what is not there yet."""
    scopes.ensure_programme(session, now)
    keys.ensure(session)
    queueing.ensure(session)
    first_downloads.drop_abandoned(session, now)
