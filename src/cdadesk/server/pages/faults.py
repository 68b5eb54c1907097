"""Pages for what went wrong: one clear sentence, and a way on."""

import logging
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cdadesk.domain.kernel.troubles import Trouble
from cdadesk.i18n import _, speaking
from cdadesk.server.pages.rendering import show, show_to_nobody
from cdadesk.server.pages.shield import guard
from cdadesk.server.pages.speech import language_of
from cdadesk.server.pages.troubles import FormExpired, NotForThisRole, NotSignedIn
from cdadesk.server.pages.visit import guest
from cdadesk.server.troubles import NotFound, TooManyTries

_log = logging.getLogger(__name__)


def add_fault_pages(site: FastAPI) -> None:
    """Answer every fault with a page."""
    site.add_exception_handler(NotSignedIn, _ask_to_sign_in)
    site.add_exception_handler(Trouble, _tell_trouble)
    site.add_exception_handler(HTTPException, _tell_http)
    site.add_exception_handler(RequestValidationError, _tell_misshapen)
    site.add_exception_handler(Exception, _tell_mistake)


def too_large(_request: Request) -> Response:
    """Say that a form holds more than the pages take."""
    return _bare_page(413, _("This is too much for one form. Shorten it, and send it again."))


def _ask_to_sign_in(_request: Request, error: Exception) -> Response:
    wanted = error.wanted if isinstance(error, NotSignedIn) else "/"
    return RedirectResponse(f"/sign-in?{urlencode({'next': wanted})}", status_code=303)


def _tell_trouble(request: Request, error: Exception) -> Response:
    if isinstance(error, NotFound):
        return _page(request, 404, _not_here())
    if isinstance(error, TooManyTries):
        return _page(request, 429, str(error))
    status = 403 if isinstance(error, NotForThisRole | FormExpired) else 400
    return _page(request, status, str(error))


def _tell_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if status in (404, 405):
        return _page(request, 404, _not_here())
    return _page(request, status, _("The server cannot answer this."))


def _tell_misshapen(request: Request, _error: Exception) -> Response:
    return _page(request, 404, _not_here())


def _tell_mistake(request: Request, _error: Exception) -> Response:
    """Own up to a mistake of ours; the trace goes to the log, where the server that runs us writes it."""
    with speaking(language_of(request)):
        answer = _bare_page(500, _("The server made a mistake. Nothing that you sent was half saved. Try again later."))
    guard(answer.headers)
    return answer


def _not_here() -> str:
    return _("There is nothing here, or it is not open to your account.")


def _page(request: Request, status: int, sentence: str) -> Response:
    return show(guest(request), "trouble.html", status, sentence=sentence, code=status)


def _bare_page(status: int, sentence: str) -> Response:
    return show_to_nobody("trouble.html", status, sentence=sentence, code=status)
