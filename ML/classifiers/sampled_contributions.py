"""Shapley values by sampling, for models without a closed form (Castro et al. 2009, Computers & Op. Research 36, 1726).

Every background row is turned into the explained row column by column, in a random order of its own and in the reverse
of it (antithetic: Mitchell et al. 2022, J. Machine Learning Research 23, 43). The changes of one path add up to the
difference of both rows' outputs, so contributions add up exactly whatever the number of paths.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ML.classifiers.attribution import Attribution

_BATCH_CELLS = 4_000_000


def sampled(estimator: Any, prepared: np.ndarray, chosen: np.ndarray, background: np.ndarray) -> Attribution:
    """Attribute the probability of the chosen class, measured against the background rows."""
    base = estimator.predict_proba(background).mean(axis=0)
    found = [_row(estimator, row, int(k), background) for row, k in zip(prepared, chosen, strict=True)]
    values, error = (np.array(part).reshape(prepared.shape) for part in zip(*found, strict=True))
    output = estimator.predict_proba(prepared)[np.arange(len(prepared)), chosen]
    return Attribution(values, base[chosen], output, error)


def _row(estimator: Any, row: np.ndarray, k: int, background: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean change by each column over all background rows, and its standard error."""
    rng = np.random.default_rng(0)
    changes = np.zeros(background.shape)
    orders = np.array([rng.permutation(len(row)) for _ in background])
    for ordered in (orders, orders[:, ::-1]):
        np.add.at(changes, (np.arange(len(orders))[:, None], ordered), _paths(estimator, row, k, background, ordered))
    changes /= 2
    return changes.mean(axis=0), changes.std(axis=0, ddof=min(1, len(changes) - 1)) / np.sqrt(len(changes))


def _paths(estimator: Any, row: np.ndarray, k: int, background: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """Change of the output at each step of each path, of shape (n_background, n_columns)."""
    ranks = np.argsort(orders, axis=1)
    steps = np.arange(len(row) + 1)
    at_once = max(1, _BATCH_CELLS // (len(row) * len(steps)))
    changes = []
    for start in range(0, len(background), at_once):
        part = slice(start, start + at_once)
        turned = ranks[part, None, :] < steps[None, :, None]
        mixed = np.where(turned, row, background[part, None, :])
        outputs = estimator.predict_proba(mixed.reshape(-1, len(row)))[:, k]
        changes.append(np.diff(outputs.reshape(-1, len(steps)), axis=1))
    return np.concatenate(changes)
