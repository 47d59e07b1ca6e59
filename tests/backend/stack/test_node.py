from __future__ import annotations

from pathlib import Path

import pytest

from backend.stack import node


def fake_node(folder: Path, told: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("node", "npm"):
        (folder / name).write_text(f"#!/bin/sh\necho {told}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(("told", "numbers"), [("v24.11.0", (24, 11, 0)), ("v20.19.5", (20, 19, 5)), ("oops", ())])
def test_version_is_read_as_numbers(tmp_path: Path, told: str, numbers: tuple[int, ...]) -> None:
    assert node.version(str(fake_node(tmp_path / "bin", told) / "node")) == numbers


def test_a_new_enough_node_on_path_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fake_node(tmp_path / "bin", "v20.19.0")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    assert node.find_node().folder == folder


def test_an_old_node_is_passed_over_for_the_wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{fake_node(tmp_path / 'bin', 'v18.20.0')}:/usr/bin:/bin")
    monkeypatch.setattr(node, "prepare", lambda folder, _requirements: folder / "bin" / "python")
    assert node.find_node().folder.parent.name == ".venv-node"
