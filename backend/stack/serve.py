"""``python run.py``: everything up, one address printed, everything down again."""

from __future__ import annotations

import time

from pydantic import ValidationError

from backend.config import Settings, load_settings
from backend.stack import spa
from backend.stack.child import Part
from backend.stack.console import say
from backend.stack.instance import only_stack
from backend.stack.parts import address, profiles_part, web_part, worker_part
from backend.stack.ports import refuse_taken_port
from backend.stack.refusals import GIGABYTE, Refusal, refuse_full_disk
from backend.stack.stores import refuse_unusable_stores
from backend.stack.supervisor import StopRequested, Supervisor
from backend.stack.valkey import choose_server

SPACE_NEEDED = 0.3 * GIGABYTE
"""Bytes; one upload of the largest size and its run."""
SECRETS = {"SECRET_KEY", "ADMIN_TOKEN", "API_KEYS", "DATABASE_URL", "REDIS_URL"}
"""Settings that hold or may carry one, and are not shown."""


def main(_arguments: list[str]) -> int:
    """Serve until a stop signal; 0 is a clean stop."""
    began = time.monotonic()
    settings = read_settings()
    folder = settings.local_root
    make_folder(settings)
    refuse_unusable_stores(settings)
    with only_stack(folder, address(settings)):
        refuse_taken_port(settings.host, settings.port)
        supervisor = Supervisor(folder / "logs")
        supervisor.listen_to_signals()
        try:
            redis_url = bring_up(supervisor, settings)
            say(f"ready after {time.monotonic() - began:.1f} s: {address(settings)}   (Ctrl-C stops)")
            supervisor.start(profiles_part(settings, redis_url))
            supervisor.watch()
        except StopRequested:
            pass
        finally:
            say("stopping")
            supervisor.stop()
    return 0


def read_settings() -> Settings:
    """Return the settings.

    Raises
    ------
    Refusal
        If a variable holds an unusable value; one line names each.
    """
    try:
        return load_settings()
    except ValidationError as error:
        raise Refusal("; ".join(_words(problem) for problem in error.errors())) from None


def _words(problem: object) -> str:
    assert isinstance(problem, dict)
    name = "_".join(map(str, problem["loc"])).upper()
    message = str(problem["msg"]).removeprefix("Value error, ")
    # The message of a secret's check does not repeat it; nor may this one.
    shown = "" if name in {"", *SECRETS} else f"{name}={problem['input']}: "
    return f"{shown}{message} (see .env.example)"


def make_folder(settings: Settings) -> None:
    """Make the data folder.

    Raises
    ------
    Refusal
        If it cannot be written, or its disk is full.
    """
    folder = settings.local_root
    refuse_full_disk(folder, SPACE_NEEDED, "UPLOAD_DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "stack.lock").touch()
    except OSError as error:
        raise Refusal(f"UPLOAD_DIR={folder} cannot be written ({error.strerror}); choose another folder") from None


def bring_up(supervisor: Supervisor, settings: Settings) -> str:
    """Start the parts, those side by side that may be; return the address of the server of messages."""
    server = choose_server(settings.redis_url, settings.local_root / "valkey")
    if server.part:
        supervisor.start(server.part)
    spa.ensure(lambda name, command, where: supervisor.run(Part(name, command, folder=where)))
    migrate(settings)
    supervisor.wait_until_ready()
    # Stopped in reverse: the web server first, then the worker, then the server of their messages.
    supervisor.start(worker_part(settings, server.url), web_part(settings, server.url))
    supervisor.wait_until_ready()
    return server.url


def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema.

    Raises
    ------
    Refusal
        If it does not answer or cannot be migrated.
    """
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    from backend.adapters.schema import upgrade

    try:
        upgrade(settings)
    except (SQLAlchemyError, CommandError) as error:
        place = "DATABASE_URL" if settings.database_url else f"the database in {settings.local_root}"
        raise Refusal(f"{place}: {str(error).splitlines()[0]}; check that it is there and of this version") from None
