"""Mirrors at the HTTP door: they come before the archive, serve K2 at first use, and replace nothing by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from backend.app import create_app
from backend.assembly import Services
from backend.config import Settings
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from tests.archive_server import Archive, running_archive

SHARED = Path(__file__).parents[4] / "shared" / "archive"
needs_archive = pytest.mark.skipif(
    not SHARED.exists(), reason=f"{SHARED} is not there: its development tables are never shipped"
)
KEPLER, K2 = get_catalogue("kepler"), get_catalogue("k2")
K2_SETTINGS = ("K2_URI", "ARCHIVE_MIRROR")
Platform = Callable[..., tuple[Any, Services]]


@pytest.fixture(scope="session")
def kepler_csv() -> bytes:
    named = ["kepid", "kepoi_name", "koi_disposition", "koi_pdisposition", "koi_score"]
    frame = load_snapshot(find_snapshot("kepler"), columns=[*named, *KEPLER.presets["physics"]])
    return frame.to_csv(index=False, lineterminator="\n").encode()


def made_up_k2(objects: int = 120) -> pd.DataFrame:
    """Two rows of each planet: the paper that found it, and a later one."""
    numbers = pd.Series(range(objects))
    found = pd.DataFrame(
        {
            "pl_name": numbers.map("EPIC 2{:08d}.01".format),
            "hostname": numbers.map("EPIC 2{:08d}".format),
            "disposition": numbers.mod(3).map({0: "CONFIRMED", 1: "FALSE POSITIVE", 2: "CANDIDATE"}),
            "soltype": "Published Candidate",
            "pl_pubdate": "2016-01",
            **dict.fromkeys(K2.presets["physics"], 1.0 + numbers / 7 % 5),
        }
    )
    later = found.assign(soltype="Published Confirmed", pl_pubdate="2020-01")
    return pd.concat([found, later])


@pytest.fixture
def mirror(tmp_path: Path, kepler_csv: bytes) -> Path:
    folder = tmp_path / "mirror"
    folder.mkdir()
    (folder / "cumulative_2024-05-06.csv").write_bytes(kepler_csv)
    (folder / "k2pandc_2025-10-01.csv").write_text(made_up_k2().to_csv(index=False))
    return folder


@pytest.fixture
def archive(kepler_csv: bytes) -> Iterator[Archive]:
    with running_archive(tables={"q1_q17_dr25_koi": kepler_csv}) as running:
        yield running


@pytest.fixture
def platform(settings: Settings, archive: Archive) -> Iterator[Platform]:
    """Make an application with settings of the test's own."""
    made = []

    def make(**changes: Any) -> tuple[Any, Services]:
        facts = {"archive_url": archive.url, **{name: str(value) for name, value in changes.items()}}
        app = create_app(settings.model_copy(update=facts))
        made.append(app.extensions["services"])
        return app.test_client(), made[-1]

    yield make
    for services in made:
        services.transactions.engine.dispose()
        services.celery.close()
        services.redis.close()


def refreshed(client: Any, services: Services, dataset: str, **body: Any) -> dict[str, Any]:
    refresh_id = client.post(f"/api/datasets/{dataset}/refresh", json=body).json["data"]["refresh_id"]
    services.refresh_job.execute(refresh_id)
    ended: dict[str, Any] = client.get(f"/api/refreshes/{refresh_id}").json["data"]
    return ended


def choose(client: Any, dataset: str) -> Any:
    session_id = client.get("/select").json["data"]["session_id"]
    step = {"session_id": session_id, "config_type": "data_source", "data_source": "nasa", "dataset": dataset}
    return client.post("/select", json=step)


# --- refresh --------------------------------------------------------------------------------------------------


