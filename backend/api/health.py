"""Health over HTTP: for people, load balancers and supervisors."""

from __future__ import annotations

from flask import Response

from backend.api.errors import failure
from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.health import HealthReport, Liveness
from backend.services.health import project_version
from backend.services.health_findings import DOWN

api = blueprint("health", "Whether each part of the platform works")


@api.get("/api/health", responses=answers(HealthReport))
def get_health() -> Response:
    """Report each part with state, latency and reason; 503 with the report in `details` when a needed part is down."""
    return _reported()


@api.get("/api/health/ready", responses=answers(HealthReport))
def get_readiness() -> Response:
    """Tell whether requests can be served: 200 or 503, with the same report as `/api/health`."""
    return _reported()


@api.get("/api/health/live", responses=answers(Liveness))
def get_liveness() -> Response:
    """Tell that the process answers; looks at no other part."""
    return reply(Liveness, {"status": "ok", "version": project_version()})


def _reported() -> Response:
    report = services().health.report()
    down = [f"{part['name']} is down ({part['reason']})" for part in report["parts"] if part["state"] == DOWN]
    if not down:
        return reply(HealthReport, report, headers={"Cache-Control": "no-store"})
    return failure(503, f"Not ready: {'; '.join(down)}. See details.parts.", "part_unavailable", report)
