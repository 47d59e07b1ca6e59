"""Traces by OpenTelemetry, where a collector is named: requests, jobs and statements, one trace from click to model."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Engine

from backend.adapters import logs
from backend.config import Settings

logger = logging.getLogger(__name__)

EXTRA = "otel"
SERVICE = "exoplanet-playground"
UNTRACED = "api/health,metrics"
"""Asked every few seconds by machines."""
TRACES = "/v1/traces"


def trace_api(app: Flask, engine: Engine, settings: Settings) -> bool:
    """Trace the requests of ``app``, what it sends to workers and asks of the database; False where that is off."""
    return _start(settings, "api", partial(_requests, app), _carry, partial(_statements, engine))


def trace_worker(engine: Engine, settings: Settings) -> bool:
    """Trace the jobs of this pool process and what they ask of the database; False where that is off."""
    return _start(settings, "worker", _jobs, _carry, partial(_statements, engine))


def _start(settings: Settings, part: str, *instruments: Callable[[], None]) -> bool:
    endpoint = settings.otel_exporter_otlp_endpoint
    if not endpoint:
        return False
    try:
        _export(endpoint, part)
        for instrument in instruments:
            instrument()
    except ImportError:
        logger.warning(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but its libraries are not installed: nothing is traced. "
            "Install the extra: pip install 'exoplanet-playground[%s]'",
            EXTRA,
        )
        return False
    logger.info("Traces of the %s go to %s", part, urlsplit(endpoint).hostname)
    return True


def _export(endpoint: str, part: str) -> None:
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"{SERVICE}-{part}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint.rstrip('/')}{TRACES}")))
    trace.set_tracer_provider(provider)


def _requests(app: Flask) -> None:
    from opentelemetry.instrumentation.flask import FlaskInstrumentor

    FlaskInstrumentor().instrument_app(app, excluded_urls=UNTRACED, response_hook=_without_ids)


def _jobs() -> None:
    from opentelemetry.instrumentation.celery import CeleryInstrumentor

    CeleryInstrumentor().instrument()


def _carry() -> None:
    """Let messages name the trace that they belong to: the instrument does so only where the task's code is known."""
    from opentelemetry.propagate import inject

    def headers() -> dict[str, Any]:
        carrier: dict[str, Any] = {}
        inject(carrier)
        return carrier

    logs.CARRIED[:] = [headers]


def _statements(engine: Engine) -> None:
    from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor

    # Its declared bound on SQLAlchemy is lower than what it was seen to work with.
    SQLAlchemyInstrumentor().instrument(engine=engine, skip_dep_check=True)


def _without_ids(span: Any, _status: str, _headers: Any) -> None:
    """Keep addresses out of traces: they hold ids that open sessions. The route names the call."""
    if span is None or not span.is_recording():
        return
    for name in ("http.target", "http.url", "url.path", "url.query", "url.full"):
        if name in (span.attributes or {}):
            span.set_attribute(name, "")
