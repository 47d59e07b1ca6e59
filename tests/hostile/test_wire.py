"""What a client may put on the wire beside files: bodies, forms, queries and headers that no browser would send."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.document import hold_envelope
from tests.hostile.ground import Ground

QUICK = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
BODIES = {
    "100,000 brackets": b"[" * 100_000 + b"]" * 100_000,
    "100,000 objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of a million digits": b'{"session_id": ' + b"9" * 10**6 + b"}",
    "NaN": b'{"session_id": NaN}',
    "infinity": b'{"threshold": -Infinity, "session_id": "x"}',
    "too large a number": b'{"session_id": 1e999}',
    "half a letter": b'{"session_id": "\\ud800"}',
    "NUL": b'{"session_id": "\\u0000"}',
    "a hundred thousand fields": json.dumps({f"f{n}": n for n in range(100_000)}).encode(),
    "a text of 5 MB": b'{"session_id": "' + b"x" * 5_000_000 + b'"}',
    "11 MB": b'{"session_id": "' + b"x" * 11_000_000 + b'"}',
    "prototype": b'{"__proto__": {"session_id": "x"}, "constructor": 1}',
    "UTF-16": '{"session_id": "x"}'.encode("utf-16"),
    "nothing": b"",
    "comment": b'{"session_id": "x" /* here */}',
}
WRITES = ("/select", "/training", "/predict", "/result", "/api/studies", "/api/habitability", "/api/registry")
PART = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
FORMS = {
    "10,000 fields": b"".join(PART % (b"f%d" % n, b"", b"1") for n in range(10_000)) + b"--x--\r\n",
    "10,000 files": b"".join(PART % (b"file", b'; filename="a.csv"', b"a,b\n1,2\n") for _ in range(10_000))
    + b"--x--\r\n",
    "no end": PART % (b"file", b'; filename="a.csv"', b"a,b\n1,2\n"),
    "no name": b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n",
    "no disposition": b"--x\r\n\r\n1\r\n--x--\r\n",
    "endless header": b"--x\r\nContent-Disposition: form-data; name=" + b"y" * 500_000,
    "another boundary": b"--y\r\n\r\n--y--\r\n",
    "a field of 5 MB": PART % (b"session_id", b"", b"x" * 5_000_000) + b"--x--\r\n",
    "NUL in a name": PART % (b"f\0", b"", b"1") + b"--x--\r\n",
    "nested": PART % (b"file", b'; filename="a"\r\nContent-Type: multipart/mixed; boundary=z', b"--z--") + b"--x--\r\n",
}
READS = ("/select", "/training", "/result", "/predict", "/api/sessions")
DOORS = ("/api/upload", "/predict", "/api/habitability/table", "/api/habitability/table.csv")
HEADERS = (
    "RANGE", "IF_RANGE", "IF_NONE_MATCH", "IF_MATCH", "IF_MODIFIED_SINCE", "IDEMPOTENCY_KEY", "ACCEPT", "X_SESSION_IDS",
    "AUTHORIZATION", "COOKIE", "X_FORWARDED_FOR", "X_REQUEST_ID", "ACCEPT_ENCODING", "TRANSFER_ENCODING", "ORIGIN",
)  # fmt: skip
HEADER_TEXTS = st.text(st.characters(max_codepoint=255), max_size=60) | st.sampled_from(
    [
        "bytes=0-",
        "bytes=-1",
        "bytes=0-0,1-1," * 500,
        "bytes=9" * 50,
        'W/"x"',
        '"' * 300,
        "*",
        "\0",
        "\x7f\x1b[31m",
        "a" * 9_000,
    ]
)


@pytest.fixture
def client(ground: Ground) -> Any:
    return ground.app.test_client()


def held(answer: Any, asked: object) -> int:
    """No server error, and every refusal in the envelope; return the status."""
    assert answer.status_code < 500, (asked, answer.status_code, answer.text[:300])
    if answer.status_code >= 400 and answer.request.method != "HEAD":
        hold_envelope(answer.data, asked)
    return int(answer.status_code)


@pytest.mark.parametrize("kind", BODIES)
def test_no_json_body_is_too_much(client: Any, kind: str) -> None:
    for path in WRITES:
        answer = client.post(path, data=BODIES[kind], content_type="application/json")
        assert held(answer, (path, kind)) in {400, 413, 422}


def test_the_last_of_repeated_names_counts_and_nothing_breaks(client: Any) -> None:
    body = b'{"session_id": "x", "session_id": {"a": 1}, "action": "start", "action": "start"}'
    assert held(client.post("/training", data=body, content_type="application/json"), body) == 422


@pytest.mark.parametrize("kind", FORMS)
def test_no_form_is_too_much(client: Any, kind: str) -> None:
    for path in DOORS:
        for mimetype in ("multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary="):
            answer = client.post(path, data=FORMS[kind], content_type=mimetype)
            assert held(answer, (path, kind, mimetype)) in {400, 413, 415, 422}


@pytest.mark.parametrize("length", ["-1", "x", "1e9", "99999999999999", "3", ""])
def test_a_wrong_length_of_the_body_is_no_error_of_ours(client: Any, length: str) -> None:
    content = PART % (b"file", b'; filename="a.csv"', b"a,b\n1,2\n") + b"--x--\r\n"
    for path in DOORS:
        environ = {"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(content)}
        answer = client.post(path, content_type="multipart/form-data; boundary=x", environ_overrides=environ)
        assert held(answer, (path, length)) in {400, 413, 415, 422}


@QUICK
@given(query=st.binary(max_size=60), path=st.sampled_from(READS))
def test_no_query_is_an_error_of_ours(ground: Ground, query: bytes, path: str) -> None:
    answer = ground.app.test_client().get(path, environ_overrides={"QUERY_STRING": query.decode("latin-1")})
    held(answer, (path, query))


@QUICK
@given(header=st.sampled_from(HEADERS), text=HEADER_TEXTS, which=st.integers(0, 5))
def test_no_header_is_an_error_of_ours(ground: Ground, header: str, text: str, which: int) -> None:
    session_id, run_id = ground.known["session_id"][0], ground.known["run_id"][0]
    client, environ = ground.app.test_client(), {f"HTTP_{header}": text}
    table = f"/result/out_of_fold.csv?session_id={session_id}"
    asks = (
        lambda: client.get(f"/training?session_id={session_id}", environ_overrides=environ),
        lambda: client.get(f"/api/runs/{run_id}/bundle.zip", environ_overrides=environ, buffered=True),
        lambda: client.get(table, environ_overrides=environ, buffered=True),
        lambda: client.get("/api/sessions", environ_overrides=environ),
        lambda: client.post("/select", json={"session_id": "nobody"}, environ_overrides=environ),
        lambda: client.get("/api/docs/start.js", environ_overrides=environ),
    )
    held(asks[which](), (header, text, which))
