"""The dossier as one printable page."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, render_template_string

from backend.api.drawings import measured, orbit_drawing, transit_drawing

PAGES = Path(__file__).parent / "pages"


def dossier_page(told: dict[str, Any]) -> Response:
    """Return the HTML page of a dossier: no script, no picture from elsewhere, its own style only."""
    style = _text("dossier.css")
    drawings = {"curve": transit_drawing(told["dossier"].transit), "orbit": orbit_drawing(told["dossier"].orbit)}
    # Escaped throughout, as every text that is rendered without a file name is; the style alone is marked safe.
    html = render_template_string(_text("dossier.html"), **told, **drawings, measured=measured, style=style)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return Response(html, headers={"Content-Security-Policy": policy}, mimetype="text/html")


@cache
def _text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")
