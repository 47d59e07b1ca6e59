"""``python run.py lock``: pyproject.toml to hash-locked requirements (standard library only)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from backend.stack.refusals import Refusal

COMPILE = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
SILENT = ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate"]
"""No registry's address in a file that is committed."""
HEADER = "see CONTRIBUTING.md, 'Dependencies'"
FILES = {
    "requirements.txt": ["pyproject.toml"],
    "requirements-dev.txt": ["pyproject.toml", "--extra", "s3", "--group", "dev", "-c", "requirements.txt"],
    # What a container may be told to use; the image cannot install anything later.
    "requirements-image.txt": [
        *("pyproject.toml", "--extra", "s3", "--extra", "gcs", "--extra", "otel"),
        *("-c", "requirements.txt", "-c", "requirements-dev.txt"),
    ],
    "requirements-node.txt": ["--group", "node"],
}


def lock(root: Path) -> int:
    """Compile each requirements file; versions already locked stay unless pyproject.toml forbids them."""
    if not shutil.which("uv"):
        raise Refusal("locking needs uv, which is not on PATH: pip install uv")
    for name, sources in FILES.items():
        command = [*COMPILE, *SILENT, "--custom-compile-command", HEADER, *sources, "-o", name]
        environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
        if subprocess.run(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            raise Refusal(f"{name} could not be compiled; uv's words are above")
        print(f"{name} is locked")
    return 0
