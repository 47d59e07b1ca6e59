"""The demo's five calls, against a server that answers as the contract says."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from backend.stack import demo, report
from backend.stack.client import Client
from backend.stack.refusals import Refusal

RESULT: dict[str, Any] = {
    "data": {"rows": 7316, "hosts": 6000, "features": ["koi_depth", "koi_model_snr"]},
    "model": {"title": "LightGBM"},
    "metrics": {"accuracy": {"value": 0.98, "low": 0.976, "high": 0.984}, "roc_auc": {"value": None}},
    "baselines": {"majority": {"accuracy": 0.66}, "mask_only": {"accuracy": None}, "flag_rule": None},
    "warnings": [{"code": "few", "text": "few hosts"}],
}
IMPORTANCE: dict[str, Any] = {
    "features": [{"label": "Signal-to-noise", "importance": 0.4}, {"label": "Depth", "importance": 0.0}]
}
RANKING: dict[str, Any] = {"state": "done", "rows": [{"object": "K00001.01", "prediction": "PLANET", "score": 0.999}]}


class Platform(http.server.BaseHTTPRequestHandler):
    calls: list[tuple[str, str, dict[str, Any]]]
    final: str

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._answer("GET", parts.path, query)

    def do_POST(self) -> None:
        self._answer("POST", self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, method: str, path: str, given: dict[str, Any]) -> None:
        self.calls.append((method, path, given))
        status, data = self._data(method, path, given)
        body = json.dumps({"status": "success", "data": data, "error": "no such session"}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _data(self, method: str, path: str, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        trainings = sum(call[:2] == ("GET", "/training") for call in self.calls)
        state = self.final if trainings > 1 else "training"
        progress = {"state": state, "percent": 50.0, "phase": "folds", "message": "Fold 2 of 5", "error": None}
        answers: dict[tuple[str, str], dict[str, Any]] = {
            ("GET", "/select"): {"session_id": "S"},
            ("POST", "/select"): {},
            ("POST", "/training"): {"state": "queued"},
            ("GET", "/training"): progress,
            ("GET", "/result"): IMPORTANCE if "section" in given else RESULT,
            ("POST", "/predict"): {"prediction_id": "P"},
            ("GET", "/predict"): RANKING,
        }
        found = answers.get((method, path))
        return (200, found) if found is not None else (404, {})

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Client, type[Platform]]]:
    monkeypatch.setattr(demo, "POLL_S", 0.01)
    handler = type("Handler", (Platform,), {"calls": [], "final": "trained"})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Client(f"http://127.0.0.1:{server.server_port}/"), handler
        server.shutdown()


def test_the_calls_are_those_of_the_contract(
    platform: tuple[Client, type[Platform]], capsys: pytest.CaptureFixture[str]
) -> None:
    client, handler = platform
    session = demo.select(client)
    demo.train(client, session)
    made = [(method, path) for method, path, _ in handler.calls]
    assert made == [("GET", "/select"), ("POST", "/select"), ("POST", "/training"), *[("GET", "/training")] * 2]
    chosen = handler.calls[1][2]
    assert chosen == {"session_id": "S", "config_type": "data_source", "data_source": "nasa", "dataset": "kepler"}
    assert "50.0 %  folds  Fold 2 of 5" in capsys.readouterr().out


def test_a_failed_training_is_a_refusal_with_its_state(platform: tuple[Client, type[Platform]]) -> None:
    client, handler = platform
    handler.final = "failed"
    with pytest.raises(Refusal, match="the training ended as failed"):
        demo.train(client, "S")


def test_the_most_planet_like_undecided_objects_are_ranked(platform: tuple[Client, type[Platform]]) -> None:
    client, handler = platform
    assert demo.rank_undecided(client, "S") == RANKING["rows"]
    assert handler.calls[0][2] == {"session_id": "S", "source": "undecided"}
    assert handler.calls[1][2]["sort"] == "score"


def test_the_platforms_own_words_reach_the_person(platform: tuple[Client, type[Platform]]) -> None:
    with pytest.raises(Refusal, match="404 no such session"):
        platform[0].get("nowhere")
    with pytest.raises(Refusal, match="does not answer"):
        Client("http://127.0.0.1:1/").get("select")


def test_the_result_shows_intervals_baselines_warnings_and_features(capsys: pytest.CaptureFixture[str]) -> None:
    report.show_result(RESULT, IMPORTANCE)
    report.show_ranking(RANKING["rows"])
    shown = capsys.readouterr().out
    for expected in (
        "LightGBM on 7316 objects of 6000 stars, 2 features",
        "0.9800  (95 % of resampled stars: 0.9760 to 0.9840)",
        "ROC AUC     not defined here",
        "baseline majority: accuracy 0.6600",
        "note: few hosts",
        "1. K00001.01: PLANET, score 0.9990",
    ):
        assert expected in shown
    assert "mask_only" not in shown
    bars = [line.count("█") for line in shown.splitlines() if line.startswith("features")]
    assert bars == [report.BAR, 1]
