"""The model that answers a table: the run's own, or where the table lacks columns that matter, one of those it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backend.services.batch_header import some_names
from ML.catalogs.catalogue import Column

if TYPE_CHECKING:
    from ML.partial import PartialInputs
    from ML.trained_model import TrainedModel

MISSING_COLUMNS = "missing_columns"
_PERCENT = 100


@dataclass(frozen=True)
class TableModel:
    """What answers a table.

    Attributes
    ----------
    model : TrainedModel
    given : tuple of Column
        Columns of the model that the table has.
    missing : tuple of str
        Columns of the run's model that it has not.
    is_reduced : bool
        Whether a model of the given columns stands in for the run's.
    """

    model: TrainedModel
    given: tuple[Column, ...]
    missing: tuple[str, ...]
    is_reduced: bool


def table_model(partial: PartialInputs, names: list[str]) -> TableModel:
    """Return what answers a table of some columns, at least one of them the model's."""
    whole, held = partial.model, set(names)
    given = tuple(column for column in whole.plan.features if column.name in held)
    missing = tuple(name for name in whole.feature_names if name not in held)
    fields = partial.fields_of_table(held)
    return TableModel(partial.reduced(fields) if fields else whole, given, missing, bool(fields))


def told_of_missing(partial: PartialInputs, answers: TableModel, close: dict[str, list[str]]) -> list[dict[str, str]]:
    """Return what a batch says at its head of the columns that its table lacks."""
    if not answers.missing:
        return []
    names, whole = answers.missing, partial.model
    parts = [
        f"The table lacks {len(names)} of the model's {len(whole.feature_names)} columns: {some_names(list(names))}.",
        *[f"{name!r} is close to {found[0]!r} of the table: was that meant?" for name, found in close.items()],
        _by_reduced(whole, answers) if answers.is_reduced else _by_whole(partial, answers),
    ]
    return [{"code": MISSING_COLUMNS, "text": " ".join(parts)}]


def _by_reduced(whole: TrainedModel, answers: TableModel) -> str:
    count = len(answers.given)
    return (
        f"A reduced model of the {count} given column{'' if count == 1 else 's'} answered: it is right about "
        f"{_accuracy(answers.model)} of held-out objects, the model of all columns about {_accuracy(whole)}."
    )


def _by_whole(partial: PartialInputs, answers: TableModel) -> str:
    share = float(partial.gaps.shares[np.isin(partial.gaps.names, answers.missing)].sum())
    return (
        f"They carry {_PERCENT * share:.1f} % of the importance: the trained model answered, with typical training "
        "values in their place."
    )


def _accuracy(model: TrainedModel) -> str:
    return f"{_PERCENT * float(model.evaluation.metrics['accuracy'].value or 0.0):.1f} %"
