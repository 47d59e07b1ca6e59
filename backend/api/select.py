"""``/select``: start a session and choose data, features, model and evaluation."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.selection import NewSession, Selection, SelectQuery, SelectStep

api = blueprint("select", "Start a session and choose data, features, model and evaluation")


@api.get("/select", responses={**answers(NewSession, 201), **answers(Selection)})
def show_selection(query: SelectQuery) -> Response:
    """Start a session, or show what one has selected.

    Without `session_id` a new session is created (201) and everything that can be chosen is listed. With it the
    selection so far is answered, the same with defaults filled in, and what is still missing.
    """
    if query.session_id is None:
        return reply(NewSession, services().sessions.create(), 201)
    return reply(Selection, services().sessions.selected(query.session_id))


@api.post("/select", responses=answers(Selection))
def select(body: SelectStep) -> Response:
    """Take one step of the selection.

    Every step that is not taken has a sensible default; only `data_source` is needed (and, for an upload, the
    `target` among the `features`). Choosing other data forgets the features.
    """
    chosen = body.root.model_dump(exclude={"session_id", "config_type"}, exclude_none=True)
    return reply(Selection, services().sessions.configure(body.root.session_id, body.root.config_type, chosen))
