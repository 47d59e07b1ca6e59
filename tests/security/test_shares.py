"""Share links: whoever holds one can read everything of one session and change nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from backend.access_records import ShareRecord
from backend.records import utc_now
from backend.services.shares import MOST_SHARES, ShareService, is_token

READS = [
    "/select?session_id={id}",
    "/training?session_id={id}",
    "/result?session_id={id}",
    "/result?session_id={id}&section=metrics",
    "/result?session_id={id}&section=curves",
    "/result?session_id={id}&section=importance",
    "/result?session_id={id}&section=explanations",
    "/result?session_id={id}&section=errors",
    "/result?session_id={id}&section=prospective",
    "/result?session_id={id}&section=card",
    "/result/out_of_fold.csv?session_id={id}",
    "/result/disagreements.csv?session_id={id}",
    "/result/disagreements.parquet?session_id={id}",
    "/result/splits.csv?session_id={id}",
    "/predict?session_id={id}",
    "/predict/template?session_id={id}",
    "/predict/object?session_id={id}&name=K00752.01",
    "/api/sessions/{id}",
    "/api/sessions/{id}/compare?with={id}",
    "/api/datasets/kepler/objects/K00752.01/dossier?session_id={id}",
    "/api/datasets/kepler/objects/K00752.01/dossier.html?session_id={id}",
]
WRITES: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", "/select", {"config_type": "model", "model": "lightgbm"}),
    ("POST", "/training", {}),
    ("POST", "/training", {"action": "cancel"}),
    ("POST", "/predict", {"rows": [{}]}),
    ("POST", "/predict", {"source": "undecided"}),
    ("POST", "/result", {"action": "explain", "rows": [{}]}),
    ("POST", "/api/studies", {"study": "learning_curve"}),
    ("POST", "/api/registry", {"name": "mine"}),
    ("POST", "/api/registry/mine/promote", {}),
    ("POST", "/predict/p/cancel", {}),
    ("PATCH", "/api/sessions/{id}", {"name": "theirs"}),
    ("DELETE", "/api/sessions/{id}", None),
    ("POST", "/api/sessions/{id}/shares", {}),
    ("DELETE", "/api/sessions/{id}/shares/{share_id}", None),
]


@pytest.mark.parametrize("address", READS)
def test_a_link_reads_what_its_session_holds_and_is_not_told_the_sessions_id(
    address: str, house: SimpleNamespace, share: dict[str, Any]
) -> None:
    own = house.client.get(address.format(id=house.session), buffered=True)
    theirs = house.client.get(address.format(id=share["token"]), buffered=True)
    assert theirs.status_code == own.status_code == 200, theirs.get_data()[:500]
    assert house.session.encode() not in theirs.get_data() + str(theirs.headers).encode()
    assert house.session[:8] not in str(theirs.headers)
    if theirs.is_json:
        assert theirs.get_data() == own.get_data().replace(house.session.encode(), share["token"].encode())
    elif theirs.mimetype == "text/csv":
        assert theirs.get_data() == own.get_data()


def test_what_a_link_shows_leads_to_files_that_do_not_tell_the_id_either(house, share) -> None:
    links = house.client.get(f"/result?session_id={share['token']}").json["data"]["artifacts"]
    report, bundle = (house.client.get(links[name], buffered=True) for name in ("report", "bundle"))
    assert (report.status_code, bundle.status_code) == (200, 200)
    with zipfile.ZipFile(io.BytesIO(bundle.get_data())) as archive:
        told = [report.get_data(), *(archive.read(name) for name in archive.namelist())]
    told += [str(answer.headers).encode() for answer in (report, bundle)]
    assert not any(house.session.encode() in part for part in told)


@pytest.mark.parametrize(("method", "address", "body"), WRITES)
def test_every_write_with_a_link_is_refused(method: str, address: str, body: Any, house, share) -> None:
    before = house.client.get(f"/api/sessions/{house.session}").json
    place = address.format(id=share["token"], share_id=share["share_id"])
    with_id = body if body is None or "{id}" in address else {"session_id": share["token"], **body}
    answer = house.client.open(place, method=method, json=with_id)
    assert (answer.status_code, answer.json["code"]) == (403, "read_only")
    assert house.session not in answer.text
    assert house.client.get(f"/api/sessions/{house.session}").json == before


def test_a_file_sent_with_a_link_is_refused(house, share) -> None:
    answer = house.client.post(
        "/predict", data={"session_id": share["token"], "file": (io.BytesIO(b"a\n1\n"), "a.csv")}
    )
    assert (answer.status_code, answer.json["code"]) == (403, "read_only")


def test_a_spelling_that_hides_the_token_meets_no_session(house, share) -> None:
    """Bodies are never exchanged: a token that escapes the look at it is only an unknown id."""
    escaped = '{"session_id": "\\u0072\\u0065ad~' + share["token"][5:] + '"}'
    answer = house.client.post("/training", data=escaped, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_session")


def test_the_owner_lists_links_without_their_tokens_and_a_reader_does_not(house, share) -> None:
    listed = house.client.get(f"/api/sessions/{house.session}/shares")
    assert [one["name"] for one in listed.json["data"]["shares"]] == ["the referee"]
    assert share["token"] not in listed.text
    refused = house.client.get(f"/api/sessions/{share['token']}/shares")
    assert (refused.status_code, refused.json["code"]) == (403, "read_only")


def test_a_revoked_link_opens_nothing_at_once(house) -> None:
    made = house.client.post(f"/api/sessions/{house.session}/shares", json={}).json["data"]
    gone = house.client.delete(f"/api/sessions/{house.session}/shares/{made['share_id']}")
    assert gone.json["data"] == {"share_id": made["share_id"], "revoked": True}
    answer = house.client.get(f"/result?session_id={made['token']}")
    assert (answer.status_code, answer.json["code"]) == (404, "unknown_share")
    again = house.client.delete(f"/api/sessions/{house.session}/shares/{made['share_id']}")
    assert again.status_code == 404


def test_a_link_ends_on_its_day(house) -> None:
    clock = SimpleNamespace(now=utc_now())
    shares = ShareService(house.services.transactions, lambda: clock.now)
    made = shares.create(house.session, "for a week", 7)
    clock.now += timedelta(days=7, seconds=-1)
    assert shares.session_of(made["token"]) == house.session
    clock.now += timedelta(seconds=1)
    with pytest.raises(Exception, match="has expired"):
        shares.session_of(made["token"])
    assert [one["expired"] for one in shares.of_session(house.session)["shares"]] == [True]
    shares.revoke(house.session, made["share_id"])


def test_a_link_of_another_session_cannot_be_revoked_from_here(house, share) -> None:
    other = house.client.get("/select").json["data"]["session_id"]
    assert house.client.delete(f"/api/sessions/{other}/shares/{share['share_id']}").status_code == 404
    assert house.client.get(f"/result?session_id={share['token']}").status_code == 200


def test_only_the_tokens_sha256_is_kept(house, share) -> None:
    assert is_token(share["token"]) and len(share["token"]) == len("read~") + 22
    with house.services.transactions.engine.connect() as connection:
        rows = connection.execute(ShareRecord.__table__.select()).mappings().all()
    kept = next(row for row in rows if row["id"] == share["share_id"])
    assert share["token"] not in map(str, kept.values())
    assert share["token"][5:] not in str(dict(kept))


def test_a_deleted_session_takes_its_links_along(house) -> None:
    session_id = house.client.get("/select").json["data"]["session_id"]
    token = house.client.post(f"/api/sessions/{session_id}/shares", json={}).json["data"]["token"]
    assert house.client.delete(f"/api/sessions/{session_id}").status_code == 200
    assert house.client.get(f"/select?session_id={token}").json["code"] == "unknown_share"


def test_a_session_has_so_many_links_and_no_more(house) -> None:
    session_id = house.client.get("/select").json["data"]["session_id"]
    with house.services.transactions.write() as uow:
        for number in range(MOST_SHARES):
            uow.shares.add(ShareRecord(id=f"{number}-many", session_id=session_id, name="", token_sha256=str(number)))
    answer = house.client.post(f"/api/sessions/{session_id}/shares", json={})
    assert (answer.status_code, answer.json["code"]) == (409, "too_many_shares")
    house.client.delete(f"/api/sessions/{session_id}")


def test_a_link_lists_its_session_under_its_own_name(house, share) -> None:
    answer = house.client.get("/api/sessions", headers={"X-Session-Ids": f"{share['token']},read~{'A' * 22}"})
    assert [one["session_id"] for one in answer.json["data"]["sessions"]] == [share["token"]]
    assert house.session not in answer.text


def test_a_reader_is_not_told_a_studys_id(house, share) -> None:
    """``GET /api/studies/<id>`` answers the session's id, and its ``cancel`` needs nothing else."""
    asked = {"session_id": house.session, "study": "learning_curve"}
    study_id = house.client.post("/api/studies", json=asked).json["data"]["study_id"]
    house.services.study_job.execute(study_id)
    place = "/result?section=learning_curve&session_id="
    own, theirs = (house.client.get(place + held) for held in (house.session, share["token"]))
    assert own.json["data"]["study_id"] == study_id
    assert theirs.json["data"]["study_id"] is None and study_id not in theirs.text
