"""No text that a client sends reaches anything that opens files or connections."""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from backend.api.openapi import build_document

WATCHED = {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.system"}
Path_ = tuple[str, ...]
"""Names of fields from the outermost inwards; ``[]`` is an item of a list, ``{}`` any name."""
_seen: list[str] | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen is not None and event in WATCHED:
        _seen.append(f"{event} {arguments!r}")


sys.addaudithook(_watch)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Give what this process opens and connects to meanwhile, as the interpreter itself reports it."""
    global _seen  # noqa: PLW0603 - an audit hook stays for ever, so it is turned on and off
    _seen = []
    try:
        yield _seen
    finally:
        _seen = None


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A file and a port that nobody has a reason to touch."""
    path = tmp_path_factory.mktemp("canary") / "canary-9f2c.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        yield SimpleNamespace(path=path, port=listener.getsockname()[1], listener=listener)


def addresses(canary: SimpleNamespace) -> list[str]:
    return [
        f"file://{canary.path}",
        str(canary.path),
        f"../../../../../..{canary.path}",
        f"http://127.0.0.1:{canary.port}/canary-9f2c",
        "http://169.254.169.254/latest/meta-data/canary-9f2c",
        "s3://canary-9f2c/table.csv",
        "gs://canary-9f2c/table.csv",
        f"simplecache::file://{canary.path}",
        f"ftp://127.0.0.1:{canary.port}/canary-9f2c",
    ]


def string_fields(
    schema: Any, known: dict[str, Any], path: tuple[str, ...] = (), depth: int = 0
) -> set[tuple[str, ...]]:
    """Return the paths of all fields of a body that take free text, through references, unions and lists."""
    if depth > 6:
        return set()
    if "$ref" in schema:
        return string_fields(known[schema["$ref"].rsplit("/", 1)[-1]], known, path, depth + 1)
    found = set()
    for part in [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]:
        found |= string_fields(part, known, path, depth + 1)
    for name, field in schema.get("properties", {}).items():
        found |= string_fields(field, known, (*path, name), depth + 1)
    if "items" in schema:
        found |= string_fields(schema["items"], known, (*path, "[]"), depth + 1)
    if isinstance(schema.get("additionalProperties"), dict):
        found |= string_fields(schema["additionalProperties"], known, (*path, "{}"), depth + 1)
    if schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
        found.add(path)
    return found


def placed(path: tuple[str, ...], text: str) -> Any:
    """Return a body that holds the text at that path."""
    if not path:
        return text
    inner = placed(path[1:], text)
    return [inner] if path[0] == "[]" else {"koi_period" if path[0] == "{}" else path[0]: inner}


STEPS = {
    "/select": [
        {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"},
        {"config_type": "data_source", "data_source": "upload"},
        {"config_type": "features"},
        {"config_type": "model", "model": "lightgbm"},
        {"config_type": "evaluation"},
    ],
    "/api/studies": [{"study": "prospective"}, {"study": "leak_price"}],
}
"""What else a call needs before it looks at the field at all."""


def requests(house: SimpleNamespace) -> list[tuple[str, tuple[str, ...]]]:
    document = build_document(house.app)
    known = document["components"]["schemas"]
    found = []
    for place, operations in document["paths"].items():
        for method in operations.keys() & {"post", "patch"}:
            body = operations[method].get("requestBody", {}).get("content", {}).get("application/json")
            if body:
                found += [(f"{method} {place}", path) for path in sorted(string_fields(body["schema"], known))]
    return found


def test_no_field_of_any_body_opens_anything(house: SimpleNamespace, canary: SimpleNamespace) -> None:
    fields = requests(house)
    assert len(fields) > 40 and {path[0] for _, path in fields} >= {"dataset", "snapshot", "upload_id", "table", "name"}
    session_id = house.client.get("/select").json["data"]["session_id"]
    with watched() as seen:
        for number, (call, path) in enumerate(fields):
            method, place = call.split(" ", 1)
            place = place.format_map(_Names(session_id))
            for address in addresses(canary)[number % 3 :: 3]:
                for step in STEPS.get(place, [{}]):
                    body = {"session_id": session_id, **step, **placed(path, address)}
                    for sent in (body, placed(path, address)):
                        answer = house.client.open(place, method=method.upper(), json=sent)
                        assert answer.status_code < 500 or answer.status_code == 503, (call, path, answer.text)
    assert touched(seen, canary) == []


QUERIES = [
    "/api/datasets/{x}",
    "/api/datasets/kepler/diff?from={x}&to={x}",
    "/api/datasets/{x}/objects/{x}/dossier",
    "/api/datasets/kepler/objects/K00752.01/dossier?snapshot={x}",
    "/api/upload/{x}",
    "/api/upload/u?target={x}&host={x}",
    "/api/habitability/planets/{x}?snapshot={x}",
    "/api/runs/{x}/bundle.zip",
    "/api/registry/{x}",
    "/api/refreshes/{x}",
    "/predict?session_id={s}&prediction_id={x}",
    "/predict/{x}.csv?session_id={s}",
    "/predict/object?session_id={s}&name={x}",
    "/result?session_id={x}",
    "/app/{x}",
    "/api/docs/{x}",
]


@pytest.mark.parametrize("address", QUERIES)
def test_no_part_of_an_address_opens_anything(address: str, house: SimpleNamespace, canary: SimpleNamespace) -> None:
    from urllib.parse import quote

    with watched() as seen:
        for text in addresses(canary):
            for spelt in (quote(text, safe=""), quote(text)):
                answer = house.client.get(address.format(x=spelt, s=house.session), buffered=True)
                assert answer.status_code < 500 or answer.status_code == 503
    assert touched(seen, canary) == []


def test_no_file_name_opens_anything(house: SimpleNamespace, canary: SimpleNamespace) -> None:
    with watched() as seen:
        for name in addresses(canary):
            for door in ("/api/upload", "/api/habitability/table"):
                house.client.post(door, data={"file": (io.BytesIO(b"a,b\n1,2\n3,4\n"), name)})
    assert touched(seen, canary) == []


def test_only_configured_mirrors_are_opened(house: SimpleNamespace, canary: SimpleNamespace) -> None:
    """A refresh takes the name of a table, and only one of those that its catalogue lists."""
    for address in addresses(canary):
        answer = house.client.post("/api/datasets/kepler/refresh", json={"table": address})
        assert answer.status_code == 422, answer.text


def test_the_canary_does_sing(canary: SimpleNamespace) -> None:
    with watched() as seen:
        canary.path.read_text(encoding="utf-8")
        with socket.create_connection(("127.0.0.1", canary.port)):
            pass
    assert len(touched(seen, canary)) >= 2
    canary.listener.accept()[0].close()


def touched(seen: list[str], canary: SimpleNamespace) -> list[str]:
    """Return what reached for the canary, or out of this machine."""
    marks = ("canary-9f2c", "169.254", f", {canary.port})")
    return [event for event in seen if any(mark in event for mark in marks)]


class _Names(dict[str, str]):
    """Fills the parameters of a path with names that exist where that matters."""

    def __init__(self, session_id: str) -> None:
        super().__init__(session_id=session_id, name="kepler")

    def __missing__(self, key: str) -> str:
        return "x"
