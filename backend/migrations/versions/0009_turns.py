"""Whose each job is, so that clients take turns, and when jobs were begun, to be looked up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TAKEN_IN_TURN = ("runs", "predictions", "studies")


def upgrade() -> None:
    for table in TAKEN_IN_TURN:
        op.add_column(table, sa.Column("client", sa.String(32), nullable=False, server_default=""))
        op.create_index(f"ix_{table}_started_at", table, ["started_at"])


def downgrade() -> None:
    for table in TAKEN_IN_TURN:
        op.drop_index(f"ix_{table}_started_at", table)
        with op.batch_alter_table(table) as batch:
            batch.drop_column("client")
