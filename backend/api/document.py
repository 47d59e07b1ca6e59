"""What the code cannot say of itself to flask-openapi3 is completed in the finished OpenAPI document."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from flask import Flask

METHODS = frozenset({"get", "post", "put", "patch", "delete"})
WRITES = METHODS - {"get"}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A key of your own, such as a UUID: the same request under the same key is carried out once and "
    "answered alike for 24 hours",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
PREDICTION_FILE = {
    "type": "object",
    "title": "PredictionFile",
    "description": "A table to predict: CSV (also gzipped), Parquet or IPAC",
    "properties": {"session_id": {"type": "string"}, "file": {"type": "string", "format": "binary"}},
    "required": ["session_id", "file"],
}
SECOND_BODIES = {("/predict", "post"): {"multipart/form-data": {"schema": PREDICTION_FILE}}}
"""Calls that take bodies of two kinds: the view declares one of them."""


def complete_document(document: dict[str, Any], app: Flask) -> dict[str, Any]:
    """Return the document with readable operation ids, second body kinds and the idempotency header."""
    complete = deepcopy(document)
    names = view_names(app)
    for path, operations in complete["paths"].items():
        for method in METHODS & operations.keys():
            operation = operations[method]
            operation["operationId"] = names[path, method]
            _add_bodies(operation, SECOND_BODIES.get((path, method), {}))
            if method in WRITES:
                operation["parameters"] = [*operation.get("parameters", []), IDEMPOTENCY_KEY]
    return complete


def view_names(app: Flask) -> dict[tuple[str, str], str]:
    """Return the name of the function behind each path and method of the document."""
    names = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^<:>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        for method in METHODS & {method.lower() for method in rule.methods or ()}:
            names[path, method] = rule.endpoint.rsplit(".", 1)[-1]
    return names


def _add_bodies(operation: dict[str, Any], bodies: dict[str, Any]) -> None:
    if bodies:
        body = operation.setdefault("requestBody", {"required": True, "content": {}})
        body["content"] = {**body["content"], **bodies}
