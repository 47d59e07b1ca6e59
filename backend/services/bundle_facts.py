"""What a run's bundle tells of it, and where bundle and report are."""

from __future__ import annotations

from typing import Any

from backend.records import RunRecord
from backend.services.sources import CatalogueSource, DataSource

SPLIT_SETTINGS = ("method", "folds", "test_size", "group_by_host")


def bundle_link(run_id: str) -> str:
    """Return where a run's bundle is."""
    return f"/api/runs/{run_id}/bundle.zip"


def report_link(run_id: str) -> str:
    """Return where a run's report is."""
    return f"/api/runs/{run_id}/report.html"


def bundle_facts(run: RunRecord, source: DataSource) -> dict[str, Any]:
    """Return what a run recorded of data, split and numbers, as a bundle tells it."""
    result = run.result or {}
    evaluation = run.configuration["evaluation"]
    known = source.catalogue if isinstance(source, CatalogueSource) else None
    words = {"citation": known.citation, "licence": known.licence} if known else {"citation": "", "licence": ""}
    return {
        "run_id": run.id,
        "task": result["task"],
        "data": {**{k: v for k, v in result["data"].items() if k != "features"}, **words},
        "split": {**{name: evaluation[name] for name in SPLIT_SETTINGS}, "split_hash": result["split_hash"]},
        "metrics": result["evaluation"]["metrics"],
        "baselines": result["evaluation"]["baselines"],
        "warnings": result["warnings"],
    }
