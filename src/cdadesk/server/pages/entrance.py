"""Signing in and out, the language, and the first page of each role."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from cdadesk.i18n import LANGUAGES
from cdadesk.server import sessions
from cdadesk.server.pages import speech
from cdadesk.server.pages.rendering import show
from cdadesk.server.pages.visit import (
    GUEST,
    SESSION,
    AnyGuest,
    AnyVisit,
    Guest,
    GuestWithForm,
    VisitWithForm,
    go,
    local,
    one_line,
)
from cdadesk.server.troubles import TooManyTries, WrongPassword
from cdadesk.wire.messages import Role

router = APIRouter()

_FIRST = {
    Role.ta: "/queue",
    Role.cda: "/queue",
    Role.programme_officer: "/programme",
    Role.administrator: "/users",
    Role.auditor: "/changes",
}


@router.get("/")
def first_page(visit: AnyVisit) -> Response:
    """Go to what the member's role does first."""
    return go(_FIRST[visit.member.role])


@router.get("/sign-in")
def sign_in_page(guest: AnyGuest, next: str = "/") -> Response:  # noqa: A002 - the usual name in an address
    """Ask for name and password."""
    if guest.member is not None:
        return go(local(next))
    return _asked(guest, next)


@router.post("/sign-in")
def sign_in(
    guest: GuestWithForm,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Open a session; whether the name or the password was wrong is not said."""
    try:
        token, _member = sessions.sign_in(guest.database, one_line(login), password)
    except (WrongPassword, TooManyTries) as refused:
        status = 429 if isinstance(refused, TooManyTries) else 401
        return _asked(guest, next, login, str(refused), status)
    answer = go(local(next))
    _set(answer, guest, SESSION, token, int(sessions.LASTS.total_seconds()))
    answer.delete_cookie(GUEST)
    return answer


@router.post("/sign-out")
def sign_out(visit: VisitWithForm) -> Response:
    """Close the session."""
    sessions.sign_out(visit.database, visit.secret)
    answer = go("/sign-in")
    answer.delete_cookie(SESSION)
    return answer


@router.post("/language")
def choose_language(
    guest: AnyGuest, language: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/"
) -> Response:
    """Remember the language; nothing else hangs on this form, so it needs no token."""
    answer = RedirectResponse(local(back), status_code=303)
    if language in LANGUAGES:
        _set(answer, guest, speech.COOKIE, language, speech.LASTS)
    return answer


def _asked(guest: Guest, wanted: str, login: str = "", complaint: str = "", status: int = 200) -> Response:
    secret = guest.secret or sessions.new_token()
    someone = Guest(guest.request, guest.database, None, secret)
    answer = show(someone, "sign_in.html", status, complaint=complaint, next=local(wanted), login=login)
    _set(answer, guest, GUEST, secret, int(sessions.LASTS.total_seconds()))
    return answer


def _set(answer: Response, guest: Guest, name: str, value: str, seconds: int) -> None:
    """Set a cookie that no script can read, and that travels encrypted wherever the page does."""
    is_https = guest.request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=is_https)
