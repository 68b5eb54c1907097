"""The history by changes: one row with all paths that a change touched, instead of a row for each path."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CHANGE = ("scope", "kind", "record", "author", "made_at", "local_day", "replica", "save", "n", "epoch", "seq")
_INDEXES = ("ix_history_record_kind", "ix_history_save", "ix_history_n")
_AT_ONCE = 2_000


def upgrade() -> None:
    """Lay the lines of each change together, in the order in which they were written."""
    for name in _INDEXES:
        op.drop_index(name, "history")
    op.rename_table("history", "history_by_path")
    _history()
    connection = op.get_bind()
    names = ", ".join(("id", "leaves", *_CHANGE))
    places = ", ".join(f":{name}" for name in ("id", "leaves", *_CHANGE))
    put = sa.text(f"INSERT INTO history ({names}) VALUES ({places})")  # noqa: S608 - the names stand above
    waiting: list[dict[str, Any]] = []
    for change in _changes(connection):
        waiting.append(change)
        if len(waiting) == _AT_ONCE:
            connection.execute(put, waiting)
            waiting = []
    if waiting:
        connection.execute(put, waiting)
    op.drop_table("history_by_path")
    op.create_index("ix_history_record_kind", "history", ["record", "kind"])
    op.create_index("ix_history_n", "history", ["n"])
    op.create_index("ix_history_save", "history", ["save"], sqlite_where=sa.text("save IS NOT NULL"))


def downgrade() -> None:
    """Refuse: an older version is opened from the backup that was made before."""
    raise NotImplementedError


def _history() -> None:
    texts = ("scope", "kind", "record", "leaves", "author", "made_at", "local_day", "replica")
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, nullable=False),
        *[sa.Column(name, sa.Text, nullable=False) for name in texts],
        sa.Column("save", sa.Text),
        *[sa.Column(name, sa.Integer) for name in ("n", "epoch", "seq")],
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )


def _changes(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Yield the changes; lines that follow each other and agree in all but the path are one."""
    lines = connection.execute(sa.text("SELECT * FROM history_by_path ORDER BY id")).mappings()
    for _change, members in groupby(lines, key=lambda line: [line[name] for name in _CHANGE]):
        yield from _cut([dict(line) for line in members])


def _cut(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the lines as one change, or as several where a path stands twice."""
    first, leaves = lines[0], dict[str, Any]()
    for line in lines:
        if line["path"] in leaves:
            yield _row(first, leaves)
            first, leaves = line, {}
        leaves[line["path"]] = [_value(line["before"]), _value(line["value"])]
    yield _row(first, leaves)


def _value(written: str | None) -> Any:
    return None if written is None else json.loads(written)


def _row(first: dict[str, Any], leaves: dict[str, Any]) -> dict[str, Any]:
    told = json.dumps(leaves, ensure_ascii=False, separators=(",", ":"))
    return {name: first[name] for name in ("id", *_CHANGE)} | {"leaves": told}
