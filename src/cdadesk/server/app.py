"""The server's addresses: /sync and /enrol for laptops, /health for whoever watches it, pages for everybody else."""

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import text
from starlette.requests import ClientDisconnect

from cdadesk.server import exchange
from cdadesk.server.database import Database
from cdadesk.server.exchange import CONTENT_TYPE, PACKED_MOST, Answer
from cdadesk.server.pages.site import site


def create_app(database: Database) -> FastAPI:
    """Return the application; the database is open and has its newest shape."""
    app = FastAPI(title="cdadesk", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/sync")
    async def sync(request: Request) -> Response:
        return await _answered(request, database, exchange.answer_sync)

    @app.post("/enrol")
    async def enrol(request: Request) -> Response:
        return await _answered(request, database, exchange.answer_enrol)

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
    given = exchange.too_large() if body is None else await run_in_threadpool(answer, database, body)
    headers = {"Retry-After": str(given.wait)} if given.wait else {}
    return Response(given.body, given.status, headers, CONTENT_TYPE)


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
