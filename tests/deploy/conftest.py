"""What machines share: a real Valkey, a real PostgreSQL and a real S3-compatible server."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from backend.adapters.database import make_engine
from backend.config import Settings
from backend.unit_of_work import Transactions
from tests.backend.conftest import app, client, database_url, postgres_url, redis_url, settings
from tests.deploy.fleet import Fleet
from tests.object_store import credentials, running_store

__all__ = ["app", "client", "database_url", "postgres_url", "redis_url", "settings"]

BUCKET = "planets"


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """A real S3-compatible server on loopback."""
    with running_store() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def bucket(s3_endpoint: str) -> Any:
    """The bucket as its owner sees it, with another client than the platform's."""
    import boto3

    names = credentials(s3_endpoint)
    resource = boto3.resource(
        "s3",
        endpoint_url=s3_endpoint,
        aws_access_key_id=names["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=names["AWS_SECRET_ACCESS_KEY"],
        region_name=names["AWS_DEFAULT_REGION"],
    )
    made = resource.Bucket(BUCKET)
    made.create()
    return made


@pytest.fixture(scope="session")
def database(postgres_url: str) -> str:
    """The address of an empty PostgreSQL database."""
    url = make_url(postgres_url)
    name = f"fleet_{secrets.token_hex(6)}"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def shared(redis_url: str, database: str, s3_endpoint: str, bucket: Any) -> dict[str, str]:
    """The settings that are the same on all machines: they name what is shared, and nothing local."""
    return {
        "FLASK_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(32),
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "UPLOAD_DIR": f"s3://{BUCKET}/data",
        "MODEL_DIR": f"s3://{BUCKET}/models",
        "REFERENCE_MODELS": "false",
        "BATCH_PIECE_ROWS": "500",
        "TRAINING_THREADS": "1",
        "LEASE_SECONDS": "2.0",
        "HEARTBEAT_SECONDS": "0.5",
        **credentials(s3_endpoint),
    }


@pytest.fixture(scope="module")
def fleet(shared: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Machines of one platform."""
    made = Fleet(tmp_path_factory.mktemp("machines"), shared)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def transactions(shared: dict[str, str]) -> Iterator[Transactions]:
    """The database, to see which machine does what."""
    settings = Settings(_env_file=None, flask_env="testing", database_url=shared["DATABASE_URL"])
    engine = make_engine(settings.database)
    yield Transactions(engine)
    engine.dispose()
