"""Log lines of both doors, for people or as JSON, always with the request, session and run that they are about.

Ids of sessions open them, so a line holds a tag of the id: the same session has the same tag everywhere.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

TAG_CHARACTERS = 12
ABOUT: ContextVar[Mapping[str, str]] = ContextVar("about", default={})  # noqa: B039 - never changed in place
"""What the lines of this thread or task are about: ``request``, ``session``, ``run``, ``task``."""
CARRIED: list[Callable[[], dict[str, Any]]] = []
"""What else a message to a worker carries: the trace that it belongs to, where there are traces."""
GUNICORN = {"gunicorn.error": True, "gunicorn.access": False}
"""Its loggers, and whether their lines are wanted: those of accesses hold addresses, and these ids."""
QUIET = ("celery.app.trace", "celery.worker.strategy")
"""Loggers that repeat what our own lines say, with ids in full."""


def tag(secret_id: str) -> str:
    """Return a name for an id that opens something, from which the id cannot be told."""
    return hashlib.sha256(secret_id.encode("utf-8", "replace")).hexdigest()[:TAG_CHARACTERS]


@contextmanager
def about(**facts: str | None) -> Iterator[None]:
    """Let the lines written inside carry these facts as well."""
    token = ABOUT.set({**ABOUT.get(), **{name: value for name, value in facts.items() if value}})
    try:
        yield
    finally:
        ABOUT.reset(token)


def note(**facts: str) -> None:
    """Let the lines that follow in this context carry these facts as well."""
    ABOUT.set({**ABOUT.get(), **facts})


def begin(**facts: str | None) -> None:
    """Let the lines that follow in this context carry these facts alone."""
    ABOUT.set({name: value for name, value in facts.items() if value})


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "about", {}),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    """A line for people: time, level, logger, message, then what it is about."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s%(tail)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        facts = getattr(record, "about", {})
        record.tail = f" [{' '.join(f'{name}={value}' for name, value in facts.items())}]" if facts else ""
        return super().format(record)


FORMATTERS: dict[str, type[logging.Formatter]] = {"json": JsonFormatter, "text": TextFormatter}


class _Remember(logging.Filter):
    """Notes on each record what its thread is about, before it may be handed to another."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.about = dict(ABOUT.get())
        return True


def configure(level: str, style: str) -> None:
    """Write this process's lines to its standard error in one form, whoever wrote them.

    Parameters
    ----------
    level : str
    style : {"text", "json"}
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATTERS[style]())
    handler.addFilter(_Remember())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, is_wanted in GUNICORN.items():
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = is_wanted
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def message_headers() -> dict[str, Any]:
    """Return what a message to a worker carries, so that its lines name the request that it comes from."""
    request_id = ABOUT.get().get("request")
    own = {"request_id": request_id} if request_id else {}
    return {name: value for more in (own, *(carry() for carry in CARRIED)) for name, value in more.items()}
