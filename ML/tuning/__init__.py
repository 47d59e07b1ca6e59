"""Tuning: a search for better hyperparameters on the training rows alone, in trials that several workers can share.

Nested: every validation fold has a search of its own that sees only that fold's training rows, and the final model has
one on all rows. What is reported is the validation folds' score; a search's own best is optimistic and told beside it.
"""

from __future__ import annotations

from ML.tuning.bench import Bench, Judged, bench_of, judge
from ML.tuning.book import LocalTrials, TrialBook
from ML.tuning.search import HyperparameterSearch, TunedSettings, searched_rows
from ML.tuning.trials import Trial, peers_of

__all__ = [
    "Bench",
    "HyperparameterSearch",
    "Judged",
    "LocalTrials",
    "Trial",
    "TrialBook",
    "TunedSettings",
    "bench_of",
    "judge",
    "peers_of",
    "searched_rows",
]
