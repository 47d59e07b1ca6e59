"""A browser is found where there is one; a missing one is an error in CI and loud elsewhere."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from backend.stack import browser, checks
from backend.stack.node import Node
from backend.stack.refusals import Refusal


def program(path: Path, code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(0o755)
    return path


def test_the_named_browser_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(program(tmp_path / "path" / "chromium").parent))
    monkeypatch.setenv("CHROMIUM_PATH", str(program(tmp_path / "mine")))
    assert browser.find_browser(None) == str(tmp_path / "mine")


def test_a_named_browser_that_does_not_run_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", str(tmp_path / "absent"))
    with pytest.raises(Refusal, match=r"CHROMIUM_PATH=.* does not run"):
        browser.find_browser(None)


def test_a_browser_on_path_that_does_not_run_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    program(tmp_path / "chromium", code=1)
    good = program(tmp_path / "google-chrome")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find_browser(None) == str(good)


def test_a_package_of_another_content_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pack(command: tuple[str, ...], **_: object) -> None:
        with tarfile.open(Path(command[4]) / "package.tgz", "w:gz") as archive:
            archive.addfile(tarfile.TarInfo("package/bin/chromium.br"), io.BytesIO())

    monkeypatch.setattr(browser.subprocess, "run", pack)
    monkeypatch.setattr(browser.sys, "platform", "linux")
    monkeypatch.setattr(browser.platform, "machine", lambda: "x86_64")
    assert browser._from_package(Node(tmp_path), tmp_path / "browser") is None
    assert "its hash is not the expected one" in capsys.readouterr().out
    assert not (tmp_path / "browser" / "package").exists()


def test_the_expected_hash_is_a_sha512() -> None:
    assert len(bytes.fromhex(browser.PACKAGE_SHA512)) == hashlib.sha512().digest_size


@pytest.mark.parametrize(("ci", "failed"), [("true", True), ("", False)])
def test_without_a_browser_ci_fails_and_others_are_told_loudly(
    ci: str, failed: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(checks, "find_browser", lambda _: None)
    report = checks.Report()
    checks.python_tests(report, None, [])
    assert "NO BROWSER" in capsys.readouterr().out
    assert report.failed is failed


def test_the_arguments_go_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "find_browser", lambda _: "/usr/bin/chromium")
    tests, beside = checks.python_tests(checks.Report(), None, ["-k", "leaks"])
    assert tests.command[-4:] == ("-m", "pytest", "-k", "leaks")
    assert beside == []


def test_every_test_is_on_one_side_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{folder}/test_{folder.replace('/', '_')}.py" for folder in (*checks.BESIDE, "tests")]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("def test_one(): pass\n")
    monkeypatch.setattr(checks, "find_browser", lambda _: None)
    tests, (beside,) = checks.python_tests(checks.Report(), None, [])
    here, there = (
        subprocess.check_output((*check.command, "-q", "--collect-only"), cwd=tmp_path, text=True)
        for check in (tests, beside)
    )
    assert all((name in here) is (name == names[-1]) and (name in there) is (name != names[-1]) for name in names)
