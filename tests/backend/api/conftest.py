"""A bare application with doors of the test's own, on no other part of the platform."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import request
from flask_openapi3 import OpenAPI

from backend.api import errors
from backend.api.openapi import make_openapi_app
from backend.config import Settings


@pytest.fixture
def bare_app(tmp_path: Path) -> OpenAPI:
    settings = Settings(
        _env_file=None, flask_env="testing", upload_dir=str(tmp_path), max_json_mb=1, max_upload_mb=2, database_url=None
    )
    app = make_openapi_app(settings)
    errors.register(app)

    @app.route("/echo", methods=["POST", "PATCH"])
    @app.route("/predict", methods=["POST"])
    @app.route("/api/upload", methods=["POST"])
    def echo() -> Any:
        sizes = {name: len(file.read()) for name, file in request.files.items()}
        return {"json": request.get_json(silent=True), "form": dict(request.form), "files": sizes}

    return app


@pytest.fixture
def bare(bare_app: OpenAPI) -> Any:
    return bare_app.test_client()
