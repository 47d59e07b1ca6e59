"""The schema: the revisions that this release knows, which one a database holds, and the way from one to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from backend.adapters.database import is_absent, make_engine, ping
from backend.config import Settings

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


@dataclass(frozen=True, slots=True)
class SchemaState:
    """What a database holds, beside what this release knows.

    Attributes
    ----------
    held : str or None
        Its revision; None where there is none.
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


def schema_of(engine: Engine) -> SchemaState:
    """Return what a database holds."""
    held = revision(engine)
    return SchemaState(held, head_revision(), held is not None and held not in known_revisions())


def schema_state(settings: Settings) -> SchemaState:
    """Return what the database of these settings holds: nothing where none answers."""
    engine = make_engine(settings.database)
    try:
        return schema_of(engine)
    except OperationalError:
        return SchemaState(None, head_revision(), is_newer=False)
    finally:
        engine.dispose()


def revision(engine: Engine) -> str | None:
    """Return the revision of the database's tables, None where there are none."""
    try:
        with engine.connect().execution_options(reads_only=True) as connection:
            held: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return held
    except (OperationalError, ProgrammingError) as error:
        if is_absent(error):
            return None
        raise


@cache
def known_revisions() -> dict[str, str | None]:
    """Return every revision of this release and the one below it, without the library that migrates."""
    texts = [path.read_text(encoding="utf-8") for path in (MIGRATIONS / "versions").glob("*.py")]
    return {_named("revision", words) or "": _named("down_revision", words) for words in texts}


def _named(word: str, words: str) -> str | None:
    found = re.search(rf'^{word} = "(\w+)"', words, re.MULTILINE)
    return found[1] if found else None


@cache
def head_revision() -> str:
    """Return the newest revision that this release knows."""
    known = known_revisions()
    (head,) = known.keys() - known.values()
    return head


def ensure_schema(settings: Settings) -> None:
    """Make the tables where there are none yet, so that each part also starts alone."""
    engine = make_engine(settings.database)
    try:
        ping(engine)
    except (OperationalError, ProgrammingError):
        upgrade(settings)
    finally:
        engine.dispose()


def upgrade(settings: Settings) -> None:
    """Bring the database of these settings to the newest schema."""
    _move("upgrade", settings.database, "head")


def move_to(url: str, target: str) -> None:
    """Bring the database at ``url`` up or down to a revision: ``"base"`` removes every table."""
    _move("downgrade" if _is_below(url, target) else "upgrade", url, target)


def _move(direction: str, url: str, target: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    getattr(command, direction)(config, target)


def _is_below(url: str, target: str) -> bool:
    """Whether a revision is older than the database; revisions are numbers in order."""
    engine = make_engine(url)
    held = revision(engine)
    engine.dispose()
    return target == "base" or (target != "head" and held is not None and target < held)
