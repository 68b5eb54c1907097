"""What holds for every answer of the pages: its language, headers that keep strangers out, a bound on what comes in."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cdadesk.i18n import speaking
from cdadesk.server.pages.speech import language_of

MOST_BYTES = 256 * 1024

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def guard(headers: MutableHeaders) -> None:
    """Add the headers; what a page shows is kept by no cache, files that never change may be."""
    for name, value in HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-store")


class Shield:
    """Stands before all pages."""

    def __init__(self, app: ASGIApp, too_large: Callable[[Request], Response]) -> None:
        self._app = app
        self._too_large = too_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                guard(MutableHeaders(scope=message))
            await send(message)

        request = Request(scope)
        with speaking(language_of(request)):
            answer = self._app if _is_bounded(request) else self._too_large(request)
            await answer(scope, receive, send_guarded)


def _is_bounded(request: Request) -> bool:
    """Say whether a form tells a size that the pages take; browsers always tell it."""
    if request.method != "POST":
        return True
    length = request.headers.get("content-length", "")
    return length.isascii() and length.isdigit() and int(length) <= MOST_BYTES
