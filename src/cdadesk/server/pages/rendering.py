"""From what a page shows to its HTML: everything escaped, in the language of the request."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from cdadesk import i18n, resources
from cdadesk.i18n import LANGUAGES, _, ngettext
from cdadesk.server.pages.style_tokens import style_sheet
from cdadesk.server.pages.visit import Guest
from cdadesk.wire.messages import Role

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"


def show(someone: Guest, template: str, status: int = 200, **facts: Any) -> HTMLResponse:
    """Return a page; the facts are what its template names."""
    return HTMLResponse(_environment().get_template(template).render(here=someone, **facts), status)


def show_to_nobody(template: str, status: int, **facts: Any) -> HTMLResponse:
    """Return a page for whom we could not look up, because something is wrong."""
    return HTMLResponse(_environment().get_template(template).render(here=None, **facts), status)


def record_address(scope: str, kind: str, record: UUID, **facts: str) -> str:
    """Return the address of a record's page."""
    path = f"/records/{quote(scope)}/{quote(kind)}/{record}"
    return f"{path}?{urlencode(facts)}" if facts else path


def approved_address(scope: str, kind: str, record: UUID) -> str:
    """Return the address of the page on which the programme office reads an approved record."""
    return f"/approved/{quote(scope)}/{quote(kind)}/{record}"


@cache
def static_address(name: str) -> str:
    """Return the address of a static file; another one with each version, so that browsers may keep it for ever."""
    content = style_sheet().encode() if name == "tokens.css" else (STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


@cache
def icon(name: str) -> Markup:
    """Return an icon of the set that ships with the program, to stand beside words."""
    drawn = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    drawn = drawn[drawn.index("<svg") :]
    return Markup(drawn.replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S704 - our own file


ROLES: Mapping[Role, str] = {
    Role.cda: i18n.N_("Agent (CDA)"),
    Role.ta: i18n.N_("Advisor (TA)"),
    Role.programme_officer: i18n.N_("Programme officer"),
    Role.administrator: i18n.N_("Administrator"),
    Role.auditor: i18n.N_("Auditor"),
}


def role_words(role: Role) -> str:
    """Return what a role is called."""
    return _(ROLES[role])


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.install_gettext_callables(_, ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.globals |= {
        "LANGUAGES": LANGUAGES,
        "Role": Role,
        "approved_address": approved_address,
        "format_day": i18n.format_day,
        "format_instant": i18n.format_instant,
        "format_money": i18n.format_money,
        "format_number": i18n.format_number,
        "icon": icon,
        "language": i18n.language,
        "record_address": record_address,
        "role_words": role_words,
        "static": static_address,
    }
    return environment
