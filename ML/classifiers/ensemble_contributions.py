"""Contributions to an ensemble's probability: the weighted sum of its members', brought to probabilities.

A member explained in log-odds has an additive explanation there, and the probability is a smooth function of those
sums. Its Aumann–Shapley value, the integral of the gradient along the straight line from base to output (Sundararajan
et al. 2017, arXiv:1703.01365), shares the change of the probability among the columns, and adds up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ML.classifiers import get_family
from ML.classifiers.attribution import Attribution, exactly

Attribute = Callable[[Any, np.ndarray, np.ndarray, np.ndarray], Attribution]

_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(40)
_STEPS, _STEP_WEIGHTS = (_NODES + 1) / 2, _NODE_WEIGHTS / 2
_TINY = 1e-12


def ensemble_attribution(
    estimator: Any, prepared: np.ndarray, chosen: np.ndarray, parts: list[tuple[Any, np.ndarray]], attribute: Attribute
) -> Attribution:
    """Attribute the ensemble's probability of the chosen class.

    Parameters
    ----------
    estimator : WeightedMembers
    prepared : ndarray of shape (n_samples, n_encoded)
    chosen : ndarray of int of shape (n_samples,)
    parts : list of (fitted classifier, ndarray)
        Members, and the background of each.
    attribute : callable
        Attributes the output of one member.
    """
    found = []
    for (name, member), (_, background) in zip(estimator.parts(), parts, strict=True):
        seen = estimator.seen_by(name, prepared)
        if get_family(estimator.family_of(name)).explained_in == "probability":
            found.append(attribute(member, seen, chosen, background))
        else:
            every = range(len(estimator.classes_))
            by_class = [attribute(member, seen, np.full(len(chosen), k), background) for k in every]
            found.append(in_probability(by_class, chosen))
    weights = [estimator.weights_[name] for name in estimator.member_names_]
    values, base, output = (
        _sum(weights, [getattr(part, key) for part in found]) for key in ("values", "base", "output")
    )
    error = np.sqrt(_sum(np.square(weights), [part.error**2 for part in found]))
    return Attribution(values, base, output, error)


def _sum(weights: Any, parts: list[np.ndarray]) -> np.ndarray:
    return np.sum([weight * part for weight, part in zip(weights, parts, strict=True)], axis=0)


def in_probability(by_class: list[Attribution], chosen: np.ndarray) -> Attribution:
    """Bring the log-odds explanations of every class to the probability of the chosen one."""
    if len(by_class) == 2:  # noqa: PLR2004
        # Two classes speak of one number: the log-odds of either are half of their difference's, doubled.
        by_class = [exactly(part.values / 2, part.base / 2, part.output / 2) for part in by_class]
    base, output = (np.stack([getattr(part, key) for part in by_class], axis=1) for key in ("base", "output"))
    values = np.stack([part.values for part in by_class], axis=1)
    rows = np.arange(len(chosen))
    gradient = np.zeros_like(base)
    for step, weight in zip(_STEPS, _STEP_WEIGHTS, strict=True):
        at = _softmax(base + step * (output - base))
        gradient += weight * at[rows, chosen][:, None] * (np.eye(base.shape[1])[chosen] - at)
    start, end = _softmax(base)[rows, chosen], _softmax(output)[rows, chosen]
    shared = np.einsum("rc,rcj->rj", gradient, values)
    return exactly(_adding_up(shared, end - start), start, end)


def _adding_up(values: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Take away what the quadrature leaves: a factor next to one, or an even share where there is nothing to scale."""
    total = values.sum(axis=1)
    usable = np.abs(total) > _TINY
    factor = np.where(usable, change / np.where(usable, total, 1.0), 1.0)
    return values * factor[:, None] + np.where(usable, 0.0, (change - total) / values.shape[1])[:, None]


def _softmax(outputs: np.ndarray) -> np.ndarray:
    raised = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
