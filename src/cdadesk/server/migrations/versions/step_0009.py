"""What waits for an advisor has a table, filled when the server starts; what hangs on a record is found by an index."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OWNERS = {
    "sqlite": "coalesce(json_extract(\"values\", '$.about_id'), json_extract(\"values\", '$.parent_id'))",
    "postgresql": "coalesce(\"values\" ->> 'about_id', \"values\" ->> 'parent_id')",
}


def upgrade() -> None:
    """Make the tables and the column, and note of each record on what it hangs."""
    with op.batch_alter_table("record") as table:
        table.add_column(sa.Column("hangs_on", sa.Text(), nullable=True))
    op.execute(f"UPDATE record SET hangs_on = {_OWNERS[op.get_bind().dialect.name]}")  # noqa: S608 - no value of anybody
    op.create_index(op.f("ix_record_scope_hangs_on"), "record", ["scope", "hangs_on"])
    op.create_table(
        "queued",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "kind", "id", name=op.f("pk_queued")),
    )
    op.create_index(op.f("ix_queued_scope_rank_received_at"), "queued", ["scope", "rank", "received_at"])
    op.create_table(
        "filled",
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_filled")),
    )


def downgrade() -> None:
    """Drop them; all of it can be worked out again."""
    op.drop_table("filled")
    op.drop_index(op.f("ix_queued_scope_rank_received_at"), table_name="queued")
    op.drop_table("queued")
    op.drop_index(op.f("ix_record_scope_hangs_on"), table_name="record")
    with op.batch_alter_table("record") as table:
        table.drop_column("hangs_on")
