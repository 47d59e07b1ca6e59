"""Refreshes at the HTTP door, on a real local archive: a good table becomes a snapshot, a bad one changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from backend.assembly import Services, build_services
from backend.config import Settings
from backend.errors import PartUnavailableError
from backend.records import utc_now
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from tests.archive_server import VOTABLE_ERROR, Archive, cut, page, running_archive, silent, status, unframed

Refresh = Callable[..., dict[str, Any]]
Held = Callable[..., list[str]]
KEPLER = get_catalogue("kepler")
NAMED = ("kepid", "kepoi_name", "koi_disposition", "koi_pdisposition", "koi_score")
TODAY = utc_now().date().isoformat()


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """The shipped Kepler table with few columns: quick to send and to read, as many objects as are held."""
    return load_snapshot(find_snapshot("kepler"), columns=[*NAMED, *KEPLER.presets["physics"]])


@pytest.fixture(scope="session")
def csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()


@pytest.fixture
def archive(csv: bytes) -> Iterator[Archive]:
    with running_archive(tables={"cumulative": csv, "q1_q17_dr25_koi": csv}) as running:
        yield running


@pytest.fixture
def settings(settings: Settings, archive: Archive) -> Settings:
    """A platform whose archive is the local one."""
    return settings.model_copy(update={"archive_url": archive.url, "archive_timeout_s": 20.0, "max_archive_mb": 3})


@pytest.fixture
def refresh(client: Any, services: Services) -> Refresh:
    """Refresh a catalogue as a client and a worker do together."""

    def refresh(dataset: str = "kepler", **body: Any) -> dict[str, Any]:
        started = client.post(f"/api/datasets/{dataset}/refresh", json=body)
        assert started.status_code == 202, started.json
        refresh_id = started.json["data"]["refresh_id"]
        services.refresh_job.execute(refresh_id)
        ended: dict[str, Any] = client.get(f"/api/refreshes/{refresh_id}").json["data"]
        return ended

    return refresh


@pytest.fixture
def held(client: Any) -> Held:
    def held(dataset: str = "kepler") -> list[str]:
        facts = client.get(f"/api/datasets/{dataset}").json["data"]
        return [snapshot["id"] for snapshot in facts["snapshots"]]

    return held


def downloads(settings: Settings) -> list[Path]:
    folder = settings.local_root / "tmp" / "refreshes"
    return list(folder.glob("*")) if folder.exists() else []


# --- what comes out -------------------------------------------------------------------------------------------


def test_a_refresh_puts_a_snapshot_beside_those_held(
    client: Any, settings: Settings, refresh: Refresh, held: Held
) -> None:
    before = held()
    ended = refresh()
    assert (ended["state"], ended["outcome"], ended["percent"]) == ("done", "new", 100.0), ended["error"]
    assert ended["snapshot"] == f"cumulative-{TODAY}"
    assert ended["source"] == f"NASA Exoplanet Archive, table cumulative, served {TODAY}; over TAP from 127.0.0.1"
    assert [phase["name"] for phase in ended["phases"]] == ["downloading", "checking", "saving"]
    assert held() == [ended["snapshot"], *before]
    assert downloads(settings) == []
    newest = client.get("/api/datasets/kepler").json["data"]
    assert (newest["snapshot"], newest["rows"]) == (ended["snapshot"], 8_054)
    older = client.get(f"/api/datasets/kepler?snapshot={before[0]}").json["data"]
    assert older["snapshot"] == before[0]


def test_the_log_tells_each_step(refresh: Refresh) -> None:
    lines = [line["text"] for line in refresh()["log"]]
    for part in ("Asking 127.0.0.1", "Downloading the table cumulative", "Reading every row", "Saved cumulative-"):
        assert any(part in line for line in lines), (part, lines)


def test_the_same_table_again_is_unchanged(refresh: Refresh, held: Held) -> None:
    first, second = refresh(), refresh()
    assert (second["outcome"], second["snapshot"]) == ("unchanged", first["snapshot"])
    assert held().count(first["snapshot"]) == 1


def test_another_table_of_the_same_day_gets_a_name_of_its_own(
    client: Any, archive: Archive, table: pd.DataFrame, refresh: Refresh
) -> None:
    first = refresh()
    decided = table["koi_disposition"].replace({"CANDIDATE": "CONFIRMED"})
    archive.tables["cumulative"] = table.assign(koi_disposition=decided).iloc[5:].to_csv(index=False).encode()
    second = refresh()
    assert (second["outcome"], second["snapshot"]) == ("new", f"{first['snapshot']}-2")
    address = f"/api/datasets/kepler/diff?from={first['snapshot']}&to={second['snapshot']}"
    diff = client.get(address).json["data"]
    candidates = int((table["koi_disposition"].iloc[5:] == "CANDIDATE").sum())
    assert diff["counts"] == {"new": 0, "gone": 5, "changed": candidates, "same": 8_049 - candidates}
    assert diff["transitions"] == [{"from": "CANDIDATE", "to": "CONFIRMED", "count": candidates}]
    gone = client.get(f"{address}&change=gone&per_page=3&page=2").json["data"]
    assert (len(gone["rows"]), gone["total"], gone["page"]) == (2, 5, 2)
    assert gone["rows"][0].keys() == {"object", "host", "change", "from", "to"}
    assert gone["rows"][0]["to"] is None


def test_a_table_can_be_chosen(archive: Archive, refresh: Refresh) -> None:
    assert refresh(table="q1_q17_dr25_koi")["snapshot"] == f"q1_q17_dr25_koi-{TODAY}"
    assert "from+q1_q17_dr25_koi" in archive.asked[-1][":path"]


def test_a_refreshed_table_trains(
    client: Any, services: Services, refresh: Refresh, new_session: Callable[..., str]
) -> None:
    snapshot = refresh()["snapshot"]
    session_id = new_session()
    run_id = client.post("/training", json={"session_id": session_id}).json["data"]["run_id"]
    services.training_job.execute(run_id)
    result = client.get(f"/result?session_id={session_id}").json["data"]
    assert result["data"]["snapshot"] == snapshot


# --- one at a time --------------------------------------------------------------------------------------------


def test_while_one_is_under_way_it_is_answered_again(client: Any, services: Services) -> None:
    answers = [client.post("/api/datasets/kepler/refresh", json=body) for body in ({}, {"table": "q1_q17_dr25_koi"})]
    assert [answer.status_code for answer in answers] == [202, 202]
    first, second = (answer.json["data"] for answer in answers)
    assert first["refresh_id"] == second["refresh_id"]
    assert (second["state"], second["table"], second["queue_position"]) == ("queued", "cumulative", 1)
    assert answers[0].headers["Location"] == f"/api/refreshes/{first['refresh_id']}"
    services.refresh_job.execute(first["refresh_id"])
    assert client.post("/api/datasets/kepler/refresh", json={}).json["data"]["refresh_id"] != first["refresh_id"]


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_many_who_ask_at_once_get_the_same_one(services: Services) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: services.refreshes.start("kepler")["refresh_id"], range(16)))
    assert len(set(ids)) == 1


def test_without_redis_nothing_is_queued(settings: Settings) -> None:
    alone = build_services(settings.model_copy(update={"redis_url": "redis://127.0.0.1:9/0"}))
    with pytest.raises(PartUnavailableError, match="Redis"):
        alone.refreshes.start("kepler")
    with alone.transactions.read() as uow:
        assert uow.refreshes.active("kepler") is None
    alone.transactions.engine.dispose()
    alone.celery.close()
    alone.redis.close()


# --- what stops it --------------------------------------------------------------------------------------------


FAULTS: dict[str, tuple[Any, str, str]] = {
    "a web page": (page(b"<html><title>Log in</title>"), "delivery_damaged", "Log in"),
    "a TAP error": (page(VOTABLE_ERROR, "text/xml"), "archive_refused", "ORA-00942"),
    "a refused query": (status(400, VOTABLE_ERROR), "archive_refused", "ORA-00942"),
    "nothing": (page(b""), "delivery_damaged", "empty"),
    "wrong columns": (page(b"pl_name,mass\nearth,1\n"), "wrong_delivery", "kepid|koi_disposition"),
    "cut where nobody counts": (unframed(after=300_000), "delivery_damaged", "cut|objects"),
    "a header alone": (page(b"kepid,kepoi_name,koi_disposition\n"), "delivery_damaged", "no rows"),
    "too large": (page(b"x" * 4_000_000), "table_too_large", "MAX_ARCHIVE_MB"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_answer_never_replaces_what_is_held(
    settings: Settings, archive: Archive, refresh: Refresh, held: Held, fault: str
) -> None:
    refresh()
    before = held()
    answer, code, says = FAULTS[fault]
    archive.faults.append(answer)
    ended = refresh()
    assert (ended["state"], ended["snapshot"], ended["outcome"]) == ("failed", None, None)
    assert ended["error"]["code"] == code, ended["error"]
    assert any(word in ended["error"]["message"] for word in says.split("|")), ended["error"]
    assert held() == before
    assert downloads(settings) == []
    assert refresh()["outcome"] == "unchanged", "the next good answer is taken"


def test_half_the_objects_are_not_taken(archive: Archive, table: pd.DataFrame, refresh: Refresh, held: Held) -> None:
    before = held()
    archive.tables["cumulative"] = table.iloc[::2].to_csv(index=False).encode()
    ended = refresh()
    assert ended["error"]["code"] == "delivery_damaged"
    assert "4,027 objects; expected at least 6,443" in ended["error"]["message"]
    assert held() == before


def test_a_cut_and_a_busy_answer_are_outlived(archive: Archive, csv: bytes, refresh: Refresh) -> None:
    archive.faults.extend([cut(after=200_000), status(429, Retry_After="0")])
    assert refresh()["outcome"] == "new"
    assert [request.get("range") for request in archive.asked] == [None, "bytes=200000-", "bytes=200000-"]


def test_an_archive_that_is_away_is_told_with_the_remedy(
    settings: Settings, archive: Archive, refresh: Refresh
) -> None:
    services = build_services(settings.model_copy(update={"archive_deadline_s": 0.5}))
    archive.faults.extend([status(503)] * 9)
    record, _ = services.refreshes.record("kepler")
    services.refresh_job.execute(record.id)
    error = services.refreshes.status(record.id)["error"]
    assert error["code"] == "archive_unreachable"
    assert "set ARCHIVE_MIRROR or KEPLER_URI" in error["message"]
    services.transactions.engine.dispose()
    services.celery.close()
    services.redis.close()


# --- cancel ---------------------------------------------------------------------------------------------------


def test_one_that_waits_is_cancelled_at_once(client: Any, services: Services, archive: Archive) -> None:
    refresh_id = client.post("/api/datasets/kepler/refresh", json={}).json["data"]["refresh_id"]
    cancelled = client.post(f"/api/refreshes/{refresh_id}/cancel")
    assert (cancelled.status_code, cancelled.json["data"]["state"]) == (202, "cancelled")
    services.refresh_job.execute(refresh_id)
    assert archive.asked == []
    again = client.post(f"/api/refreshes/{refresh_id}/cancel").json["data"]
    assert again["state"] == "cancelled"


def test_one_that_waits_for_the_archive_is_stopped(
    client: Any, settings: Settings, archive: Archive, refresh: Refresh, held: Held
) -> None:
    before = held()

    def cancel_and_say_nothing(handler: Any, body: bytes) -> None:
        listed = client.post("/api/datasets/kepler/refresh", json={}).json["data"]
        client.post(f"/api/refreshes/{listed['refresh_id']}/cancel")
        silent(handler, body)

    archive.faults.append(cancel_and_say_nothing)
    ended = refresh()
    assert (ended["state"], ended["error"]) == ("cancelled", None)
    assert held() == before
    assert downloads(settings) == []


# --- refusals -------------------------------------------------------------------------------------------------


def test_what_cannot_be_asked_for_is_refused(client: Any) -> None:
    assert client.post("/api/datasets/keppler/refresh", json={}).json["code"] == "unknown_dataset"
    wrong = client.post("/api/datasets/kepler/refresh", json={"table": "ps"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "invalid_fields")
    assert "cumulative, q1_q17_dr25_koi" in wrong.json["error"]
    assert wrong.json["details"]["fields"][0]["field"] == "table"
    for body in ({"table": 3}, {"table": ["cumulative"]}, {"tables": "cumulative"}, {"table": "x" * 99}):
        assert client.post("/api/datasets/kepler/refresh", json=body).status_code == 422, body
    for call in (client.get("/api/refreshes/nope"), client.post("/api/refreshes/nope/cancel", json={})):
        assert (call.status_code, call.json["code"]) == (404, "unknown_refresh")
    combined = client.post("/api/datasets/combined/refresh", json={})
    assert combined.status_code == 422
    assert "missions" in combined.json["error"]


def test_no_body_asks_for_the_default_table(client: Any) -> None:
    started = client.post("/api/datasets/kepler/refresh")
    assert (started.status_code, started.json["data"]["table"]) == (202, "cumulative")


def test_differences_need_two_snapshots_that_are_held(client: Any, refresh: Refresh) -> None:
    alone = client.get("/api/datasets/kepler/diff")
    assert (alone.status_code, alone.json["code"]) == (422, "invalid_fields")
    assert "/refresh" in alone.json["error"]
    refresh()
    diff = client.get("/api/datasets/kepler/diff").json["data"]
    assert (diff["from"], diff["to"]) == ("dr25-2017-07-19", f"cumulative-{TODAY}")
    assert diff["counts"] == {"new": 0, "gone": 0, "changed": 0, "same": 8_054}
    assert diff["rows"] == []
    unknown = client.get("/api/datasets/kepler/diff?from=dr24")
    assert (unknown.status_code, unknown.json["code"]) == (404, "unknown_snapshot")
    for query in ("change=same", "page=0", "per_page=501", "older=x", "from=" + "x" * 201):
        assert client.get(f"/api/datasets/kepler/diff?{query}").status_code == 422, query
