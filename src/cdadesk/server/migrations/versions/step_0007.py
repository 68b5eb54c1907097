"""Dead letters are found by their record, whichever scope they are filed under: what is erased goes from all."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(op.f("ix_dead_letter_record_scope"), "dead_letter", ["record", "scope"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f("ix_dead_letter_record_scope"), table_name="dead_letter")
