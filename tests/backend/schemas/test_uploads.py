"""The form of an upload takes a file and nothing else."""

from __future__ import annotations

import io

import pytest
from pydantic import ValidationError
from werkzeug.datastructures import FileStorage

from backend.schemas.uploads import UploadForm


def test_a_file_is_taken_as_it_came() -> None:
    file = FileStorage(io.BytesIO(b"a,b"), filename="a.csv")
    assert UploadForm.model_validate({"file": file}).file is file


@pytest.mark.parametrize("form", [{}, {"file": "text"}, {"file": None}, {"file": FileStorage(), "more": "x"}])
def test_anything_else_is_refused(form: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        UploadForm.model_validate(form)


def test_the_schema_says_binary_to_a_client_generator() -> None:
    file = UploadForm.model_json_schema()["properties"]["file"]
    assert (file["type"], file["format"]) == ("string", "binary")
