"""The server's addresses: /sync and /enrol for laptops, /health for whoever watches it, pages for everybody else."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import text
from starlette.requests import ClientDisconnect
from starlette.staticfiles import StaticFiles

from cdadesk.server import carrying, exchange
from cdadesk.server.database import Database, is_of_the_machine
from cdadesk.server.exchange import CONTENT_TYPE, PACKED_MOST, Answer
from cdadesk.server.files.dropping import drop_gone, drop_unknown
from cdadesk.server.files.lane import LANE_MOST, Lane
from cdadesk.server.files.objects import Objects
from cdadesk.server.files.troubles import StoreOfFilesFailed
from cdadesk.server.first_downloads import LEAST
from cdadesk.server.making_ready import Readiness
from cdadesk.server.pages.site import site
from cdadesk.server.troubles import Refused
from cdadesk.wire.frames import BadFrames

WAIT = 120  # seconds until a laptop may ask again whose request this machine could not serve

_log = logging.getLogger(__name__)


def create_app(database: Database, objects: Objects, ready_from: int = LEAST, updates: Path | None = None) -> FastAPI:
    """Return the application; the database is open and has its newest shape.

    Scopes with `ready_from` records or more lie ready for laptops that begin. `updates` is the folder of a release,
    which anybody may read: it is signed, and the same for all.
    """
    readiness = Readiness(database, objects, ready_from)

    @asynccontextmanager
    async def open_while_heard(_app: FastAPI) -> AsyncIterator[None]:
        yield
        readiness.close()

    drop_gone(database, objects)  # what a store that was away, or a kill, had left of what was erased
    drop_unknown(database, objects)
    database.after_erasing(lambda: drop_gone(database, objects))
    app = FastAPI(title="cdadesk", docs_url=None, redoc_url=None, openapi_url=None, lifespan=open_while_heard)

    @app.post("/sync")
    async def sync(request: Request) -> Response:
        return await _answered(request, database, lambda at, body: exchange.answer_sync(at, body, readiness))

    @app.post("/enrol")
    async def enrol(request: Request) -> Response:
        return await _answered(request, database, exchange.answer_enrol)

    @app.post("/carry")
    async def carry(request: Request) -> Response:
        return await _answered(request, database, lambda at, body: carrying.answer_carry(at, objects, body))

    @app.post("/blobs")
    async def blobs(request: Request) -> Response:
        return await _answered_lane(request, Lane(database, objects))

    @app.get("/health")
    def health() -> dict[str, str]:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        return {"status": "ok"}

    if updates is not None:
        app.mount("/updates", StaticFiles(directory=updates))
    app.mount("/", site(database, objects))
    return app


async def _answered(request: Request, database: Database, answer: Callable[[Database, bytes], Answer]) -> Response:
    try:
        body = await _bounded(request)
    except ClientDisconnect:  # a bad line is normal, and no fault of ours to be logged; nobody hears this answer
        return Response(status_code=400)
    given = exchange.too_large() if body is None else await run_in_threadpool(_answer, lambda: answer(database, body))
    return _response(given)


def _response(given: Answer) -> Response:
    headers = {"Retry-After": str(given.wait)} if given.wait else {}
    return Response(given.body, given.status, headers, CONTENT_TYPE)


def _answer(answer: Callable[[], Answer]) -> Answer:
    """Return the answer; a mistake of ours is one, too, so that the line stays open for the laptop's next request.

    A full disk is no mistake, and not the fault of what was sent: who gets 500 for it time and again would have it laid
    aside.
    """
    try:
        return answer()
    except Exception as error:  # noqa: BLE001 - whatever it was, the laptop is told in time, and the log has its trace
        _log.exception("a request of a laptop failed")
        is_ours = not (is_of_the_machine(error) or isinstance(error, StoreOfFilesFailed))
        return Answer(500, b"") if is_ours else Answer(503, b"", WAIT)


async def _answered_lane(request: Request, lane: Lane) -> Response:
    """Answer a request about files; when the line breaks, what came of it is kept all the same.

    It is read on while nothing else is done: what still lies in the system when a line is reset is lost.
    """
    received, broke = bytearray(), False
    try:
        async for some in request.stream():
            received += some[: LANE_MOST - len(received)]
    except ClientDisconnect:
        broke = True
    given = await run_in_threadpool(_answer, lambda: _of_lane(lane, bytes(received)))
    return Response(status_code=400) if broke else _response(given)


def _of_lane(lane: Lane, received: bytes) -> Answer:
    try:
        answer = lane.answered(received)
    except (BadFrames, Refused) as refused:
        return exchange.refusal(refused)
    return Answer(400, b"") if answer is None else Answer(200, answer)


async def _bounded(request: Request) -> bytes | None:
    """Return the body, None if it is too large; it is heard to its end, so that the sender hears the answer."""
    body = bytearray()
    fits = True
    async for chunk in request.stream():
        fits = fits and len(body) + len(chunk) <= PACKED_MOST
        if fits:
            body += chunk
        else:
            body.clear()
    return bytes(body) if fits else None
