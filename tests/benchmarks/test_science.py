"""The science benchmark's own machinery, on small made-up numbers and one small real cell."""

from __future__ import annotations

import json
import sys

import pytest

from benchmarks import cells, peers, science, tasks
from benchmarks.cells import Cell
from benchmarks.facts import auto_facts, averaged, goal_facts
from benchmarks.pairs import pairs, verdict
from benchmarks.report import write_report
from benchmarks.tasks import TASKS, Goal

METRICS = ("accuracy", "macro_f1", "roc_auc", "log_loss", "ece")


def made_up(task="kepler_binary", family="lightgbm", seed=42, arm="as it comes", **values):
    numbers = {**dict.fromkeys(METRICS, 0.5), **values}
    metrics = {name: {"value": value, "low": value - 0.01, "high": value + 0.01} for name, value in numbers.items()}
    facts = {"rows": 6257, "columns": 71, "threads": 2, "wall_s": 1.0, "cpu_s": 2.0}
    return {
        "task": task,
        "family": family,
        "seed": seed,
        "arm": arm,
        "hyperparameters": {},
        "metrics": metrics,
        **facts,
    }


def test_seeds_are_averaged_with_the_ends_of_their_intervals():
    (row,) = averaged([made_up(accuracy=0.97), made_up(accuracy=0.98, seed=1)])
    assert row["seeds"] == [1, 42]
    assert row["metrics"]["accuracy"] == pytest.approx({"value": 0.975, "low": 0.965, "high": 0.985})
    assert row["spread"]["accuracy"] == pytest.approx(0.01)


def test_a_goal_is_held_to_the_digits_in_which_it_is_stated():
    assert Goal("accuracy", 0.979, None).reached(0.97896, 0.979) is True
    assert Goal("accuracy", 0.979, None).reached(0.97894, 0.979) is False
    assert Goal("log_loss", 0.064, None, least=True).reached(0.0641, 0.064) is False
    assert Goal("accuracy", 0.979, None).reached(1.0, None) is None


def test_soft_leaks_never_count_for_an_aim():
    rows = averaged([made_up(accuracy=0.97), made_up(accuracy=0.99, arm="soft leaks")])
    fact = next(fact for fact in goal_facts(rows, TASKS) if fact["metric"] == "accuracy")
    assert fact["best"]["arm"] == "as it comes"
    assert fact["aim_reached"] is False


def test_auto_is_compared_on_the_splits_that_both_had():
    results = [
        made_up(family="auto", log_loss=0.06),
        made_up(log_loss=0.07),
        made_up(log_loss=0.01, seed=1),
        made_up(family="catboost", log_loss=0.001, seed=1),
    ]
    (fact,) = auto_facts(results, TASKS)
    assert fact["best"]["family"] == "lightgbm"
    assert fact["best"]["metrics"]["log_loss"]["value"] == 0.07


def test_the_report_tells_what_was_reached_what_not_and_what_is_missing(tmp_path):
    results = [made_up(accuracy=0.981, log_loss=0.06), made_up(family="catboost", log_loss=0.07)]
    results.append(made_up(family="auto", log_loss=0.065))
    results.append(made_up(accuracy=0.99, arm="soft leaks"))
    absent = {"koi2025_three": "nowhere/cumulative.csv is not here"}
    (fact,) = auto_facts(results, TASKS)
    difference = {"value": 0.005, "low": 0.001, "high": 0.009}
    paths = write_report(results, [], absent, TASKS, tmp_path, [{**fact, "difference": difference, "verdict": "worse"}])
    assert {path.suffix for path in paths} == {".json", ".md", ".svg"}
    page = (tmp_path / "benchmark.md").read_text()
    assert "accuracy 0.983: **not reached**, 0.981 (0.971–0.991) at best; the aim lies within the interval" in page
    assert "Never counted: 0.990 (0.980–1.000) by LightGBM, soft leaks." in page
    assert "ECE 0.01" in page
    assert "Left out: koi2025_three" in page
    assert "0.0650 (0.0550–0.0750) | 0.0600 (0.0500–0.0700) LightGBM | +0.0050 (+0.0010 to +0.0090) | worse |" in page
    assert "Not measured yet: XGBoost" in page
    facts = json.loads((tmp_path / "benchmark.json").read_text())
    assert facts["results"] == results
    assert facts["absent"] == absent


