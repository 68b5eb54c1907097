"""Which records came, and are still to be put into the index of the search."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        "search_due",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("records", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_due"),
    )


def downgrade() -> None:
    """Refuse: what came since could not be found any more."""
    raise NotImplementedError
