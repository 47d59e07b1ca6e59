"""LightGBM on a Linux without the OpenMP runtime (standard library only)."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

RUNTIME = "libgomp.so.1"


def library_path(python: Path) -> dict[str, str]:
    """Return the variables that let the environment of `python` find OpenMP; none where the system has it.

    LightGBM's wheel expects the system's runtime, which slim images lack; scikit-learn's wheel carries the same
    library under another file name.
    """
    if not sys.platform.startswith("linux") or _loads(RUNTIME):
        return {}
    libraries = python.parent.parent / "lib"
    carried = sorted(libraries.glob("python3.*/site-packages/scikit_learn.libs/libgomp-*.so*"))
    if not carried:
        return {}
    folder = libraries / "openmp"
    folder.mkdir(exist_ok=True)
    link = folder / RUNTIME
    link.unlink(missing_ok=True)
    link.symlink_to(carried[0])
    return {"LD_LIBRARY_PATH": os.pathsep.join(filter(None, (str(folder), os.environ.get("LD_LIBRARY_PATH"))))}


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
