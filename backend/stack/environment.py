"""The project's own virtual environments, made from the hash-locked requirements (standard library only)."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from backend.stack.openmp import library_path
from backend.stack.refusals import GIGABYTE, Refusal, refuse_full_disk

ROOT = Path(__file__).resolve().parents[2]
SPACE_NEEDED = 2.5 * GIGABYTE
"""Bytes; the environment with its development tools takes 1.1 GB, the installer's downloads as much again."""


def enter(command: str, arguments: list[str]) -> int:
    """Make the environment that `command` needs and become that command inside it; return only on refusal."""
    from backend.stack.requirements import lock

    try:
        if command == "lock":
            return lock(ROOT)
        requirements = "requirements-dev.txt" if command in {"test", "audit"} else "requirements.txt"
        return _become(prepare(ROOT / ".venv", ROOT / requirements), command, arguments)
    except Refusal as refusal:
        sys.stderr.write(f"run.py: {refusal}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("run.py: interrupted; the next start goes on from here\n")
        return 130


def _become(python: Path, command: str, arguments: list[str]) -> NoReturn:
    os.chdir(ROOT)
    os.execve(python, [str(python), "-m", "backend.stack", command, *arguments], os.environ | library_path(python))


def prepare(folder: Path, requirements: Path) -> Path:
    """Return the Python of the environment `folder`, installing `requirements` where they changed."""
    python = folder / "bin" / "python"
    if is_current(folder, requirements):
        return python
    with _alone(folder.parent):
        # Another process may have finished the work while this one waited.
        if not is_current(folder, requirements):
            _install(folder, requirements)
    return python


def is_current(folder: Path, requirements: Path) -> bool:
    """Whether `folder` holds a complete installation of exactly `requirements`."""
    mark = _mark(folder, requirements)
    unfinished = (folder / "installing").exists() or not (folder / "bin" / "python").exists()
    return not unfinished and mark.exists() and mark.read_text(encoding="ascii") == fingerprint(requirements)


def fingerprint(requirements: Path) -> str:
    """Return the hash of a requirements file: equal when the same packages are wanted."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def _mark(folder: Path, requirements: Path) -> Path:
    return folder / f"installed-{requirements.stem}"


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the kernel frees however this process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _install(folder: Path, requirements: Path) -> None:
    refuse_full_disk(folder, SPACE_NEEDED, "the Python environment")
    unfinished = folder / "installing"
    if unfinished.exists() or not _runs(folder / "bin" / "python"):
        # A cut installation may hold half a package that looks whole.
        shutil.rmtree(folder, ignore_errors=True)
    print(
        f"Installing {requirements.name} into {folder.name}: once; 10 s with uv, a minute or two with pip", flush=True
    )
    folder.mkdir(exist_ok=True)
    unfinished.touch()
    if not (_with_uv(folder, requirements) or _with_pip(folder, requirements)):
        raise Refusal(
            f"could not install {requirements.name} (the installer's words are above); "
            "check the connection to the package index, then start again"
        )
    _mark(folder, requirements).write_text(fingerprint(requirements), encoding="ascii")
    unfinished.unlink()


def _with_uv(folder: Path, requirements: Path) -> bool:
    if not _answers("uv", "--version"):
        return False
    python = str(folder / "bin" / "python")
    make = ["uv", "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(folder)]
    # Compiled now, as pip does, the packages are imported twice as fast at every start.
    install = ["uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", python, "--require-hashes"]
    return (Path(python).exists() or _run(make)) and _run([*install, "-r", str(requirements)])


def _with_pip(folder: Path, requirements: Path) -> bool:
    if not _run([sys.executable, "-m", "venv", str(folder)]):
        raise Refusal(
            "this Python cannot make virtual environments; install its venv module "
            f"(Debian and Ubuntu: apt-get install python3.{sys.version_info.minor}-venv) or uv"
        )
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    return _run([*pip, "install", "--require-hashes", "-r", str(requirements)])


def _run(command: list[str]) -> bool:
    # The running Python is meant wherever uv looks for one; it may not fetch another.
    return subprocess.run(command, env=os.environ | {"UV_PYTHON_DOWNLOADS": "never"}, check=False).returncode == 0


def _answers(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _runs(python: Path) -> bool:
    return _answers(str(python), "-c", "import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))")
