"""The pages as one application, to be mounted beside what laptops talk to."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette_compress import CompressMiddleware

from cdadesk import resources
from cdadesk.server.database import Database
from cdadesk.server.files.objects import Objects
from cdadesk.server.pages import (
    admin_pages,
    approved_pages,
    changes_pages,
    cluster_pages,
    entrance,
    erase_pages,
    faults,
    file_pages,
    queue_pages,
    record_pages,
)
from cdadesk.server.pages.rendering import STATIC
from cdadesk.server.pages.shield import Shield
from cdadesk.server.pages.style_tokens import style_sheet
from cdadesk.server.troubles import NotFound

_FILES = {
    "style.css": STATIC / "style.css",
    "pages.js": STATIC / "pages.js",
    "icon.svg": resources.path("icons", "cdadesk.svg"),
    "devanagari.ttf": resources.path("fonts", "NotoSansDevanagari-Regular.ttf"),
    "devanagari-bold.ttf": resources.path("fonts", "NotoSansDevanagari-Bold.ttf"),
}
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def site(database: Database, objects: Objects) -> FastAPI:
    """Return the pages; the database is open and has its newest shape."""
    made = FastAPI(title="cdadesk", docs_url=None, redoc_url=None, openapi_url=None)
    made.state.database = database
    made.state.objects = objects
    made.add_middleware(CompressMiddleware)
    made.add_middleware(Shield, too_large=faults.too_large)
    faults.add_fault_pages(made)
    of_records = (file_pages, record_pages, erase_pages, approved_pages)
    for part in (entrance, queue_pages, *of_records, cluster_pages, changes_pages, admin_pages):
        made.include_router(part.router)
    made.add_api_route("/static/{name}", static, methods=["GET"])
    return made


def static(request: Request, name: str) -> Response:
    """Give a style sheet, script, icon or letter."""
    if name == "tokens.css":
        return Response(style_sheet(), media_type="text/css", headers=_FOR_EVER)
    if name not in _FILES:
        raise NotFound(request.url.path)
    file = _FILES[name]
    return FileResponse(file, media_type=_TYPES[file.suffix], headers=_FOR_EVER)
