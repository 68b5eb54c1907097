"""How many records wait is counted in the index alone: it is asked after each portion of an exchange."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the index of the states hold the records, too."""
    op.drop_index("ix_op_state", "op")
    op.create_index("ix_op_state_record", "op", ["state", "record"])


def downgrade() -> None:
    """Go back to the index of the states alone."""
    op.drop_index("ix_op_state_record", "op")
    op.create_index("ix_op_state", "op", ["state"])
