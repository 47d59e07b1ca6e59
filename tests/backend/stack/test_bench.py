"""``python run.py bench``: which benchmarks there are, and what is said of others."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from backend.stack import __main__ as stack
from backend.stack import bench
from backend.stack.refusals import Refusal


@pytest.mark.parametrize("arguments", [[], ["sceince"]])
def test_an_unknown_benchmark_is_refused_with_those_that_exist(arguments: list[str]) -> None:
    with pytest.raises(Refusal, match=r"expected one of science.*bench NAME"):
        bench.main(arguments)


def test_every_benchmark_has_its_module() -> None:
    assert all(find_spec(module) for module in bench.BENCHMARKS.values())


def test_the_rest_of_the_line_reaches_the_benchmark(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        stack.main(["bench", "science", "--help"])
    assert left.value.code == 0
    assert "bench science" in capsys.readouterr().out
