"""Which records went out of sight while something of them waited to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "leaving",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("scope", "kind", "record")),
        sa.PrimaryKeyConstraint("scope", "kind", "record", name="pk_leaving"),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("leaving")
