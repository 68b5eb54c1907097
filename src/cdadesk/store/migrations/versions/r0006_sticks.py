"""Sticks: ops of colleagues seen on one, bundles that are carried for them, and what was written by ourselves."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _guest_op()
    _carried()
    op.create_table(
        "stick",
        sa.Column("id", sa.Integer(), nullable=False),
        *_texts("replica", "written_at", "receiver", "place", "files"),
        *_numbers("first", "last", "size"),
        sa.PrimaryKeyConstraint("id", name="pk_stick"),
    )


def downgrade() -> None:
    """Refuse: what is carried for others would be lost."""
    raise NotImplementedError


def _guest_op() -> None:
    op.create_table(
        "guest_op",
        sa.Column("id", sa.Integer(), nullable=False),
        *_texts("replica"),
        *_numbers("n"),
        *_texts("h", "scope", "kind", "record", "entry"),
        sa.Column("laid_over", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer()),
        sa.Column("seq", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_guest_op"),
    )
    op.create_index("ix_guest_op_record_kind", "guest_op", ["record", "kind"])
    op.create_index("ix_guest_op_replica_n", "guest_op", ["replica", "n"], unique=True)


def _carried() -> None:
    op.create_table(
        "carried",
        *_texts("id", "sender"),
        *_numbers("part", "parts", "first", "last"),
        *_texts("made_at", "read_at", "state"),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.Column("laid", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.LargeBinary()),
        sa.Column("reply", sa.LargeBinary()),
        sa.Column("handed_at", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_carried"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]
