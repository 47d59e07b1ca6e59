"""Traces at a real receiver: a request, what it asks of the database, and the job that a worker does for it."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from backend.config import PROJECT_ROOT, Settings

PATIENCE_S = 90
SCRIPT = """
import sys
from backend.app import create_ready_app
app = create_ready_app()
client = app.test_client()
session_id = client.get("/select").json["data"]["session_id"]
step = {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"}
client.post("/select", json={"session_id": session_id, **step})
answer = client.post("/training", json={"session_id": session_id})
assert answer.status_code == 202, answer.json
client.post("/training", json={"session_id": session_id, "action": "cancel"})
client.get(f"/training?session_id={session_id}")
client.get("/api/health/live")
print(session_id)
from opentelemetry import trace
trace.get_tracer_provider().shutdown()
"""


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[Any]]]:
    """A collector that speaks OTLP over HTTP: its address, and the spans that it was sent."""
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    spans: list[Any] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            body = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
            sent = ExportTraceServiceRequest.FromString(body)
            for resource in sent.resource_spans:
                (service,) = (a.value.string_value for a in resource.resource.attributes if a.key == "service.name")
                spans.extend((service, span) for scope in resource.scope_spans for span in scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", spans
    server.shutdown()
    server.server_close()
    thread.join()


def environment(settings: Settings, endpoint: str) -> dict[str, str]:
    return {
        **os.environ,
        "FLASK_ENV": "testing",
        "UPLOAD_DIR": settings.upload_dir,
        "REDIS_URL": str(settings.redis_url),
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        "OTEL_BSP_SCHEDULE_DELAY": "200",
        "OMP_NUM_THREADS": "1",
    }


def attributes(span: Any) -> str:
    return " ".join(f"{each.key}={each.value.string_value}" for each in span.attributes)


@pytest.mark.timeout(240)
def test_one_trace_from_the_request_to_the_worker(settings: Settings, receiver: tuple[str, list[Any]]) -> None:
    endpoint, spans = receiver
    variables = environment(settings, endpoint)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=PROJECT_ROOT,
        env=variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    session_id = done.stdout.split()[-1]
    from_api = [span for service, span in spans if service == "exoplanet-playground-api"]
    served = [span for span in from_api if span.kind == span.SPAN_KIND_SERVER]
    in_order = sorted(served, key=lambda span: span.start_time_unix_nano)
    # The later POST /training only cancels.
    requests = {span.name: span for span in reversed(in_order)}
    assert {"GET /select", "POST /select", "POST /training"} <= set(requests)
    assert not any("health" in name for name in requests)
    trace_id = requests["POST /training"].trace_id
    statements = [span for span in from_api if "db.statement" in attributes(span) or "db.query" in attributes(span)]
    assert any(span.trace_id == trace_id for span in statements)
    assert session_id not in " ".join(map(attributes, from_api))

    command = [sys.executable, "-m", "celery", "-A", "backend.worker", "worker", "-n", "traced@%h", "-c", "1"]
    log = settings.local_root / "traced.log"
    with log.open("wb") as sink:
        worker = subprocess.Popen(command, cwd=PROJECT_ROOT, env=variables, stdout=sink, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not any(span.trace_id == trace_id for service, span in spans if service.endswith("-worker")):
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
    finally:
        worker.terminate()
        worker.wait(30)


def test_without_a_collector_nothing_is_loaded() -> None:
    code = (
        "import sys, backend.app; print(sum(name.startswith('opentelemetry.instrumentation') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
