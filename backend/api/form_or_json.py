"""One operation that takes either JSON or a multipart form, which the OpenAPI library does not know."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import UnionType
from typing import Any, get_args, get_type_hints

from flask import abort, current_app, request
from pydantic import BaseModel, ValidationError


def form_or_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view's ``body: JsonModel | FormModel`` be read as the request's content type says."""
    union: UnionType = get_type_hints(view)["body"]
    json_model, form_model = get_args(union)

    @wraps(view)
    def reading_view(**_: Any) -> Any:
        is_form = request.mimetype == "multipart/form-data"
        return view(body=_validated(form_model, _form()) if is_form else _validated(json_model, request.get_json()))

    reading_view.__annotations__ = {**view.__annotations__, "body": json_model}
    # Tells the OpenAPI library to document the JSON model but leave the reading to this function.
    reading_view.__delay_validate_request__ = True  # type: ignore[attr-defined]
    reading_view.form_model = form_model  # type: ignore[attr-defined]
    return reading_view


def _form() -> dict[str, Any]:
    return {**request.form.to_dict(), **request.files.to_dict()}


def _validated(model: type[BaseModel], data: Any) -> BaseModel:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        abort(current_app.validation_error_callback(error))  # type: ignore[attr-defined]
