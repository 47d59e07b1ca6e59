"""Dossiers of objects over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from backend.api.printed import dossier_page
from backend.api.reply import answers, blueprint, file_answer, reply, services
from backend.schemas.dossiers import DossierQuery, ObjectDossier, ObjectPath

api = blueprint("dossiers", "What follows from the numbers of one object")


@api.get("/api/datasets/<name>/objects/<object>/dossier", responses=answers(ObjectDossier))
def show_dossier(path: ObjectPath, query: DossierQuery) -> Response:
    """Show an object's physics checks, transit curve, orbit, follow-up value, habitability, neighbours and links."""
    return reply(ObjectDossier, _dossier(path, query))


@api.get("/api/datasets/<name>/objects/<object>/dossier.html", responses=file_answer("text/html"))
def print_dossier(path: ObjectPath, query: DossierQuery) -> Response:
    """Show the same as one page to print."""
    return dossier_page(_dossier(path, query))


def _dossier(path: ObjectPath, query: DossierQuery) -> dict[str, Any]:
    return services().dossiers.of(path.name, path.object, query.snapshot, query.session_id, query.model)
