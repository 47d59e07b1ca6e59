"""The doors that take a file, and what is asked of each: how it is sent, and how a hostile one is answered."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote

from tests.backend.conftest import QUICK_EVALUATION, QUICK_MODEL
from tests.hostile.platform import Platform
from tests.hostile.tables import TABLES

NAMES, CLASSES = {"depth": "koi_depth"}, {"planet": "CONFIRMED", "eclipse": "FALSE POSITIVE"}
ENDED = {"done", "failed", "cancelled"}


class Outcome(NamedTuple):
    """What became of a file at a door: the status, the code of a refusal, and how a batch ended."""

    status: int
    code: str = ""
    state: str = ""


def send(platform: Platform, path: str, content: bytes, filename: str, **fields: str) -> Any:
    """Send a file in a multipart body."""
    return platform.ask("POST", path, files={"file": (filename, content)}, data=fields)


def told(answer: Any) -> Outcome:
    """Return the status of an answer, and the code of a refusal."""
    is_json = answer.headers.get("Content-Type") == "application/json"
    return Outcome(answer.status_code, answer.json().get("code", "") if is_json else "")


def upload(platform: Platform, content: bytes, filename: str) -> tuple[Outcome, dict[str, Any]]:
    """Upload a file; return what was answered, with the facts of one that is taken."""
    answer = send(platform, "/api/upload", content, filename)
    return told(answer), (answer.json().get("data") or {})


def judge(platform: Platform, content: bytes, filename: str, kind: str = "") -> Outcome:
    """Have a table of planets judged."""
    return told(send(platform, f"/api/habitability/table{kind}", content, filename))


def predict(platform: Platform, session_id: str, content: bytes, filename: str) -> Outcome:
    """Have a batch predicted, wait for its end, and take its answers home where there are any."""
    started = send(platform, "/predict", content, filename, session_id=session_id)
    if started.status_code != 202:
        return told(started)
    asked = f"session_id={session_id}&prediction_id={started.json()['data']['prediction_id']}"
    ended = platform.wait(f"/predict?{asked}", lambda page: page["state"] in ENDED)
    if ended["state"] == "done":
        for kind in ("csv", "parquet"):
            assert platform.ask("GET", f"/predict/{ended['prediction_id']}.{kind}?session_id={session_id}").ok
    return Outcome(202, (ended["error"] or {}).get("code", ""), ended["state"])


def use_upload(platform: Platform, facts: dict[str, Any]) -> list[Outcome]:
    """Do with an uploaded table what a person would: look at targets, choose one, and extend a catalogue by it."""
    path = f"/api/upload/{facts['upload_id']}"
    session_id = platform.data("GET", "/select")["session_id"]
    source = {"config_type": "data_source", "data_source": "upload", "upload_id": facts["upload_id"]}
    answers = [platform.ask("POST", "/select", json={"session_id": session_id, **source})]
    target = next((entry["name"] for entry in facts["target_candidates"]), "verdict")
    step = {"session_id": session_id, "config_type": "features", "target": target}
    extension = {"upload_id": facts["upload_id"], "target": target, "object_name": "star", "column_map": NAMES}
    answers += [
        platform.ask("GET", f"{path}?target={quote(target, safe='')}"),
        platform.ask("POST", "/select", json=step),
        platform.ask("POST", "/api/datasets/kepler/extensions", json={**extension, "class_map": CLASSES}),
    ]
    return [told(answer) for answer in answers]


def trained_session(platform: Platform) -> str:
    """Train a model on the decent table; return its session."""
    _, facts = upload(platform, TABLES[0].build(), "own.csv")
    session_id: str = platform.data("GET", "/select")["session_id"]
    steps: list[dict[str, Any]] = [
        {"config_type": "data_source", "data_source": "upload", "upload_id": facts["upload_id"]},
        {"config_type": "features", "target": "verdict", "host": "star"},
        QUICK_MODEL,
        QUICK_EVALUATION,
    ]
    for step in steps:
        platform.data("POST", "/select", json={"session_id": session_id, **step})
    platform.data("POST", "/training", json={"session_id": session_id})
    ended = {"trained", "failed"}
    progress = platform.wait(f"/training?session_id={session_id}", lambda progress: progress["state"] in ended)
    assert progress["state"] == "trained", progress
    return session_id
