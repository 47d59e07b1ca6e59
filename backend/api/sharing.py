"""A share link's token stands wherever a session's id is read, and nothing that is answered tells the id itself.

Views and services know nothing of it: the token is exchanged before them, and the id exchanged back after them. Writes
are refused here; were one forgotten, it would meet an unknown session, as their bodies are never exchanged.
"""

from __future__ import annotations

import re

from flask import Flask, Response, g, request
from werkzeug.datastructures import ImmutableMultiDict

from backend.access_errors import ReadOnlyError, UnknownShareError
from backend.api.admission import SAFE
from backend.api.reply import services
from backend.services.shares import PREFIX, is_token

OWNERS_ROOM = "shares"
"""Blueprint of what a session's owner alone may see."""
KNOWN_SESSIONS = "HTTP_X_SESSION_IDS"
FILE_NAME_CHARACTERS = 8
_STUDY = re.compile(rb'"study_id":\s*"[^"]*"')
"""Who knows a study's id can cancel it and read its session's id, so a link's reader is told none."""


def register(app: Flask) -> None:
    """Exchange tokens around each view; call after ``errors.register``, so that bodies are checked before."""
    app.before_request(open_links)
    app.after_request(hide_sessions)


def open_links() -> None:
    """Put sessions' ids in the place of links' tokens.

    Raises
    ------
    ReadOnlyError, UnknownShareError
    """
    named = [*(request.view_args or {}).values(), *request.args.values(), *_known_sessions()]
    if request.method not in SAFE:
        named += _body_texts()
    if not any(isinstance(text, str) and is_token(text) for text in named):
        return
    if request.method not in SAFE or request.blueprint == OWNERS_ROOM:
        raise ReadOnlyError
    g.shared = {}
    request.view_args = {name: _opened(value) for name, value in (request.view_args or {}).items()}
    request.args = ImmutableMultiDict([(name, _opened(value)) for name, value in request.args.items(multi=True)])
    request.environ[KNOWN_SESSIONS] = ",".join(filter(None, map(_opened_or_none, _known_sessions())))


def hide_sessions(response: Response) -> Response:
    """Put links' tokens in the place of sessions' ids, in what is answered and in file names."""
    for session_id, token in g.get("shared", {}).items():
        own, others = session_id[:FILE_NAME_CHARACTERS], token.removeprefix(PREFIX)[:FILE_NAME_CHARACTERS]
        for name in ("Content-Disposition", "Location"):
            if name in response.headers:
                response.headers[name] = response.headers[name].replace(session_id, token).replace(own, others)
        if not response.is_streamed and not response.direct_passthrough and response.status_code != 304:  # noqa: PLR2004
            hidden = response.get_data().replace(session_id.encode(), token.encode())
            response.set_data(_STUDY.sub(b'"study_id":null', hidden) if response.is_json else hidden)
    return response


def _opened(text: str) -> str:
    if not isinstance(text, str) or not is_token(text):
        return text
    session_id = services().shares.session_of(text)
    g.shared[session_id] = text
    return session_id


def _opened_or_none(text: str) -> str | None:
    try:
        return _opened(text)
    except UnknownShareError:
        # A list leaves out what is not there any more.
        return None


def _known_sessions() -> list[str]:
    return [part.strip() for part in request.environ.get(KNOWN_SESSIONS, "").split(",")]


def _body_texts() -> list[str]:
    if request.is_json and PREFIX.encode() in request.get_data():
        held = request.get_json()
        return [value for value in held.values() if isinstance(value, str)]
    return list(request.form.values())
