"""The dossier of one catalogued object."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from backend.errors import InvalidFieldsError, shorten
from backend.services.form import plain_row
from backend.services.prediction import PredictionService
from backend.services.profiles import UNDECIDED
from backend.services.served_models import ServedModels
from backend.services.snapshots import SnapshotShelf
from backend.unknown_errors import UnknownObjectError
from ML.catalogs.canonical import canonical_table
from ML.catalogs.catalogue import Catalogue, get_catalogue
from ML.catalogs.snapshots import Snapshot, catalogue_columns
from ML.labelling import label_rows

TABLES_KEPT = 4
NEIGHBOURS = 10
PLANET, FALSE_POSITIVE = "PLANET", "FALSE POSITIVE"


class DossierService:
    """Tells what follows from the catalogued numbers of one object.

    Parameters
    ----------
    shelf : SnapshotShelf
    prediction : PredictionService
        Asks a session's model.
    served : ServedModels
        Asks a promoted model.
    """

    def __init__(self, shelf: SnapshotShelf, prediction: PredictionService, served: ServedModels) -> None:
        self._shelf = shelf
        self._prediction = prediction
        self._served = served
        self._table = lru_cache(maxsize=TABLES_KEPT)(self._load)

    def of(
        self,
        name: str,
        object_name: str,
        snapshot_id: str | None = None,
        session_id: str | None = None,
        model: str | None = None,
    ) -> dict[str, Any]:
        """Return the dossier of a catalogue's object with its nearest labelled neighbours.

        Raises
        ------
        UnknownObjectError
            The snapshot, or the table of the session that is asked, holds no object of that name.
        UnknownModelError, InvalidFieldsError
            No model of that name is promoted, or it needs columns of which this catalogue has none.
        """
        from ML.dossier.assembly import dossier
        from ML.dossier.neighbours import neighbours

        catalogue, snapshot = get_catalogue(name), self._shelf.find(name, snapshot_id)
        table = self._table(name, snapshot.id, snapshot.sha256)
        row = _row_of(table, object_name)
        decided = [label for label in (PLANET, FALSE_POSITIVE) if (table["label"] == label).any()]
        near = neighbours(table, row, k=NEIGHBOURS, labels=decided, label_column="label") if decided else None
        return {
            "dataset": name,
            "snapshot": snapshot.id,
            "object": row["object_name"],
            "host": row["host_id"],
            "label": row["label"],
            "prediction": None if session_id is None else self._answer(session_id, str(row["object_name"])),
            "registered": None if model is None else self._registered(model, snapshot, int(row["position"])),
            "dossier": dossier(row, _identifiers(catalogue, row)),
            "neighbours": near,
        }

    def _answer(self, session_id: str, object_name: str) -> dict[str, Any]:
        values = self._prediction.known_object(session_id, object_name)["values"]
        answer: dict[str, Any] = self._prediction.rows(session_id, [values], True, None)["predictions"][0]
        return answer

    def _registered(self, model: str, snapshot: Snapshot, position: int) -> dict[str, Any]:
        """Return the promoted model's answer for a row of the snapshot; columns that it lacks are missing."""
        served = self._served.get(model)
        columns = [column["name"] for column in served.scorer.form["columns"]]
        frame = self._shelf.load(snapshot)
        held = plain_row(frame[[name for name in columns if name in frame]].iloc[position])
        if not held:
            raise _other_columns(model, columns)
        return served.predict([{name: held.get(name) for name in columns}], None)

    def _load(self, name: str, snapshot_id: str, sha256: str) -> pd.DataFrame:
        catalogue, snapshot = get_catalogue(name), self._shelf.find(name, snapshot_id)
        frame = self._shelf.load(snapshot)
        task = max(catalogue.tasks.values(), key=lambda task: len(task.classes))
        named = {
            "object_name": frame[catalogue.object_column].astype("str"),
            "host_id": frame[catalogue.host_column].astype("str"),
            "label": label_rows(catalogue, task, frame).fillna(UNDECIDED),
        }
        named["position"] = pd.Series(range(len(frame)), index=frame.index)
        if "mission" in frame:
            named["mission"] = frame["mission"]
        return canonical_table(frame, catalogue_columns(catalogue, snapshot)).assign(**named)


def _row_of(table: pd.DataFrame, object_name: str) -> dict[str, Any]:
    match = table["object_name"].str.casefold() == object_name.strip().casefold()
    if not match.any():
        raise UnknownObjectError(
            f"There is no object {shorten(object_name)!r} in this table. "
            f"Expected a name such as {table['object_name'].iloc[0]!r}.",
            name=shorten(object_name),
        )
    return {str(name): value for name, value in table[match].iloc[0].items()}


def _other_columns(model: str, columns: list[str]) -> InvalidFieldsError:
    wanted = shorten(", ".join(columns))
    message = f"The model {model!r} goes by other columns ({wanted}); choose one that was trained on this catalogue."
    return InvalidFieldsError(message, [{"field": "model", "message": message}])


def _identifiers(catalogue: Catalogue, row: dict[str, Any]) -> dict[str, Any]:
    mission = row.get("mission", catalogue.name)
    places = {name: row.get(name) for name in ("right_ascension", "declination")}
    tic = row["host_id"] if mission == "tess" else None
    return {"mission": mission, "object_name": row["object_name"], "host_id": row["host_id"], "tic_id": tic, **places}
