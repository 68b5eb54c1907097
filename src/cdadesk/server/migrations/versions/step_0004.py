"""Keys for sticks: the server's own secret, and what each laptop signs with and is sealed to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of secrets, and room for the keys of laptops."""
    op.create_table(
        "secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )
    op.add_column("replica", sa.Column("sign_key", sa.Text(), nullable=True))
    op.add_column("replica", sa.Column("seal_key", sa.Text(), nullable=True))


def downgrade() -> None:
    """Forget all keys."""
    op.drop_column("replica", "seal_key")
    op.drop_column("replica", "sign_key")
    op.drop_table("secret")
