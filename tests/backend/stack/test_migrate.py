"""The migration as a command of its own: once, by one of many, and a wait for it that changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.adapters.database import make_engine
from backend.adapters.schema import schema_state, upgrade
from backend.config import Settings
from backend.stack import migrate
from backend.stack.environment import ROOT
from backend.stack.refusals import Refusal
from backend.stack.stores import refuse_unusable_stores
from tests.object_store import credentials, running_store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def empty(tmp_path: Path, database_url: str | None) -> Settings:
    """Settings of a database without tables."""
    return Settings(_env_file=None, flask_env="testing", upload_dir=str(tmp_path), database_url=database_url)


def set_revision(settings: Settings, revision: str) -> None:
    engine = make_engine(settings.database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()


def test_a_wait_without_a_migration_is_refused_and_changes_nothing(empty: Settings) -> None:
    with pytest.raises(Refusal, match=r"no schema, or does not answer after 0 s.*backend\.stack migrate"):
        migrate.wait_for_schema(empty, 0)
    assert schema_state(empty).held is None


def test_a_wait_ends_when_another_has_migrated(empty: Settings) -> None:
    other = threading.Timer(0.5, upgrade, (empty,))
    other.start()
    migrate.wait_for_schema(empty, 60)
    other.join()
    assert schema_state(empty).held == schema_state(empty).newest


def test_many_that_migrate_at_once_do_it_once(empty: Settings) -> None:
    environment = {"PATH": os.environ["PATH"], "UPLOAD_DIR": empty.upload_dir, "DATABASE_URL": empty.database_url or ""}
    command = [sys.executable, "-m", "backend.stack", "migrate"]
    all_at_once = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    ended = [(one.communicate(timeout=120)[1], one.returncode) for one in all_at_once]
    assert [code for _, code in ended] == [0, 0, 0], ended
    assert schema_state(empty).is_usable


def test_an_earlier_release_leaves_a_newer_schema_as_it_is(empty: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    upgrade(empty)
    set_revision(empty, "9999")
    migrate.bring_up_to_date(empty)
    migrate.wait_for_schema(empty, 0)
    assert "revision 9999, newer than this release's" in "".join(capsys.readouterr())
    assert schema_state(empty).held == "9999"


def test_an_older_schema_is_waited_for(empty: Settings) -> None:
    upgrade(empty)
    set_revision(empty, "0001")
    with pytest.raises(Refusal, match="revision 0001 after 0 s; expected revision"):
        migrate.wait_for_schema(empty, 0)


def test_a_store_without_its_bucket_is_refused_before_anything_is_changed(
    empty: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_store() as endpoint:
        for name, value in credentials(endpoint).items():
            monkeypatch.setenv(name, value)
        settings = empty.model_copy(update={"upload_dir": "s3://nowhere/data"})
        with pytest.raises(Refusal, match=r"UPLOAD_DIR: 's3://nowhere/data' names the bucket 'nowhere', which is not"):
            refuse_unusable_stores(settings)
