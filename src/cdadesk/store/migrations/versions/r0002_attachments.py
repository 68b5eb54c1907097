"""Attachments: their records, which files lie in the profile's folder, and which of them the server has whole."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXTS = ("about_kind", "about_path", "file_name", "media_type")


def upgrade() -> None:
    """Make the tables."""
    _records()
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
    )
    op.create_table(
        "blob_sent",
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("scope", "sha256", name="pk_blob_sent"),
    )


def downgrade() -> None:
    """Refuse: photos would be lost."""
    raise NotImplementedError


def _records() -> None:
    name = "record_attachment"
    op.create_table(
        name,
        *(sa.Column(each, sa.Text, nullable=False) for each in ("scope", "id")),
        sa.Column("parent_id", sa.Text),
        sa.Column("seen_epoch", sa.Integer),
        sa.Column("seen_seq", sa.Integer),
        *(sa.Column(each, sa.Text) for each in ("missing", "certainty", "left_so", "void", "unread")),
        *(sa.Column(each, sa.Text) for each in ("caption", "taken_on", *TEXTS)),
        sa.Column("size", sa.BigInteger),
        *(sa.Column(each, sa.Text) for each in ("sha256", "original_sha256")),
        sa.Column("original_size", sa.BigInteger),
        *(sa.Column(each, sa.Text) for each in ("original_type", "thumbnail")),
        sa.PrimaryKeyConstraint("scope", "id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_id", name, ["id"])
    op.create_index(f"ix_{name}_parent_id", name, ["parent_id"])
