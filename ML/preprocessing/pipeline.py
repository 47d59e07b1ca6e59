"""One scikit-learn ``Pipeline`` from catalogue columns to a probability.

Types, engineered features, impute, encode, scale, select, classifier: each step learns from the rows of the fit alone.
Numbers travel as plain arrays: one row passes in about a millisecond.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import RobustScaler, StandardScaler

from ML.calibration import CalibratedPipeline
from ML.classifiers import get_family
from ML.classifiers.estimators import build_estimator
from ML.classifiers.fitting import OnStep, fit_with_progress
from ML.features.engineered import EngineeredFeatures, canonical_names
from ML.preprocessing.encoding import OneHotCodes
from ML.preprocessing.imputing import FillAndMark, FillMissing
from ML.preprocessing.resampling import MadeRows, Smote
from ML.preprocessing.scaling import SquashedScale
from ML.preprocessing.selecting import SelectColumns
from ML.preprocessing.types import ColumnTypes

if TYPE_CHECKING:
    from ML.catalogs.catalogue import Column

_IMPUTERS: dict[str, Callable[[list[int]], FillMissing]] = {
    "median": FillMissing,
    "mean": lambda categorical: FillMissing(categorical, "mean"),
    "indicator": FillAndMark,
    "gaps": lambda categorical: FillMissing(categorical, "none"),
}
_SCALERS: dict[str, Callable[[], Any]] = {"none": lambda: None, "standard": StandardScaler, "robust": RobustScaler}


def build_pipeline(
    features: Sequence[Column],
    family: str,
    params: Mapping[str, Any],
    *,
    seed: int,
    n_threads: int,
    engineered: bool = False,
    imputation: str = "median",
    scaling: str = "family",
    encoding: str = "one_hot",
    selection: str = "none",
    calibrated: bool = False,
) -> Pipeline:
    """Return the unfitted pipeline of a family on these columns; a DataFrame with the columns goes in.

    Every choice is one of ``ML.choices.STEPS``; ``calibrated`` leaves room for a calibrator behind the classifier.
    """
    names = [column.name for column in features]
    categorical = [column.name for column in features if column.kind != "number"]
    positions = [names.index(name) for name in categorical]
    steps = [
        ("types", ColumnTypes(categorical)),
        ("engineer", EngineeredFeatures(names, canonical_names(features)) if engineered else None),
        ("impute", _IMPUTERS[_possible(imputation, family)](positions)),
        ("encode", OneHotCodes(positions) if encoding == "one_hot" else None),
        ("scale", _scaler(scaling, family)),
        ("select", None if selection == "none" else SelectColumns(selection, seed, n_threads)),
        ("classifier", build_estimator(family, params, seed, n_threads)),
    ]
    kind = CalibratedPipeline if calibrated else Pipeline
    return kind([(name, step) for name, step in steps if step is not None])


def _possible(imputation: str, family: str) -> str:
    """Gaps are left to families that know what to do with them; others get the median."""
    return "median" if imputation == "gaps" and not get_family(family).takes_gaps else imputation


def _scaler(scaling: str, family: str) -> Any:
    if scaling == "family":
        return SquashedScale() if get_family(family).scaled else None
    return _SCALERS[scaling]()


def fit_pipeline(
    pipeline: Pipeline,
    X: pd.DataFrame,
    y: np.ndarray,
    sample_weight: np.ndarray | None,
    on_step: OnStep,
    groups: np.ndarray | None = None,
    smote: Smote | None = None,
) -> np.ndarray:
    """Fit every step, counting the classifier's progress.

    Parameters
    ----------
    X : DataFrame of shape (n_samples, n_columns)
    y : ndarray of int of shape (n_samples,)
    sample_weight : ndarray of shape (n_samples,) or None
        Weight of each row; not with ``smote``.
    on_step : callable
        Told (completed, total) steps of the classifier's fit; may raise to stop.
    groups : ndarray of shape (n_samples,) or None
        Host of each row, for families that split their rows once more.
    smote : Smote or None
        Makes the rows that the classifier sees besides.

    Returns
    -------
    ndarray of shape (n_samples, n_encoded)
        The given rows as the classifier sees them, without synthetic ones.
    """
    prepared, made = _prepare(pipeline, X, y, smote)
    if made is None:
        fit_with_progress(pipeline[-1], prepared, y, sample_weight, on_step, groups)
        return prepared
    together, classes = np.vstack([prepared, made.X]), np.concatenate([y, made.y])
    hosts = None if groups is None else np.concatenate([groups, groups[made.nearest]])
    fit_with_progress(pipeline[-1], together, classes, None, on_step, hosts)
    return prepared


def _prepare(
    pipeline: Pipeline, X: pd.DataFrame, y: np.ndarray, smote: Smote | None
) -> tuple[np.ndarray, MadeRows | None]:
    """Fit the steps before the classifier on the real rows; synthetic ones are made where gaps are first filled."""
    rows: Any = X
    made = None
    for name, step in pipeline.steps[:-1]:
        rows = step.fit_transform(rows, y)
        if made is not None:
            made = made._replace(X=step.transform(made.X))
        if name == "impute" and smote is not None:
            marks = range(step.n_features_in_, rows.shape[1])
            made = smote.make(rows, y, [*step.categorical, *marks])
    return np.asarray(rows), made


def prepared_probabilities(pipeline: Pipeline, prepared: np.ndarray) -> np.ndarray:
    """Return the pipeline's probabilities, calibrated where it is, of rows as the classifier sees them."""
    raw = np.asarray(pipeline[-1].predict_proba(prepared), dtype=float)
    return pipeline.calibrated(raw) if isinstance(pipeline, CalibratedPipeline) else raw


def input_columns(pipeline: Pipeline) -> list[str]:
    """Names of the columns before encoding: the catalogue's, then the engineered ones."""
    names = list(pipeline["types"].feature_names_in_)
    engineer = pipeline.named_steps.get("engineer")
    return names if engineer is None else [str(name) for name in engineer.get_feature_names_out(names)]


def column_origins(pipeline: Pipeline) -> np.ndarray:
    """Position among ``input_columns`` from which each column that the classifier sees comes."""
    origins = np.arange(len(input_columns(pipeline)))
    for _, step in pipeline.steps[:-1]:
        origins = origins[step.origins_] if hasattr(step, "origins_") else origins
    return origins


def dropped_columns(pipeline: Pipeline) -> list[str]:
    """Names of the input columns of which selection has left nothing."""
    kept = set(column_origins(pipeline).tolist())
    return [name for position, name in enumerate(input_columns(pipeline)) if position not in kept]


def sum_by_origin(pipeline: Pipeline, values: np.ndarray) -> np.ndarray:
    """Add up the parts of each column: (n_samples, n_encoded) becomes (n_samples, n_input_columns)."""
    summed = np.zeros((len(input_columns(pipeline)), len(values)))
    np.add.at(summed, column_origins(pipeline), values.T)
    return summed.T
