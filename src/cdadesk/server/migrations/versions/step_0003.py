"""What a restored server and restored laptops need: fences, recovered rows, the server's identity, former replicas."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "fence",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "epoch", name=op.f("pk_fence")),
    )
    op.create_table(
        "recovered_row",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("replica", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "replica", "digest", name=op.f("pk_recovered_row")),
    )
    identity = op.create_table(
        "identity", sa.Column("id", sa.Uuid(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f("pk_identity"))
    )
    op.bulk_insert(identity, [{"id": uuid4()}])
    with op.batch_alter_table("replica") as batch:
        batch.add_column(sa.Column("former", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("former_n", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("replica") as batch:
        batch.drop_column("former_n")
        batch.drop_column("former")
    for table in ("identity", "recovered_row", "fence"):
        op.drop_table(table)
