"""Words, dates and figures in the user's language; the same for window, paper, console and web page."""

import datetime as dt
import functools
import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, parse_pattern

from cdadesk import clock, resources

DOMAIN = "cdadesk"
LANGUAGES = {"en": "English", "hi": "हिन्दी"}
_LOCALES = {"en": "en_IN", "hi": "hi_IN"}
_SYMBOLS = {"INR": "₹", "USD": "US$"}

_process_language = ["en"]
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def N_(text: str) -> str:
    """Mark a text for the catalogues; it is translated where it is shown."""
    return text


def _(text: str) -> str:
    """Return the text in the language in use."""
    return _catalogue(language()).gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form that fits the count, in the language in use."""
    return _catalogue(language()).ngettext(one, many, count)


def language() -> str:
    """Return the code of the language in use here: `en` or `hi`."""
    return _spoken.get() or _process_language[0]


def use_language(code: str) -> None:
    """Set the language of the whole process; raises ValueError for one that has no catalogue."""
    _process_language[0] = _known(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use another language inside the block, in this thread or request only."""
    token = _spoken.set(_known(code))
    try:
        yield
    finally:
        _spoken.reset(token)


def _known(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"no catalogue for {code!r}")
    return code


@functools.cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    folder = resources.path("locales", code, "LC_MESSAGES")
    compiled = folder / f"{DOMAIN}.mo"
    if compiled.exists():
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    return _from_source(folder / f"{DOMAIN}.po")


def _from_source(written: Path) -> gettext.NullTranslations:
    """Compile a catalogue in memory: a source tree works before anyone compiled it."""
    import io  # noqa: PLC0415 - only a source tree without compiled catalogues comes here

    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = io.BytesIO()
    with written.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _locale() -> Locale:
    return _locale_of(language())


@functools.cache
def _locale_of(code: str) -> Locale:
    return Locale.parse(_LOCALES[code])


_shape = functools.cache(parse_pattern)  # a table of figures is measured and written a thousand times


def format_number(value: int) -> str:
    """Write a whole number with Indian grouping: 1,23,456."""
    return format_decimal(value, _shape("#,##,##0"), locale=_locale())


def format_scaled(hundredths: int, unit: str = "") -> str:
    """Write a count of hundredths, without idle zeros: 1250 -> 12.5."""
    plain = format_decimal(Decimal(hundredths) / 100, _shape("#,##,##0.##"), locale=_locale())
    return f"{plain} {unit}".strip() if unit != "%" else f"{plain} %"


def format_amount(minor: int) -> str:
    """Write an amount without its currency: 1,23,456.78, with a true minus sign below zero."""
    written = format_decimal(Decimal(abs(minor)) / 100, _shape("#,##,##0.00"), locale=_locale())
    return f"\N{MINUS SIGN}{written}" if minor < 0 else written


def format_money(minor: int, currency: str = "INR") -> str:
    """Write an amount with its currency: ₹ 1,23,456.78."""
    return f"{_SYMBOLS.get(currency, currency)}\N{NO-BREAK SPACE}{format_amount(minor)}"


def format_day(day: dt.date) -> str:
    """Write a day: 14 Mar 2026."""
    return format_date(day, "d MMM y", locale=_locale())


def format_partial(date: str) -> str:
    """Write a partial date (`1998`, `1998-03`, `1998-03-14`) as far as it is known."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return format_day(dt.date(*parts))
    if len(parts) == 2:
        return format_date(dt.date(parts[0], parts[1], 1), "MMM y", locale=_locale())
    return str(parts[0])


def format_instant(instant: dt.datetime) -> str:
    """Write an instant as the local day and time of India: 14 Mar 2026, 18:40."""
    return format_datetime(instant.astimezone(clock.INDIA), "d MMM y, HH:mm", locale=_locale())


def format_month(month: int) -> str:
    """Return the short name of a month, 1 to 12."""
    return str(_locale().months["format"]["abbreviated"][month])


def format_weekday(weekday: int) -> str:
    """Return the short name of a day of the week, Monday is 0."""
    return str(_locale().days["format"]["abbreviated"][weekday])
