"""A laptop has a name that people gave it, beside the one that it has by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("replica") as table:
        table.add_column(sa.Column("called", sa.Text(), nullable=True))


def downgrade() -> None:
    """Drop it: the laptops are called as they call themselves."""
    with op.batch_alter_table("replica") as table:
        table.drop_column("called")
