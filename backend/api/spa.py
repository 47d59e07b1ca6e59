"""The single-page application under ``/app/``, and what stands at ``/``."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import cast

from flask import Response, current_app, redirect, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from backend.api.errors import failure
from backend.api.reply import answers, blueprint, reply
from backend.config import PROJECT_ROOT
from backend.schemas.health import AppPath, ProjectInformation
from backend.services.health import project_version

api = blueprint("project", "What this is")

DIST = PROJECT_ROOT / "frontend" / "dist"
A_YEAR = "public, max-age=31536000, immutable"
FILE_NAME = re.compile(r"\.[a-zA-Z][a-zA-Z0-9]{0,9}$")
"""An extension begins with a letter, so that an object such as K00752.01 may stand in a permalink."""
INFORMATION = {
    "name": "Exoplanet Playground",
    "description": "Train, question and trust exoplanet classifiers on NASA's catalogues, in a browser or over REST.",
    "licence": "MIT",
    "links": {
        "app": "/app/",
        "start": "/select",
        "datasets": "/api/datasets",
        "models": "/api/models",
        "health": "/api/health",
        "documentation": "/api/docs",
        "openapi": "/api/openapi.json",
    },
}
MISSING = "The web pages are not built yet. Run `python run.py`, which builds them; the REST API works: see /api/docs."


@api.get("/", responses=answers(ProjectInformation))
def get_project() -> Response:
    """Tell what this is; a browser is sent to the application."""
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        return vary(to_app())
    return vary(reply(ProjectInformation, {**INFORMATION, "version": project_version()}))


@api.get("/app", doc_ui=False)
def enter_app() -> Response:
    """Send a browser to the application's folder."""
    return to_app()


@api.get("/app/", doc_ui=False)
def get_app() -> Response:
    """Serve the application's first page."""
    return page()


@api.get("/app/<path:name>", doc_ui=False)
def get_app_file(path: AppPath) -> Response:
    """Serve a file of the application, or its first page at any deeper address."""
    name = path.name
    held = safe_join(str(dist()), name)
    # os.path.isfile, unlike Path.is_file, takes a name that no file can have.
    if (held and os.path.isfile(held)) or FILE_NAME.search(name):  # noqa: PTH113
        answer = send_from_directory(dist(), name)
        answer.headers["Cache-Control"] = A_YEAR if name.startswith("assets/") else "no-cache"
        return answer
    return page()


def to_app() -> Response:
    """Redirect to the application."""
    return cast("Response", redirect("/app/", Response=Response))


def page() -> Response:
    """Return index.html, which must be asked for anew each time as it names the other files by their hash."""
    try:
        answer = send_from_directory(dist(), "index.html")
    except NotFound:
        return missing()
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def missing() -> Response:
    """Say that the application is not built, in the form that the client prefers."""
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) != "text/html":
        return failure(503, MISSING, "part_unavailable", {"part": "frontend"})
    text = MISSING.replace("/api/docs", '<a href="/api/docs">/api/docs</a>')
    body = f"<!doctype html><html lang='en'><title>Exoplanet Playground</title><p>{text}</p></html>"
    return Response(body, 503, {"Cache-Control": "no-store"}, mimetype="text/html")


def dist() -> Path:
    """Return the folder of the built application."""
    return Path(current_app.config.get("SPA_FOLDER", DIST))


def vary(answer: Response) -> Response:
    """Tell caches that the answer depends on what the client prefers."""
    answer.vary.add("Accept")
    return answer
