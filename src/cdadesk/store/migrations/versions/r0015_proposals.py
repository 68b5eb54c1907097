"""What a proposal to a scheme asks beside the plan, and a cluster's own rules of schemes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PLAN = ("first_objective", "other_objectives", "order_reason", "expected", "competence")
RULES = ("name", "copied_from", "valid_from", "valid_to", "source", "items", "terms", "remarks")


def upgrade() -> None:
    """Make room for both."""
    for name in PLAN:
        op.add_column("record_action_plan", sa.Column(name, sa.Text))
    op.create_table(
        "record_rule_set",
        *(sa.Column(each, sa.Text, nullable=False) for each in ("scope", "id")),
        sa.Column("parent_id", sa.Text),
        sa.Column("seen_epoch", sa.Integer),
        sa.Column("seen_seq", sa.Integer),
        *(sa.Column(each, sa.Text) for each in ("missing", "certainty", "left_so", "void", "unread")),
        *(sa.Column(each, sa.Text) for each in RULES),
        sa.PrimaryKeyConstraint("scope", "id", name="pk_record_rule_set"),
    )
    op.create_index("ix_record_rule_set_id", "record_rule_set", ["id"])
    op.create_index("ix_record_rule_set_parent_id", "record_rule_set", ["parent_id"])


def downgrade() -> None:
    """Refuse: what was written down would be lost."""
    raise NotImplementedError
