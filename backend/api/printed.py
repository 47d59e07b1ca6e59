"""Pages to print: the dossier of an object, and the report of a run."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, render_template_string

from backend.api.drawings import measured, orbit_drawing, transit_drawing

PAGES = Path(__file__).parent / "pages"
HEADLINES = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "macro_f1": "macro F1",
    "roc_auc": "area under the ROC curve",
    "pr_auc": "average precision",
    "log_loss": "log-loss",
    "brier": "Brier score",
    "ece": "expected calibration error",
}
SHOWN_COLUMNS = 15


def dossier_page(told: dict[str, Any]) -> Response:
    """Return the HTML page of a dossier."""
    drawings = {"curve": transit_drawing(told["dossier"].transit), "orbit": orbit_drawing(told["dossier"].orbit)}
    return printed("dossier.html", **told, **drawings, measured=measured)


def report_page(told: dict[str, Any]) -> Response:
    """Return the HTML page of what came out of a run."""
    shown = told["features"][:SHOWN_COLUMNS]
    largest = max((entry["importance"] for entry in shown), default=0.0) or 1.0
    bars = [{**entry, "width": round(100 * entry["importance"] / largest, 1)} for entry in shown]
    return printed("report.html", **{**told, "features": bars}, headlines=HEADLINES, number=_number)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def printed(template: str, **told: Any) -> Response:
    """Return a page with no script, no picture from elsewhere and its own style only."""
    style = _text("printed.css")
    # Escaped throughout, as every text that is rendered without a file name is; the style alone is marked safe.
    html = render_template_string(_text(template), **told, style=style)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return Response(html, headers={"Content-Security-Policy": policy}, mimetype="text/html")


@cache
def _text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")
