"""``.env.example`` lists every setting with its default and its meaning."""

from __future__ import annotations

import re

import pytest
from pydantic_core import PydanticUndefined

from backend.config import Settings
from backend.stack.environment import ROOT

TEXT = (ROOT / ".env.example").read_text(encoding="utf-8")
LISTED = dict(re.findall(r"^# ([A-Z0-9_]+)=(.*)$", TEXT, re.MULTILINE))


def test_it_lists_exactly_the_settings() -> None:
    assert set(LISTED) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_default_is_the_codes(name: str) -> None:
    default = Settings.model_fields[name].default
    assert default is not PydanticUndefined
    expected = "" if default in (None, ()) else str(default)
    assert LISTED[name.upper()] == expected


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_comment_says_what_it_means(name: str) -> None:
    before = TEXT.split(f"\n# {name}=")[0].splitlines()[-1]
    assert re.match(r"^# \S+ \S+", before) and "=" not in before.split()[1]
