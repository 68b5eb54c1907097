"""A record remembers for ever which of its paths were erased, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a record remembers."""
    op.add_column("record", sa.Column("erased", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("record", "erased")
