"""Sections of a result beside its numbers: which object was validated in which fold, and what studies found since."""

from __future__ import annotations

from typing import Any

import pandas as pd

from backend.records import RunRecord, StudyRecord
from backend.services.configurations import chosen_of
from backend.services.validated import ValidatedTables
from backend.unit_of_work import Transactions

HOW_TO_START = {
    "prospective": "No prospective validation of this configuration yet. Two snapshots of the catalogue are needed: "
    "POST /api/studies with study 'prospective' trains on the older one and holds the model against the newer one.",
    "learning_curve": "No learning curve of this configuration yet. POST /api/studies with study 'learning_curve' "
    "trains with fewer stars.",
    "explanations": "Only the importance of each column so far. POST /api/studies with study 'explanations' explains "
    "held-out objects by the models of all folds.",
}


class Sections:
    """Reads the sections of finished runs.

    Parameters
    ----------
    transactions : Transactions
    tables : ValidatedTables
    """

    def __init__(self, transactions: Transactions, tables: ValidatedTables) -> None:
        self._transactions = transactions
        self._tables = tables

    def splits(self, run: RunRecord, query: dict[str, Any]) -> dict[str, Any]:
        """Return which object was validated in which fold, one page of it, with a count of every fold."""
        table, result = self._tables.of(run), run.result or {}
        classes = result["evaluation"]["classes"]
        return {
            "split_hash": result["split_hash"],
            "data_hash": result["data_hash"],
            "settings": {**run.configuration["evaluation"], "seed": run.configuration["model"]["seed"]},
            "folds": [_fold(table[table["fold"] == number], classes) for number in sorted(set(table["fold"]))],
            "download": f"/result/splits.csv?session_id={run.session_id}",
            **_page(table.sort_values(["fold", "object"])[["object", "host", "fold"]], query),
        }

    def split_table(self, run: RunRecord) -> pd.DataFrame:
        """Return object, host and fold of every validated object."""
        return self._tables.of(run)[["object", "host", "fold"]]

    def prospective(self, run: RunRecord, query: dict[str, Any]) -> dict[str, Any]:
        """Return the newest prospective validation of what the run was trained with, and a page of its objects."""
        study = self._newest("prospective", run)
        objects = pd.DataFrame() if study is None else _objects(study)
        for column, wanted in (("now", query.get("truth")), ("prediction", query.get("predicted"))):
            if wanted is not None and len(objects):
                objects = objects[objects[column] == wanted]
        return {**_study_facts(study, "prospective"), **_page(objects, query)}

    def prospective_table(self, run: RunRecord) -> pd.DataFrame:
        """Return every object of that prospective validation with score and fate; empty where there is none."""
        study = self._newest("prospective", run)
        return pd.DataFrame({"object": []}) if study is None else _objects(study)

    def learning_curve(self, run: RunRecord, _: dict[str, Any]) -> dict[str, Any]:
        """Return the newest learning curve of what the run was trained with."""
        return _study_facts(self._newest("learning_curve", run), "learning_curve")

    def explanations(self, run: RunRecord, query: dict[str, Any]) -> dict[str, Any]:
        """Return the newest account of what matters to what the run was trained with, for one class if it is named."""
        return _study_facts(self._newest("explanations", run, query.get("positive")), "explanations")

    def _newest(self, kind: str, run: RunRecord, explained: str | None = None) -> StudyRecord | None:
        """Return the newest finished study of just what the run was trained with, of one class where it is named."""
        with self._transactions.read() as uow:
            studies = uow.studies.of_session(run.session_id)
        finished = [study for study in studies if (study.study, study.state) == (kind, "done")]
        alike = (study for study in reversed(finished) if _asked_of(study) == chosen_of(run.configuration))
        return next((study for study in alike if explained in {None, _explained(study)}), None)


def _explained(study: StudyRecord) -> str:
    return str((study.result or {}).get("explained_class"))


def _asked_of(study: StudyRecord) -> dict[str, Any]:
    """Return what the session had chosen when it asked for a study."""
    return chosen_of(study.configuration.get("session", study.configuration))


def _study_facts(study: StudyRecord | None, kind: str) -> dict[str, Any]:
    result = None if study is None else study.result or {}
    return {
        "study_id": None if study is None else study.id,
        "text": HOW_TO_START[kind] if result is None else result["text"],
        "result": result,
    }


def _objects(study: StudyRecord) -> pd.DataFrame:
    return pd.DataFrame((study.result or {})["objects"])


def _fold(part: pd.DataFrame, classes: list[str]) -> dict[str, Any]:
    counts = part["truth"].value_counts()
    return {
        "fold": int(part["fold"].iloc[0]),
        "objects": len(part),
        "hosts": int(part["host"].nunique()),
        "by_class": {name: int(counts.get(name, 0)) for name in classes},
    }


def _page(table: pd.DataFrame, query: dict[str, Any]) -> dict[str, Any]:
    start = (query["page"] - 1) * query["per_page"]
    shown = table.iloc[start : start + query["per_page"]]
    rows = shown.astype("object").where(shown.notna(), None).to_dict("records")
    return {"rows": rows, "page": query["page"], "per_page": query["per_page"], "total": len(table)}
