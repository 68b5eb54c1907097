"""Steps of the method of a cluster."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("record_cluster", sa.Column("method_steps", sa.Text))


def downgrade() -> None:
    """Refuse: what was noted of the steps would be lost."""
    raise NotImplementedError
