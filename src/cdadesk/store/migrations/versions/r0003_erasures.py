"""What was erased, by whom and when."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXTS = ("scope", "kind", "record", "path", "author", "made_at")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "erasure",
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.Integer) for name in ("epoch", "seq", "n")),
        sa.PrimaryKeyConstraint("scope", "kind", "record", "path", name="pk_erasure"),
    )
    op.create_index("ix_erasure_record_kind", "erasure", ["record", "kind"])


def downgrade() -> None:
    """Forget it."""
    op.drop_table("erasure")
