"""What the code cannot say of itself to flask-openapi3 is completed in the finished OpenAPI document."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from flask import Flask
from pydantic import BaseModel

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


def complete_document(document: dict[str, Any], app: Flask) -> dict[str, Any]:
    """Return the document with readable operation ids, second body kinds and the idempotency header."""
    complete = deepcopy(document)
    endpoints = view_endpoints(app)
    for path, operations in complete["paths"].items():
        for method in METHODS & operations.keys():
            operation = operations[method]
            endpoint = endpoints[path, method]
            operation["operationId"] = endpoint.rsplit(".", 1)[-1]
            _add_form(operation, getattr(app.view_functions[endpoint], "form_model", None))
            if method in WRITES:
                operation["parameters"] = [*operation.get("parameters", []), IDEMPOTENCY_KEY]
    return complete


def view_endpoints(app: Flask) -> dict[tuple[str, str], str]:
    """Return the endpoint, which ends in the view's name, behind each path and method of the document."""
    endpoints = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^<:>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        for method in METHODS & {method.lower() for method in rule.methods or ()}:
            endpoints[path, method] = rule.endpoint
    return endpoints


def _add_form(operation: dict[str, Any], form: type[BaseModel] | None) -> None:
    """Document the multipart form that a view takes beside JSON."""
    if form is not None:
        schema = form.model_json_schema(ref_template="#/components/schemas/{model}")
        operation["requestBody"]["content"]["multipart/form-data"] = {"schema": schema}
