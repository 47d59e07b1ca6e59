"""When a registered version was removed: its row stays, so that its number is not given again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registry_versions", sa.Column("removed_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    # Without the column a removed version would look as if it still had files.
    op.execute("DELETE FROM registry_versions WHERE removed_at IS NOT NULL")
    with op.batch_alter_table("registry_versions") as batch:
        batch.drop_column("removed_at")
