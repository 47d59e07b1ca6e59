"""Batches over HTTP: files of every kind and damage, pages on the server, the work list and what to expect of it."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from backend.adapters.files import FileStore
from backend.assembly import Services
from backend.config import Settings
from backend.services.answering import Answering
from backend.services.models import ModelCache
from ML.partial import PartialInputs
from tests.backend.api.test_own_table import configured, own_table, trained, upload

ROWS = 3_000
SPOOLED = 400_000


class Door:
    """Sends tables to one session and works on them here, as a worker would."""

    def __init__(self, client: Any, services: Services, settings: Settings, session_id: str) -> None:
        self.client, self.services, self.settings, self.session_id = client, services, settings, session_id
        form = client.get(f"/predict?session_id={session_id}").json["data"]
        self.ranges = {field["name"]: (field["min"], field["max"]) for field in form["features"]}

    def table(self, rows: int = ROWS) -> pd.DataFrame:
        rng = np.random.default_rng(1)
        drawn = {name: rng.uniform(low, high, rows) for name, (low, high) in self.ranges.items()}
        return pd.DataFrame({"row": np.arange(rows), **drawn, "note": [f"n{i % 7}" for i in range(rows)]})

    def predict(self, content: bytes, name: str = "a.csv") -> str:
        self.services.redis.flushdb()
        if len(content) > SPOOLED:
            # The test client leaves large files open.
            started = self.services.batches.start_file(self.session_id, io.BytesIO(content), name)
        else:
            file = (io.BytesIO(content), name)
            started = self.client.post("/predict", data={"session_id": self.session_id, "file": file}).json["data"]
        self.services.prediction_job.execute(started["prediction_id"])
        return started["prediction_id"]

    def undecided(self) -> str:
        sent = self.client.post("/predict", json={"session_id": self.session_id, "source": "undecided"})
        self.services.prediction_job.execute(sent.json["data"]["prediction_id"])
        return sent.json["data"]["prediction_id"]

    def page(self, prediction_id: str, **query: Any) -> dict[str, Any]:
        asked = {"session_id": self.session_id, "prediction_id": prediction_id, **query}
        answer = self.client.get("/predict", query_string=asked).json
        assert answer["status"] == "success", answer
        return answer["data"]

    def file(self, prediction_id: str, kind: str) -> Any:
        return self.client.get(f"/predict/{prediction_id}.{kind}?session_id={self.session_id}")

    def answers(self, prediction_id: str) -> pd.DataFrame:
        return pd.read_parquet(io.BytesIO(self.file(prediction_id, "parquet").data))

    def partial(self) -> PartialInputs:
        cache = ModelCache(self.services.transactions, FileStore(self.settings.model_root))
        return Answering(cache).of(cache.trained_run(self.session_id))

    def left(self, prediction_id: str) -> list[Path]:
        return [p for p in (self.settings.local_root / "predictions" / prediction_id).rglob("*") if p.is_file()]


@pytest.fixture
def door(client: Any, services: Services, settings: Settings, trained_session: str) -> Door:
    return Door(client, services, settings, trained_session)


def parquet(frame: pd.DataFrame) -> bytes:
    content = io.BytesIO()
    frame.to_parquet(content, row_group_size=700)
    return content.getvalue()


def test_a_file_of_any_kind_gives_the_same_answers_page_by_page(door: Door) -> None:
    frame = door.table()
    text = frame.to_csv(index=False).encode()
    ids = [door.predict(content) for content in (text, gzip.compress(text), parquet(frame))]
    plain, packed, columns = (door.answers(prediction_id) for prediction_id in ids)
    pd.testing.assert_frame_equal(plain, packed)
    pd.testing.assert_frame_equal(plain, columns, check_dtype=False)
    assert plain["row"].tolist() == list(range(ROWS))
    assert len(door.left(ids[2])) > 1
    as_text = door.file(ids[0], "csv")
    read = pd.read_csv(io.BytesIO(as_text.data)).fillna({"warnings": ""})
    pd.testing.assert_frame_equal(read, plain, check_dtype=False)
    assert as_text.headers["Content-Disposition"].startswith(
        f"attachment; filename=predictions_{door.session_id[:8]}_2"
    )
    shown(door, ids[2], plain)


def shown(door: Door, prediction_id: str, whole: pd.DataFrame) -> None:
    by_score = whole.sort_values("score", ascending=False, kind="stable")
    rows = [row["row"] for row in door.page(prediction_id, sort="score", page=3, per_page=200)["rows"]]
    assert rows == by_score["row"].tolist()[400:600]
    found = door.page(prediction_id, q="N3", sort="row", order="asc", per_page=500)
    assert (found["total"], found["rows"][5]["row"]) == ((whole["note"] == "n3").sum(), 38)
    likely = door.page(prediction_id, threshold=0.7, prediction="PLANET")
    assert likely["total"] == (whole["score"] >= 0.7).sum()
    assert door.page(prediction_id, page=1_000)["rows"] == []
    refused = door.client.get(f"/predict?session_id={door.session_id}&prediction_id={prediction_id}&sort=absent")
    assert (refused.status_code, refused.json["details"]["fields"][0]["field"]) == (422, "sort")


def test_damaged_tables_are_told_and_leave_nothing(door: Door) -> None:
    frame = door.table(50)
    text = frame.to_csv(index=False).encode()
    wide = ",".join(f"c{i}" for i in range(10_000)).encode()
    noise = np.random.default_rng(0).bytes(400_000).hex().encode()
    cases = {
        f"lacks {len(door.ranges)} of the model's {len(door.ranges)} columns": b"KOI_Period,b\n1,2\n",
        "'koi_period' is close to 'KOI_Period'": b"KOI_Period,b\n1,2\n",
        "catalogue 'tess'": b"toi,tid,pl_orbper,pl_rade,st_teff,st_rad\n" + b"1,2,3,4,5,6\n",
        "no rows": text.splitlines()[0] + b"\n",
        "10,000 columns": wide + b"\n" + wide,
        "line 52: longer than": text + b"7" * 5_000_000,
        "damaged gzip": gzip.compress(text + noise)[:-300_000],
        "cannot be read as a table": parquet(frame)[:-40],
        "an Excel workbook": b"PK\x03\x04" + b"\0" * 100,
        "is empty": b"",
    }
    for says, content in cases.items():
        prediction_id = door.predict(content)
        page = door.page(prediction_id)
        assert page["state"] == "failed", says
        assert says in page["error"]["message"], page["error"]
        assert door.left(prediction_id) == [], says


def lacks(door: Door, *names: str) -> pd.DataFrame:
    return door.table(60).drop(columns=list(names))


def test_a_table_that_lacks_columns_is_answered_by_a_model_of_the_others(door: Door) -> None:
    frame = lacks(door, *list(door.ranges)[2:])
    partial = door.partial()
    expected = partial.reduced(tuple(list(door.ranges)[:2])).predict_table(frame)
    for content in (frame.to_csv(index=False).encode(), parquet(frame)):
        prediction_id = door.predict(content)
        page, answers = door.page(prediction_id), door.answers(prediction_id)
        assert (page["state"], page["error"]) == ("done", None)
        (told,) = page["warnings"]
        assert told["code"] == "missing_columns"
        assert f"lacks {len(door.ranges) - 2} of the model's {len(door.ranges)} columns" in told["text"]
        assert list(door.ranges)[2] in told["text"]
        assert "A reduced model of the 2 given columns answered: it is right about" in told["text"]
        np.testing.assert_allclose(answers["score"], expected["score"], atol=1e-12)
        # A table taken home has no head that says it.
        assert set(answers["answered_by"]) == {f"a reduced model of 2 of {len(door.ranges)} columns"}
        assert page["rows"][0]["answered_by"] == answers["answered_by"][0]
        assert answers["row"].tolist() == frame["row"].tolist()
        assert set(answers.columns).isdisjoint(set(door.ranges) - set(frame.columns))


def test_a_column_that_matters_little_is_told_and_typical_values_stand_in(door: Door) -> None:
    form = door.client.get(f"/predict?session_id={door.session_id}").json["data"]
    least = min(form["features"], key=lambda field: field["share"] or 0.0)["name"]
    frame = lacks(door, least).rename(columns=str).assign(**{least.upper(): 1.0})
    prediction_id = door.predict(frame.to_csv(index=False).encode())
    page, answers = door.page(prediction_id), door.answers(prediction_id)
    (told,) = page["warnings"]
    assert f"lacks 1 of the model's {len(door.ranges)} columns: {least}." in told["text"]
    assert f"{least!r} is close to {least.upper()!r}" in told["text"]
    assert "typical training values in their place" in told["text"]
    expected = door.partial().model.predict_table(frame.assign(**{least: np.nan}))
    np.testing.assert_allclose(answers["score"], expected["score"], atol=1e-12)
    assert "answered_by" not in answers
    assert answers["warnings"].str.contains(f"inputs are missing: {least}").all()


def test_columns_of_another_type_than_the_models_are_told_cell_by_cell(door: Door) -> None:
    frame, name = door.table(6), next(iter(door.ranges))
    kinds = {
        "dates": pd.date_range("2026-01-01", periods=6),
        "words": ["x"] * 6,
        "truth": [True] * 6,
        "text of numbers": [str(value) for value in frame[name]],
    }
    for what, cells in kinds.items():
        page = door.page(door.predict(parquet(frame.assign(**{name: cells}))))
        rows = [] if what == "text of numbers" else list(range(1, 7))
        assert (page["state"], page["error"]) == ("done", None), what
        assert [(entry["line"], entry["column"]) for entry in page["errors"]] == [(row, name) for row in rows], what
        assert page["summary"]["not_predicted"] == len(rows), what
    # A list is no cell of a table: the file is refused whole.
    page = door.page(door.predict(parquet(frame.assign(**{name: [[1.0, 2.0]] * 6}))))
    assert page["state"] == "failed"
    assert name in page["error"]["message"]


def test_bad_rows_are_told_by_physical_line_while_the_rest_goes_on(door: Door) -> None:
    frame = door.table(40).astype({"koi_depth": "object"})
    frame.loc[3, "note"] = 'two\n"lines"'
    frame.loc[10, "koi_depth"] = "deep"
    lines = frame.to_csv(index=False).splitlines()
    lines[31] += ",too,many"
    prediction_id = door.predict("\n".join(lines).encode())
    page = door.page(prediction_id)
    assert page["state"] == "done", page["error"]
    assert [(e["line"], e["value"]) for e in page["errors"]] == [(13, "deep"), (32, "too")]
    assert page["summary"] == {**page["summary"], "rows": 39, "not_predicted": 1}
    answers = door.answers(prediction_id)
    assert answers["prediction"].isna().to_numpy().nonzero()[0].tolist() == [10]
    assert answers["note"][3] == 'two\n"lines"'


def test_the_work_list_tells_what_to_expect_and_where_to_cut(door: Door) -> None:
    prediction_id = door.undecided()
    answers, page = door.answers(prediction_id), door.page(prediction_id)
    assert answers["rank"].tolist() == list(range(1, len(answers) + 1))
    assert (np.diff(answers["calibrated"]) <= 0).all()
    assert (
        (answers["interval_low"] <= answers["calibrated"]) & (answers["calibrated"] <= answers["interval_high"])
    ).all()
    found = page["work_list"]
    assert (found["target"], found["objects"]) == ("PLANET", len(answers))
    assert found["expected"]["value"] == pytest.approx(answers["calibrated"].sum())
    assert sum(entry["value"] for entry in found["expected_by_class"].values()) == pytest.approx(len(answers), rel=0.05)
    pure, _, complete = found["purposes"]
    assert (pure["objective"], complete["objective"]) == ("precision_at_least", "miss_at_most")
    assert pure["precision"]["value"] >= 0.99
    assert complete["missed"]["value"] <= 0.05
    cut = door.page(prediction_id, threshold=complete["threshold"])
    assert {name: cut["cut"][name] for name in complete["on_list"]} == complete["on_list"]
    assert cut["total"] == complete["on_list"]["selected"] > pure["on_list"]["selected"]
    assert cut["cut"]["expected"]["low"] <= cut["cut"]["expected"]["value"] <= cut["cut"]["expected"]["high"]
    assert (
        f"filename=work_list_{door.session_id[:8]}_2" in door.file(prediction_id, "csv").headers["Content-Disposition"]
    )
    assert len(door.left(prediction_id)) <= 2
    thresholds(door, complete)
    disagreements(door)


def thresholds(door: Door, complete: dict[str, Any]) -> None:
    def ask(**asked: Any) -> Any:
        return door.client.post("/result", json={"session_id": door.session_id, "action": "threshold", **asked})

    missing = ask(objective="miss_at_most", value=0.05).json["data"]
    assert missing["threshold"] == complete["threshold"]
    assert missing["intervals"]["missed"]["low"] <= missing["intervals"]["missed"]["value"] <= 0.05
    few = ask(objective="false_positives_at_most", value=3).json["data"]
    assert few["expected_false_positives"] <= 3
    other = ask(objective="recall_at_least", value=0.5, positive="FALSE POSITIVE").json["data"]
    assert other["positive_class"] == "FALSE POSITIVE"
    assert ask(objective="recall_at_least", value=0.5, positive="COMET").status_code == 422
    assert ask(objective="miss_at_most", value=1.5).status_code == 422


def disagreements(door: Door) -> None:
    session = f"session_id={door.session_id}"
    told = door.client.get(f"/result?{session}&section=errors&per_page=500").json["data"]
    table = pd.read_csv(io.BytesIO(door.client.get(f"/result/disagreements.csv?{session}").data), dtype={"host": str})
    answer = door.client.get(f"/result/disagreements.parquet?{session}")
    pd.testing.assert_frame_equal(table, pd.read_parquet(io.BytesIO(answer.data)), check_dtype=False)
    assert len(table) == told["total"]
    assert table["object"].tolist()[: len(told["rows"])] == [row["object"] for row in told["rows"]]
    assert table["confident"].sum() == told["contradictions"]["objects"]
    assert f"disagreements_{door.session_id[:8]}_2" in answer.headers["Content-Disposition"]


def test_a_work_list_of_three_classes_is_ranked_by_the_likeliest(
    client: Any, services: Services, settings: Settings
) -> None:
    frame = own_table()
    frame["verdict"] = frame["verdict"].where(np.arange(len(frame)) % 3 > 0, "third")
    frame.loc[:19, "verdict"] = None
    session_id, _ = configured(client, upload(client, frame).json["data"]["upload_id"], target="verdict", host="star")
    assert trained(client, services, session_id)["state"] == "trained"
    door = Door(client, services, settings, session_id)
    prediction_id = door.undecided()
    page = door.page(prediction_id, threshold=0.0)
    assert (page["state"], page["total"], page["work_list"]["target"]) == ("done", 20, None), page["error"]
    assert len(page["work_list"]["expected_by_class"]) == 3
    assert page["cut"]["selected"] == 20
