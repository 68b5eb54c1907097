"""The bytes of a file have a name of their own in its row, and are remembered until they are deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_FILE = sa.table("blob", sa.column("scope"), sa.column("sha256"), sa.column("object"), sa.column("received_at"))
_LEFT = sa.table("departed", sa.column("scope"), sa.column("kind"), sa.column("to_scope"), sa.column("seq"))


def upgrade() -> None:
    """Name the bytes of each file as they were named so far: by the scope in which the file came."""
    with op.batch_alter_table("blob") as table:
        table.add_column(sa.Column("object", sa.Text(), nullable=False, server_default=""))
    _name_all()
    with op.batch_alter_table("blob") as table:
        table.alter_column("object", server_default=None)
    op.create_index(op.f("ix_blob_object_scope"), "blob", ["object", "scope"])
    op.create_table(
        "gone_object",
        sa.Column("object", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("object", name=op.f("pk_gone_object")),
    )


def downgrade() -> None:
    """Forget the names; files of moved attachments are lost to their new scope."""
    op.drop_table("gone_object")
    op.drop_index(op.f("ix_blob_object_scope"), table_name="blob")
    with op.batch_alter_table("blob") as table:
        table.drop_column("object")


def _name_all() -> None:
    """Name all files; that of a moved attachment was told to its new scope with the old time, and lies in the old."""
    connection = op.get_bind()
    files = connection.execute(sa.select(_FILE.c.scope, _FILE.c.sha256, _FILE.c.received_at)).all()
    came = {(scope, sha256): at for scope, sha256, at in files}
    moves = sa.select(_LEFT.c.scope, _LEFT.c.to_scope).where(_LEFT.c.kind == "attachment").order_by(_LEFT.c.seq)
    ways = {there: here for here, there in connection.execute(moves)}
    for scope, sha256, at in files:
        first, passed = scope, {scope}
        while came.get((ways.get(first, ""), sha256)) == at and ways[first] not in passed:
            first = ways[first]
            passed.add(first)
        name = f"files/{first.replace(':', '-')}/{sha256}"
        mine = sa.and_(_FILE.c.scope == scope, _FILE.c.sha256 == sha256)
        connection.execute(sa.update(_FILE).where(mine).values(object=name))
