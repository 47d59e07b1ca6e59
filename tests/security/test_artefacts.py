"""Nothing from outside is unpickled, and nothing from inside unless its bytes are those that were written."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import joblib
import kombu
import pytest
from kombu.exceptions import ContentDisallowed

from tests.security.conftest import Start

MARK = "was-run"


class Bomb:
    """Leaves a mark where it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.mark = folder / MARK

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


@pytest.fixture
def bomb(tmp_path: Path) -> Bomb:
    return Bomb(tmp_path)


def test_the_bomb_of_these_tests_does_go_off(bomb: Bomb) -> None:
    pickle.loads(pickle.dumps(bomb))
    assert bomb.mark.exists()


def stored(house: SimpleNamespace, column: str) -> Path:
    with house.services.transactions.read() as uow:
        return Path(house.settings.model_root) / getattr(uow.runs.find(house.run), column)


@pytest.fixture
def tampered(house: SimpleNamespace) -> Iterator[Callable[[Path, bytes], None]]:
    """Change a stored file, for one test."""
    before: dict[Path, bytes] = {}

    def change(path: Path, content: bytes) -> None:
        before[path] = path.read_bytes()
        path.write_bytes(content)

    yield change
    for path, content in before.items():
        path.write_bytes(content)


def test_a_model_that_was_tampered_with_is_named_and_never_loaded(house, start: Start, tampered, bomb: Bomb) -> None:
    dumped = io.BytesIO()
    joblib.dump(bomb, dumped)
    tampered(stored(house, "model_path"), dumped.getvalue())
    features = house.client.get(f"/predict?session_id={house.session}").json["data"]["features"]
    rows = [{feature["name"]: feature["median"] for feature in features}]
    # Another process, as this one may hold the model in memory.
    other = start(beside=house)
    answers = [
        other.client.post("/predict", json={"session_id": house.session, "rows": rows}),
        other.client.post("/result", json={"session_id": house.session, "action": "explain", "rows": rows}),
    ]
    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(503, "damaged_artifact")] * 2
    assert "model.joblib" in answers[0].json["error"] and "train again" in answers[0].json["error"]
    assert not bomb.mark.exists()
    # What does not need the model is still answered, and the form, which loads it ahead, goes on without.
    for place in ("result", "predict"):
        assert other.client.get(f"/{place}?session_id={house.session}").status_code == 200


def test_a_bundle_that_was_tampered_with_is_not_handed_out(house, tampered) -> None:
    place = f"/api/runs/{house.run}/bundle.zip"
    assert house.client.get(place, buffered=True).status_code == 200
    with house.services.transactions.read() as uow:
        path = Path(house.settings.model_root) / uow.registry.bundle(house.run).path
    tampered(path, path.read_bytes()[:-1] + b"x")
    answer = house.client.get(place, buffered=True)
    assert (answer.status_code, answer.json["code"]) == (503, "damaged_artifact")


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("table.csv", content)
    return packed.getvalue()


def brought(bomb: Bomb) -> dict[str, bytes]:
    dumped = io.BytesIO()
    joblib.dump(bomb, dumped)
    return {
        "model.joblib": dumped.getvalue(),
        "table.pkl": pickle.dumps(bomb),
        "table.csv": pickle.dumps(bomb, protocol=5),
        "old.csv": pickle.dumps(bomb, protocol=2),
        "table.zip": zipped(b"a,b\n1,2\n"),
        "bundle.parquet": zipped(pickle.dumps(bomb)),
        "array.npy": b"\x93NUMPY\x01\x00" + b"v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n",
    }


@pytest.mark.parametrize(
    "name", ["model.joblib", "table.pkl", "table.csv", "old.csv", "table.zip", "bundle.parquet", "array.npy"]
)
@pytest.mark.parametrize("door", ["/api/upload", "/api/habitability/table", "/predict"])
def test_what_is_no_table_is_refused_at_every_door(door: str, name: str, house, bomb: Bomb) -> None:
    form = {"file": (io.BytesIO(brought(bomb)[name]), name)}
    if door == "/predict":
        form["session_id"] = house.session
    answer = house.client.post(door, data=form)
    if answer.status_code == 202:
        prediction_id = answer.json["data"]["prediction_id"]
        house.services.prediction_job.execute(prediction_id)
        place = f"/predict?session_id={house.session}&prediction_id={prediction_id}"
        assert house.client.get(place).json["data"]["state"] == "failed"
    else:
        assert answer.status_code in {413, 415, 422}, answer.text
    assert not bomb.mark.exists()


def test_the_queue_takes_json_alone(house, bomb: Bomb) -> None:
    """Who can write to Redis still cannot make a worker unpickle."""
    celery = house.services.celery
    assert set(celery.conf.accept_content) == {"json"} and celery.conf.task_serializer == "json"
    with celery.connection_for_read() as connection:
        queue = kombu.Queue("security-test")
        kombu.enable_insecure_serializers(["pickle"])
        try:
            kombu.Producer(connection).publish(bomb, serializer="pickle", routing_key=queue.name, declare=[queue])
            message = queue(connection.default_channel).get()
            message.accept = celery.amqp.TaskConsumer(connection, accept=None).accept
            with pytest.raises(ContentDisallowed):
                message.decode()
        finally:
            kombu.disable_insecure_serializers()
    assert not bomb.mark.exists()


def test_the_registry_serves_from_plain_numbers_and_a_graph() -> None:
    from backend.services.registry_facts import SERVED_FILES

    assert set(SERVED_FILES) == {"form.json", "model.onnx"}


def test_answers_kept_under_a_key_are_text(house) -> None:
    from backend.access_records import ApiKeyRecord

    pickled = [
        f"{table.name}.{column.name}"
        for table in ApiKeyRecord.metadata.tables.values()
        for column in table.columns
        if "PICKLE" in str(column.type).upper() or "BLOB" in str(column.type).upper()
    ]
    assert pickled == []
