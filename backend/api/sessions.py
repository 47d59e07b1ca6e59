"""``/api/sessions``: list, show, annotate and delete sessions."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas import sessions as schemas
from backend.schemas.envelope import PageQuery

api = blueprint("sessions", "List, show, annotate and delete sessions")


@api.get("/api/sessions", responses=answers(schemas.SessionList))
def list_sessions(query: PageQuery, header: schemas.KnownSessions) -> Response:
    """List the sessions whose ids the client names in `X-Session-Ids`, newest first."""
    known = [part.strip() for part in header.session_ids.split(",") if part.strip()][: schemas.MOST_SESSIONS]
    return reply(schemas.SessionList, services().sessions.page(known, query.page, query.per_page))


@api.get("/api/sessions/<session_id>", responses=answers(schemas.SessionView))
def show_session(path: schemas.SessionPath) -> Response:
    """Show a session with its selection and the moments of its states."""
    return reply(schemas.SessionView, services().sessions.show(path.session_id))


@api.patch("/api/sessions/<session_id>", responses=answers(schemas.SessionView))
def annotate_session(path: schemas.SessionPath, body: schemas.SessionChanges) -> Response:
    """Change a session's name, note or tags."""
    changes = body.model_dump(exclude_none=True)
    return reply(schemas.SessionView, services().sessions.annotate(path.session_id, changes))


@api.delete("/api/sessions/<session_id>", responses=answers(schemas.Deleted))
def delete_session(path: schemas.SessionPath) -> Response:
    """Delete a session for good, with its runs, predictions and files."""
    services().sessions.delete(path.session_id)
    return reply(schemas.Deleted, {"session_id": path.session_id})
