"""The study ``learning_curve``: the session's model with fewer and with more training stars."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backend.services.progress import Tracker
from backend.services.sources import Sources
from backend.services.training_job import FoldFiles, labelled_table, make_plan


def measure(configuration: dict[str, Any], sources: Sources, tracker: Tracker, folds: FoldFiles) -> dict[str, Any]:
    """Validate the session's plan with nested subsets of the training stars."""
    from ML.reliability.learning_curve import learning_curve

    source = sources.open(configuration)
    frame = source.load(tracker)
    labels = source.label(frame, configuration)
    plan = make_plan(configuration, source, labels)
    return asdict(learning_curve(labelled_table(frame, labels, plan), plan, tracker, folds))
