"""Why a value was refused, in the user's language: one sentence by type of error, one table for the whole program."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from cdadesk.i18n import _, format_number

Sentence = Callable[[Mapping[str, Any]], str]

_SENTENCES: dict[str, Sentence] = {
    "missing": lambda _limits: _("This must be filled in."),
    "string_too_long": lambda limits: _("This text is too long: at most {most} characters fit.").format(
        most=format_number(limits["max_length"])
    ),
    "greater_than_equal": lambda limits: _("This must be at least {least}.").format(least=format_number(limits["ge"])),
    "less_than_equal": lambda limits: _("This must be at most {most}.").format(most=format_number(limits["le"])),
    "int_parsing": lambda _limits: _("This must be a whole number."),
    "int_type": lambda _limits: _("This must be a whole number."),
    "int_from_float": lambda _limits: _("This must be a whole number."),
    "enum": lambda _limits: _("Choose one of the answers of the list."),
    "date_from_datetime_parsing": lambda _limits: _("This is not a date."),
    "date_parsing": lambda _limits: _("This is not a date."),
    "uuid_parsing": lambda _limits: _("Choose an entry of the list."),
}


def complaints(error: ValidationError) -> dict[str, str]:
    """Return, by leaf path, why each value was refused."""
    return {
        "/".join(str(part) for part in each["loc"]): _sentence(each["type"], each.get("ctx", {}))
        for each in error.errors()
    }


def _sentence(kind: str, limits: Mapping[str, Any]) -> str:
    sentence = _SENTENCES.get(kind)
    return sentence(limits) if sentence else _("This answer does not fit here.")
