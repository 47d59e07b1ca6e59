"""A bundle as one zip file whose bytes depend on its content alone."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_PACKED = {".joblib", ".parquet"}


def write_zip(files: Mapping[str, bytes], path: Path) -> None:
    """Write files into a zip, in the order of their names and without the time of day."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.external_attr = _READABLE
            entry.create_system = 3
            packed = Path(name).suffix in _PACKED
            archive.writestr(entry, files[name], zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
