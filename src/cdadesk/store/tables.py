"""The store's own tables, beside one for each entity: what was done, what waits, what the server said."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text

from cdadesk.store.json_text import JsonText

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)

op = Table(
    "op",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("h", Text, nullable=False),
    Column("save", Text, nullable=False),
    Column("in_group", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("entry", Text, nullable=False),  # frozen: the op, or its stub, as the wire carries it
    Column("size", Integer, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("laid_over", Boolean, nullable=False),
    Column("epoch", Integer),
    Column("seq", Integer),
    Column("code", Text, nullable=False, server_default=""),
    Column("sentence", Text, nullable=False, server_default=""),
    Index(None, "record", "kind"),
    Index(None, "state", "record"),
)
Index("ix_op_laid_over", op.c.scope, op.c.seq, sqlite_where=op.c.laid_over)
Index("ix_op_seen", op.c.scope, op.c.epoch, op.c.seq)

judged = Table(
    "judged",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),  # when the server's word on the op came
)

former_op = Table(
    "former_op",
    metadata,
    Column("replica", Text, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("h", Text, nullable=False),
    Column("save", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("epoch", Integer),
    Column("seq", Integer),
    Column("code", Text, nullable=False, server_default=""),
    Column("sentence", Text, nullable=False, server_default=""),
    Column("at", Text, nullable=False),
    Index(None, "scope", "epoch", "seq"),
)

set_aside = Table(
    "set_aside",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("row", JsonText, nullable=False),
    Column("title", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("sent", Boolean, nullable=False),
    Index(None, "record", "kind"),
)

anew = Table(
    "anew",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("why", Text, nullable=False),
)

came_again = Table(
    "came_again",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("record", Text, primary_key=True),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("leaves", JsonText, nullable=False),  # path to what stood there before, and what was put in its place
    Column("author", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("local_day", Text, nullable=False),
    Column("replica", Text, nullable=False),
    Column("save", Text),
    Column("n", Integer),
    Column("epoch", Integer),
    Column("seq", Integer),
    Index(None, "record", "kind"),
    Index(None, "n"),
)
Index("ix_history_save", history.c.save, sqlite_where=history.c.save.is_not(None))

server_copy = Table(
    "server_copy",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("leaves", JsonText, nullable=False),
)

erasure = Table(
    "erasure",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("author", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("epoch", Integer),
    Column("seq", Integer),
    Column("n", Integer),  # the op of this laptop that erased
    Index(None, "record", "kind"),
)

leaving = Table(  # records that went out of sight, as long as something of them waits to be sent
    "leaving",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("record", Text, primary_key=True),
)

parked = Table(
    "parked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("row", JsonText, nullable=False),
    Column("epoch", Integer, nullable=False),
)

cursor = Table(
    "cursor",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("granted", Boolean, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("whole_epoch", Integer, nullable=False),  # all up to here has come, whatever changed place since
    Column("whole_seq", Integer, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("form", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("element", Text, primary_key=True),
    Column("base", JsonText),
    Column("body", JsonText, nullable=False),
    Column("typed_at", Text, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", JsonText),
)

blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("whole", Boolean, nullable=False),
)

blob_sent = Table(
    "blob_sent",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
)

guest_op = Table(
    "guest_op",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("replica", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("h", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("entry", Text, nullable=False),  # as its laptop froze it
    Column("laid_over", Boolean, nullable=False),
    Column("epoch", Integer),
    Column("seq", Integer),
    Index(None, "record", "kind"),
    Index(None, "replica", "n", unique=True),
)

carried = Table(
    "carried",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sender", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("read_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sentence", Text, nullable=False, server_default=""),
    Column("laid", Boolean, nullable=False),
    Column("payload", LargeBinary),  # as it came, until the server has it
    Column("reply", LargeBinary),  # for its sender, until that is known to have it
    Column("handed_at", Text),
)

stick = Table(
    "stick",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("replica", Text, nullable=False),
    Column("written_at", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("files", JsonText, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("size", Integer, nullable=False),
)

search_entry = Table(
    "search_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index(None, "record", "kind", unique=True),
)

search_due = Table(  # records that came and are still to be put into the index, a page of the server at a time
    "search_due",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("records", JsonText, nullable=False),
)

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(title, words, content='', contentless_delete=1, prefix='2 3', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
)

SEARCH_MERGES = "INSERT INTO search (search, rank) VALUES ('automerge', 16)"
"""Pieces of the index are put together late: each page of a first download is one, and most is written once so."""
