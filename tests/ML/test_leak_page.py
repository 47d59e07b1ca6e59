"""The page on leaks tells what is measured now: each bundled snapshot, its columns alone, and prices that add up."""

from __future__ import annotations

import re

import pytest

from tests.reports import leaks, pages

PAGE = leaks.PAGE.read_text(encoding="utf-8")
SUBJECTS = {subject.snapshot.id: subject for subject in leaks.subjects()}
EACH = pytest.mark.parametrize("name", SUBJECTS)
VALIDATION = re.compile(r"^\| (?P<name>[^|`]+) \| (?P<accuracy>[\d.]+)[^|]* \| (?P<area>[\d.]+|–)", re.MULTILINE)


def section(name):
    (part,) = [part for part in PAGE.split("\n### ") if f"`{name}`" in part.splitlines()[0]]
    return part


@EACH
def test_the_page_tells_what_columns_alone_are_measured_to_know(name):
    subject = SUBJECTS[name]
    for line in (*leaks.heading(subject), *leaks.columns_alone(subject)):
        assert line in PAGE, f"{line!r} is not on the page. Run python -m tests.reports.leaks."


@EACH
def test_every_snapshot_has_its_validations_and_baselines(name):
    told = {match["name"]: match for match in VALIDATION.finditer(section(name))}
    assert {"honest columns, random rows", "with the leaks, random rows", "nothing: the commonest class"} <= set(told)
    honest, leaky = told["honest columns, stars kept together"], told["with the leaks, stars kept together"]
    assert float(leaky["accuracy"]) >= float(honest["accuracy"])
    # Not the accuracy: where one class is rare, nothing beats naming the other.
    assert float(leaky["area"]) >= float(honest["area"]) > 0.9
    assert re.search(r"^With .* (accuracy|average precision) is .*; without .*\.$", section(name), re.MULTILINE)


def test_the_page_explains_every_finding_and_its_threshold():
    from ML.leaks import findings

    for code in findings.CODES:
        assert f"`{code}`" in PAGE
    for threshold in (findings.SINGLE_COLUMN_AUC, findings.MISSINGNESS_AUC, findings.MASK_ONLY_AUC):
        assert f"AUC > {threshold:.2f}" in PAGE


def test_sections_are_written_between_the_markers_only():
    page = f"before\n{pages.BEGIN}\nold\n{pages.END}\nafter\n"
    written = pages.rewritten(page, ["one", "two"])
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert "old" not in written
    assert pages.rewritten(written, ["one", "two"]) == written
