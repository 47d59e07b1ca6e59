"""Tuning as the platform does it: budget, trials as they land, stop and keep the best, other workers' help."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from backend.assembly import Services
from backend.records import RunRecord
from backend.services.leases import CancelledError

TREE = {"config_type": "model", "model": "decision_tree", "hyperparameters": {"max_depth": 3}, "seed": 7}


def tuned(trials: int = 7, **budget: Any) -> dict[str, Any]:
    tuning = {"trials": trials, "folds": 2, **budget}
    return {"config_type": "evaluation", "method": "holdout", "test_size": 0.3, "tuning": tuning}


@pytest.fixture
def tuned_session(new_session: Callable[..., str]) -> Callable[..., str]:
    return lambda trials=7, **budget: new_session(TREE, tuned(trials, **budget))


def start(client: Any, session_id: str) -> str:
    return client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]


def progress(client: Any, session_id: str) -> dict[str, Any]:
    return client.get(f"/training?session_id={session_id}").json["data"]


def test_the_budget_is_completed_with_what_it_comes_to(client: Any, tuned_session: Callable[..., str]) -> None:
    session_id = tuned_session(50, timeout_s=30)
    effective = client.get(f"/select?session_id={session_id}").json["data"]["effective"]["evaluation"]["tuning"]
    assert {**effective, "expected_s": None} == {
        "trials": 50, "timeout_s": 30.0, "folds": 2, "searches": 2, "fits": 200, "expected_s": None,
    }  # fmt: skip
    assert 0 < effective["expected_s"] <= 2 * 30


@pytest.mark.parametrize(
    ("budget", "field"),
    [
        ({"trials": 1}, "trials"),
        ({"trials": 10_000}, "trials"),
        ({"trials": 5, "timeout_s": 0}, "timeout_s"),
        ({"trials": 5, "timeout_s": 10**9}, "timeout_s"),
        ({"trials": 5, "folds": 1}, "folds"),
        ({"trials": "many"}, "trials"),
        ({"seconds": 5}, "seconds"),
        (True, "tuning"),
    ],
)
def test_a_budget_that_cannot_be_used_is_refused_by_name(
    client: Any, new_session: Callable[..., str], budget: Any, field: str
) -> None:
    step = {"session_id": new_session(), "config_type": "evaluation", "tuning": budget}
    answer = client.post("/select", json=step)
    assert answer.status_code in {400, 422}
    assert field in answer.text


def test_trials_land_and_the_model_gets_the_best_of_the_final_search(
    client: Any, services: Services, tuned_session: Callable[..., str]
) -> None:
    session_id = tuned_session()
    services.training_job.execute(start(client, session_id))
    seen = progress(client, session_id)
    assert seen["state"] == "trained", seen["error"]
    trials = seen["scores"]["trials"]
    assert [(trial["search"], trial["number"]) for trial in trials] == [
        *[("fold-1", number) for number in range(7)],
        *[("final", number) for number in range(7)],
    ]
    assert trials[0]["settings"]["max_depth"] == 3, "the settings as chosen come first"
    for search in ("fold-1", "final"):
        own = [trial for trial in trials if trial["search"] == search]
        bests = [trial["best"] for trial in own]
        assert bests == sorted(bests, reverse=True)
        assert bests[-1] == min(trial["value"] for trial in own if trial["state"] == "complete")
    assert {trial["worker"] for trial in trials} == {1}


def test_a_run_taken_over_repeats_no_finished_trial(
    client: Any, services: Services, tuned_session: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_id = tuned_session()
    services.training_job.execute(start(client, expected_id))
    session_id = tuned_session()
    run_id = start(client, session_id)
    monkeypatch.setattr(services.jobs, "is_leaving", lambda: ended_trials(services, run_id) >= 3)
    services.training_job.execute(run_id)
    assert progress(client, session_id)["state"] == "queued", "handed back"
    before = finished(services, run_id)
    assert len(before) >= 3
    monkeypatch.setattr(services.jobs, "is_leaving", lambda: False)
    services.training_job.execute(run_id)
    after = finished(services, run_id)
    assert {number: after[number] for number in before} == before
    assert comparable(progress(client, session_id)) == comparable(progress(client, expected_id))


def ended_trials(services: Services, run_id: str) -> int:
    return len(finished(services, run_id))


def finished(services: Services, run_id: str) -> dict[tuple[str, int], Any]:
    with services.transactions.read() as uow:
        records = uow.trials.of_run(run_id)
    return {(r.search, r.number): (r.id, r.finished_at, r.value) for r in records if r.state == "done"}


def comparable(seen: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {key: trial[key] for key in trial if key not in {"seconds", "worker"}} for trial in seen["scores"]["trials"]
    ]


def test_stop_keeps_the_best_and_ends_with_a_model(
    client: Any, services: Services, tuned_session: Callable[..., str]
) -> None:
    session_id = tuned_session(300)
    run_id = start(client, session_id)
    worker = threading.Thread(target=services.training_job.execute, args=(run_id,))
    worker.start()
    wait_for(lambda: ended_trials(services, run_id) >= 3)
    answer = client.post("/training", json={"session_id": session_id, "action": "stop"})
    assert (answer.status_code, answer.json["data"]["stop_requested"]) == (202, True)
    worker.join(60)
    seen = progress(client, session_id)
    assert seen["state"] == "trained", seen["error"]
    states = [trial["state"] for trial in seen["scores"]["trials"]]
    assert "stopped" in states
    assert len(states) < 300
    assert {trial["search"] for trial in seen["scores"]["trials"]} == {"fold-1"}, "no search begins after the stop"
    refused = client.post("/training", json={"session_id": session_id, "action": "stop"})
    assert refused.status_code == 409


def test_stop_without_tuning_is_refused(client: Any, new_session: Callable[..., str]) -> None:
    session_id = new_session()
    start(client, session_id)
    answer = client.post("/training", json={"session_id": session_id, "action": "stop"})
    assert answer.status_code == 409
    assert "no tuning to stop" in answer.json["error"]


def test_cancelling_ends_every_trial_of_the_run(
    client: Any, services: Services, tuned_session: Callable[..., str]
) -> None:
    session_id = tuned_session(300)
    run_id = start(client, session_id)
    worker = threading.Thread(target=services.training_job.execute, args=(run_id,))
    worker.start()
    wait_for(lambda: ended_trials(services, run_id) >= 1)
    client.post("/training", json={"session_id": session_id, "action": "cancel"})
    worker.join(60)
    assert progress(client, session_id)["state"] == "cancelled"
    with services.transactions.read() as uow:
        assert {record.state for record in uow.trials.of_run(run_id)} <= {"done", "cancelled"}


def test_cancelling_a_run_that_was_handed_back_ends_its_trials(
    client: Any, services: Services, tuned_session: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = tuned_session()
    run_id = start(client, session_id)
    monkeypatch.setattr(services.jobs, "is_leaving", lambda: ended_trials(services, run_id) >= 1)
    services.training_job.execute(run_id)
    client.post("/training", json={"session_id": session_id, "action": "cancel"})
    seen = progress(client, session_id)
    assert seen["state"] == "cancelled"
    assert {trial["state"] for trial in seen["scores"]["trials"]} == {"complete", "stopped"}


def wait_for(condition: Callable[[], bool], patience_s: float = 60) -> None:
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def waiting_trials(client: Any, services: Services, tuned_session: Callable[..., str]) -> tuple[str, list[str]]:
    """A run whose worker went away with the first trials of its first search written down, and their ids."""
    run_id = start(client, tuned_session())
    book = services.training_job._trials.book(run_id)
    add, added = type(book).add, []

    def leave(self: Any, trial: Any, split_hash: str) -> None:
        add(self, trial, split_hash)
        added.append(trial)
        if len(added) == 4:
            raise CancelledError

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(type(book), "add", leave)
        patched.setattr("backend.services.leases.JobEnds.cancelled", lambda self, *_: True)
        services.training_job.execute(run_id)
    with services.transactions.read() as uow:
        return run_id, [record.id for record in uow.trials.of_run(run_id)]


def test_a_helper_judges_as_the_runs_own_worker_does(
    client: Any, services: Services, waiting_trials: tuple[str, list[str]], tuned_session: Callable[..., str]
) -> None:
    run_id, trials = waiting_trials
    for trial_id in trials:
        services.trial_job.execute(trial_id)
    helped = finished(services, run_id)
    assert len(helped) == 4
    own_id = tuned_session()
    own_run = start(client, own_id)
    services.training_job.execute(own_run)
    own = finished(services, own_run)
    assert {key: value[2] for key, value in helped.items()} == {key: own[key][2] for key in helped}


def test_a_helper_that_reads_other_rows_gives_the_trial_back(
    services: Services, waiting_trials: tuple[str, list[str]]
) -> None:
    run_id, trials = waiting_trials
    with services.transactions.write() as uow:
        uow.trials.get(trials[0]).split_hash = "of other rows"
    services.trial_job.execute(trials[0])
    with services.transactions.read() as uow:
        record = uow.trials.get(trials[0])
    assert (record.state, record.lapses, record.outcome) == ("queued", 0, None)
    assert finished(services, run_id) == {}


def test_a_helper_whose_search_ended_writes_nothing(services: Services, waiting_trials: tuple[str, list[str]]) -> None:
    run_id, trials = waiting_trials
    services.training_job._trials.book(run_id).close("fold-1", "stopped")
    services.trial_job.execute(trials[0])
    assert finished(services, run_id) == {}


def test_trials_go_with_their_run(services: Services, waiting_trials: tuple[str, list[str]]) -> None:
    run_id, _ = waiting_trials
    with services.transactions.write() as uow:
        session = uow.sessions.get(uow.runs.get(run_id).session_id)
        uow.sessions.delete(session)
    with services.transactions.read() as uow:
        assert uow.runs.find(run_id) is None
        assert uow.trials.of_run(run_id) == []
    assert RunRecord.__tablename__ == "runs"


def test_the_result_tells_what_was_found_and_how_optimistic_it_is(
    client: Any, services: Services, tuned_session: Callable[..., str]
) -> None:
    session_id = tuned_session()
    services.training_job.execute(start(client, session_id))
    section = client.get(f"/result?session_id={session_id}&section=tuning").json["data"]
    assert [search["search"] for search in section["searches"]] == ["fold-1", "final"]
    fold, final = section["searches"]
    result = client.get(f"/result?session_id={session_id}").json["data"]
    assert section["outer"] == fold["outer_value"] == pytest.approx(result["metrics"]["log_loss"]["value"])
    assert section["inner"] == fold["best_value"]
    assert final["outer_value"] is None, "nothing validates the final model itself"
    assert result["model"]["hyperparameters"] == section["hyperparameters"]
    assert section["hyperparameters"] == {**section["hyperparameters"], **final["settings"]}
    assert f"{section['outer']:.4f}" in section["text"]
    landed = progress(client, session_id)["scores"]["trials"]
    shown = [trial for search in section["searches"] for trial in search["trials"]]
    assert [{**trial, "worker": 1} for trial in shown] == landed


def test_without_tuning_the_section_says_so(client: Any, trained_session: str) -> None:
    section = client.get(f"/result?session_id={trained_session}&section=tuning").json["data"]
    assert (section["searches"], section["inner"]) == ([], None)
    assert "nothing was searched for" in section["text"]
    assert section["hyperparameters"]["num_leaves"] == 7


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_postgres_keeps_trials_too(client: Any, services: Services, tuned_session: Callable[..., str]) -> None:
    session_id = tuned_session()
    services.training_job.execute(start(client, session_id))
    seen = progress(client, session_id)
    assert seen["state"] == "trained", seen["error"]
    assert len(seen["scores"]["trials"]) == 14
