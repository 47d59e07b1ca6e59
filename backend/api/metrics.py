"""``/metrics``: figures for Prometheus."""

from __future__ import annotations

import hmac
import ipaddress

from flask import Response, current_app, request
from flask_openapi3 import APIBlueprint

from backend.api.reply import services
from backend.config import Settings
from backend.errors import MetricsClosedError

api = APIBlueprint("metrics", __name__)
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""A request that carries one of these came through a proxy, which stands in the local network itself."""


@api.get("/metrics", doc_ui=False)
def get_metrics() -> Response:
    """Tell what Prometheus asks for."""
    _refuse_strangers()
    page, kind = services().metrics.render()
    return Response(page, content_type=kind, headers={"Cache-Control": "no-store"})


def _refuse_strangers() -> None:
    settings: Settings = current_app.extensions["settings"]
    if settings.metrics_token is None:
        if not _is_local():
            raise MetricsClosedError("Figures are told to the local network only. Set METRICS_TOKEN and send it.")
        return
    expected = f"Bearer {settings.metrics_token.get_secret_value()}"
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
        raise MetricsClosedError("Figures need the header 'Authorization: Bearer <METRICS_TOKEN>'.")


def _is_local() -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        # A socket of this machine has no address.
        return not request.remote_addr
    return address.is_loopback or address.is_private or address.is_link_local
