"""Files in multipart bodies are spooled under the data folder: nothing is written elsewhere."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from flask import Request, current_app

IN_MEMORY_BYTES = 512 * 1024


class SpoolingRequest(Request):
    """A request whose files wait in the data folder's ``tmp`` until a view takes them."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        folder = current_app.extensions["settings"].local_root / "tmp"
        folder.mkdir(parents=True, exist_ok=True)
        spool: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES, dir=folder)  # noqa: SIM115
        return spool
