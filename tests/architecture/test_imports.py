"""Imports run one way, and the API process stays light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "sklearn",
    "lightgbm",
    "xgboost",
    "shap",
    "numba",
    "scipy.stats",
    "pandas.core",
    "pyarrow.lib",
    "ML.training",
    "ML.explanation",
)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_every_import_contract_is_kept() -> None:
    answer = run(str(Path(sys.executable).parent / "lint-imports"))
    assert answer.returncode == 0, answer.stdout
    assert " 0 broken" in answer.stdout


@pytest.mark.parametrize("name", HEAVY)
def test_the_api_imports_no_training_library_at_start(name: str, loaded_by_the_api: frozenset[str]) -> None:
    assert name not in loaded_by_the_api


def test_the_list_of_loaded_modules_is_real(loaded_by_the_api: frozenset[str]) -> None:
    assert {"backend.app", "flask", "ML.classifiers.tables", "ML.catalogs.readers"} <= loaded_by_the_api


@pytest.fixture(scope="module")
def loaded_by_the_api() -> frozenset[str]:
    answer = run(sys.executable, "-c", "import backend.app, sys; print('\\n'.join(sys.modules))")
    assert answer.returncode == 0, answer.stderr
    return frozenset(answer.stdout.split())
