"""Indicators with their baselines, targets and actual figures."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NAME = "record_indicator"
FIELDS = ("name", "code", "unit", "level", "good_when", "attribution", "figures", "remarks")


def upgrade() -> None:
    """Make a table for them."""
    op.create_table(
        NAME,
        *(sa.Column(each, sa.Text, nullable=False) for each in ("scope", "id")),
        sa.Column("parent_id", sa.Text),
        sa.Column("seen_epoch", sa.Integer),
        sa.Column("seen_seq", sa.Integer),
        *(sa.Column(each, sa.Text) for each in ("missing", "certainty", "left_so", "void", "unread")),
        *(sa.Column(each, sa.Text) for each in FIELDS),
        sa.PrimaryKeyConstraint("scope", "id", name=f"pk_{NAME}"),
    )
    op.create_index(f"ix_{NAME}_id", NAME, ["id"])
    op.create_index(f"ix_{NAME}_parent_id", NAME, ["parent_id"])


def downgrade() -> None:
    """Refuse: records would be lost."""
    raise NotImplementedError
