"""Backup and restore, there and back: on SQLite, PostgreSQL and S3, verified, never over what is held."""

from __future__ import annotations

import json
import secrets
import sqlite3
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from backend.adapters.schema import head_revision, move_to, upgrade
from backend.app import create_app
from backend.config import Settings
from backend.operator_errors import BackupError
from backend.services.backup import BackupService
from backend.services.restore import RestoreService
from backend.stack.__main__ import main as stack
from backend.stack.backup import target_of
from tests.object_store import credentials, running_store
from tests.operations.conftest import send_upload


@pytest.fixture
def new_place(tmp_path: Path, redis_url: str, request: pytest.FixtureRequest) -> Callable[..., Settings]:
    """Make settings of an installation that holds nothing."""

    def make(database: str = "sqlite", upload_dir: str | None = None) -> Settings:
        url = None
        if database == "postgres":
            server = make_url(request.getfixturevalue("postgres_url"))
            name = f"place_{secrets.token_hex(6)}"
            with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            url = server.set(database=name).render_as_string(hide_password=False)
        folder = tmp_path / f"place-{secrets.token_hex(4)}"
        folder.mkdir()
        return Settings(
            _env_file=None,
            flask_env="testing",
            upload_dir=upload_dir or str(folder),
            local_dir=str(folder),
            redis_url=redis_url,
            database_url=url,
            secret_key="a-secret-of-all-machines" if upload_dir else None,
            training_threads=1,
        )

    return make


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty bucket of a real S3-compatible server."""
    import boto3

    with running_store() as endpoint:
        for name, value in credentials(endpoint).items():
            monkeypatch.setenv(name, value)
        boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="platform")
        yield "s3://platform"


@pytest.fixture
def opened() -> Iterator[Callable[[Settings], Any]]:
    """Open installations: each is a client of its application."""
    apps = []

    def make(place: Settings) -> Any:
        apps.append(create_app(place))
        return apps[-1].test_client()

    yield make
    for each in apps:
        services = each.extensions["services"]
        services.transactions.engine.dispose()
        services.celery.close()
        services.redis.close()


def answers(client: Any, session_id: str) -> dict[str, Any]:
    """Return what a person sees of a session: its result, its list, an answer of its model."""
    row = client.get(f"/predict?session_id={session_id}").json["data"]["examples"][0]["values"]
    asked = {"session_id": session_id, "rows": [row]}
    return {
        "result": client.get(f"/result?session_id={session_id}").json["data"],
        "session": client.get(f"/api/sessions/{session_id}").json["data"],
        "answer": client.post("/predict", json=asked).json["data"],
    }


def round_trip(settings: Settings, target: str, *places: Settings) -> None:
    """Back up to ``target`` and restore everywhere."""
    made = BackupService(settings).backup(target)
    for place in places:
        assert RestoreService(place).restore(target) == made


def test_there_and_back_between_both_databases(
    client: Any,
    settings: Settings,
    trained_session: str,
    new_place: Callable[..., Settings],
    opened: Callable[[Settings], Any],
    tmp_path: Path,
) -> None:
    upload_id = send_upload(client).json["data"]["upload_id"]
    run_id = client.get(f"/result?session_id={trained_session}").json["data"]["run_id"]
    client.post("/api/registry", json={"name": "kept", "run_id": run_id})
    before = answers(client, trained_session)
    on_postgres, on_sqlite = new_place("postgres"), new_place()
    round_trip(settings, str(tmp_path / "first.zip"), on_postgres)
    round_trip(on_postgres, str(tmp_path / "second"), on_sqlite)
    for place in (on_postgres, on_sqlite):
        there = opened(place)
        assert answers(there, trained_session) == before
        session_id = there.get("/select").json["data"]["session_id"]
        chosen = {"config_type": "data_source", "data_source": "upload", "upload_id": upload_id}
        assert there.post("/select", json={"session_id": session_id, **chosen}).status_code == 200
        # The numbers of new rows go on after those that came.
        assert there.post("/api/registry", json={"name": "again", "run_id": run_id}).status_code == 201
        assert place.secret == settings.secret, "what was signed before stays valid"


def test_from_a_folder_to_an_object_store_and_back(
    client: Any, settings: Settings, new_place: Callable[..., Settings], bucket: str
) -> None:
    upload_id = send_upload(client).json["data"]["upload_id"]
    in_store, in_folder = new_place(upload_dir=f"{bucket}/data"), new_place()
    round_trip(settings, f"{bucket}/backups/monday", in_store)
    round_trip(in_store, f"{bucket}/backups/tuesday", in_folder)
    original = (Path(settings.data_root) / f"uploads/{upload_id}.parquet").read_bytes()
    assert (Path(in_folder.data_root) / f"uploads/{upload_id}.parquet").read_bytes() == original


def test_what_is_held_is_not_overwritten_without_force(
    client: Any, settings: Settings, opened: Callable[[Settings], Any], tmp_path: Path
) -> None:
    target = str(tmp_path / "one.zip")
    BackupService(settings).backup(target)
    first = client.get("/select").json["data"]["session_id"]
    with pytest.raises(BackupError, match=r"rows in sessions.*--force"):
        RestoreService(settings).restore(target)
    assert client.get(f"/api/sessions/{first}").status_code == 200
    RestoreService(settings).restore(target, force=True)
    assert opened(settings).get(f"/api/sessions/{first}").status_code == 404
    with pytest.raises(BackupError, match="never overwrites"):
        BackupService(settings).backup(target)


def test_only_its_owner_reads_a_backup(settings: Settings, tmp_path: Path) -> None:
    BackupService(settings).backup(str(tmp_path / "one.zip"))
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", ["changed", "missing", "cut", "newer"])
def test_a_damaged_backup_changes_nothing(
    client: Any, settings: Settings, new_place: Callable[..., Settings], tmp_path: Path, damage: str
) -> None:
    upload_id = send_upload(client).json["data"]["upload_id"]
    folder, place = tmp_path / "backup", new_place()
    BackupService(settings).backup(str(folder))
    table = next(folder.rglob(f"{upload_id}.parquet"))
    manifest = folder / "manifest.json"
    if damage == "changed":
        table.write_bytes(table.read_bytes()[:-1] + b"x")
    if damage == "missing":
        table.unlink()
    if damage == "cut":
        manifest.unlink()
    if damage == "newer":
        facts = {**json.loads(manifest.read_text()), "revision": "9999", "version": "99.0"}
        manifest.write_text(json.dumps(facts))
    words = {"changed": "damaged", "missing": "nothing", "cut": "no backup|not a whole", "newer": r"99\.0"}
    with pytest.raises(BackupError, match=words[damage]):
        RestoreService(place).restore(str(folder))
    assert RestoreService(place).held() == []


def test_a_backup_is_of_one_moment(client: Any, settings: Settings, tmp_path: Path) -> None:
    """A row that is written while tables are dumped is in all of them or in none."""
    from backend.adapters.database import make_engine
    from backend.adapters.dumps import dump_table, one_moment, tables_of

    client.get("/select")
    engine = make_engine(settings.database)
    with one_moment(engine) as connection:
        (sessions,) = (table for table in tables_of(connection) if table.name == "sessions")
        client.get("/select")
        assert dump_table(connection, sessions, tmp_path / "rows") == 1
    engine.dispose()


def test_an_older_schema_is_brought_to_the_newest(
    new_place: Callable[..., Settings], opened: Callable[[Settings], Any], tmp_path: Path
) -> None:
    old, new = new_place(), new_place()
    move_to(old.database, "0005")
    path = old.database.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        row = ("s1", "", "", "[]", "created", "{}", "{}", "2026-01-01 00:00:00")
        names = "id, name, note, tags, state, state_times, selection, created_at"
        connection.execute(f"INSERT INTO sessions ({names}) VALUES (?,?,?,?,?,?,?,?)", row)
    connection.close()
    round_trip(old, str(tmp_path / "old.zip"), new)
    there = opened(new)
    assert there.get("/api/sessions/s1").status_code == 200
    assert there.application.extensions["services"].overview.show()["versions"]["schema_revision"] == head_revision()


def test_the_commands(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade(settings)
    monkeypatch.setenv("UPLOAD_DIR", settings.upload_dir)
    target = str(tmp_path / "by-command.zip")
    assert stack(["backup", target]) == 0
    assert "rows and" in capsys.readouterr().out
    assert stack(["backup", target]) == 1
    assert "never overwrites" in capsys.readouterr().err
    monkeypatch.setenv("UPLOAD_DIR", str(tmp_path / "elsewhere"))
    assert stack(["restore", target]) == 0
    assert stack(["restore", str(tmp_path / "nothing.zip")]) == 1
    assert "There is no backup" in capsys.readouterr().err
    with zipfile.ZipFile(target) as archive:
        assert "manifest.json" in archive.namelist()


def test_a_timetable_has_each_backup_named_after_its_moment(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moment = datetime(2026, 11, 21, 3, 0, 5, tzinfo=UTC)
    assert target_of(["--into", "s3://kept/nightly/"], moment) == "s3://kept/nightly/2026-11-21T030005Z"
    assert target_of(["--into", "/backups"], moment) == "/backups/2026-11-21T030005Z.zip"
    for wrong in ([], ["one.zip", "--into", "/backups"]):
        with pytest.raises(SystemExit):
            target_of(wrong, moment)
    monkeypatch.setenv("UPLOAD_DIR", settings.upload_dir)
    assert stack(["backup", "--into", str(tmp_path / "nightly")]) == 0
    (made,) = (tmp_path / "nightly").iterdir()
    assert str(made) in capsys.readouterr().out
