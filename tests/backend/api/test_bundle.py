"""The bundle of a run over HTTP."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any


def link_of(client: Any, session_id: str) -> str:
    return client.get("/result", query_string={"session_id": session_id}).json["data"]["artifacts"]["bundle"]


def test_a_trained_session_has_a_bundle_that_verifies_itself_outside(client, trained_session, tmp_path) -> None:
    answer = client.get(link_of(client, trained_session))
    assert answer.status_code == 200, answer.json
    assert answer.mimetype == "application/zip"
    assert hashlib.sha256(answer.data).hexdigest() == answer.headers["X-Checksum-Sha256"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        archive.extractall(tmp_path)
    held = json.loads((tmp_path / "metadata.json").read_text())
    assert held["data"]["dataset"] == "kepler"
    assert "NASA" in held["data"]["citation"]
    assert held["onnx"]["rows_checked"] == 1000
    done = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "verify.py")], cwd=tmp_path, env={}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    # Asked again, the same file comes back.
    assert client.get(link_of(client, trained_session)).data == answer.data


def test_a_bundle_is_packed_anew_where_its_file_is_lost(client, services, settings, trained_session) -> None:
    link = link_of(client, trained_session)
    first = client.get(link).headers["X-Checksum-Sha256"]
    for path in Path(settings.model_root).rglob("bundle.zip"):
        path.unlink()
    assert client.get(link).headers["X-Checksum-Sha256"] == first


def test_an_unknown_or_unfinished_run_has_no_bundle(client, new_session) -> None:
    unknown = client.get("/api/runs/nobody/bundle.zip")
    assert (unknown.status_code, unknown.json["code"]) == (404, "unknown_run")
    started = client.post("/training", json={"session_id": new_session()})
    queued = client.get(f"/api/runs/{started.json['data']['run_id']}/bundle.zip")
    assert (queued.status_code, queued.json["code"]) == (409, "wrong_state")
    assert "queued" in queued.json["error"]


def test_the_report_is_one_page_with_every_number_and_no_script(client, trained_session) -> None:
    summary = client.get("/result", query_string={"session_id": trained_session}).json["data"]
    answer = client.get(summary["artifacts"]["report"])
    html = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert f"<strong>{100 * summary['metrics']['accuracy']['value']:.1f} %</strong> are judged right" in html
    assert summary["data"]["sha256"] in html and summary["split"]["split_hash"] in html
    section = client.get("/result", query_string={"session_id": trained_session, "section": "importance"}).json["data"]
    assert html.count('<rect class="planet"') == min(15, len(section["features"]))
    for count in summary["confusion_matrix"][0]:
        assert f">{count:,}</td>" in html
    assert "<script" not in html
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]


def test_an_unknown_run_has_no_report(client) -> None:
    answer = client.get("/api/runs/nobody/report.html")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_run")
