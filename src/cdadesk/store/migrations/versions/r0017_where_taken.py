"""Where a photo was taken."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it."""
    op.add_column("record_attachment", sa.Column("taken_at", sa.Text))


def downgrade() -> None:
    """Refuse: what was written down would be lost."""
    raise NotImplementedError
