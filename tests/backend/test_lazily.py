"""Libraries that are loaded at first use: by many threads at once, and once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from backend.config import PROJECT_ROOT

SCRIPT = """
import sys, threading
import backend
import pandas as pd, pyarrow as pa, pyarrow.compute as pc, pyarrow.parquet as pq
assert "pandas.core" not in sys.modules and "pyarrow.lib" not in sys.modules, "loaded at import"
found, start = [], threading.Barrier(16)
def first_use(number):
    start.wait()
    frame = pd.DataFrame({"n": [number, 1]})
    found.append((isinstance(frame, pd.DataFrame), pc.sum(pa.array([number, 1])).as_py() == number + 1))
threads = [threading.Thread(target=first_use, args=(number,)) for number in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert found == [(True, True)] * 16, found
import pandas, pyarrow
assert pd.DataFrame is pandas.DataFrame and type(sys.modules["pandas"]).__name__ == "module"
assert pq.ParquetFile is pyarrow.parquet.ParquetFile
from pandas.api import types
print(types.is_bool_dtype(pd.Series([True]).dtype))
"""


def test_the_first_users_of_a_lazy_library_may_come_together() -> None:
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (answer.returncode, answer.stdout.strip()) == (0, "True"), answer.stderr


def test_a_library_that_is_not_installed_is_missed_where_it_is_imported() -> None:
    script = "from backend.lazily import load_lazily; load_lazily('no_such_library')\nimport no_such_library"
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert "No module named 'no_such_library'" in answer.stderr


@pytest.mark.parametrize(
    "first",
    [
        "import pandas; from pandas.io.parquet import PyArrowImpl; assert PyArrowImpl().api.parquet.read_table",
        "import pyarrow.parquet as pq; assert pq.ParquetFile; import pyarrow; assert pyarrow.parquet.ParquetFile",
        "import pyarrow as pa; assert pa.table; import pyarrow.compute; assert pyarrow.compute.sum",
    ],
    ids=["by another library", "the part first", "the package first"],
)
def test_a_package_has_its_parts_whichever_is_used_first(first: str) -> None:
    command = [
        sys.executable,
        "-c",
        f"import backend\n{first}\nimport sys; assert 'parquet' in vars(sys.modules['pyarrow'])",
    ]
    answer = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stderr
