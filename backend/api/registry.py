"""``/api/registry``: named models with versions, and the promoted ones as a service."""

from __future__ import annotations

import json

from flask import Response

from backend.api.admin import require_admin
from backend.api.reply import answers, blueprint, reply, services
from backend.schemas import registry as schemas
from backend.schemas import registry_models as models
from backend.schemas.envelope import PageQuery
from backend.schemas.registry_answers import Answers
from backend.services.registry_card import model_card
from backend.services.registry_facts import version_facts

api = blueprint("registry", "Named models with versions, and the promoted ones as a service")


@api.get("/api/registry", responses=answers(models.RegistryList))
def list_registry(query: PageQuery) -> Response:
    """List the models with their versions, metrics and history, and those that the platform is still training."""
    registry, pending = services().registry, services().references.pending()
    names = [*registry.names(), *(entry["name"] for entry in pending)]
    waiting = {entry["name"]: entry for entry in pending}
    start = (query.page - 1) * query.per_page
    shown = [waiting[name] if name in waiting else registry.show(name) for name in names[start:][: query.per_page]]
    return reply(
        models.RegistryList,
        {"models": shown, "page": query.page, "per_page": query.per_page, "total": len(names)},
    )


@api.post("/api/registry", responses=answers(models.ModelVersion, 201))
def register_model(body: schemas.RegisterRequest) -> Response:
    """Make a trained run a version of a named model, without promoting it.

    Its files are copied, so the version outlives the session.
    """
    require_admin()
    origin = body.model_dump(include={"run_id", "session_id"})
    made = services().registry.versions.register(body.name, origin, body.note)
    return reply(models.ModelVersion, version_facts(made), 201)


@api.get("/api/registry/<name>", responses=answers(models.RegisteredModel))
def show_model(path: schemas.ModelPath) -> Response:
    """Show a model with its versions and the history of its promotions."""
    return reply(models.RegisteredModel, services().registry.show(path.name))


@api.get("/api/registry/<name>/versions/<version>/card", responses=answers(models.ModelCard))
def show_model_card(path: schemas.VersionPath) -> Response:
    """Show the card of a version: data, split, inputs with units, metrics with intervals, importance, cautions."""
    card = model_card(services().registry.versions, path.name, path.version)
    return reply(models.ModelCard, card)


@api.delete("/api/registry/<name>/versions/<version>", responses=answers(models.RemovedVersion))
def remove_version(path: schemas.VersionPath) -> Response:
    """Remove a version and its files for good. The promoted one is refused with 409; no number is given twice."""
    require_admin()
    services().registry.versions.remove(path.name, path.version)
    return reply(models.RemovedVersion, path.model_dump())


@api.get("/api/registry/<name>/compare", responses=answers(models.RegistryComparison))
def compare_versions(path: schemas.ModelPath, query: schemas.RegistryCompareQuery) -> Response:
    """Compare two versions: metrics side by side, and a paired test where both were judged in the same folds."""
    found = services().registry_comparison.compare(path.name, query.version, query.other)
    return reply(models.RegistryComparison, found)


@api.post("/api/registry/<name>/promote", responses=answers(models.RegisteredModel))
def promote_model(path: schemas.ModelPath, body: schemas.PromoteRequest) -> Response:
    """Let a version serve; an earlier version rolls back, and the history is kept.

    Every API process answers with it within about a second, without a restart.
    """
    require_admin()
    asked = body.model_dump(include={"run_id", "session_id", "version"})
    shown = services().registry.promote(path.name, asked, body.note)
    services().served.refresh()
    return reply(models.RegisteredModel, shown)


@api.post("/api/registry/<name>/predict", responses=answers(Answers))
def ask_model(path: schemas.ModelPath, body: schemas.AskRequest) -> Response:
    """Answer objects by the promoted model: class and score, by threshold; no session is needed.

    Every column of the model must be named; a value that is not known is null.
    """
    rows = body.rows if body.rows is not None else [body.features or {}]
    found = services().served.predict(path.name, rows, body.threshold)
    if body.features is not None:
        first = found["predictions"][0]
        found |= {name: first[name] for name in ("class", "score")}
    # Built here from checked numbers: validating it once more would take longer than the answer itself.
    return Response(json.dumps({"status": "success", "data": found, "error": None}), mimetype="application/json")
