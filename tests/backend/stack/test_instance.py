from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend.stack.instance import only_stack
from backend.stack.refusals import Refusal


def test_a_second_stack_on_the_same_folder_is_refused_naming_the_first(tmp_path: Path) -> None:
    first, second = (only_stack(tmp_path, f"http://127.0.0.1:{port}/") for port in (5000, 5001))
    with first, pytest.raises(Refusal) as refusal, second:
        pytest.fail("two stacks in one folder")
    told = str(refusal.value)
    assert f"process {os.getpid()}, http://127.0.0.1:5000/" in told
    assert "UPLOAD_DIR=" in told and "\n" not in told


def test_the_folder_is_free_again_afterwards_and_other_folders_always(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with only_stack(tmp_path, "a"), only_stack(other, "b"):
        pass
    with only_stack(tmp_path, "c"):
        assert "c" in (tmp_path / "stack.lock").read_text()
