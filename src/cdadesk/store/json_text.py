"""JSON in a column of text. SQLite would take a column declared JSON for one of numbers, and round large ones."""

import json
from typing import Any

import msgspec
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from cdadesk.wire import canonical

_QUICK = msgspec.json.Encoder()
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def written(value: Any) -> str:
    """Return the value as a column keeps it."""
    try:
        return _QUICK.encode(value).decode()
    except (TypeError, UnicodeEncodeError):  # half a character, or keys that are no texts
        return _ENCODER.encode(value)


class JsonText(TypeDecorator[Any]):
    """A value as JSON; None is no value at all."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the value."""
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Read the value."""
        return None if value is None else canonical.read(value)
