"""``/api/sessions/<id>/shares``: links by which others read a session. How they open stands in ``sharing``."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas import shares as schemas
from backend.schemas.sessions import SessionPath

api = blueprint("shares", "Links by which others read a session and change nothing")
NEVER_KEPT = {"Cache-Control": "no-store"}


@api.post("/api/sessions/<session_id>/shares", responses=answers(schemas.NewShare, 201))
def create_share(path: SessionPath, body: schemas.ShareRequest) -> Response:
    """Make a link that only reads.

    Its token stands wherever a session's id is read; every write with it is refused with 403 `read_only`. The token is
    told in this answer and never again.
    """
    made = services().shares.create(path.session_id, body.name, body.expires_in_days)
    return reply(schemas.NewShare, made, 201, NEVER_KEPT)


@api.get("/api/sessions/<session_id>/shares", responses=answers(schemas.ShareList))
def list_shares(path: SessionPath) -> Response:
    """List a session's links, newest first, without their tokens."""
    return reply(schemas.ShareList, services().shares.of_session(path.session_id))


@api.delete("/api/sessions/<session_id>/shares/<share_id>", responses=answers(schemas.ShareRevoked))
def revoke_share(path: schemas.SharePath) -> Response:
    """Revoke a link: from now on it opens nothing."""
    return reply(schemas.ShareRevoked, services().shares.revoke(path.session_id, path.share_id))
