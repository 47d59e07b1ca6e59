"""What classifiers made of others share: fits on parts of the rows, a weighted mean, and how its weights are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ML.classifiers import get_family
from ML.classifiers.estimators import limit_threads
from ML.classifiers.fitting import OnStep, fit_with_progress
from ML.classifiers.own import CheckedRows, OwnClassifier
from ML.splitting import Fold

_ROUNDS = 50
_ROUNDS_OF_A_BAG = 20
_BAGS = 40
_SHARE_OF_MEMBERS = 0.5
_MOST_ROWS_OF_A_BAG = 3_000
_LEAST_WEIGHT = 0.02
"""Members with less in the mean of all bags are let go: they would cost a fit and slow every answer down."""
_FLOOR = 1e-15


class WeightedMembers(OwnClassifier):
    """A classifier that answers the weighted mean of its members' probabilities.

    Attributes
    ----------
    weights_ : dict of str to float
        Weight of every member that was tried, 0 for those that were let go; they add up to 1.
    member_names_ : tuple of str
        Members with a weight.
    members_ : list of fitted classifiers
        The same members, fitted on every row.
    fill_ : ndarray of shape (n_columns,)
        Medians, for members that cannot see gaps.
    """

    takes_gaps = True
    weights_: dict[str, float]
    member_names_: tuple[str, ...]
    members_: list[Any]
    fill_: np.ndarray

    def _probabilities(self, X: np.ndarray) -> np.ndarray:
        parts = [self.weights_[name] * model.predict_proba(self.seen_by(name, X)) for name, model in self.parts()]
        return np.sum(parts, axis=0)

    def seen_by(self, name: str, X: np.ndarray) -> np.ndarray:
        """Return rows as a member sees them: with their gaps where it knows what to do with them."""
        return seen_by(self.family_of(name), X, self.fill_)

    def sees_gaps(self, name: str) -> bool:
        """Whether a member is shown the gaps of a row."""
        return get_family(self.family_of(name)).takes_gaps

    def parts(self) -> list[tuple[str, Any]]:
        """Return name and fitted classifier of every member that has a weight."""
        return list(zip(self.member_names_, self.members_, strict=True))

    def family_of(self, name: str) -> str:
        """Return the family of a member."""
        return name


@dataclass(frozen=True)
class MemberRows:
    """The rows of a fit, and fits of members on parts of them.

    Attributes
    ----------
    rows : CheckedRows
    fill : ndarray of shape (n_columns,)
        Medians of the rows.
    hosts : ndarray of shape (n_samples,) or None
        Host of each row.
    n_classes : int
    """

    rows: CheckedRows
    fill: np.ndarray
    hosts: np.ndarray | None
    n_classes: int

    def seen(self, family: str, chosen: np.ndarray) -> np.ndarray:
        """Return the chosen rows as a family sees them."""
        return seen_by(family, self.rows.X[chosen], self.fill)

    def fit(self, family: str, member: Any, chosen: np.ndarray, on_step: OnStep) -> Any:
        """Fit a member of a family on the chosen rows."""
        rows = self.rows
        weight = None if rows.weight is None else rows.weight[chosen]
        hosts = None if self.hosts is None else self.hosts[chosen]
        fit_with_progress(member, self.seen(family, chosen), rows.codes[chosen], weight, on_step, hosts)
        # A forest adds up its trees' votes as threads deliver them, and weights are found on what it answers.
        limit_threads(member, 1)
        return member

    def held_out(self, family: str, folds: list[Fold], fit: Callable[[np.ndarray], Any]) -> np.ndarray:
        """Return probabilities of every row by members that were not fitted on its fold."""
        found = np.zeros((len(self.rows.codes), self.n_classes))
        for train, test in folds:
            found[test] = fit(train).predict_proba(self.seen(family, test))
        return found


def medians(X: np.ndarray) -> np.ndarray:
    """Return the median of each column, 0 where it has no value."""
    return np.asarray(np.nanmedian(np.where(np.isnan(X).all(axis=0), 0.0, X), axis=0))


def seen_by(family: str, X: np.ndarray, fill: np.ndarray) -> np.ndarray:
    """Return rows as a family sees them: it knows gaps, or the fill stands in for them."""
    return X if get_family(family).takes_gaps else np.where(np.isnan(X), fill, X)


def greedy_weights(
    found: np.ndarray, codes: np.ndarray, weight: np.ndarray | None, rounds: int = _ROUNDS
) -> tuple[np.ndarray, float]:
    """Return weights of the members that lower the log-loss of their mean, and that log-loss.

    Parameters
    ----------
    found : ndarray of shape (n_members, n_samples, n_classes)
        Probabilities by members that were not fitted on these rows.
    codes : ndarray of int of shape (n_samples,)
        Class of each row.
    weight : ndarray of shape (n_samples,) or None
        Weight of each row.
    rounds : int
        Times that a member is added to the mean.

    Returns
    -------
    weights : ndarray of shape (n_members,)
    loss : float
    """
    said = found[:, np.arange(len(codes)), codes]
    picked, total = np.zeros(len(said)), np.zeros(len(codes))
    best, loss = picked, np.inf
    for count in range(1, rounds + 1):
        losses = _losses((total + said) / count, weight)
        chosen = int(np.argmin(losses))
        picked, total = picked + np.eye(len(said))[chosen], total + said[chosen]
        if losses[chosen] < loss:
            best, loss = picked / count, float(losses[chosen])
    return best, loss


def bagged_weights(
    found: np.ndarray, codes: np.ndarray, weight: np.ndarray | None, hosts: np.ndarray | None, seed: int
) -> tuple[np.ndarray, float]:
    """Return weights that owe less to the rows they were found on, and the log-loss of that mean.

    Greedy weights are found again and again, for half of the members drawn by chance on hosts drawn with replacement,
    and averaged. Where that is worse than the best member alone, greedy weights of all members are returned.

    Parameters
    ----------
    found, codes, weight
        As for :func:`greedy_weights`.
    hosts : ndarray of shape (n_samples,) or None
        Host of each row; None draws rows.
    seed : int

    References
    ----------
    Caruana et al. 2004, ICML, doi:10.1145/1015330.1015432, section 2.3.
    """
    rng, bags = np.random.default_rng(seed), np.zeros(len(found))
    own = np.arange(len(codes)) if hosts is None else np.unique(hosts, return_inverse=True)[1]
    for _ in range(_BAGS):
        members = np.sort(rng.permutation(len(found))[: max(1, round(_SHARE_OF_MEMBERS * len(found)))])
        rows = _drawn(own, rng)
        drawn = greedy_weights(found[np.ix_(members, rows)], codes[rows], _of(weight, rows), _ROUNDS_OF_A_BAG)
        bags[members] += drawn[0] / _BAGS
    kept = np.where(bags >= min(_LEAST_WEIGHT, bags.max()), bags, 0.0)
    kept /= kept.sum()
    loss = log_losses(np.tensordot(kept, found, 1)[None], codes, weight)[0]
    return (kept, loss) if loss <= min(log_losses(found, codes, weight)) else greedy_weights(found, codes, weight)


def _drawn(own: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return rows of as many hosts as there are, drawn with replacement; fewer hosts of a long table."""
    order, counts = np.argsort(own, kind="stable"), np.bincount(own)
    hosts = min(len(counts), max(1, round(_MOST_ROWS_OF_A_BAG * len(counts) / len(own))))
    drawn = rng.integers(len(counts), size=hosts)
    starts = np.cumsum(counts) - counts
    within = np.concatenate([np.arange(counts[host]) for host in drawn])
    return np.asarray(order[np.repeat(starts[drawn], counts[drawn]) + within])


def _of(weight: np.ndarray | None, rows: np.ndarray) -> np.ndarray | None:
    return None if weight is None else weight[rows]


def log_losses(found: np.ndarray, codes: np.ndarray, weight: np.ndarray | None) -> list[float]:
    """Return the log-loss of each member's probabilities of shape (n_members, n_samples, n_classes)."""
    return [float(loss) for loss in _losses(found[:, np.arange(len(codes)), codes], weight)]


def _losses(said: np.ndarray, weight: np.ndarray | None) -> np.ndarray:
    return np.asarray(np.average(-np.log(np.maximum(said, _FLOOR)), axis=1, weights=weight))
