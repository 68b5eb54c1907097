"""Who visits the pages: a guest, or somebody signed in, and what they may do here."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from cdadesk.server import sessions
from cdadesk.server.accounts import Member
from cdadesk.server.database import Database
from cdadesk.server.pages import tokens
from cdadesk.server.pages.troubles import FormExpired, NotForThisRole, NotSignedIn
from cdadesk.wire.messages import Role

SESSION = "cdadesk_session"
GUEST = "cdadesk_guest"
READERS = frozenset({Role.ta, Role.cda, Role.auditor})


@dataclass(frozen=True)
class Guest:
    """Somebody at a browser; `secret` is the cookie to which the tokens of its forms belong."""

    request: Request
    database: Database
    member: Member | None
    secret: str

    def form_token(self) -> str:
        """Return a token for a form."""
        return tokens.issue(self.secret)

    @property
    def here(self) -> str:
        """Return the address of the page, to come back to it; one that answers a form has none."""
        url = self.request.url
        if self.request.method != "GET":
            return "/"
        return f"{url.path}?{url.query}" if url.query else url.path


@dataclass(frozen=True)
class Visit(Guest):
    """Somebody who is signed in."""

    member: Member

    def is_one_of(self, *roles: Role) -> bool:
        """Say whether the member has one of the roles."""
        return self.member.role in roles


def database_of(request: Request) -> Database:
    """Return the database behind the pages."""
    database: Database = request.app.state.database
    return database


def guest(request: Request) -> Guest:
    """Return who asks, signed in or not."""
    database = database_of(request)
    token = request.cookies.get(SESSION, "")
    with database.reading() as session:
        member = sessions.member_of(session, token, database.clock.now()) if token else None
    return Guest(request, database, member, token if member else request.cookies.get(GUEST, ""))


AnyGuest = Annotated[Guest, Depends(guest)]


def visit(someone: AnyGuest) -> Visit:
    """Return who is signed in; raises NotSignedIn."""
    if someone.member is None:
        raise NotSignedIn(someone.here)
    return Visit(someone.request, someone.database, someone.member, someone.secret)


AnyVisit = Annotated[Visit, Depends(visit)]


def guest_with_form(someone: AnyGuest, form_token: Annotated[str, Form()] = "") -> Guest:
    """Return who sends a form that we gave out; raises FormExpired."""
    if not tokens.fits(form_token, someone.secret):
        raise FormExpired
    return someone


GuestWithForm = Annotated[Guest, Depends(guest_with_form)]


def visit_with_form(signed_in: AnyVisit, form_token: Annotated[str, Form()] = "") -> Visit:
    """Return who sends a form from a page of their own; raises FormExpired."""
    if not tokens.fits(form_token, signed_in.secret):
        raise FormExpired
    return signed_in


VisitWithForm = Annotated[Visit, Depends(visit_with_form)]


def require(signed_in: Visit, *roles: Role) -> None:
    """Let only some roles on; raises NotForThisRole."""
    if not signed_in.is_one_of(*roles):
        raise NotForThisRole


def go(address: str, **facts: str) -> Response:
    """Send the browser on to a page of ours, so that going back does not send a form again."""
    return RedirectResponse(f"{address}?{urlencode(facts)}" if facts else address, status_code=303)


def one_line(typed: str, longest: int = 200) -> str:
    """Return what was typed into a short field without signs that cannot be seen; a database may not keep them."""
    return "".join(each for each in typed if each.isprintable()).strip()[:longest]


def local(address: str) -> str:
    """Return an address of these pages as it is; any other becomes the first page."""
    is_ours = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if is_ours else "/"
