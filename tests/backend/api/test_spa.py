"""The application's pages under /app/, and the front door."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Client:
    """Reads each answer to its end and closes it, as a file may be behind it."""

    def __init__(self, app: Any) -> None:
        self._client = app.test_client()

    def get(self, address: str, headers: dict[str, str] | None = None) -> Any:
        return self._client.get(address, headers=headers, buffered=True)


@pytest.fixture
def built(app: Any, tmp_path: Path) -> Any:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>App</title>")
    (dist / "favicon.svg").write_text("<svg/>")
    (dist / "assets" / "index-1a2b.js").write_text("export {}")
    (tmp_path / "secret.txt").write_text("secret")
    app.config["SPA_FOLDER"] = dist
    return Client(app)


@pytest.fixture
def unbuilt(app: Any, tmp_path: Path) -> Any:
    app.config["SPA_FOLDER"] = tmp_path / "nowhere"
    return Client(app)


def test_a_program_is_told_what_this_is(client: Any) -> None:
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        answer = client.get("/", headers=headers)
        assert answer.status_code == 200
        assert answer.json["data"]["name"] == "Exoplanet Playground"
        assert "Accept" in answer.headers["Vary"]


def test_every_link_of_the_front_door_leads_somewhere(built: Any) -> None:
    links = built.get("/").json["data"]["links"]
    assert {name: built.get(address).status_code < 300 for name, address in links.items()} == dict.fromkeys(links, True)


@pytest.mark.parametrize("address", ["/", "/app"])
def test_a_browser_is_sent_to_the_application(built: Any, address: str) -> None:
    answer = built.get(address, headers=BROWSER)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/app/")


@pytest.mark.parametrize("address", ["", "select", "training/aB_-9", "object/K00752.01", "predict?session_id=x"])
def test_every_page_address_brings_the_first_page(built: Any, address: str) -> None:
    answer = built.get(f"/app/{address}", headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "App" in answer.text
    assert answer.headers["Cache-Control"] == "no-cache"


def test_hashed_files_are_kept_for_long_and_others_are_not(built: Any) -> None:
    script = built.get("/app/assets/index-1a2b.js")
    assert script.mimetype == "text/javascript"
    assert "immutable" in script.headers["Cache-Control"]
    assert built.get("/app/favicon.svg").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    ["/app/assets/gone.js", "/app/../secret.txt", "/app/%2e%2e/secret.txt", "/app/..%2fsecret.txt", "/app//etc/x.conf"],
)
def test_a_missing_or_foreign_file_is_not_served(built: Any, address: str) -> None:
    answer = built.get(address)
    assert answer.status_code in {308, 404}
    assert "secret" not in answer.text.replace("secret.txt", "")


@pytest.mark.parametrize("address", ["/app/", "/app/select"])
def test_where_nothing_is_built_the_remedy_is_told(unbuilt: Any, address: str) -> None:
    page = unbuilt.get(address, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert "python run.py" in page.text
    told = unbuilt.get(address)
    assert (told.status_code, told.json["code"]) == (503, "part_unavailable")
    assert "python run.py" in told.json["error"]


def test_a_name_too_long_for_a_file_is_a_page_like_any_other(built: Client) -> None:
    assert built.get("/app/" + "x" * 5_000).status_code == 200
