"""Splits that runs kept, to be used again: the same objects in the same folds for another model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backend.errors import InvalidFieldsError
from backend.services.models import ModelCache
from backend.services.validated import ValidatedTables
from backend.unit_of_work import Transactions

if TYPE_CHECKING:
    from ML.frozen_split import FrozenSplit

SETTINGS = ("method", "folds", "test_size", "group_by_host")


class KeptSplits:
    """Finds the split of a session's run.

    Parameters
    ----------
    transactions : Transactions
    cache : ModelCache
        Knows the finished runs.
    tables : ValidatedTables
    """

    def __init__(self, transactions: Transactions, cache: ModelCache, tables: ValidatedTables) -> None:
        self._transactions = transactions
        self._cache = cache
        self._tables = tables

    def settle(self, evaluation: dict[str, Any]) -> dict[str, Any]:
        """Return the ``evaluation`` step with the run whose split is meant, and that run's settings of the split.

        Raises
        ------
        UnknownSessionError, WrongStateError
            The session named by ``split_of`` does not exist, or has no trained model.
        InvalidFieldsError
            A setting of the split was chosen beside it.
        """
        if evaluation.get("split_of") is None:
            return evaluation
        beside = [name for name in SETTINGS if evaluation.get(name) is not None]
        if beside:
            message = f"{beside[0]} is chosen beside split_of, which brings its own. Leave one of them out."
            raise InvalidFieldsError(message, [{"field": beside[0], "message": message}])
        run = self._cache.trained_run(evaluation["split_of"])
        kept = {name: run.configuration["evaluation"][name] for name in SETTINGS}
        return {**evaluation, **kept, "split_run": run.id}

    def of(self, configuration: dict[str, Any]) -> FrozenSplit | None:
        """Return the split that a configuration names, or None.

        Raises
        ------
        InvalidFieldsError
            The run that kept it is gone.
        """
        from ML.frozen_split import FrozenSplit

        run_id = configuration["evaluation"].get("split_run")
        if run_id is None:
            return None
        with self._transactions.read() as uow:
            run = uow.runs.find(run_id)
            _ = run and run.result
        if run is None or run.out_of_fold_path is None:
            message = "The session whose folds were to be used again was deleted. Choose another split_of, or none."
            raise InvalidFieldsError(message, [{"field": "split_of", "message": message}])
        table = self._tables.of(run)
        return FrozenSplit(dict(zip(table["object"], table["fold"].astype(int).tolist(), strict=True)))
