"""Files that come are spooled under the data folder, and gone with their request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import request
from flask_openapi3 import OpenAPI

from backend.api.spooling import IN_MEMORY_BYTES


@pytest.mark.parametrize(("size", "is_on_disk"), [(100, False), (IN_MEMORY_BYTES + 1, True)])
def test_large_files_wait_on_the_data_folders_disk(
    bare_app: OpenAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, is_on_disk: bool
) -> None:
    monkeypatch.setenv("TMPDIR", "/nowhere")
    seen: dict[str, Any] = {}

    def look() -> str:
        spool: Any = request.files["file"].stream
        seen["on disk"] = spool._rolled
        seen["size"] = len(spool.read())
        return "ok"

    bare_app.view_functions["echo"] = look
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = head + bytes(size) + b"\r\n--x--\r\n"
    answer = bare_app.test_client().post("/api/upload", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 200
    assert seen == {"on disk": is_on_disk, "size": size}
    assert list((tmp_path / "tmp").iterdir()) == []