def test_a_mirror_is_read_instead_of_the_archive(platform: Platform, mirror: Path, archive: Archive) -> None:
    client, services = platform(archive_mirror=mirror)
    ended = refreshed(client, services, "kepler")
    assert (ended["outcome"], ended["snapshot"]) == ("new", "cumulative-2024-05-06"), ended["error"]
    assert ended["source"].endswith("served 2024-05-06; from the file cumulative_2024-05-06.csv of ARCHIVE_MIRROR")
    assert str(mirror) not in repr(ended)
    assert archive.asked == []
    assert refreshed(client, services, "kepler")["outcome"] == "unchanged"


def test_a_catalogues_own_mirror_comes_first(platform: Platform, mirror: Path, tmp_path: Path) -> None:
    own = tmp_path / "cumulative_2025-01-01.csv"
    own.write_bytes((mirror / "cumulative_2024-05-06.csv").read_bytes())
    client, services = platform(archive_mirror=mirror, kepler_uri=own.as_uri())
    ended = refreshed(client, services, "kepler")
    assert ended["snapshot"] == "cumulative-2025-01-01"
    assert ended["source"].endswith("KEPLER_URI")


def test_a_table_that_no_mirror_holds_comes_from_the_archive(
    platform: Platform, mirror: Path, archive: Archive
) -> None:
    client, services = platform(archive_mirror=mirror)
    ended = refreshed(client, services, "kepler", table="q1_q17_dr25_koi")
    assert (ended["state"], len(archive.asked)) == ("done", 1)
    assert any("ARCHIVE_MIRROR holds no file of q1_q17_dr25_koi" in line["text"] for line in ended["log"])


def test_a_mirror_that_cannot_be_read_is_not_passed_over(platform: Platform, tmp_path: Path, archive: Archive) -> None:
    client, services = platform(archive_mirror=tmp_path / "nowhere")
    ended = refreshed(client, services, "kepler")
    assert (ended["state"], ended["error"]["code"]) == ("failed", "mirror_unusable")
    assert "ARCHIVE_MIRROR" in ended["error"]["message"]
    assert archive.asked == []


