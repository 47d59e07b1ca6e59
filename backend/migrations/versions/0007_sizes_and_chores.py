"""What uploads, runs and batches keep in bytes, and the chores of upkeep."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SIZED = ("uploads", "runs", "predictions")


def upgrade() -> None:
    op.create_table(
        "chores",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    for table in SIZED:
        # The janitor measures what was kept before.
        op.add_column(table, sa.Column("size", sa.BigInteger(), nullable=False, server_default="0"))
    for table in ("runs", "predictions", "studies", "trials", "chunks", "refreshes"):
        op.create_index(f"ix_{table}_state_finished", table, ["state", "finished_at"])


def downgrade() -> None:
    for table in ("runs", "predictions", "studies", "trials", "chunks", "refreshes"):
        op.drop_index(f"ix_{table}_state_finished", table)
    for table in reversed(SIZED):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("size")
    op.drop_table("chores")
