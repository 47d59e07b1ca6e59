"""The study ``explanations``: what matters to the session's model as a whole, on objects that it had not seen."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backend.errors import InvalidFieldsError
from backend.services.configurations import chosen_of
from backend.services.progress import Tracker
from backend.services.sources import Sources
from backend.services.training_job import FoldFiles, labelled_table, make_plan

LIKELY_PLANET = "PLANET"


def configure(session: dict[str, Any], sources: Sources, positive: str | None) -> dict[str, Any]:
    """Return what the study is to do: the session's choice, and the class that contributions speak for.

    Parameters
    ----------
    session : dict
        What the session chose, complete.
    sources : Sources
    positive : str or None
        None takes the task's positive class, planets, or the last class.

    Raises
    ------
    InvalidFieldsError
        There is no such class.
    """
    source = sources.open(session)
    labels = source.label(source.load(), session)
    if positive is not None and positive not in labels.classes:
        message = f"positive is {positive!r}; choose one of {', '.join(labels.classes)}."
        raise InvalidFieldsError(message, [{"field": "positive", "message": message}])
    usual = labels.positive_class or (LIKELY_PLANET if LIKELY_PLANET in labels.classes else labels.classes[-1])
    return {**session, "session": chosen_of(session), "explained": positive or usual}


def measure(configuration: dict[str, Any], sources: Sources, tracker: Tracker, folds: FoldFiles) -> dict[str, Any]:
    """Fit the folds, and explain a sample of their validated objects."""
    from ML.explanation import explain_globally

    source = sources.open(configuration)
    frame = source.load(tracker)
    labels = source.label(frame, configuration)
    plan = make_plan(configuration, source, labels)
    table, explained = labelled_table(frame, labels, plan), configuration["explained"]
    return asdict(explain_globally(table, plan, tracker, folds, explained_class=explained))
