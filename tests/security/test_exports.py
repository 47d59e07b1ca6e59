"""Every table that leaves the platform as CSV: no cell runs as a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from backend.services.export import csv_bytes, csv_pieces

RUNS = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
FORMULAS = [
    '=HYPERLINK("http://evil.example","open")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    '"=1+1',
]
HEADER = "=evil"


def running_cells(text: str) -> list[str]:
    """Return the cells, headers too, that a spreadsheet would run."""
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    return [cell for cell in cells if RUNS.match(cell) and not NUMBER.fullmatch(cell)]


def cells_of(text: str) -> set[str]:
    return {cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row}


FRAME = pd.DataFrame({HEADER: FORMULAS, "score": [-0.5] * len(FORMULAS), "text": [None, *FORMULAS[1:]]})


def test_the_doors_are_all_of_them() -> None:
    """Whatever answers CSV uses one of two writers, so a new door is a safe one."""
    from backend.config import PROJECT_ROOT

    writers = re.compile(r"to_csv\(|csv\.writer\(|write_csv\(")
    users = {
        str(path.relative_to(PROJECT_ROOT / "backend"))
        for folder in ("api", "services", "tasks")
        for path in (PROJECT_ROOT / "backend" / folder).rglob("*.py")
        if writers.search(path.read_text(encoding="utf-8"))
    }
    assert users <= {"services/export.py", "services/form.py", "services/prediction.py"}, users


@pytest.mark.parametrize("writer", ["frames", "arrow"])
def test_both_writers_escape_cells_and_headers_and_leave_numbers(writer: str) -> None:
    if writer == "frames":
        text = "".join(csv_pieces(iter([FRAME, FRAME])))
    else:
        tables = [pa.Table.from_pandas(FRAME, preserve_index=False)] * 2
        text = b"".join(csv_bytes(iter(tables))).decode()
    assert running_cells(text) == []
    assert {f"'{formula}" for formula in FORMULAS[:6]} <= cells_of(text)
    assert "-0.5" in cells_of(text) and f"'{HEADER}" in cells_of(text)


def rows_of(form: dict[str, Any]) -> pd.DataFrame:
    """A table to predict whose own columns are hostile."""
    row = {feature["name"]: feature["median"] for feature in form["features"]}
    frame = pd.DataFrame([row] * len(FORMULAS))
    return frame.assign(**{HEADER: FORMULAS, "name": FORMULAS})


@pytest.fixture(scope="module")
def batch(house: SimpleNamespace) -> str:
    form = house.client.get(f"/predict?session_id={house.session}").json["data"]
    content = rows_of(form).to_csv(index=False).encode()
    sent = {"session_id": house.session, "file": (io.BytesIO(content), "=evil.csv")}
    started = house.client.post("/predict", data=sent).json["data"]
    house.services.prediction_job.execute(started["prediction_id"])
    return started["prediction_id"]


def test_a_batch_of_hostile_rows(house: SimpleNamespace, batch: str) -> None:
    place = f"/predict?session_id={house.session}&prediction_id={batch}"
    assert house.client.get(place).json["data"]["state"] == "done"
    text = house.client.get(f"/predict/{batch}.csv?session_id={house.session}", buffered=True).text
    assert running_cells(text) == []
    assert {f"'{formula}" for formula in FORMULAS[:4]} <= cells_of(text)


@pytest.mark.parametrize(
    "address",
    [
        "/result/out_of_fold.csv?session_id={s}",
        "/result/disagreements.csv?session_id={s}",
        "/result/splits.csv?session_id={s}",
        "/predict/template?session_id={s}",
    ],
)
def test_the_files_of_a_result(address: str, house: SimpleNamespace) -> None:
    answer = house.client.get(address.format(s=house.session), buffered=True)
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    assert running_cells(answer.text) == []
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


def test_a_judged_table_of_hostile_planets(house: SimpleNamespace) -> None:
    table = pd.DataFrame({"pl_name": FORMULAS, "pl_rade": 1.1, "pl_insol": 0.9, HEADER: FORMULAS})
    sent = {"file": (io.BytesIO(table.to_csv(index=False).encode()), "=evil.csv")}
    answer = house.client.post("/api/habitability/table.csv", data=sent, buffered=True)
    assert answer.status_code == 200, answer.text
    assert running_cells(answer.text) == []
    assert f"'{FORMULAS[0]}" in cells_of(answer.text)
