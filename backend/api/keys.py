"""``/api/admin/keys``: API keys, for whoever runs the platform."""

from __future__ import annotations

from flask import Response

from backend.api.admin import require_operator
from backend.api.reply import answers, blueprint, reply, services
from backend.schemas import keys as schemas

api = blueprint("keys", "API keys, for whoever runs the platform")
NEVER_KEPT = {"Cache-Control": "no-store"}


@api.get("/api/admin/keys", responses=answers(schemas.KeyList))
def list_keys() -> Response:
    """List all API keys with scope and last use; the keys themselves are not kept and cannot be shown."""
    require_operator()
    return reply(schemas.KeyList, services().keys.all(), headers=NEVER_KEPT)


@api.post("/api/admin/keys", responses=answers(schemas.NewKey, 201))
def create_key(body: schemas.KeyRequest) -> Response:
    """Make an API key; it is told in this answer and never again."""
    require_operator()
    return reply(schemas.NewKey, services().keys.create(body.name, body.scope), 201, NEVER_KEPT)


@api.delete("/api/admin/keys/<key_id>", responses=answers(schemas.KeyFacts))
def revoke_key(path: schemas.KeyPath) -> Response:
    """Refuse a key from now on; other processes follow within two seconds."""
    require_operator()
    return reply(schemas.KeyFacts, services().keys.revoke(path.key_id))
