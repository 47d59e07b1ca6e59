"""Snapshots held here, refreshes that fetch them, studies that measure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JOBS = ("refreshes", "studies")


def job_columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=120), nullable=True),
        sa.Column("lease_expires_at", sa.DateTime(), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("log", sa.JSON(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    ]


def upgrade() -> None:
    op.create_table(
        "snapshots",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("catalogue", sa.String(length=40), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", "catalogue"),
    )
    op.create_table(
        "refreshes",
        sa.Column("dataset", sa.String(length=40), nullable=False),
        sa.Column("table", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("snapshot_id", sa.String(length=200), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        *job_columns(),
    )
    op.create_table(
        "studies",
        sa.Column("session_id", sa.String(length=43), nullable=False),
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("configuration", sa.JSON(), nullable=False),
        sa.Column("configuration_sha256", sa.String(length=64), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], ondelete="CASCADE"),
        *job_columns(),
    )
    # Tables that were uploaded before are shown without findings; GET /api/upload/<id>?target= measures them anew.
    with op.batch_alter_table("uploads") as uploads:
        uploads.add_column(sa.Column("findings", sa.JSON(), nullable=False, server_default="{}"))
    for table, column in (("refreshes", "dataset"), ("studies", "session_id"), ("studies", "configuration_sha256")):
        op.create_index(f"ix_{table}_{column}", table, [column])
    for table in JOBS:
        op.create_index(f"ix_{table}_created_at", table, ["created_at"])
        op.create_index(f"ix_{table}_state", table, ["state"])
        op.create_index(f"ix_{table}_state_lease", table, ["state", "lease_expires_at"])
    under_way = sa.text("state IN ('queued', 'running')")
    op.create_index(
        "ux_refreshes_under_way",
        "refreshes",
        ["dataset"],
        unique=True,
        sqlite_where=under_way,
        postgresql_where=under_way,
    )


def downgrade() -> None:
    with op.batch_alter_table("uploads") as uploads:
        uploads.drop_column("findings")
    for table in ("studies", "refreshes", "snapshots"):
        op.drop_table(table)
