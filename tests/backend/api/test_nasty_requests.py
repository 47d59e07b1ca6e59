"""Nothing that a client can send makes the server fail: every operation of the document, with nasty values."""

from __future__ import annotations

import io
from typing import Any

import pytest

from backend.api.openapi import build_document

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)

NASTY_TEXTS = ("", " ", "x" * 3_000, "\0", "💥", "../../etc/passwd", "' OR 1=1 --", "nan", "-1", "1e999", "null", "[]")
NASTY_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**18,
    1e308,
    "",
    "x" * 3_000,
    "💥",
    [],
    [None],
    [[]],
    {},
    {"a": {}},
)
BODIES: tuple[dict[str, Any], ...] = (
    {},
    {"json": {}},
    {"json": []},
    {"json": {"session_id": None}},
    {"json": {"session_id": "nope", "unknown": 1}},
    {"data": b"\xff\xfe", "content_type": "application/json"},
    {"data": b"a=1", "content_type": "application/x-www-form-urlencoded"},
    {"data": {"session_id": "nope", "file": "text"}, "content_type": "multipart/form-data"},
    {"data": b"--x", "content_type": "multipart/form-data; boundary=x"},
)
RIGHT_SHAPES: dict[str, dict[str, Any]] = {
    "/select data_source": {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"},
    "/select features": {"config_type": "features", "features": ["koi_period"], "preset": None, "allow_leaks": []},
    "/select model": {"config_type": "model", "model": "mlp", "hyperparameters": {"alpha": 0.1}, "seed": 1},
    "/select evaluation": {"config_type": "evaluation", "method": "cv", "folds": 5, "test_size": 0.2},
    "/training": {"action": "cancel"},
    "/predict rows": {"rows": [{"koi_period": 1.5}], "explain": True, "threshold": 0.5},
    "/predict undecided": {"source": "undecided"},
    "/result explain": {"action": "explain", "rows": [{"koi_period": 1.5}]},
    "/result threshold": {"action": "threshold", "objective": "recall_at_least", "value": 0.9},
}


def assert_told(answer: Any, asked: object) -> None:
    """No failure of ours: a success, or a refusal in the envelope."""
    assert answer.status_code < 500 or answer.status_code == 503, (asked, answer.status_code, answer.text)
    if answer.status_code >= 400:
        assert set(answer.json) == {"status", "data", "error", "code", "details"}, asked


def operations(app: Any, *methods: str) -> list[tuple[str, str, dict[str, Any]]]:
    paths = build_document(app)["paths"]
    return [(path, method, paths[path][method]) for path in paths for method in methods if method in paths[path]]


def test_no_query_makes_a_read_fail(app: Any, client: Any) -> None:
    for path, _, operation in operations(app, "get"):
        names = [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"]
        for text in NASTY_TEXTS:
            address = path.replace("{", "").replace("}", "")
            for query in (dict.fromkeys(names, text), *({name: text} for name in names)):
                answer = client.get(address, query_string=query, buffered=True)
                assert_told(answer, (address, query))


def test_no_name_in_an_address_makes_a_call_fail(app: Any, client: Any) -> None:
    for path, method, _ in operations(app, "get", "delete"):
        if "{" in path:
            for text in NASTY_TEXTS:
                head, _, rest = path.partition("{")
                address = head + text.replace("/", "%2F").replace("\0", "%00") + rest.partition("}")[2]
                assert_told(getattr(client, method)(address, buffered=True), (method, address))


def test_no_body_makes_a_write_fail(app: Any, client: Any) -> None:
    for path, method, _ in operations(app, "post", "patch"):
        for body in BODIES:
            answer = getattr(client, method)(path.replace("{", "").replace("}", ""), **body)
            assert_told(answer, (method, path, body))
            assert answer.status_code >= 400, (method, path, body)


@pytest.mark.parametrize("call", RIGHT_SHAPES)
def test_no_value_of_any_field_makes_a_write_fail(client: Any, call: str) -> None:
    path = call.split(maxsplit=1)[0]
    session_id = client.get("/select").json["data"]["session_id"]
    shape = {"session_id": session_id, **RIGHT_SHAPES[call]}
    for field in shape:
        for value in NASTY_VALUES:
            assert_told(client.post(path, json={**shape, field: value}), (path, field, value))


def test_a_trained_session_withstands_them_too(app: Any, client: Any, trained_session: str) -> None:
    for call in (call for call in RIGHT_SHAPES if call.startswith(("/predict", "/result"))):
        path = call.split(maxsplit=1)[0]
        for field in RIGHT_SHAPES[call]:
            for value in NASTY_VALUES:
                body = {"session_id": trained_session, **RIGHT_SHAPES[call], field: value}
                assert_told(client.post(path, json=body), (path, field, value))
    for path, _, operation in operations(app, "get"):
        names = {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"}
        if "session_id" in names and "{" not in path:
            for name in names - {"session_id"}:
                for text in NASTY_TEXTS:
                    query = {"session_id": trained_session, name: text}
                    assert_told(client.get(path, query_string=query, buffered=True), (path, query))


@pytest.mark.parametrize("header", ["X-Session-Ids", "Idempotency-Key", "Accept", "If-None-Match", "Content-Length"])
def test_no_header_makes_a_call_fail(client: Any, header: str) -> None:
    for text in (" ", "x" * 3_000, ",,,", "é", "-1", "*", "text/html;q=zz", 'W/"', "a," * 2_000):
        for ask in (
            lambda headers: client.get("/api/sessions", headers=headers),
            lambda headers: client.get("/", headers=headers),
            lambda headers: client.get("/training?session_id=nope", headers=headers),
            lambda headers: client.post("/select", data=b"{}", content_type="application/json", headers=headers),
        ):
            assert_told(ask({header: text}), (header, text))


@pytest.mark.parametrize("name", ["file", "other", "session_id", "\0", "x" * 3_000])
def test_no_form_makes_an_upload_fail(client: Any, name: str) -> None:
    for path in ("/api/upload", "/predict"):
        for filename in ("a.csv", "x" * 3_000, "\u202e", "../.."):
            form = {"session_id": "nope", name: (io.BytesIO(b"a,b\n1,2\n"), filename)}
            assert_told(client.post(path, data=form, content_type="multipart/form-data"), (path, name, filename))
