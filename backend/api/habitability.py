"""Habitability over HTTP: by numbers, by name, by table, and ranked."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, file_answer, reply, services
from backend.schemas import habitability as schemas

api = blueprint("habitability", "Where planets stand in the habitable zones of their stars")


@api.post("/api/habitability", responses=answers(schemas.Assessments))
def assess_habitability(body: schemas.HabitabilityRequest) -> Response:
    """Tell where planets stand: zone, probabilities under the errors, similarity to the Earth, and what is missing."""
    return reply(schemas.Assessments, services().habitability.by_numbers(body.rows, body.threshold))


@api.get("/api/habitability/planets", responses=answers(schemas.Ranking))
def rank_planets(query: schemas.RankingQuery) -> Response:
    """List all confirmed planets, the most probably habitable first."""
    return reply(schemas.Ranking, services().habitability.ranking(query.model_dump()))


@api.get("/api/habitability/planets/<planet>", responses=answers(schemas.PlanetHabitability))
def show_planet(path: schemas.PlanetPath, query: schemas.PlanetQuery) -> Response:
    """Tell where one confirmed planet stands, by its name."""
    return reply(
        schemas.PlanetHabitability, services().habitability.by_name(path.planet, query.snapshot, query.threshold)
    )


@api.post("/api/habitability/table", responses=answers(schemas.JudgedTable))
def assess_table(form: schemas.HabitabilityTableForm) -> Response:
    """Tell where the planets of a table stand, the most probably habitable first; columns and units are recognised."""
    told = services().habitability_tables.judge(form.file.stream, form.file.filename or "")
    return reply(schemas.JudgedTable, told)


@api.post("/api/habitability/table.csv", responses=file_answer("text/csv"))
def assess_table_as_csv(form: schemas.HabitabilityTableForm) -> Response:
    """Return the whole table with where every planet stands, as CSV."""
    pieces = services().habitability_tables.csv(form.file.stream, form.file.filename or "")
    headers = {"Content-Disposition": "attachment; filename=habitability.csv"}
    return Response(pieces, headers=headers, mimetype="text/csv")
