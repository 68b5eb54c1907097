"""Asking for many records at once: their ids are one value of the question, however many they are."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select


def among(column: ColumnElement[Any], records: Iterable[UUID | str]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of these ids; SQLite takes only so many values one by one."""
    listed = func.json_each(json.dumps([str(each) for each in records])).table_valued("value")
    return column.in_(select(listed.c.value))
