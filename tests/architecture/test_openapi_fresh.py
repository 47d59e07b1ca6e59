"""The exported OpenAPI document is the one that the code makes, valid, and readable by a client generator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from backend.api.openapi import DOCUMENT, current_document

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def current() -> str:
    return current_document()


@pytest.fixture(scope="module")
def document(current: str) -> dict[str, Any]:
    return json.loads(current)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method in METHODS & methods.keys():
            yield path, method, methods[method]


def test_the_exported_document_is_fresh(current: str) -> None:
    kept = DOCUMENT.read_text(encoding="utf-8")
    assert kept == current, (
        "frontend/openapi.json is stale: run `python -m backend.api.openapi`, then `npm run generate`"
    )


def test_the_document_comes_out_the_same_twice(current: str) -> None:
    assert current_document() == current


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.")
    validate(document)


def test_operation_ids_are_unique_names_of_functions(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_every_operation_says_what_it_does_and_how_it_refuses(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert operation["summary"], (path, method)
        refused = operation["responses"]["422"]["content"]["application/json"]["schema"]
        assert refused == {"$ref": "#/components/schemas/Failure"}, (path, method)
        assert any(status.startswith("2") for status in operation["responses"]), (path, method)


def test_every_write_takes_an_idempotency_key_and_no_read_does(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        named = {parameter["name"] for parameter in operation.get("parameters", [])}
        assert ("Idempotency-Key" in named) == (method != "get"), (path, method)


def test_predict_takes_rows_as_json_and_a_file_as_form(document: dict[str, Any]) -> None:
    content = document["paths"]["/predict"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json", "multipart/form-data"}
    file = content["multipart/form-data"]["schema"]["properties"]["file"]
    assert (file["type"], file["format"]) == ("string", "binary")


@pytest.mark.parametrize(
    "call",
    [
        "get /",
        "get /select",
        "post /select",
        "get /training",
        "post /training",
        "get /predict",
        "post /predict",
        "get /predict/template",
        "get /result",
        "post /result",
        "get /api/datasets",
        "get /api/datasets/{name}",
        "get /api/models",
        "get /api/models/{family}",
        "post /api/upload",
        "get /api/sessions",
        "get /api/sessions/{session_id}",
        "patch /api/sessions/{session_id}",
        "delete /api/sessions/{session_id}",
        "get /api/health",
        "get /api/health/live",
        "get /api/health/ready",
    ],
)
def test_the_promised_calls_are_there(document: dict[str, Any], call: str) -> None:
    method, path = call.split()
    assert method in document["paths"][path]
