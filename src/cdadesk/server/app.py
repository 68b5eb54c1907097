"""The server's addresses: /sync and /enrol for laptops, /health for whoever watches it, pages for everybody else."""

import logging
from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import text
from starlette.requests import ClientDisconnect

from cdadesk.server import carrying, exchange
from cdadesk.server.database import Database
from cdadesk.server.exchange import CONTENT_TYPE, PACKED_MOST, Answer
from cdadesk.server.pages.site import site

_log = logging.getLogger(__name__)


def create_app(database: Database) -> FastAPI:
    """Return the application; the database is open and has its newest shape."""
    app = FastAPI(title="cdadesk", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/sync")
    async def sync(request: Request) -> Response:
        return await _answered(request, database, exchange.answer_sync)

    @app.post("/enrol")
    async def enrol(request: Request) -> Response:
        return await _answered(request, database, exchange.answer_enrol)

    @app.post("/carry")
    async def carry(request: Request) -> Response:
        return await _answered(request, database, carrying.answer_carry)

    @app.get("/health")
    def health() -> dict[str, str]:
        with database.reading() as session:
            session.execute(text("SELECT 1"))
        return {"status": "ok"}

    app.mount("/", site(database))
    return app


async def _answered(request: Request, database: Database, answer: Callable[[Database, bytes], Answer]) -> Response:
    try:
        body = await _bounded(request)
    except ClientDisconnect:  # a bad line is normal, and no fault of ours to be logged; nobody hears this answer
        return Response(status_code=400)
    given = exchange.too_large() if body is None else await run_in_threadpool(_answer, answer, database, body)
    headers = {"Retry-After": str(given.wait)} if given.wait else {}
    return Response(given.body, given.status, headers, CONTENT_TYPE)


def _answer(answer: Callable[[Database, bytes], Answer], database: Database, body: bytes) -> Answer:
    """Return the answer; a mistake of ours is one, too, so that the line stays open for the laptop's next request."""
    try:
        return answer(database, body)
    except Exception:  # noqa: BLE001 - whatever it was, the laptop is told in time, and the log has its trace
        _log.exception("a request of a laptop failed")
        return Answer(500, b"")


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
