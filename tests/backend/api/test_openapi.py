"""The OpenAPI document and the page on which it can be tried."""

from __future__ import annotations

import re
from typing import Any

from backend.api.openapi import build_document, dump


def test_the_served_document_is_the_one_that_is_exported(app: Any, client: Any) -> None:
    answer = client.get("/api/openapi.json")
    assert answer.mimetype == "application/json"
    assert answer.text == dump(build_document(app))


def test_the_page_stands_at_its_address_and_all_that_it_loads_is_served_here(client: Any) -> None:
    page = client.get("/api/docs")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(loaded) >= 4
    for address in loaded:
        assert client.get(address, buffered=True).status_code == 200, address


def test_the_page_needs_no_script_in_its_text(client: Any) -> None:
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", client.get("/api/docs").text, re.DOTALL)
    assert scripts
    assert all("src=" in attributes and not text for attributes, text in scripts)