def test_a_damaged_file_of_a_mirror_replaces_nothing(platform: Platform, mirror: Path) -> None:
    whole = (mirror / "cumulative_2024-05-06.csv").read_bytes()
    client, services = platform(archive_mirror=mirror)
    for damaged in (whole[: len(whole) // 2], whole[:-3], b"", b"<html>"):
        (mirror / "cumulative_2025-05-06.csv").write_bytes(damaged)
        ended = refreshed(client, services, "kepler")
        assert (ended["state"], ended["error"]["code"]) == ("failed", "delivery_damaged")
    newest = client.get("/api/datasets/kepler").json["data"]["snapshot"]
    assert newest == "dr25-2017-07-19"


def test_an_older_file_of_a_mirror_becomes_no_newest_snapshot(platform: Platform, mirror: Path) -> None:
    (mirror / "cumulative_2024-05-06.csv").rename(mirror / "cumulative_2016-05-06.csv")
    client, services = platform(archive_mirror=mirror)
    assert refreshed(client, services, "kepler")["snapshot"] == "cumulative-2016-05-06"
    facts = client.get("/api/datasets/kepler").json["data"]
    assert facts["snapshot"] == "dr25-2017-07-19"
    assert [held["id"] for held in facts["snapshots"]] == ["dr25-2017-07-19", "cumulative-2016-05-06"]


# --- first use ------------------------------------------------------------------------------------------------


def test_without_mirror_k2_says_what_to_do(platform: Platform, archive: Archive) -> None:
    client, _ = platform()
    answer = choose(client, "k2")
    assert (answer.status_code, answer.json["code"]) == (409, "snapshot_missing")
    for part in ("POST /api/datasets/k2/refresh", *K2_SETTINGS, "k2pandc_<date>.csv"):
        assert part in answer.json["error"]
    facts = client.get("/api/datasets/k2").json["data"]
    assert (facts["snapshots"], facts["rows"], facts["available"]) == ([], 0, False)
    assert archive.asked == [], "choosing data asks no network"


@pytest.mark.parametrize("setting", K2_SETTINGS)
def test_k2_comes_from_a_mirror_at_first_use(platform: Platform, mirror: Path, setting: str) -> None:
    client, services = platform(**{setting.lower(): mirror})
    assert choose(client, "k2").status_code == 200
    (held,) = services.shelf.held("k2")
    assert (held.id, held.date, held.rows) == ("k2pandc-2025-10-01", "2025-10-01", 120)
    (mirror / "k2pandc_2025-11-11.csv").write_text(made_up_k2(130).to_csv(index=False))
    assert choose(client, "k2").status_code == 200
    assert services.shelf.held("k2") == (held,), "a mirror replaces nothing by itself"
    assert refreshed(client, services, "k2")["snapshot"] == "k2pandc-2025-11-11"


def test_a_mirror_without_k2_says_what_to_do(platform: Platform, mirror: Path) -> None:
    (mirror / "k2pandc_2025-10-01.csv").unlink()
    client, _ = platform(archive_mirror=mirror)
    assert choose(client, "k2").json["code"] == "snapshot_missing"


@pytest.mark.parametrize("content", [None, b"<html>", b"a,b\n1,2\n"])
def test_a_mirror_that_gives_no_k2_table_says_why(platform: Platform, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "k2pandc_2025-10-01.csv"
    if content is not None:
        file.write_bytes(content)
    client, services = platform(k2_uri=file)
    answer = choose(client, "k2")
    assert (answer.status_code, answer.json["code"]) == (409, "snapshot_missing")
    assert "the configured mirror gives none" in answer.json["error"]
    assert client.get("/api/datasets/k2").json["data"]["available"] is False
    assert services.shelf.held("k2") == ()


# --- the archive's real tables --------------------------------------------------------------------------------


@needs_archive
def test_kepler_2017_to_2025_as_the_archive_has_it(platform: Platform) -> None:
    client, services = platform(archive_mirror=SHARED)
    assert refreshed(client, services, "kepler")["snapshot"] == "cumulative-2025-10-01"
    diff = client.get("/api/datasets/kepler/diff?from=dr25-2017-07-19&to=cumulative-2025-10-01").json["data"]
    counts = {(move["from"], move["to"]): move["count"] for move in diff["transitions"]}
    assert counts["CANDIDATE", "CONFIRMED"] == 437
    assert counts["CANDIDATE", "FALSE POSITIVE"] == 129
    assert diff["counts"]["same"] + diff["counts"]["changed"] + diff["counts"]["gone"] == 8_054
    assert diff["counts"]["same"] + diff["counts"]["changed"] + diff["counts"]["new"] == 9_564
    first = client.get("/api/datasets/kepler/diff?change=changed&per_page=1").json["data"]["rows"][0]
    assert first["host"].isdigit()


@needs_archive
@pytest.mark.parametrize(
    ("dataset", "snapshot"),
    [("k2", "k2pandc-2025-10-01"), ("tess", "toi-2025-10-01"), ("planets", "pscomppars-2025-12-15")],
)
def test_every_catalogue_is_refreshed_from_the_real_tables(platform: Platform, dataset: str, snapshot: str) -> None:
    client, services = platform(archive_mirror=SHARED)
    ended = refreshed(client, services, dataset)
    assert (ended["state"], ended["snapshot"]) == ("done", snapshot), ended["error"]
    if len(services.shelf.held(dataset)) > 1:
        assert client.get(f"/api/datasets/{dataset}/diff").json["data"]["to"] == snapshot


@needs_archive
def test_k2_trains_at_first_use(platform: Platform) -> None:
    client, services = platform(archive_mirror=SHARED)
    session_id = choose(client, "k2").json["data"]["session_id"]
    quick = {"config_type": "model", "model": "lightgbm", "hyperparameters": {"n_estimators": 20, "num_leaves": 7}}
    client.post("/select", json={"session_id": session_id, **quick})
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    result = client.get(f"/result?session_id={session_id}").json["data"]
    assert (result["state"], result["data"]["snapshot"]) == ("trained", "k2pandc-2025-10-01")
