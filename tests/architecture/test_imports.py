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


def test_what_workers_and_commands_are_made_of_knows_no_web() -> None:
    loaded = loaded_by("backend.assembly", "backend.tasks.training")
    assert "backend.services.training_job" in loaded
    assert not {"flask", "flask_openapi3", "werkzeug", "backend.app"} & loaded


@pytest.fixture(scope="module")
def loaded_by_the_api() -> frozenset[str]:
    return loaded_by("backend.app")


def loaded_by(*modules: str) -> frozenset[str]:
    answer = run(sys.executable, "-c", f"import {', '.join(modules)}, sys; print('\\n'.join(sys.modules))")
    assert answer.returncode == 0, answer.stderr
    return frozenset(answer.stdout.split())
