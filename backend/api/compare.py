"""``/api/sessions/<id>/compare``: two runs side by side."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.comparison import CompareQuery, Comparison
from backend.schemas.sessions import SessionPath

api = blueprint("compare", "Two runs side by side, with a paired test")


@api.get("/api/sessions/<session_id>/compare", responses=answers(Comparison))
def compare_sessions(path: SessionPath, query: CompareQuery) -> Response:
    """Show only what differs between two sessions' runs, and a paired test of the difference.

    Both runs must have validated the same objects in the same folds; otherwise the answer is 409 `incomparable_runs`
    and names what differs and what to do.
    """
    return reply(Comparison, services().comparison.compare(path.session_id, query.other))
