"""The locked requirements: complete, hashed, without an index's address, in agreement."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.stack import requirements
from backend.stack.environment import ROOT
from backend.stack.refusals import Refusal

PIN = re.compile(r"^([A-Za-z0-9_.\[\]-]+)==(\S+)(.*?)\\?$", re.MULTILINE)


def pins(name: str) -> dict[tuple[str, str], str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {(match[1], match[3].strip()): match[2] for match in PIN.finditer(text)}


@pytest.mark.parametrize("name", requirements.FILES)
def test_every_pin_has_hashes_and_no_line_names_an_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text and "--find-links" not in text
    blocks = re.split(r"\n(?=[A-Za-z])", text)
    unhashed = [block.splitlines()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]
    assert pins(name) and unhashed == []


def test_the_development_environment_holds_the_very_versions_of_the_core() -> None:
    core, development = pins("requirements.txt"), pins("requirements-dev.txt")
    versions = {(name, version) for (name, _), version in development.items()}
    assert {(name, version) for (name, _), version in core.items()} <= versions


def test_the_image_holds_the_very_versions_that_were_tested_and_the_clients_of_stores() -> None:
    core, tested, image = (pins(f"requirements{name}.txt") for name in ("", "-dev", "-image"))
    assert {name for name, _ in core} <= {name for name, _ in image}
    assert {"s3fs", "gcsfs", "opentelemetry-sdk"} <= {name for name, _ in image}
    differing = {pin for pin, version in image.items() if tested.get(pin, version) != version}
    assert not differing


def test_locking_without_uv_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(requirements.shutil, "which", lambda _: None)
    with pytest.raises(Refusal, match="pip install uv"):
        requirements.lock(tmp_path)
