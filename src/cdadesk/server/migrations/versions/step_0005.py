"""What is left of a record where it once lay."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "departed",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("stamps", sa.JSON(), nullable=False),
        sa.Column("erased", sa.JSON(), nullable=True),
        sa.Column("to_scope", sa.Text(), nullable=False),
        sa.Column("arrived", sa.JSON(), nullable=False),
        sa.Column("back", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "kind", "id", name=op.f("pk_departed")),
    )
    op.create_index(op.f("ix_departed_scope_seq"), "departed", ["scope", "seq"])
    op.create_index(op.f("ix_departed_scope_id"), "departed", ["scope", "id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_table("departed")
