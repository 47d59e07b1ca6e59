"""Progress is counted, in order, and never goes back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.services.progress import TRAINING_PHASES, Tracker, advance, remaining_seconds
from ML.progress import FoldScore, Progress

NAMES = [phase.name for phase in TRAINING_PHASES]


def report(phase: str, completed: int, total: int, message: str = "") -> Progress:
    return Progress(phase, completed, total, "trees", message)


reports = st.lists(
    st.builds(
        lambda phase, total, share: report(phase, int(total * share), total),
        st.sampled_from(NAMES),
        st.integers(1, 5_000),
        st.floats(0, 1),
    ),
    max_size=40,
)


@given(reports)
def test_the_percentage_and_the_phase_never_go_back(given_reports: list[Progress]) -> None:
    state: dict[str, Any] = {}
    for given_report in given_reports:
        before = state
        state = advance(TRAINING_PHASES, state, given_report)
        assert 0 <= state["percent"] <= 100
        assert state["percent"] >= before.get("percent", 0)
        assert NAMES.index(state["phase"]) >= (NAMES.index(before["phase"]) if before else 0)


@given(st.integers(1, 999))
def test_a_job_taken_over_shows_its_old_count_until_it_has_caught_up(done: int) -> None:
    state = advance(TRAINING_PHASES, {}, report("folds", done, 1_000))
    again = advance(TRAINING_PHASES, state, report("folds", 0, 1_000))
    assert again["completed"] == done
    assert advance(TRAINING_PHASES, again, report("folds", done + 1, 1_000))["completed"] == done + 1


def test_all_phases_complete_make_a_hundred_percent() -> None:
    state: dict[str, Any] = {}
    for name in NAMES:
        state = advance(TRAINING_PHASES, state, report(name, 10, 10))
    assert state["percent"] == pytest.approx(100)


def test_an_unknown_total_counts_without_a_percentage() -> None:
    state = advance(TRAINING_PHASES, {}, report("reading", 12_000, 0))
    assert (state["completed"], state["percent"]) == (12_000, 0)


def test_scores_stay_when_a_report_carries_none() -> None:
    scored = Progress("folds", 10, 20, "trees", scores=(FoldScore(1, {"accuracy": 0.9}),))
    state = advance(TRAINING_PHASES, advance(TRAINING_PHASES, {}, scored), report("folds", 11, 20))
    assert state["scores"] == [{"fold": 1, "metrics": {"accuracy": 0.9}}]


def test_the_tracker_stops_the_work_where_the_lease_says_so() -> None:
    def stop() -> None:
        raise RuntimeError("stop")

    tracker = Tracker(TRAINING_PHASES, lambda state: None, stop)
    with pytest.raises(RuntimeError, match="stop"):
        tracker(report("reading", 1, 2))


def test_the_tracker_publishes_every_new_phase_and_logs_each_message_once() -> None:
    shown: list[dict[str, Any]] = []
    tracker = Tracker(TRAINING_PHASES, shown.append, lambda: None)
    for completed in range(3):
        tracker(report("reading", completed, 3, "Reading"))
    tracker(report("folds", 0, 3, "Fold 1 of 3"))
    assert {state["phase"] for state in shown} == {"reading", "folds"}
    assert [line["text"] for line in tracker.state["log"]] == ["Reading", "Fold 1 of 3"]


@pytest.mark.parametrize(
    ("state", "percent", "elapsed", "expected"),
    [
        ("running", 50, 10, 10),
        ("running", 1, 10, None),
        ("queued", 50, 10, None),
        ("running", 50, None, None),
    ],
)
def test_time_left_follows_the_pace_so_far(
    state: str, percent: float, elapsed: float | None, expected: float | None
) -> None:
    assert remaining_seconds(state, percent, elapsed) == expected
