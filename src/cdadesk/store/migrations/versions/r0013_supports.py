"""Notes and strengths of the study name the issue that they bear out."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for the issue."""
    for kind in ("study_note", "swot_item"):
        op.add_column(f"record_{kind}", sa.Column("supports", sa.Text))


def downgrade() -> None:
    """Refuse: what was pointed at would be lost."""
    raise NotImplementedError
