"""What a leak buys: the same model on the same folds, with and without the columns that give the answer away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from ML.catalogs.catalogue import Column
from ML.comparison import paired_differences
from ML.cross_validation import NO_STORE, CrossValidation, FoldStore, NumberedFolds, cross_validate
from ML.exceptions import InvalidFieldsError
from ML.progress import FoldScore, Progress, ProgressCallback, ignore_progress
from ML.results import Estimate, LeakPrice, PricedColumns, Warnings, remark
from ML.trained_model import TrainingPlan
from ML.training_rows import MOST_CATEGORIES, LabelledTable

Columns = tuple[Column, ...]
Metrics = dict[str, Estimate]

_NO_GROUPS: Mapping[str, Sequence[Column]] = MappingProxyType({})
_PERCENT = 100
_NEARLY_ALL = 0.9
_HEADLINES = {"accuracy": "accuracy", "pr_auc": "average precision"}


def price_of_leaks(
    table: LabelledTable,
    plan: TrainingPlan,
    leaks: Sequence[Column],
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
    *,
    groups: Mapping[str, Sequence[Column]] = _NO_GROUPS,
) -> LeakPrice:
    """Validate a plan with and without columns that give the answer away.

    Parameters
    ----------
    table : LabelledTable
        Objects with classes, with the columns of the plan and the leaks.
    plan : TrainingPlan
        What was chosen; its features that are no leaks are the honest ones.
    leaks : sequence of Column
        Columns to price. Dates, and words with more than 50 different values, stand in as held or empty: that the
        cell is filled in is then the leak.
    on_progress : callable
        Told the steps of all folds of all validations in the phase ``"folds"``, then the phase ``"comparing"``; may
        raise to stop, and what it raises comes out unchanged.
    fold_store : FoldStore or None
        Finished folds, numbered on from one validation to the next: without leaks, with them, then each group.
    groups : mapping of str to sequence of Column
        Groups of leaks to price by themselves as well.

    Returns
    -------
    LeakPrice

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        No leak can be used, or the plan or the table cannot; the message names the remedy.
    """
    named = [*leaks, *(column for group in groups.values() for column in group)]
    prepared, usable, remarks = _usable(table, named)
    arms = {
        "without the leaks": (),
        "with the leaks": _named_in(usable, leaks),
        **{name: part for name, group in groups.items() if (part := _named_in(usable, group))},
    }
    if not arms["with the leaks"]:
        raise _nothing_to_price(leaks)
    honest = tuple(column for column in plan.features if column.name not in {leak.name for leak in named})
    study = _Study(prepared, replace(plan, features=honest), arms, on_progress, fold_store or NO_STORE)
    return study.run(remarks)


def _usable(table: LabelledTable, leaks: Sequence[Column]) -> tuple[LabelledTable, dict[str, Column], Warnings]:
    """Return the table and the leaks in the form in which a model can take them, and what was changed."""
    by_name = {column.name: column for column in leaks}
    names = [name for name in by_name if name in table.features.columns]
    distinct = table.features.loc[table.target.notna().to_numpy(), names].nunique().to_dict()
    named = [name for name in names if _told_by_presence(by_name[name], distinct[name])]
    held = table.features[named].notna().replace({True: "held", False: "empty"}).astype("str")
    decided = held[table.target.notna().to_numpy()].nunique().to_dict()
    kept = {name: by_name[name] for name in names if decided.get(name, distinct[name]) > 1}
    typed = {name: replace(column, kind="category") if name in named else column for name, column in kept.items()}
    return replace(table, features=table.features.assign(**held)), typed, _remarks(by_name, named, kept)


def _told_by_presence(column: Column, distinct: int) -> bool:
    """Whether only a filled cell can tell: dates, names, and columns that hold one value or nothing."""
    return column.kind == "date" or distinct == 1 or (column.kind != "number" and distinct > MOST_CATEGORIES)


def _remarks(leaks: Mapping[str, Column], named: Sequence[str], kept: Mapping[str, Column]) -> Warnings:
    dropped = ", ".join(name for name in leaks if name not in kept)
    stood_in = ", ".join(name for name in named if name in kept)
    facts = {
        "leaks_not_priced": (
            dropped,
            f"Not priced: constant, or names or dates that every row holds: {dropped}.",
        ),
        "leaks_by_presence": (stood_in, f"Priced by whether a cell is filled in, not by what it says: {stood_in}."),
    }
    return [remark(code, text) for code, (names, text) in facts.items() if names]


def _named_in(usable: Mapping[str, Column], columns: Sequence[Column]) -> Columns:
    return tuple(usable[column.name] for column in columns if column.name in usable)


def _nothing_to_price(leaks: Sequence[Column]) -> InvalidFieldsError:
    names = ", ".join(column.name for column in leaks) or "no column"
    message = f"The columns to price are {names}; expected one that the table holds and that differs between rows."
    return InvalidFieldsError(message, [{"field": "columns", "message": message}])


@dataclass
class _Study:
    """Validates arm after arm on the same folds and compares each with the first, which has no leak."""

    table: LabelledTable
    plan: TrainingPlan
    arms: dict[str, Columns]
    on_progress: ProgressCallback
    store: FoldStore
    scores: list[FoldScore] = field(default_factory=list)

    def run(self, remarks: Warnings) -> LeakPrice:
        validated = [self.validate(number, name) for number, name in enumerate(self.arms)]
        without = validated[0]
        priced, *alone = [self.price(number, validated) for number in range(1, len(validated))]
        return LeakPrice(
            leaks=priced.columns,
            features=tuple(column.name for column in self.plan.features),
            with_leaks=priced.metrics,
            without_leaks=without.evaluation.metrics,
            difference=priced.difference,
            headline=_headline(without),
            text=priced.text,
            rows=int(without.tested.sum()),
            hosts=len(np.unique(without.rows.hosts[without.tested])),
            folds=len(without.folds),
            split_hash=without.split_hash,
            alone=dict(zip(list(self.arms)[2:], alone, strict=True)),
            warnings=_once([*remarks, *(entry for part in validated for entry in part.warnings)]),
        )

    def validate(self, number: int, name: str) -> CrossValidation:
        plan = replace(self.plan, features=(*self.plan.features, *self.arms[name]))
        before = tuple(self.scores)

        def report(progress: Progress) -> None:
            scores = tuple(FoldScore(len(before) + entry.fold, entry.metrics) for entry in progress.scores)
            self.scores[len(before) :] = scores
            self.on_progress(
                replace(
                    progress,
                    completed=number * progress.total + progress.completed,
                    total=len(self.arms) * progress.total,
                    message=f"{name[0].upper()}{name[1:]}: {progress.message}",
                    scores=(*before, *scores),
                )
            )

        numbered = NumberedFolds(self.store, number * (plan.folds if plan.method == "cv" else 1))
        return cross_validate(self.table, plan, report, numbered, with_baselines=False)

    def price(self, number: int, validated: list[CrossValidation]) -> PricedColumns:
        done, total = number - 1, len(validated) - 1
        difference = _paired(validated[number], validated[0], lambda: self.comparing(done, total))
        self.comparing(number, total)
        metrics, columns = validated[number].evaluation.metrics, list(self.arms.values())[number]
        without = validated[0].evaluation.metrics
        text = _sentence(columns, _headline(validated[0]), metrics, without, difference)
        return PricedColumns(tuple(column.name for column in columns), metrics, difference, text)

    def comparing(self, done: int, total: int) -> None:
        """Report that this many comparisons are done; also where nothing is, so that a cancelled study stops here."""
        text = "Comparing on the same hosts"
        self.on_progress(Progress("comparing", done, total, "comparisons", text, scores=tuple(self.scores)))


def _paired(one: CrossValidation, other: CrossValidation, on_step: Callable[[], None]) -> Metrics:
    tested, plan = one.tested, one.plan
    return paired_differences(
        one.rows.y[tested],
        one.probabilities[tested],
        other.probabilities[tested],
        plan.classes,
        plan.positive_class,
        one.rows.hosts[tested],
        seed=plan.seed,
        on_step=on_step,
    )


def _once(remarks: Warnings) -> Warnings:
    return list({(entry["code"], entry["text"]): entry for entry in remarks}.values())


def _headline(validated: CrossValidation) -> str:
    """Name the metric that tells most: where nearly all rows are of one class, always naming it is accurate."""
    commonest = np.bincount(validated.rows.y[validated.tested]).max() / validated.tested.sum()
    return "pr_auc" if commonest > _NEARLY_ALL else "accuracy"


def _sentence(leaks: Sequence[Column], headline: str, priced: Metrics, without: Metrics, difference: Metrics) -> str:
    """Say what the leaks buy, such as "With these 5 columns accuracy is 0.997 (0.996–0.998); without them …"."""
    these, them = (f"these {len(leaks)} columns", "them") if len(leaks) > 1 else (leaks[0].name, "it")
    one, other = (_with_interval(part[headline]) for part in (priced, without))
    verdict = _verdict(difference[headline])
    sentence = f"With {these} {_HEADLINES[headline]} is {one}; without {them} {other}: {verdict}."
    return sentence + _areas(priced["roc_auc"], without["roc_auc"])


def _with_interval(estimate: Estimate) -> str:
    interval = "" if estimate.low is None else f" ({estimate.low:.3f}–{estimate.high:.3f})"
    return f"{estimate.value:.3f}{interval}"


def _verdict(difference: Estimate) -> str:
    points = f"{abs(difference.value or 0.0) * _PERCENT:.1f} points"
    if difference.low is None or difference.high is None or difference.low <= 0 <= difference.high:
        return f"the difference of {points} may be chance"
    return f"{points} are bought by columns that give the answer away" if difference.low > 0 else f"they cost {points}"


def _areas(area: Estimate, without: Estimate) -> str:
    if area.value is None or without.value is None:
        return ""
    return f" The area under the ROC curve is {area.value:.3f} with and {without.value:.3f} without."
