"""The validated objects of a run: truth, out-of-fold answer, and what is known of each to group results by."""

from __future__ import annotations

import pandas as pd

from backend.adapters.files import FileStore
from backend.records import RunRecord
from backend.services.labels import Labels
from backend.services.sources import CatalogueSource, DataSource
from ML.reliability.context import object_context

_KEY = ["object", "host", "occurrence"]


class ValidatedTables:
    """Reads what trainings left of their validation.

    Parameters
    ----------
    models : FileStore
        Where the artefacts of runs lie.
    """

    def __init__(self, models: FileStore) -> None:
        self._models = models

    def of(self, run: RunRecord) -> pd.DataFrame:
        """Return one row per validated object, with ``prediction`` and the ``probability`` of that."""
        classes = (run.result or {})["evaluation"]["classes"]
        with self._models.local_copy(str(run.out_of_fold_path)) as path:
            table = pd.read_parquet(path)
        columns = [f"probability_{name}" for name in classes]
        table["prediction"] = table[columns].to_numpy().argmax(axis=1)
        table["prediction"] = table["prediction"].map(dict(enumerate(classes)))
        table["probability"] = table[columns].max(axis=1)
        return table.astype({"object": "str", "host": "str"})


def with_context(answers: pd.DataFrame, frame: pd.DataFrame, labels: Labels, source: DataSource) -> pd.DataFrame:
    """Return out-of-fold answers with what the table tells of each object to group results by.

    Parameters
    ----------
    answers : pandas.DataFrame
        ``object``, ``host`` and more of every validated object, in the order of the table.
    frame : pandas.DataFrame
        The whole table, also undecided objects.
    labels : Labels
        Of the whole table.
    source : DataSource
        Describes its columns.
    """
    verdict = None
    if isinstance(source, CatalogueSource) and not source.catalogue.derived:
        verdict = source.catalogue.target_column
    decided = labels.target.notna().to_numpy()
    context = object_context(frame, source.columns, verdict)[decided]
    named = pd.DataFrame({"object": labels.objects[decided].to_numpy(), "host": labels.hosts[decided].to_numpy()})
    known = _numbered(named).join(context.reset_index(drop=True)).set_index(_KEY)
    # An upload may name objects twice; all rows of a star are validated or none, so the n-th of a name is the n-th.
    return answers.join(known.reindex(pd.MultiIndex.from_frame(_numbered(answers)[_KEY])).reset_index(drop=True))


def _numbered(table: pd.DataFrame) -> pd.DataFrame:
    named = table[["object", "host"]].astype("str").fillna("").reset_index(drop=True)
    return named.assign(occurrence=named.groupby(["object", "host"]).cumcount())
