"""The roof: every way in over HTTP, on the services of ``backend.assembly``."""

from __future__ import annotations

import sys
from pathlib import Path

if __package__ in {None, ""}:
    # `python backend/app.py` puts this folder on the path, not the project's.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from flask_cors import CORS
from flask_openapi3 import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from backend.adapters import logs, scratch, tracing
from backend.adapters.schema import ensure_schema
from backend.api import (
    admission,
    compare,
    datasets,
    dossiers,
    errors,
    extensions,
    habitability,
    health,
    idempotency,
    keys,
    limits,
    metrics,
    models,
    observation,
    overview,
    predict,
    refreshes,
    registry,
    result,
    runs,
    schema,
    select,
    sessions,
    shares,
    sharing,
    spa,
    studies,
    training,
    transits,
    upload,
)
from backend.api.openapi import make_openapi_app
from backend.assembly import build_services
from backend.config import Settings, load_settings

EXPOSED_HEADERS = ["ETag", "Retry-After", "Idempotency-Replayed", "X-Request-ID"]
DOORS = (
    select, training, predict, result, compare, datasets, dossiers, transits, habitability, schema, refreshes, models,
    upload, extensions, sessions, shares, keys, studies, runs, registry, health, metrics, overview, spa,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> OpenAPI:
    """Return the WSGI application.

    Parameters
    ----------
    settings : Settings, optional
        Default: read from the environment and ``.env``.
    """
    settings = settings or load_settings()
    app = make_openapi_app(settings)
    app.secret_key = settings.secret
    app.extensions["services"] = build_services(settings)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    CORS(app, origins=list(settings.cors_origins), expose_headers=EXPOSED_HEADERS)
    observation.register(app, app.extensions["services"].metrics)
    admission.register(app)
    limits.register(app, settings, app.extensions["services"].redis)
    for door in DOORS:
        app.register_api(door.api)
    errors.register(app)
    sharing.register(app)
    idempotency.register(app)
    return app


def create_ready_app() -> OpenAPI:
    """Return the application of this process's settings, with a database that has its tables."""
    settings = load_settings()
    scratch.sweep(settings.local_root)
    logs.configure(settings.log_level, settings.log_format)
    ensure_schema(settings)
    app = create_app(settings)
    app.extensions["services"].served.warm()
    tracing.trace_api(app, app.extensions["services"].transactions.engine, settings)
    return app


if __name__ == "__main__":
    # Development only: `python backend/app.py`; production runs `gunicorn run:app`.
    development = create_ready_app()
    address: Settings = development.extensions["settings"]
    development.run(address.host, address.port, debug=False)
