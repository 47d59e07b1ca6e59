"""Whether two runs were judged on the same objects in the same folds, and what to do where they were not."""

from __future__ import annotations

from typing import Any

from backend.errors import IncomparableRunsError
from backend.records import RunRecord
from backend.services.splits import SETTINGS
from ML.comparison import HOW_TO_COMPARE

MUST_AGREE = ("sha256", "task", "classes", "positive_class", "split")
"""Where one of these differs, nothing can be paired; the other facts say why."""


def refuse_incomparable(run: RunRecord, other: RunRecord) -> None:
    """Refuse runs of other data, of another task or of another split.

    Raises
    ------
    IncomparableRunsError
        The message names what differs, and the remedy.
    """
    facts = [_facts(each) for each in (run, other)]
    differing = [name for name in facts[0] if facts[0][name] != facts[1][name]]
    if not set(differing) & set(MUST_AGREE):
        return
    told = "; ".join(f"{name} {_told(facts[0][name])} and {_told(facts[1][name])}" for name in differing)
    raise IncomparableRunsError(
        f"These runs were not judged on the same objects in the same folds: {told}. {HOW_TO_COMPARE}",
        differing=differing,
        this=facts[0],
        other=facts[1],
    )


def _facts(run: RunRecord) -> dict[str, Any]:
    result, configuration = run.result or {}, run.configuration
    return {
        "data": f"{result['data']['dataset']} {result['data']['snapshot']}",
        "sha256": result["data"]["sha256"],
        "task": result["task"],
        "classes": result["evaluation"]["classes"],
        "positive_class": result["positive_class"],
        **{name: configuration["evaluation"][name] for name in SETTINGS},
        "seed": configuration["model"]["seed"],
        "split": result["split_hash"],
    }


def _told(value: Any) -> str:
    return value[:12] if isinstance(value, str) and len(value) == 64 else repr(value)  # noqa: PLR2004
