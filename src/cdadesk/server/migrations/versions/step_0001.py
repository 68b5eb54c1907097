"""The first tables: scopes, records and their history, and the people and laptops they come from."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "dead_letter",
    "history",
    "record",
    "scope",
    "scope_author",
    "failed_sign_in",
    "user_account",
    "alias",
    "assignment",
    "replica",
    "sign_in",
    "device_token",
    "enrolment",
    "outcome",
)


def upgrade() -> None:
    """Make all tables."""
    _records()
    _people()


def downgrade() -> None:
    """Drop all tables."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _records() -> None:
    op.create_table(
        "dead_letter",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("replica", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("in_group", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("mended_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "replica", "n", name=op.f("pk_dead_letter")),
    )
    op.create_index(op.f("ix_dead_letter_scope_kind_record"), "dead_letter", ["scope", "kind", "record"])
    op.create_table(
        "history",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("replica", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=True),
        sa.Column("resolves", sa.JSON(), nullable=False),
        sa.Column("in_group", sa.Uuid(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("local_day", sa.Date(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "seq", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_scope_kind_record_seq"), "history", ["scope", "kind", "record", "seq"])
    op.create_table(
        "record",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("stamps", sa.JSON(), nullable=False),
        sa.Column("writers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "kind", "id", name=op.f("pk_record")),
        sa.UniqueConstraint("scope", "seq", name=op.f("uq_record_scope_seq")),
    )
    op.create_table(
        "scope",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_scope")),
    )
    op.create_table(
        "scope_author",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "author", name=op.f("pk_scope_author")),
    )


def _people() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_failed_sign_in")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("disabled_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("login", name=op.f("uq_user_account_login")),
    )
    op.create_table(
        "alias",
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("user", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["user_account.id"], name=op.f("fk_alias_user")),
        sa.PrimaryKeyConstraint("author", name=op.f("pk_alias")),
    )
    op.create_table(
        "assignment",
        sa.Column("user", sa.Uuid(), nullable=False),
        sa.Column("cluster", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["user_account.id"], name=op.f("fk_assignment_user")),
        sa.PrimaryKeyConstraint("user", "cluster", name=op.f("pk_assignment")),
    )
    op.create_table(
        "replica",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user", sa.Uuid(), nullable=False),
        sa.Column("laptop", sa.Text(), nullable=False),
        sa.Column("last_n", sa.BigInteger(), nullable=False),
        sa.Column("h", sa.Text(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=True),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user"], ["user_account.id"], name=op.f("fk_replica_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replica")),
    )
    op.create_index(op.f("ix_replica_user"), "replica", ["user"])
    op.create_table(
        "sign_in",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("user", sa.Uuid(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["user_account.id"], name=op.f("fk_sign_in_user")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_user"), "sign_in", ["user"])
    op.create_table(
        "device_token",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("replica", sa.Uuid(), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["replica"], ["replica.id"], name=op.f("fk_device_token_replica")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_device_token")),
    )
    op.create_index(op.f("ix_device_token_replica"), "device_token", ["replica"])
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user", sa.Uuid(), nullable=False),
        sa.Column("replica", sa.Uuid(), nullable=False),
        sa.Column("laptop", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("clusters", sa.JSON(), nullable=False),
        sa.Column("enrolled_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["replica"], ["replica.id"], name=op.f("fk_enrolment_replica")),
        sa.ForeignKeyConstraint(["user"], ["user_account.id"], name=op.f("fk_enrolment_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_user"), "enrolment", ["user"])
    op.create_table(
        "outcome",
        sa.Column("replica", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("h", sa.Text(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["replica"], ["replica.id"], name=op.f("fk_outcome_replica")),
        sa.PrimaryKeyConstraint("replica", "n", name=op.f("pk_outcome")),
    )
