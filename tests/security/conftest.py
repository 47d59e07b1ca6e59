"""A platform on real parts whose one session is trained, and others like it with other settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from backend.adapters.schema import upgrade
from backend.app import create_app
from backend.config import Settings
from tests.backend.conftest import QUICK_EVALUATION, QUICK_MODEL, redis_url

__all__ = ["redis_url"]

ADMIN_TOKEN = "aT9-x7Qm2Lr5Vb8Nc4Wd"
ADMIN = {"Authorization": f"Bearer {ADMIN_TOKEN}"}

Start = Callable[..., SimpleNamespace]


@pytest.fixture(scope="session")
def start(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start an application with settings of its own; ``beside`` one it stands on the same data."""
    made = []

    def begin(beside: SimpleNamespace | None = None, **changes: Any) -> SimpleNamespace:
        settings = beside.settings if beside else Settings(
            _env_file=None,
            flask_env="testing",
            upload_dir=str(tmp_path_factory.mktemp("security")),
            redis_url=redis_url,
            training_threads=1,
        )  # fmt: skip
        settings = Settings(_env_file=None, **{**settings.model_dump(exclude_unset=True), **changes})
        if beside is None:
            upgrade(settings)
        app = create_app(settings)
        services = app.extensions["services"]
        made.append(services)
        return SimpleNamespace(app=app, settings=settings, services=services, client=app.test_client())

    yield begin
    for services in made:
        services.transactions.engine.dispose()
        services.celery.close()
        services.redis.close()


@pytest.fixture(scope="session")
def house(start: Start) -> SimpleNamespace:
    """A platform with a trained session; tests leave both as they are."""
    made = start(admin_token=ADMIN_TOKEN)
    made.session, made.run = train(made)
    return made


def train(house: SimpleNamespace) -> tuple[str, str]:
    """Train a session in about a second; return its id and its run's."""
    session_id = house.client.get("/select").json["data"]["session_id"]
    source = {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"}
    for step in (source, {"config_type": "features", "preset": "physics"}, QUICK_MODEL, QUICK_EVALUATION):
        assert house.client.post("/select", json={"session_id": session_id, **step}).status_code == 200
    run_id = house.client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    house.services.training_job.execute(run_id)
    assert house.client.get(f"/training?session_id={session_id}").json["data"]["state"] == "trained"
    return session_id, run_id


@pytest.fixture
def client(house: SimpleNamespace) -> Any:
    return house.client


@pytest.fixture
def share(house: SimpleNamespace) -> Iterator[dict[str, Any]]:
    """A link to the trained session, revoked after the test."""
    made = house.client.post(f"/api/sessions/{house.session}/shares", json={"name": "the referee"}).json["data"]
    yield made
    house.client.delete(f"/api/sessions/{house.session}/shares/{made['share_id']}")
