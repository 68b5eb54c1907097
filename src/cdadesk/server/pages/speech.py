"""Which language a request speaks: what the person chose, or what the browser asks for."""

from starlette.requests import HTTPConnection

from cdadesk.i18n import LANGUAGES

COOKIE = "cdadesk_language"
LASTS = 365 * 24 * 3600


def language_of(connection: HTTPConnection) -> str:
    """Return the language in which to answer."""
    chosen = connection.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    wished = (
        each.split(";")[0].strip()[:2].lower() for each in connection.headers.get("accept-language", "").split(",")
    )
    return next((each for each in wished if each in LANGUAGES), "en")
