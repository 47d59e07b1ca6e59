"""The SPA is built when its sources changed, and its lack stops nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.stack import spa
from backend.stack.node import Node
from backend.stack.refusals import Refusal

Runs = list[str]


@pytest.fixture
def frontend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.tsx").write_text("one")
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(spa, "find_node", lambda: Node(Path("/nowhere")))
    return tmp_path


def builder(frontend: Path, runs: Runs, code: int = 0) -> spa.Run:
    def run(name: str, _command: tuple[str, ...], _folder: Path) -> int:
        runs.append(name)
        (frontend / ("node_modules" if name == "spa-install" else "dist")).mkdir(exist_ok=True)
        if name == "spa-build" and not code:
            (frontend / "dist" / "index.html").write_text("page")
        return code

    return run


def test_built_once_then_only_after_a_change(frontend: Path) -> None:
    runs: Runs = []
    run = builder(frontend, runs)
    assert spa.ensure(run, frontend)
    assert spa.ensure(run, frontend)
    assert runs == ["spa-install", "spa-build"]
    (frontend / "src" / "main.tsx").write_text("two")
    assert spa.ensure(run, frontend)
    assert runs == ["spa-install", "spa-build", "spa-build"]


def test_packages_are_installed_again_when_the_lock_changes(frontend: Path) -> None:
    runs: Runs = []
    spa.ensure(builder(frontend, runs), frontend)
    (frontend / "package-lock.json").write_text('{"lockfileVersion": 3}')
    spa.ensure(builder(frontend, runs), frontend)
    assert runs == ["spa-install", "spa-build"] * 2


@pytest.mark.parametrize("change", ["added", "removed", "renamed"])
def test_any_change_of_the_set_of_sources_makes_it_stale(frontend: Path, change: str) -> None:
    extra = frontend / "src" / "extra.ts"
    extra.write_text("x")
    spa.ensure(builder(frontend, []), frontend)
    assert spa.is_fresh(frontend)
    if change == "added":
        (frontend / "index.html").write_text("y")
    elif change == "removed":
        extra.unlink()
    else:
        extra.rename(frontend / "src" / "other.ts")
    assert not spa.is_fresh(frontend)


@pytest.mark.parametrize("folder", ["node_modules", "dist", "coverage", ".cache"])
def test_what_tools_write_is_not_a_source(frontend: Path, folder: str) -> None:
    spa.ensure(builder(frontend, []), frontend)
    (frontend / folder).mkdir(exist_ok=True)
    (frontend / folder / "made.js").write_text("z")
    assert spa.is_fresh(frontend)


def test_a_lost_build_is_stale(frontend: Path) -> None:
    spa.ensure(builder(frontend, []), frontend)
    (frontend / "dist" / "index.html").unlink()
    assert not spa.is_fresh(frontend)


def test_a_failed_build_is_said_and_tried_again(frontend: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs: Runs = []
    assert not spa.ensure(builder(frontend, runs, code=1), frontend)
    assert "npm ci failed" in capsys.readouterr().out
    assert not spa.is_fresh(frontend)
    assert spa.ensure(builder(frontend, runs), frontend)


def test_without_node_the_platform_starts_and_says_what_is_missing(
    frontend: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> Node:
        raise Refusal("no Node and no network")

    monkeypatch.setattr(spa, "find_node", none)
    assert not spa.ensure(builder(frontend, []), frontend)
    assert "only the API is served: no Node and no network" in capsys.readouterr().out
