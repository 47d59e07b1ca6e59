"""Completeness and reliability over the plane of period and radius.

Completeness is the share of the true planets that the model calls planets (its recall); reliability the share of those
that it calls planets which are (its precision), both on objects whose star the judging fold had not seen. The words
are those of Thompson et al. 2018 (ApJS 235, 38); there they are about injected signals, here about the catalogue's
verdicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ML.curves import wilson_interval
from ML.results import Estimate

PERIOD_EDGES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
"""Days; the first and the last bin are open."""

RADIUS_EDGES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Earth radii; the first and the last bin are open."""

FEWEST = 10
"""Objects below which a share is not told."""

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Share:
    """A share that was counted, with Wilson's 95 % interval; not told where there are fewer than ``FEWEST``."""

    hits: int
    objects: int
    share: Estimate
    enough: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """Completeness and reliability of some objects.

    Attributes
    ----------
    objects, hosts : int
        Validated objects, and their stars.
    completeness : Share
        Of the objects of the positive class, those that the model claims.
    reliability : Share
        Of the objects that the model claims, those of the positive class.
    """

    objects: int
    hosts: int
    completeness: Share
    reliability: Share


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the plane; None is an open end."""

    period: Bounds
    radius: Bounds
    counted: Counted


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane in cells, row after row of growing radius, each of growing period.

    ``cells`` and ``unplaced`` (objects without period or radius) add up to ``whole``.
    """

    period_edges: tuple[float, ...]
    radius_edges: tuple[float, ...]
    cells: tuple[Cell, ...]
    unplaced: Counted
    whole: Counted


def completeness_and_reliability(
    period: np.ndarray,
    radius: np.ndarray,
    positive: np.ndarray,
    claimed: np.ndarray,
    hosts: np.ndarray,
    *,
    period_edges: Sequence[float] = PERIOD_EDGES,
    radius_edges: Sequence[float] = RADIUS_EDGES,
) -> Plane:
    """Count how many planets are found, and how many claims hold, in each cell.

    Parameters
    ----------
    period, radius : ndarray of shape (n_objects,)
        Days and Earth radii; NaN where not known.
    positive, claimed : ndarray of bool of shape (n_objects,)
        Whether an object is of the positive class, and whether the model says so.
    hosts : ndarray of shape (n_objects,)
        Star of each object.
    period_edges, radius_edges : sequence of float
        Inner edges, growing; an object on an edge belongs to the cell above it.
    """
    placed = np.isfinite(period) & np.isfinite(radius)
    column, row = np.digitize(period, period_edges), np.digitize(radius, radius_edges)

    def count(chosen: np.ndarray) -> Counted:
        return counted(positive[chosen], claimed[chosen], hosts[chosen])

    cells = tuple(
        Cell(period_bounds, radius_bounds, count(placed & (row == down) & (column == across)))
        for down, radius_bounds in enumerate(_bounds(radius_edges))
        for across, period_bounds in enumerate(_bounds(period_edges))
    )
    everyone = np.ones(len(placed), dtype=bool)
    return Plane(tuple(period_edges), tuple(radius_edges), cells, count(~placed), count(everyone))


def counted(positive: np.ndarray, claimed: np.ndarray, hosts: np.ndarray) -> Counted:
    """Count completeness and reliability of some objects; see :func:`completeness_and_reliability`."""
    found = int((positive & claimed).sum())
    completeness, reliability = share_of(found, int(positive.sum())), share_of(found, int(claimed.sum()))
    return Counted(len(positive), len(set(hosts.tolist())), completeness, reliability)


def share_of(hits: int, objects: int) -> Share:
    """Return a share with its interval, or without either where it is of too few."""
    if objects < FEWEST:
        return Share(hits, objects, Estimate(None), enough=False)
    low, high = wilson_interval(np.array([hits]), objects)[0].tolist()
    return Share(hits, objects, Estimate(hits / objects, low, high), enough=True)


def _bounds(edges: Sequence[float]) -> list[Bounds]:
    return list(pairwise([None, *edges, None]))
