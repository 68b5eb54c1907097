"""What the diagnostic study needs beside interviews, and who guides the work."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TYPES = {"text": sa.Text, "whole": sa.BigInteger, "yes_no": sa.Boolean, "parts": sa.Text}

RECORDS = {
    "value_chain_step": (
        "product:text position:whole step:text done_by:text quantity:text bought_for:parts own_cost:parts "
        "price:parts year:whole source:text remarks:text"
    ),
    "product_process": (
        "product:text position:whole process:text done_by:text tools:text takes:text weak_point:text "
        "focus:yes_no focus_reason:text source:text"
    ),
    "study_note": "section:text area:text heading:text said:text source:text",
    "swot_item": "quadrant:text said:text source:text",
    "unit_study": (
        "firm:text studied_on:text expert:text measures:parts advice:text investment:parts loan:parts "
        "lender:text adopted:text remarks:text"
    ),
    "pilot_development": (
        "name:text provider:text test_firms:parts price:parts rebate:whole ready_to_buy:whole "
        "expected_buyers:whole contract_on:text contract:text rights:text from_on:text to_on:text state:text "
        "result:text"
    ),
    "benchmark": (
        "measure:text unit:text firm:text own_value:whole own_on:text other:text twin:yes_no "
        "other_value:whole other_on:text source:text lesson:text"
    ),
    "cluster_map": "map_on:text map_kind:text nodes:parts links:parts policy_words:text world_words:text remarks:text",
    "posting": (
        "person:text role:text from_on:text to_on:text employer:text selected_by:text selected_why:text "
        "trainings:parts full_time:yes_no other_duties:text may_spend:parts may_decide:text"
    ),
    "committee": "name:text tier:text remit:text members:parts meetings:parts recommendations:parts",
    "cluster_candidate": "name:text place:text setting:text scores:parts chosen:yes_no decided_on:text reason:text",
    "cluster_programme": (
        "agency:text programme:text tier:text objective:text future_role:text from_year:whole to_year:whole "
        "staffing:text private_share:yes_no public_share:yes_no thrusts:parts social_capital:yes_no "
        "served:parts done:whole in_progress:whole source:text remarks:text"
    ),
}


def upgrade() -> None:
    """Make a table for each."""
    for kind, words in RECORDS.items():
        _table(f"record_{kind}", [word.split(":") for word in words.split()])


def downgrade() -> None:
    """Refuse: records would be lost."""
    raise NotImplementedError


def _table(name: str, columns: list[list[str]]) -> None:
    op.create_table(
        name,
        *(sa.Column(each, sa.Text, nullable=False) for each in ("scope", "id")),
        sa.Column("parent_id", sa.Text),
        sa.Column("seen_epoch", sa.Integer),
        sa.Column("seen_seq", sa.Integer),
        *(sa.Column(each, sa.Text) for each in ("missing", "certainty", "left_so", "void", "unread")),
        *(sa.Column(column, TYPES[kind]) for column, kind in columns),
        sa.PrimaryKeyConstraint("scope", "id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_id", name, ["id"])
    op.create_index(f"ix_{name}_parent_id", name, ["parent_id"])
