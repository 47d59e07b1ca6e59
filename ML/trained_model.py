"""A trained model: the fitted pipeline with what it was trained on, how well it did, and how it predicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ML.curves import similar_scores_interval
from ML.domain_guard import DomainFacts, domain_warnings
from ML.frozen_split import FrozenSplit
from ML.input_rows import check_rows, row_warnings
from ML.results import Evaluation, FeatureImportance, FitFacts, Prediction, TrainingColumn, Warnings
from ML.table_remarks import table_remarks
from ML.unit_slips import unit_slips

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

    from ML.catalogs.catalogue import Column
    from ML.partial.reserve import TrainingReserve

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True)
class TuningPlan:
    """How long and on what hyperparameters are searched for.

    Attributes
    ----------
    trials : int
        Settings that are tried at most, for each validation fold and for the final fit.
    timeout_s : float or None
        Seconds of one search after which no further trial starts.
    folds : int
        Host-grouped inner folds, of the training rows alone, on which a trial is judged.
    """

    trials: int = 20
    timeout_s: float | None = None
    folds: int = 3


@dataclass(frozen=True)
class TrainingPlan:
    """Everything that was chosen before training.

    Attributes
    ----------
    features : tuple of Column
        Columns that the model may see.
    classes : tuple of str
        Class names; probabilities always stand in this order.
    positive_class : str or None
        The class that a binary task is after.
    family : str
        Name of the model family.
    hyperparameters : dict
        Settings that differ from the family's defaults.
    seed : int
        Seed of every random choice.
    method : {"cv", "holdout"}
        Every row validated once in ``folds`` folds, or one validation set of ``test_size``.
    group_by_host : bool
        Whether all rows of one host stay on one side of a split.
    imbalance : {"none", "class_weight", "smote", "cost"}
        What is done for rarer classes while fitting: rows weigh more, synthetic rows are added, or ``costs`` weigh.
    engineered : bool
        Whether engineered features are added.
    n_threads : int
        Threads that a fit may use; the numbers do not depend on it.
    imputation : {"median", "mean", "indicator", "gaps"}
        What stands in for a missing number; ``"indicator"`` is the median and a column that marks gaps, ``"gaps"``
        leaves them to families that know what to do with them.
    scaling : {"family", "none", "standard", "robust"}
        How columns are brought to one scale; ``"family"`` does what the family needs.
    encoding : {"one_hot", "ordinal"}
        How categories become numbers.
    selection : {"none", "importance", "l1", "l2"}
        How columns that tell little are dropped.
    costs : mapping of str to float or None
        What a wrong answer on a row of each class costs, for ``imbalance="cost"``; classes not named cost 1.
    calibration : {"none", "sigmoid", "isotonic", "venn_abers"}
        How probabilities are corrected on host-grouped inner folds.
    tuning : TuningPlan or None
        How hyperparameters are searched for, within the training rows of every fold.
    split : FrozenSplit or None
        Folds that an earlier run kept, to be used instead of drawing them.
    """

    features: tuple[Column, ...]
    classes: tuple[str, ...]
    positive_class: str | None
    family: str
    hyperparameters: dict[str, Any] = field(default_factory=dict)
    seed: int = 42
    method: str = "cv"
    folds: int = 5
    test_size: float = 0.2
    group_by_host: bool = True
    imbalance: str = "none"
    engineered: bool = False
    n_threads: int = 1
    imputation: str = "median"
    scaling: str = "family"
    encoding: str = "one_hot"
    selection: str = "none"
    costs: Mapping[str, float] | None = None
    calibration: str = "none"
    tuning: TuningPlan | None = None
    split: FrozenSplit | None = None


@dataclass
class TrainedModel:
    """A fitted pipeline and all that is known about it.

    Attributes
    ----------
    plan : TrainingPlan
        What was chosen; hyperparameters complete with defaults.
    pipeline : sklearn.pipeline.Pipeline
        Types, impute, encode, scale where needed, classifier; fitted on all decided rows.
    columns : tuple of TrainingColumn
        The columns that the model reads, with their training range.
    evaluation : Evaluation
        Metrics on rows that were not trained on.
    importance : list of FeatureImportance
        Mean absolute contributions, largest first.
    out_of_fold : DataFrame
        ``object``, ``host``, ``truth``, ``fold`` (from 1) and ``probability_<CLASS>`` of every validated row.
    background : ndarray of shape (n_background, n_encoded)
        Encoded training rows against which linear models and networks are explained.
    data_hash, split_hash : str
        sha256 of the training table, and of which object was validated in which fold.
    versions : dict of str to str
        Versions of the libraries that fitted it.
    fit_facts : FitFacts
        Time, memory and threads used.
    warnings : list of dict
        Remarks on the data and the fit.
    tuning : list of dict
        What the search for hyperparameters found in each validation fold, then for the final fit; empty without one.
    domain : DomainFacts or None
        What it knows of the missions that it was trained on; None where its rows are of no known mission.
    reserve : TrainingReserve or None
        Training rows from which models of fewer columns can be fitted, for rows that lack the others.
    """

    plan: TrainingPlan
    pipeline: Pipeline
    columns: tuple[TrainingColumn, ...]
    evaluation: Evaluation
    importance: list[FeatureImportance]
    out_of_fold: pd.DataFrame
    background: np.ndarray
    data_hash: str
    split_hash: str
    versions: dict[str, str]
    fit_facts: FitFacts
    warnings: Warnings
    tuning: list[dict[str, Any]] = field(default_factory=list)
    domain: DomainFacts | None = None
    reserve: TrainingReserve | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names in the order of the probabilities."""
        return self.plan.classes

    @property
    def feature_names(self) -> list[str]:
        """Names of the columns that a table for prediction must have."""
        return [column.name for column in self.columns]

    def feature(self, name: str) -> Column | None:
        """Definition of an input column; None for an engineered feature."""
        return next((column for column in self.plan.features if column.name == name), None)

    def probabilities(self, frame: pd.DataFrame) -> np.ndarray:
        """Probability of each class, of shape (n_rows, n_classes); raises InvalidRowsError for unusable rows."""
        return self._probabilities(check_rows(frame, self.columns))

    def predict(self, frame: pd.DataFrame, threshold: float | None = None) -> list[Prediction]:
        """Predict each row.

        Parameters
        ----------
        frame : DataFrame
            Has every column of ``feature_names``, in any order and with others beside them; cells may be empty.
        threshold : float or None
            Score from which the positive class is predicted; None is 0.5. Ignored where no class is positive.

        Returns
        -------
        list of Prediction

        Raises
        ------
        InvalidRowsError
            Columns are missing, or a cell is not a number; names row, column and value.
        """
        checked = check_rows(frame, self.columns)
        probabilities, calibrated = self._answers(checked)
        chosen = self.choose(probabilities, threshold)
        scores, intervals = self._scores(probabilities), self._intervals(probabilities, calibrated, chosen)
        remarks = self.remarks(checked, frame)
        return [
            Prediction(
                prediction=self.classes[k],
                probability=float(row[k]),
                probabilities={name: float(value) for name, value in zip(self.classes, row, strict=True)},
                score=None if scores is None else float(scores[position]),
                threshold=None if scores is None else _threshold(threshold),
                interval=intervals[position].tolist(),
                warnings=remarks[position],
            )
            for position, (k, row) in enumerate(zip(chosen, probabilities, strict=True))
        ]

    def predict_table(self, frame: pd.DataFrame, threshold: float | None = None) -> pd.DataFrame:
        """Predict many rows at once.

        Returns
        -------
        DataFrame
            With the index of ``frame``: ``prediction``, ``probability``, ``probability_<CLASS>`` for every class,
            ``score`` (NaN without a positive class) and ``warnings`` (text, empty where there are none).
        """
        checked = check_rows(frame, self.columns)
        probabilities = self._probabilities(checked)
        chosen, scores = self.choose(probabilities, threshold), self._scores(probabilities)
        domain = None if self.domain is None else partial(domain_warnings, self.domain)
        table = {
            "prediction": np.take(np.array(self.classes, dtype=object), chosen),
            "probability": probabilities[np.arange(len(chosen)), chosen],
            **{f"probability_{name}": probabilities[:, k] for k, name in enumerate(self.classes)},
            "score": np.full(len(chosen), np.nan) if scores is None else scores,
            "warnings": table_remarks(checked, frame, self.columns, self.remarks, domain),
        }
        return pd.DataFrame(table, index=frame.index)

    def remarks(self, checked: pd.DataFrame, frame: pd.DataFrame) -> list[Warnings]:
        """Say what is unusual in each row, given as the model reads it and as it came."""
        told = [row_warnings(checked, self.columns), unit_slips(checked, self.columns, self.plan.features)]
        if self.domain is not None:
            told.append(domain_warnings(self.domain, frame))
        return [[entry for entries in row for entry in entries] for row in zip(*told, strict=True)]

    def _probabilities(self, checked: pd.DataFrame) -> np.ndarray:
        return self._answers(checked)[0]

    def _answers(self, checked: pd.DataFrame) -> tuple[np.ndarray, np.ndarray | None]:
        """Probabilities and, where calibration gives one, the interval of each."""
        from ML.calibration import CalibratedPipeline

        if len(checked) == 0:
            return np.zeros((0, len(self.classes))), None
        if isinstance(self.pipeline, CalibratedPipeline):
            return self.pipeline.answer(checked)
        rows: Any = checked
        # Step by step: a Pipeline's own way through its steps takes longer than the steps themselves for one row.
        for _, step in self.pipeline.steps[:-1]:
            rows = step.transform(rows)
        return np.asarray(self.pipeline[-1].predict_proba(rows), dtype=float), None

    def _positive(self) -> int | None:
        return None if self.plan.positive_class is None else self.classes.index(self.plan.positive_class)

    def _scores(self, probabilities: np.ndarray) -> np.ndarray | None:
        positive = self._positive()
        return None if positive is None else probabilities[:, positive]

    def choose(self, probabilities: np.ndarray, threshold: float | None = None) -> np.ndarray:
        """Index of the predicted class of each row; ``threshold`` as in :meth:`predict`."""
        scores, positive = self._scores(probabilities), self._positive()
        if scores is None or positive is None or len(self.classes) > 2:  # noqa: PLR2004
            return probabilities.argmax(axis=1)
        return np.where(scores >= _threshold(threshold), positive, 1 - positive)

    def _intervals(self, probabilities: np.ndarray, calibrated: np.ndarray | None, chosen: np.ndarray) -> np.ndarray:
        """Interval of the score, or of the predicted class's probability where no class is positive.

        It holds that number itself: where a model is sure of itself beyond what its validation bears out, the interval
        reaches from what it says to what was seen.
        """
        positive = self._positive()
        asked = chosen if positive is None else np.full(len(chosen), positive)
        everyone = np.arange(len(chosen))
        found, own = np.zeros((len(chosen), 2)), probabilities[everyone, asked]
        if calibrated is not None:
            found = calibrated[everyone, asked]
        else:
            for k in np.unique(asked).tolist():
                found[asked == k] = self._similar(k, own[asked == k])
        return np.column_stack([np.minimum(found[:, 0], own), np.maximum(found[:, 1], own)])

    def _similar(self, k: int, scores: np.ndarray) -> np.ndarray:
        """Interval of the share of a class among validation objects with similar probabilities of it."""
        if k not in self._validated:
            known = self.out_of_fold[f"probability_{self.classes[k]}"].to_numpy()
            order = np.argsort(known, kind="stable")
            self._validated[k] = (self.out_of_fold["truth"] == self.classes[k]).to_numpy()[order], known[order]
        return similar_scores_interval(*self._validated[k], scores)

    @cached_property
    def _validated(self) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """Of each class asked about: which validated rows are of it, and their probabilities, lowest first."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_validated"}


def _threshold(threshold: float | None) -> float:
    return DEFAULT_THRESHOLD if threshold is None else float(threshold)


def probability_columns(classes: Sequence[str]) -> list[str]:
    """Names of the probability columns of ``out_of_fold`` and ``predict_table``."""
    return [f"probability_{name}" for name in classes]
