"""Which schema the database holds, beside what this release of the platform knows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from backend.adapters.database import MIGRATIONS, make_engine
from backend.config import Settings


@dataclass(frozen=True, slots=True)
class SchemaState:
    """What a database holds.

    Attributes
    ----------
    held : str or None
        Its revision; None where there is none, or no database answers.
    newest : str
        The newest revision of this release.
    is_newer : bool
        Whether a newer release migrated it.
    """

    held: str | None
    newest: str
    is_newer: bool

    @property
    def is_usable(self) -> bool:
        """Whether this release can work with it: revisions only add, so an earlier release can with a newer schema."""
        return self.is_newer or self.held == self.newest


def schema_state(settings: Settings) -> SchemaState:
    """Return what the database of these settings holds."""
    from alembic.script import ScriptDirectory

    revisions = ScriptDirectory(str(MIGRATIONS))
    known = {revision.revision for revision in revisions.walk_revisions()}
    held = _held(settings)
    return SchemaState(held, str(revisions.get_current_head()), held is not None and held not in known)


def _held(settings: Settings) -> str | None:
    engine = make_engine(settings.database)
    try:
        with engine.connect().execution_options(reads_only=True) as connection:
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found
    except (OperationalError, ProgrammingError):
        return None
    finally:
        engine.dispose()