def test_the_same_numbers_give_the_same_files(tmp_path):
    first, second = (write_report([made_up()], [], {}, TASKS, tmp_path / name) for name in ("first", "second"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_measured_cell_is_not_measured_again(tmp_path, monkeypatch):
    cell, said = Cell("tess_binary", "decision_tree", 42), []
    cells.run([cell], tmp_path, 1, said.append)
    assert "tess_binary" in said[0]
    monkeypatch.setattr(cells, "measure", lambda *_: pytest.fail("it was measured again"))
    cells.run([cell], tmp_path, 1, said.append)
    (found,) = cells.load(tmp_path, [cell], 1)
    assert found["rows"] == 903
    assert 0.7 < found["metrics"]["roc_auc"]["value"] < 0.95


def test_auto_and_the_best_family_are_held_against_each_other_row_by_row(tmp_path):
    auto, tree, said = Cell("tess_binary", "auto", 42), Cell("tess_binary", "decision_tree", 42), []
    # Any measured family may stand in auto's place, which takes minutes.
    cells.run([Cell("tess_binary", "lightgbm", 42), tree], tmp_path, 1, said.append)
    forest = Cell("tess_binary", "lightgbm", 42).file(tmp_path, 1)
    auto.file(tmp_path, 1).with_suffix(".npz").write_bytes(forest.with_suffix(".npz").read_bytes())
    results = [json.loads(forest.read_text()) | {"family": "auto"}, *cells.load(tmp_path, [tree], 1)]
    (pair,) = pairs(results, TASKS, tmp_path, 1, None)
    auc = [row["metrics"]["roc_auc"]["value"] for row in results]
    assert pair["verdict"] == "better"
    assert pair["difference"]["value"] == pytest.approx(auc[0] - auc[1])
    assert 0 < pair["difference"]["low"] < pair["difference"]["value"] < pair["difference"]["high"]

    kept = tree.file(tmp_path, 1).with_suffix(".npz")
    before = kept.read_bytes()
    kept.unlink()
    (unpaired,) = pairs(results, TASKS, tmp_path, 1, None)
    assert unpaired["difference"] is None
    assert pairs(results, TASKS, tmp_path, 1, said.append) == [pair]
    assert "once more" in said[-1] and kept.read_bytes() == before


@pytest.mark.parametrize(
    ("metric", "low", "high", "told"),
    [
        ("log_loss", -0.02, -0.01, "better"),
        ("log_loss", 0.01, 0.02, "worse"),
        ("roc_auc", -0.02, -0.01, "worse"),
        ("roc_auc", -0.01, 0.01, "alike"),
        ("accuracy", 0.0, 0.01, "alike"),
    ],
)
def test_a_difference_is_told_where_its_interval_leaves_out_zero(metric, low, high, told):
    assert verdict({"value": (low + high) / 2, "low": low, "high": high}, metric) == told


def test_other_settings_or_columns_are_another_cell(tmp_path):
    plain = Cell("tess_binary", "decision_tree", 42)
    others = [
        Cell("tess_binary", "decision_tree", 42, hyperparameters={"max_depth": 3}),
        Cell("tess_binary", "decision_tree", 42, "soft leaks"),
        Cell("tess_binary", "decision_tree", 1),
    ]
    assert len({cell.file(tmp_path, 1) for cell in (plain, *others)}) == 4


def test_a_missing_table_is_said_loudly_and_left_out(tmp_path, monkeypatch):
    tasks._koi_2025.cache_clear()
    monkeypatch.setenv("ARCHIVE_MIRROR", str(tmp_path))
    said = []
    code = science.main(
        ["--report-only", "--work", str(tmp_path / "work"), "--out", str(tmp_path / "out")], said.append
    )
    assert code == 0
    assert any(line.startswith("!!! LEFT OUT: KOI 2025") and "ARCHIVE_MIRROR" in line for line in said)
    assert "Left out: koi2025_binary" in (tmp_path / "out" / "benchmark.md").read_text()


def test_a_peer_answers_each_fold_in_a_process_of_its_own(tmp_path, monkeypatch):
    script = tmp_path / "tree_fold.py"
    script.write_text(
        "import sys, platform, numpy as np\n"
        "from sklearn.tree import DecisionTreeClassifier\n"
        "assert platform.node\n"
        "fold, answers, seconds, seed = sys.argv[1:]\n"
        "held = np.load(fold)\n"
        "tree = DecisionTreeClassifier(max_depth=4, random_state=int(seed)).fit(held['X'], held['y'])\n"
        "np.save(answers, tree.predict_proba(held['X_new']))\n"
    )
    # A module beside the script may have a name of the standard library's, as benchmarks/platform.py has.
    (tmp_path / "platform.py").write_text("raise ImportError\n")
    monkeypatch.setattr(peers, "prepare", lambda *_: sys.executable)
    monkeypatch.setitem(peers.PEERS, "tree", ("A tree", str(script)))
    said: list[str] = []
    peers.run("tree", [tasks.BY_NAME["tess_binary"]], tmp_path / "work", 1, said.append)
    (found,) = cells.load_peers(tmp_path / "work")
    assert found["title"] == "A tree, 1 s a fold"
    assert 0.7 < found["metrics"]["roc_auc"]["value"] < 0.95
    assert found["seconds_a_fold"] == 1
    monkeypatch.setattr(peers, "_measured", lambda *_: pytest.fail("it was measured again"))
    peers.run("tree", [tasks.BY_NAME["tess_binary"]], tmp_path / "work", 1, said.append)
