"""What a restored or cloned laptop and a restored server need: former ops, rows set aside, scopes that come anew."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their tables."""
    former_op()
    op.create_table(
        "judged",
        sa.Column("n", sa.Integer, nullable=False),
        *texts("at"),
        sa.PrimaryKeyConstraint("n", name="pk_judged"),
    )
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer, nullable=False),
        *texts("scope", "kind", "record", "row", "title", "at"),
        sa.Column("sent", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_set_aside"),
    )
    op.create_index("ix_set_aside_record_kind", "set_aside", ["record", "kind"])
    op.create_table("anew", *texts("scope", "why"), sa.PrimaryKeyConstraint("scope", name="pk_anew"))
    op.create_table(
        "came_again",
        *texts("scope", "kind", "record"),
        sa.PrimaryKeyConstraint("scope", "kind", "record", name="pk_came_again"),
    )


def downgrade() -> None:
    """Refuse: what was set aside lies nowhere else."""
    raise NotImplementedError


def texts(*names: str) -> Iterator[sa.Column[str]]:
    """Yield columns of text that are never blank."""
    return (sa.Column(name, sa.Text, nullable=False) for name in names)


def former_op() -> None:
    """Make the journal of the replicas that this laptop was before."""
    op.create_table(
        "former_op",
        *texts("replica"),
        sa.Column("n", sa.Integer, nullable=False),
        *texts("h", "save", "scope", "kind", "record", "entry", "state"),
        sa.Column("epoch", sa.Integer),
        sa.Column("seq", sa.Integer),
        sa.Column("code", sa.Text, server_default="", nullable=False),
        sa.Column("sentence", sa.Text, server_default="", nullable=False),
        *texts("at"),
        sa.PrimaryKeyConstraint("replica", "n", name="pk_former_op"),
    )
    op.create_index("ix_former_op_scope_epoch_seq", "former_op", ["scope", "epoch", "seq"])
