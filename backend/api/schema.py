"""The common schema of the missions over HTTP."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply
from backend.schemas.common import CommonSchema
from backend.services.common import common_schema

api = blueprint("schema", "The columns that all missions share")


@api.get("/api/schema", responses=answers(CommonSchema))
def show_schema() -> Response:
    """List the columns that all missions share, to which the columns of an uploaded table can be mapped."""
    return reply(CommonSchema, common_schema())
