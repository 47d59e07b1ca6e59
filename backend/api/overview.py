"""``/api/admin/overview``: the platform as whoever runs it sees it."""

from __future__ import annotations

from flask import Response

from backend.api.admin import require_operator
from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.overview import Overview

api = blueprint("admin", "For whoever runs the platform")


@api.get("/api/admin/overview", responses=answers(Overview))
def get_overview() -> Response:
    """Show workers, queue, jobs by state, recent failures with their remedy, storage, versions, the janitor's visits.

    Needs the admin token.
    """
    require_operator()
    return reply(Overview, services().overview.show(), headers={"Cache-Control": "no-store"})
