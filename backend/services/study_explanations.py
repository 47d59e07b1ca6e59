"""The study ``explanations``: what matters to the session's model as a whole, on objects that it had not seen."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from backend.errors import InvalidFieldsError
from backend.records import RunRecord
from backend.services.configurations import chosen_of
from backend.services.progress import Tracker
from backend.services.sources import Sources
from backend.services.training_job import FoldFiles, labelled_table, tuned_plan

if TYPE_CHECKING:
    from ML.cross_validation import KnownSettings

LIKELY_PLANET = "PLANET"


def configure(
    session: dict[str, Any], sources: Sources, positive: str | None, run: RunRecord | None = None
) -> dict[str, Any]:
    """Return what the study is to do: the session's choice, and the class that contributions speak for.

    Parameters
    ----------
    session : dict
        What the session chose, complete.
    sources : Sources
    positive : str or None
        None takes the task's positive class, planets, or the last class.
    run : RunRecord or None
        The session's newest finished run: where it was tuned as chosen now, its folds' settings are explained.

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
    chosen = {**session, "session": chosen_of(session), "explained": positive or usual}
    tuned = _tuned(session, run)
    return {**chosen, "tuned": tuned} if tuned else chosen


def _tuned(session: dict[str, Any], run: RunRecord | None) -> dict[str, dict[str, Any]]:
    """Return what each search of a run came to, by fold, as JSON has it; nothing where there was none like this."""
    from ML.cross_validation import found_settings

    searches = ((run and run.result) or {}).get("tuning")
    if run is None or not searches or chosen_of(run.configuration) != chosen_of(session):
        return {}
    found = found_settings(session["model"]["hyperparameters"], searches)
    return {str(fold): settings for fold, settings in found.items()}


def measure(configuration: dict[str, Any], sources: Sources, tracker: Tracker, folds: FoldFiles) -> dict[str, Any]:
    """Fit the folds, and explain a sample of their validated objects."""
    from ML.explanation import explain_globally

    source = sources.open(configuration)
    frame = source.load(tracker)
    labels = source.label(frame, configuration)
    plan, tuner = tuned_plan(configuration, source, labels), _tuner(configuration)
    table, explained = labelled_table(frame, labels, plan), configuration["explained"]
    return asdict(explain_globally(table, plan, tracker, folds, explained_class=explained, tuner=tuner))


def _tuner(configuration: dict[str, Any]) -> KnownSettings | None:
    from ML.cross_validation import KnownSettings

    found = {int(fold): settings for fold, settings in configuration.get("tuned", {}).items()}
    return KnownSettings(found) if found else None
