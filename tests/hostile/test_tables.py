"""The corpus of hostile tables through every door that takes a file, on real processes whose memory is watched."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.hostile.doors import Outcome, judge, predict, trained_session, upload, use_upload
from tests.hostile.platform import MEGABYTE, running_platform
from tests.hostile.tables import FILENAMES, TABLES, HostileTable

MOST_MEMORY = 400 * MEGABYTE
"""What the corpus may add to what the processes hold after a decent table has been through every door [bytes]."""
REFUSALS = {413, 415, 422}
KEPT = ("tmp", "uploads", "predictions")


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A platform with a model, after a decent table has been through every door; counts what is kept."""
    with running_platform(tmp_path_factory.mktemp("gate")) as platform:
        made = SimpleNamespace(platform=platform, session_id=trained_session(platform), uploads=1, batches=0)
        through_every_door(made, TABLES[0])
        platform.memory.peak = platform.memory.now()
        made.before = platform.memory.peak
        yield made


def through_every_door(gate: SimpleNamespace, table: HostileTable) -> dict[str, Outcome]:
    content, platform = table.build(), gate.platform
    uploaded, facts = upload(platform, content, table.filename)
    outcomes = {"upload": uploaded}
    for kind in ("", ".csv"):
        outcomes[f"habitability{kind}"] = judge(platform, content, table.filename, kind)
    outcomes["batch"] = predict(platform, gate.session_id, content, table.filename)
    if facts:
        outcomes |= {f"use {number}": outcome for number, outcome in enumerate(use_upload(platform, facts))}
    gate.uploads += bool(facts)
    gate.batches += outcomes["batch"].state == "done"
    return outcomes


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_a_hostile_table_is_taken_or_refused_as_told_at_every_door(gate: SimpleNamespace, table: HostileTable) -> None:
    outcomes = through_every_door(gate, table)
    assert max(outcome.status for outcome in outcomes.values()) < 500, outcomes
    assert outcomes["upload"][:2] == table.answer, outcomes
    is_taken = outcomes["upload"].status == 201
    for door in ("habitability", "habitability.csv"):
        assert outcomes[door].status in REFUSALS | ({200} if is_taken else set()), (door, outcomes)
    # A batch is read by a worker: it ends as failed with the reason, or with an answer for every row.
    batch = outcomes["batch"]
    assert (batch.status, batch.state) in {(202, "done"), (202, "failed")}, outcomes
    assert bool(batch.code) == (batch.state == "failed"), outcomes


def test_a_file_name_is_shown_and_names_nothing(gate: SimpleNamespace) -> None:
    content = TABLES[0].build()
    for filename in FILENAMES:
        outcome, facts = upload(gate.platform, content, filename)
        assert outcome.status == 201, (filename, outcome)
        gate.uploads += 1
        assert not set(facts["filename"]) & {"/", "\\", "\r", "\n", "\u202e"}, facts["filename"]
        assert len(facts["filename"]) <= 200
        assert judge(gate.platform, content, filename).status == 422
    assert list(gate.platform.folder.parent.rglob("*passwd*")) == []


def test_the_corpus_leaves_nothing_behind_and_stays_small(gate: SimpleNamespace) -> None:
    held = gate.platform.files(*KEPT)
    assert sum(name.startswith("uploads/") for name in held) == gate.uploads
    batches = {name.split("/")[1] for name in held if name.startswith("predictions/")}
    assert len(batches) == gate.batches
    # The figures of the server that runs are its own.
    assert not [name for name in held if name.startswith("tmp/") and not name.startswith("tmp/metrics/")]
    assert gate.platform.memory.peak - gate.before < MOST_MEMORY, f"{gate.platform.memory.peak / MEGABYTE:.0f} MB"
