"""Two runs side by side over HTTP: only what differs, a paired test, and refusals that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.assembly import Services

NewSession = Callable[..., str]
STUMPS = {
    "config_type": "model",
    "model": "lightgbm",
    "hyperparameters": {"n_estimators": 10, "num_leaves": 2},
    "seed": 7,
}


def trained(client: Any, services: Services, session_id: str) -> str:
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    return session_id


def compare(client: Any, one: str, other: str) -> Any:
    return client.get(f"/api/sessions/{one}/compare?with={other}")


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_a_session_does_not_differ_from_its_like(
    client: Any, services: Services, trained_session: str, new_session: NewSession
) -> None:
    twin = trained(client, services, new_session())
    for other in (trained_session, twin):
        made = compare(client, trained_session, other).json["data"]
        assert (made["session_id"], made["with"]) == (trained_session, other)
        assert made["differences"] == []
        assert (made["features"]["only_this"], made["features"]["only_other"]) == ([], [])
        for metric in made["metrics"].values():
            assert metric["difference"] == {"value": 0, "low": 0, "high": 0}
            assert metric["verdict"] == "alike"
        assert (made["mcnemar"]["gained"], made["mcnemar"]["lost"], made["mcnemar"]["p_value"]) == (0, 0, 1)
        assert (made["verdict"], made["turned"], made["warnings"]) == ("alike", [], [])


def test_only_what_differs_is_shown_and_the_difference_is_tested(
    client: Any, services: Services, trained_session: str, new_session: NewSession
) -> None:
    fewer = {"config_type": "features", "features": ["koi_period", "koi_depth", "koi_prad"]}
    poor = trained(client, services, new_session(STUMPS, fewer))
    made = compare(client, trained_session, poor).json["data"]
    named = {entry["field"]: (entry["this"], entry["other"]) for entry in made["differences"]}
    assert named["model.hyperparameters.n_estimators"] == (20, 10)
    assert not [name for name in named if name.startswith(("data_source", "evaluation"))]
    assert (made["features"]["only_other"], made["features"]["shared"]) == ([], 3)
    results = [client.get(f"/result?session_id={each}").json["data"] for each in (trained_session, poor)]
    for name, metric in made["metrics"].items():
        ours, theirs = (result["metrics"][name] for result in results)
        assert (metric["this"], metric["other"]) == (ours, theirs)
        assert metric["difference"]["value"] == pytest.approx(ours["value"] - theirs["value"])
        assert metric["verdict"] == "better" or name == "ece", f"{name}: twenty trees against ten stumps"
    counts = made["mcnemar"]
    parts = ("both_right", "gained", "lost", "both_wrong")
    assert sum(counts[part] for part in parts) == made["rows"] == results[0]["data"]["rows"]
    accuracy = made["metrics"]["accuracy"]["difference"]["value"]
    assert accuracy == pytest.approx((counts["gained"] - counts["lost"]) / made["rows"])
    assert counts["p_value"] < 1e-6
    assert made["text"].startswith("This one is better by ")
    for entry in made["turned"]:
        assert (entry["prediction"] == entry["truth"]) != (entry["other_prediction"] == entry["truth"])
    assert len(made["turned"]) == 50

    back = compare(client, poor, trained_session).json["data"]
    assert (back["verdict"], back["mcnemar"]["gained"]) == ("worse", counts["lost"])


@pytest.mark.parametrize(
    ("step", "named"),
    [
        ({"config_type": "evaluation", "method": "cv", "folds": 4}, "folds 3 and 4"),
        ({**STUMPS, "seed": 8}, "seed 7 and 8"),
        (
            {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler", "task": "three_class"},
            "task 'binary' and 'three_class'",
        ),
    ],
)
def test_other_splits_are_refused_with_the_remedy(
    client: Any, services: Services, trained_session: str, new_session: NewSession, step: dict[str, Any], named: str
) -> None:
    answer = compare(client, trained_session, trained(client, services, new_session(step)))
    assert (answer.status_code, answer.json["code"]) == (409, "incomparable_runs")
    assert named in answer.json["error"]
    assert "train again" in answer.json["error"]
    assert "split" in answer.json["details"]["differing"]


def test_a_session_without_a_model_cannot_be_compared(
    client: Any, trained_session: str, new_session: NewSession
) -> None:
    answer = compare(client, trained_session, new_session())
    assert (answer.status_code, answer.json["code"]) == (409, "wrong_state")
    assert compare(client, trained_session, "nobody").status_code == 404
    assert client.get(f"/api/sessions/{trained_session}/compare").status_code == 422


def test_leaky_runs_are_told_apart(
    client: Any, services: Services, trained_session: str, new_session: NewSession
) -> None:
    leaky = {"config_type": "features", "features": ["koi_period", "koi_score"], "allow_leaks": ["koi_score"]}
    made = compare(client, trained_session, trained(client, services, new_session(leaky))).json["data"]
    assert (made["this"]["leaky"], made["other"]["leaky"]) == (False, True)
    assert [entry["code"] for entry in made["warnings"]] == ["trained_with_leaks"]
    assert made["warnings"][0]["text"].startswith("The other: ")


def test_a_kept_split_makes_runs_of_other_seeds_comparable(
    client: Any, services: Services, trained_session: str, new_session: NewSession
) -> None:
    evaluation = {"config_type": "evaluation", "split_of": trained_session}
    other = new_session({**STUMPS, "seed": 99}, evaluation)
    effective = client.get(f"/select?session_id={other}").json["data"]["effective"]["evaluation"]
    assert (effective["method"], effective["folds"]) == ("cv", 3)
    trained(client, services, other)
    results = [client.get(f"/result?session_id={each}").json["data"] for each in (trained_session, other)]
    assert results[0]["split"]["split_hash"] == results[1]["split"]["split_hash"]
    made = compare(client, trained_session, other).json["data"]
    assert made["verdict"] == "better"
    named = {entry["field"]: entry["other"] for entry in made["differences"]}
    assert (named["model.seed"], named["evaluation.split_of"]) == (99, trained_session)


def test_a_split_that_cannot_be_used_again_is_refused(
    client: Any, services: Services, trained_session: str, new_session: NewSession
) -> None:
    step = {"session_id": new_session(), "config_type": "evaluation", "split_of": trained_session}
    answer = client.post("/select", json={**step, "folds": 4})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_fields")
    assert client.post("/select", json={**step, "split_of": new_session()}).json["code"] == "wrong_state"
    assert client.post("/select", json={**step, "split_of": "nobody"}).status_code == 404
    assert client.post("/select", json=step).status_code == 200
    client.delete(f"/api/sessions/{trained_session}")
    run_id = client.post("/training", json={"session_id": step["session_id"]}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    ended = client.get(f"/training?session_id={step['session_id']}").json["data"]
    assert (ended["state"], ended["error"]["code"]) == ("failed", "invalid_fields")
    assert "was deleted" in ended["error"]["message"]
