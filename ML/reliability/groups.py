"""Results of parts of the validated objects: by class, by mission, by verdict, by reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ML.bootstrap import Scored, estimate, metric_arrays, resampled_metrics
from ML.reliability.plane import Share, share_of
from ML.results import METRIC_NAMES, Estimate
from ML.splitting import host_codes

SEVERAL, NONE = "several", "none"


def _no_step() -> None:
    """Do nothing between chunks of work."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Out-of-fold answers to the validated objects.

    Attributes
    ----------
    truth : ndarray of int of shape (n_objects,)
        True class of each, as its position in ``classes``.
    probabilities : ndarray of shape (n_objects, n_classes)
    hosts : ndarray of shape (n_objects,)
        Star of each.
    classes : tuple of str
    positive_class : str or None
    seed : int
        Seed of the resampling.
    """

    truth: np.ndarray
    probabilities: np.ndarray
    hosts: np.ndarray
    classes: tuple[str, ...]
    positive_class: str | None
    seed: int = 42

    @property
    def right(self) -> np.ndarray:
        """Whether the likeliest class is the true one: bool of shape (n_objects,)."""
        return self.probabilities.argmax(axis=1) == self.truth


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the validated objects, and how well the model did on them.

    Attributes
    ----------
    name : str
    objects, hosts : int
    by_class : dict of str to int
        Objects of each true class.
    metrics : dict of str to Estimate
        The headline metrics with 95 % intervals from a bootstrap over hosts; without value where not defined.
    """

    name: str
    objects: int
    hosts: int
    by_class: dict[str, int]
    metrics: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Recalled:
    """Of some objects of one class, the share that the model answers with that class."""

    name: str
    hosts: int
    right: Share


def group_metrics(
    answers: Answers, chosen: Mapping[str, np.ndarray], on_step: Callable[[], None] = _no_step
) -> tuple[Group, ...]:
    """Headline metrics of named parts of the objects.

    Parameters
    ----------
    answers : Answers
    chosen : mapping of str to ndarray of bool of shape (n_objects,)
        Which objects each part has; parts without any are left out.
    on_step : callable
        Called between chunks of resamples; may raise to stop.
    """
    return tuple(_group(answers, name, np.flatnonzero(part), on_step) for name, part in chosen.items() if part.any())


def _group(answers: Answers, name: str, rows: np.ndarray, on_step: Callable[[], None]) -> Group:
    hosts = host_codes(answers.hosts[rows])
    position = None if answers.positive_class is None else answers.classes.index(answers.positive_class)
    scored = Scored(answers.truth[rows], answers.probabilities[rows], hosts, position)
    point = metric_arrays(scored, np.ones((1, scored.n_hosts)))
    drawn = resampled_metrics(scored, answers.seed, on_step)
    return Group(
        name=name,
        objects=len(rows),
        hosts=scored.n_hosts,
        by_class={label: int((scored.truth == code).sum()) for code, label in enumerate(answers.classes)},
        metrics={metric: estimate(point[metric][0], drawn[metric]) for metric in METRIC_NAMES},
    )


def by_words(words: pd.Series) -> dict[str, np.ndarray]:
    """Parts of the objects by a column's words, in their order."""
    return {str(word): (words == word).to_numpy(dtype=bool) for word in sorted(words.dropna().unique())}


def without_words(words: pd.Series, truth: np.ndarray) -> dict[str, np.ndarray]:
    """All objects without those of one verdict, for every verdict that is not the only one of its class.

    Planets that were known before a mission looked, say, are easier than what it discovers: results stand with them
    and without.
    """
    held = by_words(words)
    classes = {word: frozenset(truth[part].tolist()) for word, part in held.items()}
    shared = [word for word in held if sum(classes[word] == other for other in classes.values()) > 1]
    return {word: ~held[word] for word in shared}


def recalled(answers: Answers, chosen: Mapping[str, np.ndarray]) -> tuple[Recalled, ...]:
    """Share of right answers in named parts of the objects, each within one class; parts without any are left out."""
    right, hosts = answers.right, answers.hosts

    def count(name: str, part: np.ndarray) -> Recalled:
        return Recalled(name, len(set(hosts[part].tolist())), share_of(int(right[part].sum()), int(part.sum())))

    return tuple(count(name, part) for name, part in chosen.items() if part.any())


def by_reason(flags: pd.DataFrame, negative: np.ndarray) -> dict[str, np.ndarray]:
    """False positives by the flag that is set, by several, and by none.

    Parameters
    ----------
    flags : DataFrame of bool of shape (n_objects, n_flags)
    negative : ndarray of bool of shape (n_objects,)
        Which objects are false positives.

    Returns
    -------
    dict of str to ndarray of bool
        An object with several flags stands under each of them and under ``"several"``; one without any under
        ``"none"``.
    """
    each = {str(name): negative & flags[name].to_numpy(dtype=bool) for name in flags.columns}
    count = flags.to_numpy(dtype=bool).sum(axis=1)
    return {**each, SEVERAL: negative & (count > 1), NONE: negative & (count == 0)}
