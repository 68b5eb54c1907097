"""Question sets, and interviews with their confidential halves."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SETS = ("name", "code", "version", "actor_kinds", "languages", "form", "check_sum")
HEAD = ("held_on", "interviewer", "question_set", "set_name", "set_code", "set_version", "actor_kind", "actor")
TALK = ("interview_mode", "language", "duration", "interview_round", "place")
CONSENT = ("agreement", "agreed_on", "consent_mode", "consent_language", "withdrawn_on")


def upgrade() -> None:
    """Make the tables."""
    _records("record_question_set", SETS)
    _records("record_interview", (*HEAD, *TALK, *CONSENT, "answers", "remarks"))
    _records("record_interview_private", ("actor", "respondents", "witness", "answers", "remarks"))


def downgrade() -> None:
    """Refuse: interviews would be lost."""
    raise NotImplementedError


def _records(name: str, fields: tuple[str, ...]) -> None:
    op.create_table(
        name,
        *(sa.Column(each, sa.Text, nullable=False) for each in ("scope", "id")),
        sa.Column("parent_id", sa.Text),
        sa.Column("seen_epoch", sa.Integer),
        sa.Column("seen_seq", sa.Integer),
        *(sa.Column(each, sa.Text) for each in ("missing", "certainty", "left_so", "void", "unread")),
        *(sa.Column(each, sa.BigInteger if each == "duration" else sa.Text) for each in fields),
        sa.PrimaryKeyConstraint("scope", "id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_id", name, ["id"])
    op.create_index(f"ix_{name}_parent_id", name, ["parent_id"])
