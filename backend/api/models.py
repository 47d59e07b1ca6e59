"""Model families over HTTP."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.envelope import PageQuery
from backend.schemas.families import FamilyFacts, FamilyList, FamilyPath

api = blueprint("models", "Model families: strengths, weaknesses and hyperparameters")


@api.get("/api/models", responses=answers(FamilyList))
def list_models(query: PageQuery) -> Response:
    """List the model families, the recommended one first."""
    return reply(FamilyList, services().families.page(query.page, query.per_page))


@api.get("/api/models/<family>", responses=answers(FamilyFacts))
def get_model(path: FamilyPath) -> Response:
    """Describe a model family with a JSON Schema of its hyperparameters in plain English."""
    return reply(FamilyFacts, services().families.describe(path.family))
