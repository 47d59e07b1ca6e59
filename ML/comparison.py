"""Two models on the same rows: how much better is one, and could that be chance?

Both are resampled together, host by host, so what makes a draw of hosts easy or hard for both cancels out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ML.bootstrap import Scored, estimate, metric_arrays, resampled_metrics
from ML.exceptions import IncomparableRunsError
from ML.results import METRIC_NAMES, Estimate
from ML.splitting import host_codes

LOWER_IS_BETTER = frozenset({"log_loss", "brier", "ece"})
"""Metrics that count faults."""

_SAME_COLUMNS = ("object", "host", "truth", "fold")
_POINTS = 100
_SMALLEST_P = 0.001
_NEARLY_ALL = 0.9
HEADLINE_WORDS = {"accuracy": "accuracy", "pr_auc": "average precision"}


def _no_step() -> None:
    """Do nothing between chunks of work."""


def paired_differences(
    y_true: np.ndarray,
    probabilities: np.ndarray,
    other: np.ndarray,
    classes: Sequence[str],
    positive_class: str | None,
    groups: np.ndarray,
    *,
    seed: int = 42,
    on_step: Callable[[], None] = _no_step,
) -> dict[str, Estimate]:
    """Compare two sets of out-of-fold probabilities of the same rows.

    Parameters
    ----------
    y_true : ndarray of int of shape (n_samples,)
        True class of each row, as its position in ``classes``.
    probabilities, other : ndarray of shape (n_samples, n_classes)
        Probabilities that the two models give.
    classes : sequence of str
        Names of the classes.
    positive_class : str or None
        The class that a binary task is after.
    groups : ndarray of shape (n_samples,)
        Host of each row: hosts, not rows, are resampled.
    seed : int
        Seed of the resampling.
    on_step : callable
        Called between chunks of resamples; may raise to stop.

    Returns
    -------
    dict of str to Estimate
        For each headline metric the first model's minus the other's, with the 2.5th to 97.5th percentile of the same
        difference in each resample: an interval that holds 0 may be chance.
    """
    position = None if positive_class is None else list(classes).index(positive_class)
    hosts = host_codes(groups)
    truth = np.asarray(y_true, dtype=int)
    both = [Scored(truth, np.asarray(scores, dtype=float), hosts, position) for scores in (probabilities, other)]
    once = np.ones((1, both[0].n_hosts))
    point, point_other = (metric_arrays(scored, once) for scored in both)
    # The same seed and the same hosts draw the same resamples.
    drawn, drawn_other = (resampled_metrics(scored, seed, on_step) for scored in both)
    return {
        name: estimate(point[name][0] - point_other[name][0], drawn[name] - drawn_other[name]) for name in METRIC_NAMES
    }


@dataclass(frozen=True, slots=True)
class Turned:
    """On how many rows two models are right, one by one.

    Attributes
    ----------
    both_right, both_wrong : int
        Rows on which the models do not differ.
    gained, lost : int
        Rows that only the first model gets right, and only the other.
    """

    both_right: int
    gained: int
    lost: int
    both_wrong: int

    @property
    def p_value(self) -> float:
        """Exact McNemar test: chance of so uneven a split of the turned rows, were both sides as likely.

        References
        ----------
        McNemar 1947, Psychometrika 12, 153; two-sided, from the binomial distribution.
        """
        from scipy.special import bdtr

        turned = self.gained + self.lost
        return min(1.0, 2.0 * float(bdtr(min(self.gained, self.lost), turned, 0.5))) if turned else 1.0


def turned_rows(y_true: np.ndarray, probabilities: np.ndarray, other: np.ndarray) -> Turned:
    """Count on which rows the likeliest classes of two models are right.

    Parameters
    ----------
    y_true : ndarray of int of shape (n_samples,)
    probabilities, other : ndarray of shape (n_samples, n_classes)
    """
    one, two = (np.asarray(scores).argmax(axis=1) == np.asarray(y_true) for scores in (probabilities, other))
    counts = (one & two, one & ~two, ~one & two, ~one & ~two)
    return Turned(*(int(count.sum()) for count in counts))


@dataclass(frozen=True, slots=True)
class RunComparison:
    """How much better one run is than another on the objects that both validated.

    Attributes
    ----------
    difference : dict of str to Estimate
        Each headline metric of the first run minus that of the other, both resampled together.
    turned : Turned
        On how many objects each is right.
    headline : str
        Metric that the verdict is about: ``"accuracy"``, or ``"pr_auc"`` where nearly all rows are of one class.
    verdict : {"better", "worse", "alike"}
        Whether the interval of the headline's difference lies above, below or around zero.
    text : str
        The same in a sentence.
    rows, hosts : int
        Objects, and the stars that they belong to.
    """

    difference: dict[str, Estimate]
    turned: Turned
    headline: str
    verdict: str
    text: str
    rows: int
    hosts: int


def compare_runs(
    one: pd.DataFrame, other: pd.DataFrame, classes: Sequence[str], positive_class: str | None, *, seed: int = 42
) -> RunComparison:
    """Compare the out-of-fold answers of two runs on the same split of the same objects.

    Parameters
    ----------
    one, other : DataFrame
        ``object``, ``host``, ``truth``, ``fold`` and ``probability_<CLASS>`` of every validated object.
    classes : sequence of str
        Names of the classes, the same for both.
    positive_class : str or None
        The class that a binary task is after.
    seed : int
        Seed of the resampling.

    Raises
    ------
    IncomparableRunsError
        The runs validated other objects, in other folds, or against another truth.
    """
    _check_same_objects(one, other)
    columns = [f"probability_{name}" for name in classes]
    y = pd.Categorical(one["truth"], categories=list(classes)).codes.astype(int)
    answers = one[columns].to_numpy(), other[columns].to_numpy()
    hosts = one["host"].to_numpy()
    difference = paired_differences(y, *answers, classes, positive_class, hosts, seed=seed)
    headline = headline_of(y)
    turned, facts = turned_rows(y, *answers), (len(y), len(np.unique(host_codes(hosts))))
    verdict = verdict_of(difference[headline])
    text = _sentence(headline, verdict, difference[headline], turned, *facts) + _of_the_loss(difference["log_loss"])
    return RunComparison(difference, turned, headline, verdict, text, *facts)


def headline_of(y: np.ndarray) -> str:
    """Name the metric that tells most: where nearly all rows are of one class, always naming it is accurate."""
    return "pr_auc" if np.bincount(y).max() > _NEARLY_ALL * len(y) else "accuracy"


def verdict_of(difference: Estimate) -> str:
    """Tell where the interval of a difference lies."""
    low, high = difference.low, difference.high
    if low is None or high is None or low <= 0 <= high:
        return "alike"
    return "better" if low > 0 else "worse"


def _check_same_objects(one: pd.DataFrame, other: pd.DataFrame) -> None:
    if len(one) != len(other):
        raise IncomparableRunsError(
            f"One run validated {len(one):,} objects, the other {len(other):,}. {HOW_TO_COMPARE}",
            rows=[len(one), len(other)],
        )
    for column in _SAME_COLUMNS:
        differing = int((one[column].to_numpy() != other[column].to_numpy()).sum())
        if differing:
            raise IncomparableRunsError(
                f"The runs differ in the {column} of {differing:,} of {len(one):,} validated rows. {HOW_TO_COMPARE}",
                column=column,
                differing=differing,
            )


HOW_TO_COMPARE = (
    "A paired comparison needs the same objects in the same folds: choose the same data and task in both sessions, let "
    "one use the split that the other kept (evaluation, split_of), or choose the same method, folds, test size and "
    "seed, and train again."
)


def _sentence(headline: str, verdict: str, difference: Estimate, turned: Turned, rows: int, hosts: int) -> str:
    where = f"on the same {rows:,} objects around {hosts:,} stars"
    if turned.gained == turned.lost == 0 and not difference.value:
        return f"Both are right about the same ones of {rows:,} objects around {hosts:,} stars."
    p = turned.p_value
    chance = "p < .001" if p < _SMALLEST_P else f"p = {p:.3f}".replace("0.", ".", 1)
    counted = f"{turned.gained:,} objects only this one gets right, {turned.lost:,} only the other ({chance})"
    return f"{_claim(headline, verdict, difference)} {where}; {counted}."


def _of_the_loss(difference: Estimate) -> str:
    """Say what the probabilities are worth: a proper score sees differences that right and wrong do not show."""
    if not difference.value or difference.low is None or difference.high is None:
        return ""
    word = {"better": "higher", "worse": "lower"}.get(verdict_of(difference))
    if word is None:
        return f" The log-loss does not tell them apart ({difference.low:+.4f} to {difference.high:+.4f})."
    low, high = sorted((abs(difference.low), abs(difference.high)))
    return f" This one's log-loss is {word} by {abs(difference.value):.4f} ({low:.4f} to {high:.4f})."


def _claim(headline: str, verdict: str, difference: Estimate) -> str:
    name = HEADLINE_WORDS[headline]
    value, low, high = (_POINTS * (part or 0.0) for part in (difference.value, difference.low, difference.high))
    if verdict == "alike":
        return f"No difference can be told: the {name} moves by {value:+.1f} points ({low:.1f} to {high:.1f})"
    low, high = sorted((abs(low), abs(high)))
    return f"This one is {verdict} by {abs(value):.1f} points of {name} ({low:.1f} to {high:.1f})"
