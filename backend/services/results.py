"""What came out of a training: summary, sections, thresholds by purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from backend.records import RunRecord
from backend.services.bundle_facts import bundle_link, report_link
from backend.services.disagreements import Disagreements, all_disagreements
from backend.services.important import important_features
from backend.services.models import ModelCache
from backend.services.purposes import threshold_for
from backend.services.reliability import ReliabilityService
from backend.services.sections import Sections
from backend.services.tuning_result import tuned_model, tuning_section
from backend.services.validated import ValidatedTables
from backend.unit_of_work import Transactions
from ML.classifiers import get_family


class ResultService:
    """Reads finished runs."""

    def __init__(
        self,
        transactions: Transactions,
        cache: ModelCache,
        tables: ValidatedTables,
        sections: Sections,
        reliability: ReliabilityService,
    ) -> None:
        self._transactions = transactions
        self._cache = cache
        self._tables = tables
        self._extra = sections
        self._sections: dict[str, Callable[[RunRecord, dict[str, Any]], dict[str, Any]]] = {
            "metrics": self._metrics,
            "curves": self._curves,
            "importance": self._importance,
            "explanations": self._explanations,
            "errors": Disagreements(tables).section,
            "card": self._card,
            "tuning": tuning_section,
            "reliability": reliability.section,
            "splits": sections.splits,
            "prospective": sections.prospective,
            "learning_curve": sections.learning_curve,
        }

    def summary(self, session_id: str) -> dict[str, Any]:
        """Return the result in brief: data, split, metrics with intervals beside the baselines, warnings."""
        run = self._cache.trained_run(session_id)
        return {"session_id": session_id, **self._metrics(run, {}), **self._card(run, {})}

    def report(self, run: RunRecord) -> dict[str, Any]:
        """Return everything that the report of a run tells."""
        return {**self._metrics(run, {}), **self._card(run, {}), **self._importance(run, {})}

    def section(self, session_id: str, name: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return one section of the result."""
        run = self._cache.trained_run(session_id)
        return {"session_id": session_id, "run_id": run.id, "section": name, **self._sections[name](run, query)}

    def out_of_fold_table(self, session_id: str) -> pd.DataFrame:
        """Return every decided object with its truth and the answer of the fold that had not seen its host."""
        return self._tables.of(self._cache.trained_run(session_id))

    def split_table(self, session_id: str) -> pd.DataFrame:
        """Return every validated object with the fold that validated it."""
        return self._extra.split_table(self._cache.trained_run(session_id))

    def prospective_table(self, session_id: str) -> pd.DataFrame:
        """Return every object of the newest prospective validation with its score and fate."""
        return self._extra.prospective_table(self._cache.trained_run(session_id))

    def threshold(self, session_id: str, objective: str, value: float, positive: str | None = None) -> dict[str, Any]:
        """Return the threshold that serves a purpose, see :func:`backend.services.purposes.threshold_for`."""
        return threshold_for(self._cache.trained_run(session_id), self._tables, objective, value, positive)

    def disagreement_table(self, session_id: str) -> pd.DataFrame:
        """Return every object on which model and catalogue disagree, the most confident first."""
        return all_disagreements(self._tables, self._cache.trained_run(session_id))

    def _metrics(self, run: RunRecord, _: dict[str, Any]) -> dict[str, Any]:
        evaluation = (run.result or {})["evaluation"]
        shown = ("metrics", "per_class", "baselines", "classes", "confusion_matrix", "folds")
        facts = {"positive_class": (run.result or {})["positive_class"], "macro": evaluation.get("macro", {})}
        return {**{name: evaluation[name] for name in shown}, **facts}

    def _curves(self, run: RunRecord, _: dict[str, Any]) -> dict[str, Any]:
        return {"curves": (run.result or {})["evaluation"]["curves"]}

    def _importance(self, run: RunRecord, _: dict[str, Any]) -> dict[str, Any]:
        unit = get_family(run.configuration["model"]["model"]).explained_in
        return {"features": important_features(self._transactions, run), "unit": unit}

    def _explanations(self, run: RunRecord, query: dict[str, Any]) -> dict[str, Any]:
        return {**self._importance(run, query), **self._extra.explanations(run, query)}

    def _card(self, run: RunRecord, _: dict[str, Any]) -> dict[str, Any]:
        configuration, result = run.configuration, run.result or {}
        family = get_family(configuration["model"]["model"])
        return {
            "run_id": run.id,
            "state": "trained",
            "task": result["task"],
            "data": result["data"],
            "model": {"family": family.name, "title": family.title, **_without_name(tuned_model(run))},
            "split": {
                **configuration["evaluation"],
                "split_hash": result["split_hash"],
                "data_hash": result["data_hash"],
            },
            "warnings": result["warnings"],
            "timing": result["timing"],
            "versions": result["versions"],
            "artifacts": {
                "bundle": bundle_link(run.id),
                "report": report_link(run.id),
                "out_of_fold": f"/result/out_of_fold.csv?session_id={run.session_id}",
            },
        }


def _without_name(model: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in model.items() if key != "model"}
