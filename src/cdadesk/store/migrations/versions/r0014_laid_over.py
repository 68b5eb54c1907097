"""What lies over a copy and was numbered is found at once, however much waits; pieces of the search join later."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the index hold the numbers, and the search merge its pieces less often."""
    op.drop_index("ix_op_laid_over", "op")
    op.create_index("ix_op_laid_over", "op", ["scope", "seq"], sqlite_where=sa.text("laid_over"))
    op.execute("INSERT INTO search (search, rank) VALUES ('automerge', 16)")


def downgrade() -> None:
    """Refuse, as all steps of this file do."""
    raise NotImplementedError
