"""Large scopes lie ready for laptops that begin: which files there are, and up to which number they tell."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "first_download",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("spoiled", sa.Boolean(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "object", name=op.f("pk_first_download")),
    )


def downgrade() -> None:
    """Let the files go, and drop the table."""
    op.execute("INSERT INTO gone_object (object) SELECT object FROM first_download")
    op.drop_table("first_download")
