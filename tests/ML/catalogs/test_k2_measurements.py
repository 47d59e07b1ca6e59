"""What K2's rows give away, measured. ``python -m pytest tests/ML/catalogs/test_k2_measurements.py -s`` prints it.

An untuned LightGBM (200 trees, 31 leaves, rate 0.05) in five folds grouped by host star tells the 580 confirmed planets
from the 250 false positives; areas under the ROC curve. ``docs/catalogues/k2.md`` and the reasons in ``k2.csv`` quote
these numbers.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.deliveries import read_delivery
from ML.catalogs.readers import read_table
from ML.splitting import grouped_folds

ARCHIVE = Path(__file__).parents[4] / "shared" / "archive"
TABLE = ARCHIVE / "k2pandc_2025-10-01.csv"
pytestmark = pytest.mark.skipif(
    not TABLE.exists(), reason=f"{TABLE.name} is not there: it is a development table that is never shipped"
)
NAMES = ["pl_name", "hostname", "disposition"]
FILLED = re.compile(
    r"for (\d+) % of the confirmed planets and (\d+) % of the false positives in NASA's default rows "
    r"\((\d+) % and (\d+) % in candidate-era rows\)"
)
SINGLE = re.compile(r"AUC (?:of )?(\d\.\d+)( in NASA's default rows)?\)?")


@cache
def rows(choice: str) -> pd.DataFrame:
    """Decided rows: ``"raw"``, NASA's ``"default"`` ones, or ``"era"``: one per planet, of its time as a candidate."""
    raw = read_table(TABLE, TABLE.name).frame
    chosen = {"raw": lambda: raw, "default": lambda: raw[raw["default_flag"] == 1], "era": lambda: candidate_era(raw)}
    frame = chosen[choice]()
    return frame[frame["disposition"] != "CANDIDATE"].reset_index(drop=True)


def candidate_era(raw: pd.DataFrame) -> pd.DataFrame:
    return read_delivery(raw, get_catalogue("k2")).frame


def confirmed(frame: pd.DataFrame) -> np.ndarray:
    return (frame["disposition"] == "CONFIRMED").to_numpy().astype(int)


def out_of_fold(frame: pd.DataFrame, columns: list[str], *, mask: bool = False, grouped: bool = True) -> np.ndarray:
    from lightgbm import LGBMClassifier

    settings = {"n_estimators": 200, "num_leaves": 31, "learning_rate": 0.05, "random_state": 0, "verbose": -1}
    cells = frame[columns].isna() if mask else frame[columns]
    features, planets = cells.to_numpy(dtype=float), confirmed(frame)
    scores = np.full(len(frame), np.nan)
    for train, test in grouped_folds(planets, frame["hostname"].to_numpy(), group_by_host=grouped):
        model = LGBMClassifier(**settings, n_jobs=1)
        scores[test] = model.fit(features[train], planets[train]).booster_.predict(features[test])
    return scores


@cache
def area(choice: str, preset: str, *, mask: bool = False, grouped: bool = True) -> float:
    frame = rows(choice)
    held = [str(name) for name in frame if name not in NAMES]
    columns = held if preset == "all columns" else [n for n in get_catalogue("k2").presets[preset] if n in held]
    value = area_of(frame, out_of_fold(frame, columns, mask=mask, grouped=grouped))
    told = (choice, preset, "emptiness" if mask else "values", "grouped" if grouped else "random")
    print(f"{' | '.join(told):50} {value:.3f}")
    return value


def area_of(frame: pd.DataFrame, scores: np.ndarray) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(confirmed(frame), scores))


def area_of_values(frame: pd.DataFrame, values: pd.Series) -> float:
    """Area of one column by the share of planets among equal values, smoothed, in the same folds."""
    planets, scores = confirmed(frame), np.full(len(frame), np.nan)
    words = values.astype("str").fillna("(empty)")
    for train, test in grouped_folds(planets, frame["hostname"].to_numpy()):
        counts = pd.Series(planets[train]).groupby(words.iloc[train].to_numpy()).agg(["sum", "count"])
        share = planets[train].mean()
        rates = (counts["sum"] + 5 * share) / (counts["count"] + 5)
        scores[test] = words.iloc[test].map(rates).fillna(share)
    return area_of(frame, scores)


def test_the_empty_cells_of_default_rows_alone_tell_the_verdict():
    assert area("default", "all columns", mask=True) > 0.98


def test_candidate_era_rows_give_away_less_by_their_empty_cells():
    assert area("era", "all columns", mask=True) < area("default", "all columns", mask=True) - 0.05


def test_honest_columns_judge_by_value_not_by_emptiness():
    for preset in ("default", "physics"):
        assert area("era", preset) > 0.88
        assert area("era", preset, mask=True) < 0.65


def test_honest_columns_do_not_need_the_rows_that_were_chosen_after_the_verdict():
    assert area("era", "default") == pytest.approx(area("default", "default"), abs=0.02)


def test_raw_rows_give_away_the_verdict_too():
    assert area("raw", "all columns", mask=True) > area("era", "all columns", mask=True)


def test_a_random_split_of_the_raw_rows_flatters():
    assert area("raw", "default", grouped=False) > area("raw", "default") + 0.03
    assert area("raw", "default", grouped=False) > area("era", "default") + 0.05


def test_the_reasons_quote_how_often_a_column_is_filled_in():
    told = {column.name: FILLED.search(column.reason) for column in get_catalogue("k2").columns}
    quoted = {name: tuple(map(int, match.groups())) for name, match in told.items() if match}
    assert len(quoted) > 50
    assert quoted == {name: filled("default", name) + filled("era", name) for name in quoted}


def filled(choice: str, name: str) -> tuple[int, int]:
    """Percent of the confirmed planets, and of the false positives, that have a value."""
    held, planets = rows(choice)[name].notna(), confirmed(rows(choice)) == 1
    return round(100 * held[planets].mean()), round(100 * held[~planets].mean())


def test_the_reasons_quote_what_a_column_alone_achieves():
    told = {column.name: SINGLE.search(column.reason) for column in get_catalogue("k2").columns}
    quoted = {name: match for name, match in told.items() if match}
    assert {"sy_pnum", "soltype", "disp_refname", "pl_pubdate", "hostname"} <= set(quoted)
    for name, match in quoted.items():
        frame = rows("default" if match[2] else "era")
        values = frame[name].str.extract(r"^([A-Za-z0-9]+)")[0] if name == "hostname" else frame[name]
        measured = area_of_values(frame, values)
        print(f"{name:16} alone {measured:.3f}")
        assert float(match[1]) == pytest.approx(measured, abs=0.015), name


def test_companion_stars_are_known_of_confirmed_planets_only():
    frame = rows("era")
    several = frame["sy_snum"] > 1
    assert (several & (confirmed(frame) == 1)).sum() == 34
    assert not (several & (confirmed(frame) == 0)).any()


def test_the_default_row_is_chosen_after_the_verdict():
    frame = rows("era")
    shares = frame.groupby(confirmed(frame))["default_flag"].mean()
    print(f"default_flag of candidate-era rows: {shares[0]:.3f} of false positives, {shares[1]:.3f} of planets")
    reason = get_catalogue("k2").column("default_flag").reason
    assert f"{shares[0]:.0%} of".replace("%", " %") in reason
    assert f"{shares[1]:.0%} of".replace("%", " %") in reason
