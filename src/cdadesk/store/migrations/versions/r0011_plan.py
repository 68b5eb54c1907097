"""Issues, articulated demands, visions and action plans: a table for each."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TYPES = {"text": sa.Text, "whole": sa.BigInteger, "parts": sa.Text}

RECORDS = {
    "issue": "name:text issue_kind:text area:text raised_by:parts ratings:parts causes:parts remarks:text",
    "demand": (
        "name:text felt_need:text issue:text steps:parts structural_need:text service:text firms_interested:whole "
        "firms_possible:whole deposit_payers:whole price_willing:parts offers:parts piloted_on:text "
        "pilot_firms:whole pilot_result:text bought_on:text buyers:whole paid:parts stage:text moves:parts "
        "remarks:text"
    ),
    "vision": (
        "words:text horizon:text measures:parts revision:whole replaces:text agreed_in:text agreed_on:text "
        "agreed_by:parts remarks:text"
    ),
    "action_plan": (
        "revision:whole made_on:text vision:text replaces:text reason:text lines:parts risks:parts not_now:parts "
        "exits:parts status:text validated_in:text validated_on:text changes_made:text approved_in:text "
        "approved_on:text decision:parts check_code:text remarks:text"
    ),
}


def upgrade() -> None:
    """Make the tables."""
    for kind, words in RECORDS.items():
        _record_table(f"record_{kind}", words)


def downgrade() -> None:
    """Refuse: what was found out and planned would be lost."""
    raise NotImplementedError


def _record_table(name: str, words: str) -> None:
    op.create_table(
        name,
        *(sa.Column(each, sa.Text, nullable=False) for each in ("scope", "id")),
        sa.Column("parent_id", sa.Text),
        sa.Column("seen_epoch", sa.Integer),
        sa.Column("seen_seq", sa.Integer),
        *(sa.Column(each, sa.Text) for each in ("missing", "certainty", "left_so", "void", "unread")),
        *(sa.Column(each, TYPES[kind]) for each, kind in (word.split(":") for word in words.split())),
        sa.PrimaryKeyConstraint("scope", "id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_id", name, ["id"])
    op.create_index(f"ix_{name}_parent_id", name, ["parent_id"])
