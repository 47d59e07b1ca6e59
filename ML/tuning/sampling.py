"""What to try next, and what to give up on: Optuna's samplers and pruners, on trials that are kept elsewhere.

The study is built anew from the trials for every question, and the sampler's seed is that of the trial, so a search
that is interrupted goes on as if it had not been.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ML.classifiers import Family
from ML.classifiers.search import Search
from ML.tuning.trials import COMPLETE, LAG, Trial

if TYPE_CHECKING:
    import optuna
    from optuna.distributions import BaseDistribution

DRAWN_EVENLY = 8
"""Trials that are drawn evenly over the space before the sampler learns from them."""

FEWEST_PEERS = 5
"""Complete trials that a trial must be held against before it can be given up."""


def starting_points(family: Family, chosen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is tried first: the settings as chosen, then the family's defaults where these differ."""
    names = family.search_space()
    points = [{name: values[name] for name in names} for values in (chosen, family.defaults())]
    return points[:1] if points[0] == points[1] else points


def suggest(family: Family, number: int, trials: Sequence[Trial], seed: int) -> dict[str, Any]:
    """Draw the settings of a trial.

    Parameters
    ----------
    family : Family
    number : int
        Of the trial that is to be drawn.
    trials : sequence of Trial
        Those drawn before it; the newest ``LAG - 1`` are taken as under way, whatever has become of them.
    seed : int
        With the search's name and ``number`` it decides the draw.
    """
    space = {name: _distribution(search) for name, search in family.search_space().items()}
    search = trials[0].search if trials else ""
    entropy = np.random.SeedSequence([seed, number, zlib.crc32(search.encode())]).generate_state(1)
    study = _study(int(entropy[0]))
    for trial in trials:
        study.add_trial(_told(trial, space, known=trial.number <= number - LAG))
    return {name: _plain(value) for name, value in study.ask(space).params.items()}


def is_hopeless(scores: Sequence[float], folds: int, peers: Sequence[Trial]) -> bool:
    """Tell whether a trial is worse so far than half of its peers were after as many inner folds."""
    import optuna

    if len(scores) >= folds:
        return False
    study = _study(0)
    for peer in peers:
        study.add_trial(_told(peer, {}, known=True))
    running = optuna.trial.create_trial(state=optuna.trial.TrialState.RUNNING, intermediate_values=_means(scores))
    return optuna.pruners.MedianPruner(n_startup_trials=FEWEST_PEERS, n_warmup_steps=0).prune(study, running)


def _study(seed: int) -> optuna.Study:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=DRAWN_EVENLY, multivariate=True)
    return optuna.create_study(direction="minimize", sampler=sampler)


def _told(trial: Trial, space: Mapping[str, BaseDistribution], *, known: bool) -> optuna.trial.FrozenTrial:
    """Return a trial in Optuna's words; one that is not known yet is under way."""
    from optuna.trial import TrialState, create_trial

    settings = _within(trial.settings, space)
    distributions = {name: space[name] for name in settings}
    if not known:
        return create_trial(state=TrialState.RUNNING, params=settings, distributions=distributions)
    if trial.value is None:
        return create_trial(state=TrialState.FAIL, params=settings, distributions=distributions)
    state = TrialState.COMPLETE if trial.state == COMPLETE else TrialState.PRUNED
    return create_trial(
        state=state,
        value=trial.value,
        params=settings,
        distributions=distributions,
        intermediate_values=_means(trial.scores),
    )


def _means(scores: Sequence[float]) -> dict[int, float]:
    return {step: float(np.mean(scores[: step + 1])) for step in range(len(scores))}


def _within(settings: Mapping[str, Any], space: Mapping[str, BaseDistribution]) -> dict[str, Any]:
    """Move settings that a person chose outside the searched range to its edge; leave out choices it does not hold."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    moved: dict[str, Any] = {}
    for name, distribution in space.items():
        value = settings[name]
        if isinstance(distribution, (FloatDistribution, IntDistribution)):
            moved[name] = min(max(value, distribution.low), distribution.high)
        elif isinstance(distribution, CategoricalDistribution) and value in distribution.choices:
            moved[name] = value
    return moved


def _distribution(search: Search) -> BaseDistribution:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if search.kind == "categorical":
        return CategoricalDistribution(search.choices)
    assert search.low is not None  # noqa: S101 - the numeric kinds have bounds
    assert search.high is not None  # noqa: S101
    if search.kind in {"int", "log_int"}:
        return IntDistribution(int(search.low), int(search.high), log=search.kind == "log_int")
    return FloatDistribution(search.low, search.high, log=search.kind == "log")


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
