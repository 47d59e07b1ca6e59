"""Completeness and reliability over the plane: what the cells hold adds up to recall and precision."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import precision_score, recall_score

from ML.reliability.plane import FEWEST, PERIOD_EDGES, RADIUS_EDGES, completeness_and_reliability, share_of


def objects(seed, n=500):
    rng = np.random.default_rng(seed)
    period, radius = rng.lognormal(2.5, 1.8, n), rng.lognormal(1.2, 1.2, n)
    period[rng.random(n) < 0.05] = np.nan
    radius[rng.random(n) < 0.05] = np.nan
    positive = rng.random(n) < 0.4
    claimed = np.where(rng.random(n) < 0.8, positive, ~positive)
    return period, radius, positive, claimed, rng.integers(n // 2, size=n)


@given(st.integers(0, 50))
def test_the_cells_add_up_to_recall_and_precision(seed):
    facts = objects(seed)
    plane = completeness_and_reliability(*facts)
    parts = [*(cell.counted for cell in plane.cells), plane.unplaced]
    for name, score in (("completeness", recall_score), ("reliability", precision_score)):
        hits = sum(getattr(part, name).hits for part in parts)
        whole = sum(getattr(part, name).objects for part in parts)
        expected = score(facts[2], facts[3])
        assert hits / whole == pytest.approx(expected)
        assert getattr(plane.whole, name).share.value == pytest.approx(expected)
    assert sum(part.objects for part in parts) == plane.whole.objects == 500
    assert plane.unplaced.objects == int((~(np.isfinite(facts[0]) & np.isfinite(facts[1]))).sum()) > 0


def test_every_object_stands_in_the_cell_that_holds_it():
    period, radius, positive, claimed, hosts = objects(0)
    plane = completeness_and_reliability(period, radius, positive, claimed, hosts)
    assert len(plane.cells) == (len(PERIOD_EDGES) + 1) * (len(RADIUS_EDGES) + 1)
    for cell in plane.cells:
        held = np.ones(500, dtype=bool)
        for (low, high), values in ((cell.period, period), (cell.radius, radius)):
            held &= values >= (-np.inf if low is None else low)
            held &= values < (np.inf if high is None else high)
        # An object that lacks one of the two stands in no cell.
        held &= np.isfinite(period) & np.isfinite(radius)
        assert cell.counted.objects == int(held.sum())
        assert cell.counted.hosts == len(set(hosts[held]))
        assert cell.counted.completeness.objects == int((held & positive).sum())


def test_too_few_objects_have_no_share_and_say_so():
    few, enough = share_of(FEWEST - 1, FEWEST - 1), share_of(FEWEST, FEWEST)
    assert (few.enough, few.share.value, few.hits) == (False, None, FEWEST - 1)
    assert (enough.enough, enough.share.value, enough.share.high) == (True, 1, 1)
    assert enough.share.low < 0.8, "ten of ten prove less than all"


def test_an_object_on_an_edge_belongs_above_it():
    one = np.array([True])
    plane = completeness_and_reliability(np.array([10.0]), np.array([2.0]), one, one, np.array([1]))
    (cell,) = [cell for cell in plane.cells if cell.counted.objects]
    assert (cell.period, cell.radius) == ((10.0, 30.0), (2.0, 4.0))
