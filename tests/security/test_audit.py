"""The audit of dependencies: what an index says is read as it is said, and a finding stops it unless it is excused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from backend.stack.audit import Excuse, judge, read_excuses
from backend.stack.audit_sources import Finding, parse_npm_audit, parse_pip_audit
from backend.stack.licences import Package, node_packages
from backend.stack.refusals import Refusal

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
    }
}


def test_what_pip_audit_knows_is_read() -> None:
    assert parse_pip_audit(json.dumps(PIP)) == [KNOWN]


@pytest.mark.parametrize(
    "told", ["", "no index", "[]", "{}", json.dumps({"dependencies": [{"name": "a", "skip_reason": "not found"}]})]
)
def test_silence_is_not_taken_for_innocence(told: str) -> None:
    assert parse_pip_audit(told) is None


def test_what_npm_knows_is_read_once_for_each_advisory() -> None:
    found = parse_npm_audit(json.dumps(NPM))
    assert found is not None
    assert [(one.package, one.vulnerability, one.fixed_in) for one in found] == [
        ("minimist", "GHSA-xvch-5gv4-984h", "1.2.8")
    ]
    assert parse_npm_audit(json.dumps({"message": "405 Method Not Allowed", "statusCode": 405})) is None


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
