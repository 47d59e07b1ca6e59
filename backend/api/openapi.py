"""The OpenAPI document at ``/api/openapi.json``, the page at ``/api/docs``, and the command that writes the document.

``python -m backend.api.openapi`` writes ``frontend/openapi.json``, from which the SPA's types are generated.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import flask_openapi3_swagger
from flask import Blueprint, Flask, Response, current_app, send_from_directory
from flask_openapi3 import Info, License, OpenAPI

from backend.api import headers, violations
from backend.api.document import complete_document
from backend.api.spooling import SpoolingRequest
from backend.config import PROJECT_ROOT, Settings
from backend.schemas.envelope import Failure
from backend.services.health import project_version

DOCUMENT = PROJECT_ROOT / "frontend" / "openapi.json"
SWAGGER = Path(flask_openapi3_swagger.__file__).parent / "templates" / "swagger"
DESCRIPTION = (
    "Train, question and trust exoplanet classifiers on NASA's catalogues. Every answer is JSON in one envelope: "
    "`status`, `data`, `error`; an error adds `code` and `details`. A session's id is the capability to drive it."
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Exoplanet Playground: REST API</title>
<link rel="icon" href="/api/docs/images/swagger.svg">
<link rel="stylesheet" href="/api/docs/css/swagger-ui.css">
</head>
<body>
<main id="swagger-ui"></main>
<noscript>This page needs JavaScript. The document itself: <a href="/api/openapi.json">/api/openapi.json</a></noscript>
<script src="/api/docs/js/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
"""
START = 'SwaggerUIBundle({url: "/api/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null});\n'

docs = Blueprint("docs", __name__)


def make_openapi_app(settings: Settings) -> OpenAPI:
    """Return the Flask application without its rooms: document, docs page, request class and security headers."""
    app = OpenAPI(
        "backend",
        info=Info(
            title="Exoplanet Playground",
            version=project_version(),
            description=DESCRIPTION,
            license=License(name="MIT", identifier="MIT"),
        ),
        security_schemes={},
        validation_error_status=422,
        validation_error_model=Failure,
        validation_error_callback=violations.refuse,
        doc_ui=False,
        static_folder=None,
    )
    app.extensions["settings"] = settings
    app.request_class = SpoolingRequest
    app.register_blueprint(docs)
    headers.register(app)
    return app


@docs.get("/api/openapi.json")
def get_document() -> Response:
    """Serve the OpenAPI document."""
    return Response(dump(build_document(current_app)), mimetype="application/json")


@docs.get("/api/docs")
def get_page() -> Response:
    """Serve the page on which the calls can be tried."""
    return Response(PAGE, mimetype="text/html")


@docs.get("/api/docs/start.js")
def get_start() -> Response:
    """Serve the page's script; inline it would need a weaker content security policy."""
    return Response(START, mimetype="text/javascript")


@docs.get("/api/docs/<path:name>")
def get_asset(name: str) -> Response:
    """Serve a file of Swagger UI."""
    return send_from_directory(SWAGGER, name, max_age=86_400)


def build_document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of an application made by ``make_openapi_app``; the same each time."""
    if "openapi_document" not in app.extensions:
        app.extensions["openapi_document"] = complete_document(app.api_doc, app)  # type: ignore[attr-defined]
    document: dict[str, Any] = app.extensions["openapi_document"]
    return document


def dump(document: dict[str, Any]) -> str:
    """Return the document as it is kept: sorted, so that a change shows as a change."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def current_document() -> str:
    """Return the document of the whole application as it is coded now, touching no data."""
    from backend.app import create_app

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, flask_env="testing", upload_dir=folder, database_url=None)
        return dump(build_document(create_app(settings)))


if __name__ == "__main__":
    DOCUMENT.write_text(current_document(), encoding="utf-8")
