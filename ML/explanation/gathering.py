"""From what was measured in each fold to one account of the model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata, spearmanr

from ML.cross_validation import new_pipeline
from ML.explanation.interval import HostMeans
from ML.explanation.outcome import (
    ExplainedFeature,
    ExplainedGroup,
    GlobalExplanation,
    Permuted,
    Points,
    Stability,
)
from ML.explanation.partners import strongest_partners
from ML.features.words import Words, describe
from ML.results import Warnings
from ML.splitting import Fold, split_hash
from ML.trained_model import TrainingPlan
from ML.training_rows import TrainingRows

MOST_POINTS = 300
"""Rows that a beeswarm shows at most."""
MOST_SHOWN = 20
"""Columns with points; the others have their numbers only."""
_DIGITS = 5
_OTHER = "other"


@dataclass(frozen=True)
class Gathered:
    """What the folds gave, and what they were measured on.

    Attributes
    ----------
    rows : TrainingRows
    plan : TrainingPlan
    explained : int
        Position of the explained class.
    folds : list of (ndarray, ndarray)
    samples : list of ndarray of int
        Positions of the explained rows of each fold.
    found : list of ndarray of shape (n_sampled, n_numbers)
        Of each row its contributions in log-odds and in probability, what additivity misses, and what it loses by
        each exchange.
    sets : list of list of str
        What was exchanged: each column, then each kind.
    warnings : list of dict
    """

    rows: TrainingRows
    plan: TrainingPlan
    explained: int
    folds: list[Fold]
    samples: list[np.ndarray]
    found: list[np.ndarray]
    sets: list[list[str]]
    warnings: Warnings

    @cached_property
    def chosen(self) -> np.ndarray:
        """Positions of all explained rows."""
        return np.concatenate(self.samples)

    @cached_property
    def fold(self) -> np.ndarray:
        """Fold, from 0, of each explained row."""
        return np.repeat(np.arange(len(self.samples)), [len(sample) for sample in self.samples])

    @cached_property
    def cells(self) -> pd.DataFrame:
        """What the explained rows hold: input columns, then engineered features."""
        X = self.rows.X.iloc[self.chosen].reset_index(drop=True)
        steps = new_pipeline(self.rows, self.plan)
        if "engineer" not in steps.named_steps:
            return X
        typed = steps["types"].fit_transform(X)
        engineer = steps["engineer"].fit(typed)
        computed = engineer.transform(typed)[:, X.shape[1] :]
        names = [feature.name for feature in engineer.features_]
        return pd.concat([X, pd.DataFrame(computed, columns=names)], axis=1)

    @cached_property
    def measured(self) -> np.ndarray:
        """Everything measured, of shape (n_rows, n_numbers)."""
        return np.vstack(self.found)

    @property
    def log_odds(self) -> np.ndarray:
        """Contributions of shape (n_rows, n_columns)."""
        return self.measured[:, : self.cells.shape[1]]

    @property
    def probability(self) -> np.ndarray:
        """Contributions of shape (n_rows, n_columns)."""
        width = self.cells.shape[1]
        return self.measured[:, width : 2 * width]

    @property
    def missed(self) -> np.ndarray:
        """What additivity misses, of shape (n_rows,)."""
        return self.measured[:, 2 * self.cells.shape[1]]

    @property
    def permuted(self) -> np.ndarray:
        """Rise of log-loss and wrongness by each exchange, of shape (n_rows, n_sets, 2)."""
        return self.measured[:, 2 * self.cells.shape[1] + 1 :].reshape(len(self.chosen), len(self.sets), 2)


def gather(found: Gathered) -> GlobalExplanation:
    """Put together what the folds gave."""
    means = HostMeans(found.rows.hosts[found.chosen], found.plan.seed)
    by_fold = np.stack([np.abs(found.log_odds[found.fold == k]).mean(axis=0) for k in range(len(found.samples))])
    words = [describe(found.rows.features, name) for name in found.cells.columns]
    prices = _prices(found, means)
    features = _features(found, means, by_fold, words, prices)
    groups = _groups(found, means, words, prices)
    agreement = _agreement(by_fold)
    numbers = np.zeros(len(found.rows.y), dtype=int)
    for number, (_, test) in enumerate(found.folds, start=1):
        numbers[test] = number
    name = found.plan.classes[found.explained]
    return GlobalExplanation(
        explained_class=name,
        features=features,
        groups=groups,
        agreement=agreement,
        additivity_error=float(found.missed.max()),
        rows=len(found.chosen),
        hosts=len(np.unique(found.rows.hosts[found.chosen])),
        folds=len(found.folds),
        text=_sentence(name, features, groups, agreement, len(found.chosen)),
        split_hash=split_hash(found.rows.objects, numbers.tolist()),
        warnings=found.warnings,
    )


def _prices(found: Gathered, means: HostMeans) -> list[Permuted]:
    """Return what each exchange costs, in the order of the sets."""
    losses, wrongs = means.of(found.permuted[:, :, 0]), means.of(found.permuted[:, :, 1])
    return [Permuted(loss, wrong) for loss, wrong in zip(losses, wrongs, strict=True)]


def _features(
    found: Gathered, means: HostMeans, by_fold: np.ndarray, words: list[Words], prices: list[Permuted]
) -> tuple[ExplainedFeature, ...]:
    odds, chances = means.of(np.abs(found.log_odds)), means.of(np.abs(found.probability))
    numbers = _as_numbers(found.cells)
    partners = strongest_partners(numbers, found.log_odds)
    sizes = np.array([estimate.value for estimate in odds], dtype=float)
    ranks = np.stack([rankdata(-row, method="min") for row in by_fold]).astype(int)
    order = np.argsort(-sizes, kind="stable").tolist()
    return tuple(
        ExplainedFeature(
            feature=words[k].name,
            label=words[k].label,
            unit=words[k].unit,
            group=words[k].group or _OTHER,
            formula=words[k].formula,
            importance=odds[k],
            importance_probability=chances[k],
            share=float(sizes[k] / (sizes.sum() or 1.0)),
            direction=_direction(found.cells.iloc[:, k], numbers[:, k], found.log_odds[:, k]),
            stability=_stability(by_fold[:, k], ranks[:, k]),
            permutation=prices[k] if k < len(found.rows.features) else None,
            partner=_name(words, partners[k]),
            points=_points(found, k, partners[k]) if place < MOST_SHOWN else Points([], [], []),
        )
        for place, k in enumerate(order)
    )


def _name(words: list[Words], k: int | None) -> str | None:
    return None if k is None else words[k].name


def _as_numbers(cells: pd.DataFrame) -> np.ndarray:
    """Return words as the place in their sorted vocabulary, NaN where a cell is empty."""
    columns = [
        cells[name].to_numpy(dtype=float) if pd.api.types.is_numeric_dtype(cells[name]) else _codes(cells[name])
        for name in cells
    ]
    return np.column_stack(columns)


def _codes(words: pd.Series) -> np.ndarray:
    codes = pd.Categorical(words).codes.astype(float)
    return np.where(codes < 0, np.nan, codes)


def _direction(cells: pd.Series, numbers: np.ndarray, parts: np.ndarray) -> float | None:
    known = ~np.isnan(numbers)
    if not pd.api.types.is_numeric_dtype(cells) or min(_kinds(numbers[known]), _kinds(parts[known])) < 2:  # noqa: PLR2004
        return None
    return float(spearmanr(numbers[known], parts[known]).statistic)


def _kinds(values: np.ndarray) -> int:
    return len(np.unique(values))


def _stability(importance: np.ndarray, ranks: np.ndarray) -> Stability:
    spread = float(importance.std(ddof=1)) if len(importance) > 1 else 0.0
    return Stability(importance.tolist(), float(importance.mean()), spread, ranks.tolist())


def _points(found: Gathered, k: int, partner: int | None) -> Points:
    step = max(1, -(-len(found.chosen) // MOST_POINTS))
    # A fixed stride through all folds' rows: the same rows in every column.
    rows = np.arange(0, len(found.chosen), step)
    return Points(
        value=_plain(found.cells.iloc[rows, k]),
        log_odds=_rounded(found.log_odds[rows, k]),
        probability=_rounded(found.probability[rows, k]),
        partner=[] if partner is None else _plain(found.cells.iloc[rows, partner]),
    )


def _plain(cells: pd.Series) -> list[Any]:
    return [None if pd.isna(cell) else cell if isinstance(cell, str) else _digits(float(cell)) for cell in cells]


def _rounded(values: np.ndarray) -> list[float]:
    return [_digits(value) for value in values.tolist()]


def _digits(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _groups(
    found: Gathered, means: HostMeans, words: list[Words], prices: list[Permuted]
) -> tuple[ExplainedGroup, ...]:
    """Add up the contributions of each kind of columns, engineered ones with the kind that they are computed from."""
    kinds = np.array([word.group or _OTHER for word in words])
    names = list(dict.fromkeys(kinds.tolist()))
    sums = np.column_stack([found.log_odds[:, kinds == kind].sum(axis=1) for kind in names])
    odds = means.of(np.abs(sums))
    whole = sum(estimate.value or 0.0 for estimate in odds) or 1.0
    price = dict(zip(_set_kinds(found), prices[len(found.rows.features) :], strict=True))
    size = np.abs(found.log_odds).mean(axis=0)
    made = [
        ExplainedGroup(
            group=kind,
            features=[words[k].name for k in np.argsort(-size, kind="stable").tolist() if kinds[k] == kind],
            importance=estimate,
            share=float((estimate.value or 0.0) / whole),
            permutation=price.get(kind),
        )
        for kind, estimate in zip(names, odds, strict=True)
    ]
    return tuple(sorted(made, key=lambda group: -(group.importance.value or 0.0)))


def _set_kinds(found: Gathered) -> list[str]:
    kind = {column.name: column.group or _OTHER for column in found.rows.features}
    return [kind[names[0]] for names in found.sets[len(found.rows.features) :]]


def _agreement(by_fold: np.ndarray) -> float | None:
    pairs = list(combinations(by_fold, 2))
    if not pairs or by_fold.shape[1] < 3:  # noqa: PLR2004  # two columns always agree or contradict
        return None
    found = [spearmanr(*pair).statistic for pair in pairs if min(map(_kinds, pair)) > 1]
    return float(np.mean(found)) if found else None


def _sentence(
    name: str,
    features: tuple[ExplainedFeature, ...],
    groups: tuple[ExplainedGroup, ...],
    agreement: float | None,
    rows: int,
) -> str:
    first = ", ".join(feature.label for feature in features[:3])
    kind = f"; of the kinds of columns, {groups[0].group} weighs most" if len(groups) > 1 else ""
    agreed = "" if agreement is None else f" The order agrees between folds: correlation {agreement:.2f}."
    return f"What matters most for {name}, on {rows:,} held-out objects: {first}{kind}.{agreed}"
