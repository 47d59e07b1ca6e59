"""Files in multipart bodies are spooled under the data folder: nothing is written elsewhere, and nothing stays open."""

from __future__ import annotations

import string
import tempfile
from typing import IO, Any
from urllib.parse import quote

from flask import Request, current_app

IN_MEMORY_BYTES = 512 * 1024


class SpoolingRequest(Request):
    """A request whose files wait in the data folder's ``tmp`` until a view takes them."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # Raw bytes in a query are no text: written as percent signs they are read like any other unknown letter.
        self.query_string = quote(self.query_string, safe=string.punctuation).encode()
        self._spools: list[IO[bytes]] = []

    def close(self) -> None:
        """Close every file, also those of a form that was refused half-way."""
        super().close()
        for spool in self._spools:
            spool.close()

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
        self._spools.append(spool)
        return spool
