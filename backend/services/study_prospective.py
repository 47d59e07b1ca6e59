"""The study ``prospective``: trained on an older snapshot, held against what a newer one says."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backend.errors import InvalidFieldsError
from backend.services import selection as selections
from backend.services.configurations import chosen_of
from backend.services.outcome import leak_warnings
from backend.services.progress import Tracker
from backend.services.sources import CatalogueSource, DataSource, Sources
from backend.services.training_job import FoldFiles, labelled_table, make_plan
from ML.catalogs.catalogue import Catalogue, Role, get_catalogue
from ML.catalogs.snapshots import Snapshot


def configure(
    selection: dict[str, Any], session: dict[str, Any], sources: Sources, older: str | None, newer: str | None
) -> dict[str, Any]:
    """Return what the study is to do: the session's choice on the older snapshot, with the columns that it holds.

    Parameters
    ----------
    selection : dict
        What the session chose.
    session : dict
        The same, complete.
    sources : Sources
    older, newer : str or None
        Ids of snapshots; the newest held and the newest one before it where they are left out.

    Raises
    ------
    InvalidFieldsError
        The data are no catalogue's, there is only one snapshot, or ``older`` is not older than ``newer``.
    """
    data_source = session["data_source"]
    if data_source["data_source"] == "upload":
        _refuse(
            "session_id", "A prospective validation needs two snapshots of a catalogue; this session has an upload."
        )
    before, to = _pair(sources, data_source["dataset"], older, newer)
    _refuse_classes(get_catalogue(data_source["dataset"]), data_source["task"])
    source = sources.open({"data_source": {**data_source, "snapshot": before.id}})
    chosen = {
        **selection,
        "data_source": {**data_source, "snapshot": before.id},
        "features": _held(selection.get("features"), source),
    }
    return {**selections.complete(chosen, source), "newer": to.id, "session": chosen_of(session)}


def measure(configuration: dict[str, Any], sources: Sources, tracker: Tracker, folds: FoldFiles) -> dict[str, Any]:
    """Train on the decided rows of the older snapshot, and look what became of the others."""
    from ML.prospective import validate_prospectively

    source, now = sources.open(configuration), sources.open(_newer(configuration))
    frame = source.load(tracker)
    labels = source.label(frame, configuration)
    plan = make_plan(configuration, source, labels)
    made = validate_prospectively(
        labelled_table(frame, labels, plan),
        _classes_by_name(now, configuration, tracker),
        plan,
        tracker,
        folds,
        catalogue_scores=_own_scores(source, frame),
    )
    leaks = [column for column in plan.features if column.role is not Role.FEATURE]
    warnings = [*leak_warnings(leaks), *made.warnings]
    features = [column.name for column in plan.features]
    facts = {"from": source.facts(), "to": now.facts(), "features": features, "warnings": warnings}
    return {**asdict(made), **facts}


def _pair(sources: Sources, dataset: str, older: str | None, newer: str | None) -> tuple[Snapshot, Snapshot]:
    """Return the older and the newer snapshot."""
    to = sources.snapshot(dataset, newer)
    if older is None:
        return _before(sources, dataset, to), to
    before = sources.snapshot(dataset, older)
    if before.sha256 == to.sha256:
        _refuse("to", f"from and to are both {to.id!r}: nothing can have become of its objects. Name a newer snapshot.")
    if before.date > to.date:
        _refuse("from", f"from is {before.id!r}, which is newer than {to.id!r}. Exchange them.")
    return before, to


def _before(sources: Sources, dataset: str, to: Snapshot) -> Snapshot:
    older = [one for one in sources.held(dataset) if one.date < to.date]
    if not older:
        _refuse(
            "from",
            f"No snapshot of {dataset} is older than {to.id!r}. POST /api/datasets/{dataset}/refresh fetches the "
            "newest table, against which this one can be held.",
        )
    return older[0]


def _refuse_classes(catalogue: Catalogue, task: str) -> None:
    ranked = [name for name, each in catalogue.tasks.items() if each.positive_class is not None]
    if task not in ranked:
        _refuse(
            "task",
            f"In task {task!r} undecided objects are a class of their own, so nothing can become of them. "
            f"Choose the task {' or '.join(map(repr, ranked))} for the session's data.",
        )


def _held(features: dict[str, Any] | None, source: DataSource) -> dict[str, Any] | None:
    """Return the chosen features that the older snapshot holds; a preset is its own."""
    if not features or not features.get("features"):
        return features
    known = {column.name for column in source.columns}
    held = [name for name in features["features"] if name in known]
    if not held:
        _refuse("from", "The older snapshot holds none of the session's features. Choose other snapshots or features.")
    return {**features, "features": held, "allow_leaks": [n for n in features.get("allow_leaks") or () if n in known]}


def _newer(configuration: dict[str, Any]) -> dict[str, Any]:
    return {"data_source": {**configuration["data_source"], "snapshot": configuration["newer"]}}


def _classes_by_name(now: DataSource, configuration: dict[str, Any], tracker: Tracker) -> Any:
    from ML.catalogs.delivery_columns import as_text

    labels = now.label(now.load(tracker), configuration)
    return labels.target.set_axis(as_text(labels.objects))


def _own_scores(source: DataSource, frame: Any) -> Any:
    column = source.catalogue.score_column if isinstance(source, CatalogueSource) else None
    return frame[column] if column in frame.columns else None


def _refuse(field: str, message: str) -> None:
    raise InvalidFieldsError(message, [{"field": field, "message": message}])
