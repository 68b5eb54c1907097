"""The first schema: one table for each entity of the first release, and the store's own."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TYPES = {"text": sa.Text, "whole": sa.BigInteger, "yes_no": sa.Boolean, "parts": sa.Text}

RECORDS = {
    "cluster": (
        "name:text code:text product:text place:text cluster_type:text sub_type:text locations:parts "
        "estimates:parts programme_name:text donor:text started_on:text planned_end:text methodology:text "
        "phase:text phase_history:parts exit_on:text remarks:text"
    ),
    "actor": (
        "name:text code:text actor_kind:text roles:parts size_band:text mechanised:yes_no "
        "hitherto_unserved:yes_no place:text products:text year_started:whole relations:parts merged_into:text "
        "remarks:text"
    ),
    "actor_private": "attitudes:parts remarks:text",
    "person": "name:text actor:text role:text programme_roles:parts",
    "person_private": (
        "consents:parts sex:text year_of_birth:whole phone:text preferred_language:text "
        "can_read_hindi:yes_no can_read_english:yes_no leader_signal:text"
    ),
    "network": (
        "name:text code:text network_kind:text actor:text formed_on:text purpose:text revived:yes_no "
        "dormant_since:text legal_form:text registration_number:text registration_act:text registered_on:text "
        "membership_fee:parts quorum_percent:whole rules:text members:parts count_entries:parts "
        "office_bearers:parts"
    ),
    "meeting": (
        "held_on:text started_at:text place:text meeting_kind:text network:text convened_by:text "
        "chair:text invited:parts attendance:parts present_count:whole agenda:parts decisions:parts "
        "conflicts:text next_meeting_on:text minutes_signed_by:text"
    ),
    "task": "what:text who:text due_on:text status:text done_on:text proof:text",
    "trust_event": (
        "subject_kind:text network:text place:text pair:text actor:text ladder_item:text "
        "event_on:text participants_count:whole participants:parts active_members_at:whole evidence:parts "
        "quorum_decided:yes_no standing_until:text severity:whole resolved_on:text remarks:text"
    ),
    "fair": (
        "name:text code:text place:text from_on:text to_on:text series:text ordinal:whole level:text "
        "network:text budget_lines:parts sources:parts promises:parts participants:parts fixed_shares:parts "
        "in_kind:parts relief_percent:whole relief_source:parts relief_pool:parts relief_received:parts "
        "cut_off_on:text overspend_limit:whole under_spend:text carry_forward_decision:text cash_counted:parts "
        "total_cost:parts private_percent:whole programme_percent:whole institutions_percent:whole remarks:text"
    ),
    "settlement": (
        "account:parts check_code:text approved_in:text decision:parts approved_on:text revision:whole "
        "replaces:text reason:text"
    ),
    "comment": "about_kind:text about_id:text about_path:text read:parts reply_to:text text:text",
    "verdict": "about_kind:text about_id:text judged:parts outcome:text reason:text",
    "conflict": (
        "about_kind:text about_id:text path:text kept:parts offered:parts base:parts kept_author:text "
        "offered_author:text kept_at:text offered_at:text kept_replica:text offered_replica:text settled:parts"
    ),
}

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(title, words, content='', contentless_delete=1, prefix='2 3', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
)


def upgrade() -> None:
    """Make every table."""
    for kind, words in RECORDS.items():
        record_table(f"record_{kind}", words)
    op_table()
    history_table()
    tables_of_the_exchange()
    tables_of_the_person()
    op.execute(SEARCH)


def downgrade() -> None:
    """Refuse: before the first schema there is nothing."""
    raise NotImplementedError


def record_table(name: str, words: str) -> None:
    """Make the table of one entity."""
    op.create_table(
        name,
        *(texts("scope", "id")),
        sa.Column("parent_id", sa.Text),
        sa.Column("seen_epoch", sa.Integer),
        sa.Column("seen_seq", sa.Integer),
        *(sa.Column(each, sa.Text) for each in ("missing", "certainty", "left_so", "void", "unread")),
        *(sa.Column(each, TYPES[kind]) for each, kind in (word.split(":") for word in words.split())),
        sa.PrimaryKeyConstraint("scope", "id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_id", name, ["id"])
    op.create_index(f"ix_{name}_parent_id", name, ["parent_id"])


def texts(*names: str) -> Iterator[sa.Column[str]]:
    """Yield columns of text that are never blank."""
    return (sa.Column(name, sa.Text, nullable=False) for name in names)


def op_table() -> None:
    """Make the outbox."""
    op.create_table(
        "op",
        sa.Column("n", sa.Integer, nullable=False),
        *texts("h", "save", "in_group", "scope", "kind", "record", "entry"),
        sa.Column("size", sa.Integer, nullable=False),
        *texts("made_at", "state"),
        sa.Column("laid_over", sa.Boolean, nullable=False),
        sa.Column("epoch", sa.Integer),
        sa.Column("seq", sa.Integer),
        sa.Column("code", sa.Text, server_default="", nullable=False),
        sa.Column("sentence", sa.Text, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_op"),
    )
    op.create_index("ix_op_record_kind", "op", ["record", "kind"])
    op.create_index("ix_op_state", "op", ["state"])
    op.create_index("ix_op_laid_over", "op", ["scope"], sqlite_where=sa.text("laid_over"))
    op.create_index("ix_op_seen", "op", ["scope", "epoch", "seq"])


def history_table() -> None:
    """Make the history."""
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, nullable=False),
        *texts("scope", "kind", "record", "path"),
        sa.Column("before", sa.Text),
        sa.Column("value", sa.Text),
        *texts("author", "made_at", "local_day", "replica"),
        sa.Column("save", sa.Text),
        sa.Column("n", sa.Integer),
        sa.Column("epoch", sa.Integer),
        sa.Column("seq", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_record_kind", "history", ["record", "kind"])
    op.create_index("ix_history_save", "history", ["save"])
    op.create_index("ix_history_n", "history", ["n"])


def tables_of_the_exchange() -> None:
    """Make what keeps the server's word: copies, rows that wait for an upgrade, cursors."""
    op.create_table(
        "server_copy",
        *texts("scope", "kind", "record"),
        sa.Column("leaves", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("scope", "kind", "record", name="pk_server_copy"),
    )
    op.create_table(
        "parked",
        sa.Column("id", sa.Integer, nullable=False),
        *texts("scope", "kind", "record"),
        sa.Column("row", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parked"),
    )
    op.create_table(
        "cursor",
        *texts("scope"),
        sa.Column("name", sa.Text, server_default="", nullable=False),
        sa.Column("granted", sa.Boolean, nullable=False),
        *(sa.Column(each, sa.Integer, nullable=False) for each in ("epoch", "seq", "whole_epoch", "whole_seq")),
        sa.PrimaryKeyConstraint("scope", name="pk_cursor"),
    )


def tables_of_the_person() -> None:
    """Make what keeps drafts and settings, and the search's list of records."""
    op.create_table(
        "draft",
        *texts("form", "record", "element"),
        sa.Column("base", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        *texts("typed_at"),
        sa.PrimaryKeyConstraint("form", "record", "element", name="pk_draft"),
    )
    op.create_table(
        "setting",
        *texts("name"),
        sa.Column("value", sa.Text),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer, nullable=False),
        *texts("scope", "kind", "record"),
        sa.PrimaryKeyConstraint("id", name="pk_search_entry"),
    )
    op.create_index("ix_search_entry_record_kind", "search_entry", ["record", "kind"], unique=True)
