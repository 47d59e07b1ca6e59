"""The study "transfer": what a model of one mission is worth on another, and how to train on several."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backend.errors import InvalidFieldsError
from backend.services.progress import Tracker
from backend.services.sources import CatalogueSource, DataSource, Sources
from backend.services.training_job import FoldFiles, labelled_table, make_plan
from ML.catalogs.catalogue import Role, get_catalogue

COMBINED = "combined"
MISSION = "mission"
_MEASURED = frozenset({Role.FEATURE, Role.SOFT_LEAK})


def transfer_configuration(configuration: dict[str, Any], sources: Sources) -> dict[str, Any]:
    """Return a session's configuration on the table of all missions, in the columns that they share.

    Parameters
    ----------
    configuration : dict
        A complete selection; of a mission's own table, or of the combined one.
    sources : Sources
        Opens the combined table, and so makes it where it is not held yet.

    Raises
    ------
    InvalidFieldsError
        The data are of no mission, the task is not the missions', or no column is shared.
    """
    source = sources.open(configuration)
    _check_catalogue(source)
    chosen = {**configuration["data_source"], "dataset": COMBINED}
    if source.name != COMBINED:
        chosen["snapshot"] = None
    if chosen["task"] not in get_catalogue(COMBINED).tasks:
        known = ", ".join(get_catalogue(COMBINED).tasks)
        raise _refusal("task", f"The missions do not share the task {chosen['task']!r}. Choose one of {known}.")
    combined = sources.open({**configuration, "data_source": chosen})
    chosen["snapshot"] = combined.facts()["snapshot"]
    features = _shared(configuration["features"], source, combined)
    return {**configuration, "data_source": chosen, "features": features}


def measure(configuration: dict[str, Any], sources: Sources, tracker: Tracker, folds: FoldFiles) -> dict[str, Any]:
    """Do the fits of the study; returns its result, ready for JSON."""
    from ML.transfer import MissionTable, study_transfer

    source = sources.open(configuration)
    frame = source.load(tracker)
    labels = source.label(frame, configuration)
    plan = make_plan(configuration, source, labels)
    rows = MissionTable(labelled_table(frame, labels, plan), frame[MISSION])
    column = get_catalogue(COMBINED).column(MISSION)
    return asdict(study_transfer(rows, plan, column, tracker, folds))


def _check_catalogue(source: DataSource) -> None:
    known = (COMBINED, *get_catalogue(COMBINED).parts)
    if not isinstance(source, CatalogueSource) or source.name not in known:
        raise _refusal(
            "session_id",
            f"Transfer between missions cannot be measured on {source.name!r}. Choose one of {', '.join(known)} as the "
            "dataset.",
        )


def _shared(features: dict[str, Any], source: DataSource, combined: DataSource) -> dict[str, Any]:
    """Return the ``features`` part in the names of the combined table."""
    canonical = {column.name: column.canonical for column in source.columns}
    offered = {column.name for column in combined.columns if column.role in _MEASURED}
    chosen = [canonical[name] if source.name != COMBINED else name for name in features["features"]]
    shared = [name for name in dict.fromkeys(chosen) if name in offered and name != MISSION]
    if not shared:
        raise _refusal(
            "features",
            "None of the chosen columns is one that several missions share. Choose others, such as the preset physics.",
        )
    return {**features, "target": "disposition", "features": shared, "preset": None, "allow_leaks": []}


def _refusal(field: str, message: str) -> InvalidFieldsError:
    return InvalidFieldsError(message, [{"field": field, "message": message}])
