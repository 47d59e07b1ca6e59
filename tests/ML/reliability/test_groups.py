"""Results by mission, verdict and reason: each as if its objects were all there are, and together all of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.catalogue import get_catalogue
from ML.evaluation import evaluate
from ML.reliability.context import object_context, reason_titles
from ML.reliability.groups import Answers, by_reason, by_words, group_metrics, recalled, without_words

CLASSES = ("FALSE POSITIVE", "PLANET")


@pytest.fixture
def answers():
    rng = np.random.default_rng(4)
    truth = rng.integers(2, size=300)
    score = np.clip(truth * 0.4 + 0.6 * rng.random(300), 0.01, 0.99)
    return Answers(truth, np.column_stack([1 - score, score]), rng.integers(150, size=300), CLASSES, "PLANET", seed=3)


def test_each_mission_is_judged_as_if_it_were_alone(answers):
    words = pd.Series(np.where(np.arange(300) % 3 == 0, "K2", "Kepler"))
    groups = group_metrics(answers, by_words(words))
    assert [group.name for group in groups] == ["K2", "Kepler"]
    assert sum(group.objects for group in groups) == 300
    chosen = (words == "Kepler").to_numpy()
    facts = (CLASSES, "PLANET", answers.hosts[chosen])
    alone = evaluate(answers.truth[chosen], answers.probabilities[chosen], *facts, seed=3)
    assert groups[1].metrics == alone.metrics
    assert groups[1].by_class == {
        "FALSE POSITIVE": int((answers.truth[chosen] == 0).sum()),
        "PLANET": groups[1].objects - int((answers.truth[chosen] == 0).sum()),
    }


def test_one_group_of_all_is_the_whole_result(answers):
    (whole,) = group_metrics(answers, {"all": np.ones(300, dtype=bool), "none": np.zeros(300, dtype=bool)})
    own = evaluate(answers.truth, answers.probabilities, CLASSES, "PLANET", answers.hosts, seed=3)
    assert whole.metrics == own.metrics


def test_a_verdict_is_left_out_only_where_its_class_has_another(answers):
    """Planets known before and planets confirmed since are one class; false positives have one word."""
    known = np.where(np.arange(300) % 2 == 0, "KP", "CP")
    words = pd.Series(np.where(answers.truth == 1, known, "FP"))
    parts = without_words(words, answers.truth)
    assert set(parts) == {"KP", "CP"}
    assert (parts["KP"] == (words != "KP")).all()


def test_false_positives_are_recalled_by_reason(answers):
    flags = pd.DataFrame({"reason_a": np.arange(300) % 2 == 0, "reason_b": np.arange(300) % 3 == 0})
    negative = answers.truth == 0
    parts = by_reason(flags, negative)
    assert list(parts) == ["reason_a", "reason_b", "several", "none"]
    assert (
        parts["reason_a"].sum() + parts["reason_b"].sum() - parts["several"].sum() + parts["none"].sum()
        == negative.sum()
    )
    for entry in recalled(answers, parts):
        part = parts[entry.name]
        assert entry.right.objects == part.sum()
        assert entry.right.hits == (answers.probabilities[part, 0] > 0.5).sum()


def test_keplers_flags_are_reasons_and_its_columns_have_their_canonical_names():
    kepler = get_catalogue("kepler")
    frame = pd.DataFrame(
        {
            "koi_period": [1.5, 2.5, np.inf],
            "koi_prad": [1.0, None, 3.0],
            "koi_fpflag_nt": [465.0, 0.0, None],
            "koi_fpflag_ss": [1, 0, 0],
            "koi_disposition": ["FALSE POSITIVE", "CONFIRMED", None],
        }
    )
    context = object_context(frame, kepler.columns, kepler.target_column)
    assert list(context) == [
        "orbital_period",
        "planet_radius",
        "verdict",
        "reason_koi_fpflag_nt",
        "reason_koi_fpflag_ss",
    ]
    assert context["reason_koi_fpflag_nt"].tolist() == [True, False, False]
    assert context["orbital_period"].isna().tolist() == [False, False, True]
    titles = reason_titles(kepler.columns)
    assert titles["reason_koi_fpflag_co"] == "Centroid Offset"
    assert set(titles) == {f"reason_koi_fpflag_{name}" for name in ("nt", "ss", "co", "ec")}


def test_a_table_that_tells_nothing_has_no_context():
    context = object_context(pd.DataFrame({"depth": [1.0, 2.0]}), ())
    assert (len(context), len(context.columns)) == (2, 0)
