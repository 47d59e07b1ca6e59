"""``GET /api/transit``: a transit drawn from numbers."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply
from backend.schemas.transits import DrawnTransit, TransitQuery
from backend.services.transits import drawn_transit

api = blueprint("transits", "What a transit looks like")


@api.get("/api/transit", responses=answers(DrawnTransit))
def draw_transit(query: TransitQuery) -> Response:
    """Draw a planet's transit from its radius ratio, impact parameter and period; the star is the Sun by default."""
    return reply(DrawnTransit, {"transit": drawn_transit(query.model_dump())})
