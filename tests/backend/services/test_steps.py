"""The steps around the classifier go from a selection into a plan, and are spelled alike everywhere."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from backend.errors import InvalidFieldsError
from backend.schemas import steps as schemas
from backend.services import selection
from backend.services.snapshots import SnapshotShelf
from backend.services.sources import CatalogueSource
from backend.services.steps import planned_steps, step_choices, step_defaults
from backend.services.training_job import make_plan
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot
from ML.choices import BY_FIELD, STEPS
from ML.trained_model import TrainingPlan

NAMES = {
    "imputation": schemas.Imputation,
    "scaling": schemas.Scaling,
    "encoding": schemas.Encoding,
    "selection": schemas.ColumnSelection,
    "imbalance": schemas.Imbalance,
    "calibration": schemas.Calibration,
}


@pytest.fixture(scope="module")
def kepler(shipped: SnapshotShelf) -> CatalogueSource:
    return CatalogueSource(get_catalogue("kepler"), find_snapshot("kepler", None), shipped)


def completed(source: CatalogueSource, **parts: Any) -> dict[str, Any]:
    chosen = {"data_source": {"data_source": "nasa", "dataset": "kepler"}, **parts}
    return selection.complete(chosen, source)


@pytest.mark.parametrize("field", NAMES)
def test_the_wire_the_table_and_the_plan_know_the_same_choices(field: str) -> None:
    assert get_args(NAMES[field]) == BY_FIELD[field].names
    assert TrainingPlan((), (), None, "lightgbm").__getattribute__(field) == BY_FIELD[field].default


def test_every_step_is_described_for_a_person() -> None:
    assert [step["field"] for step in step_choices()] == [step.field for step in STEPS] == list(NAMES)
    for step in step_choices():
        assert step["default"] == step["options"][0]["name"]
        assert step["help"]
        assert all(option["title"] and option["help"].endswith(".") for option in step["options"])


def test_chosen_steps_reach_the_plan(kepler: CatalogueSource) -> None:
    evaluation = {"calibration": "venn_abers", "selection": "l2", "imbalance": "cost", "costs": {"PLANET": 3.0}}
    model = {"imputation": "indicator", "scaling": "robust", "encoding": "ordinal"}
    effective = completed(kepler, evaluation=evaluation, model=model)
    frame = kepler.load(lambda progress: None)
    plan = make_plan({**effective, "threads": 1}, kepler, kepler.label(frame, effective))
    assert {name: getattr(plan, name) for name in {**evaluation, **model}} == {**evaluation, **model}


def test_without_a_choice_the_plan_has_its_defaults(kepler: CatalogueSource) -> None:
    effective = completed(kepler)
    assert planned_steps(effective) == {step.field: step.default for step in STEPS} | {"costs": None}
    assert {**step_defaults("model"), **step_defaults("evaluation")} == {step.field: step.default for step in STEPS}


def test_a_run_from_before_there_were_steps_is_read_as_it_was_fitted() -> None:
    older = {"model": {"model": "lightgbm"}, "evaluation": {"imbalance": "class_weight", "folds": 5}}
    assert planned_steps(older) == {
        **{step.field: step.default for step in STEPS},
        "imbalance": "class_weight",
        "costs": None,
    }


@pytest.mark.parametrize(("evaluation", "said"), [
    ({"imbalance": "cost"}, "needs costs"),
    ({"costs": {"PLANET": 2.0}}, "but that is 'none'"),
    ({"imbalance": "cost", "costs": {"STAR": 2.0}}, "costs names 'STAR'; the classes are"),
])  # fmt: skip
def test_costs_that_mean_nothing_are_refused(evaluation: dict[str, Any], said: str, kepler: CatalogueSource) -> None:
    with pytest.raises(InvalidFieldsError, match=said) as refused:
        completed(kepler, evaluation=evaluation)
    assert refused.value.details["fields"][0]["field"] == "costs"
    if "STAR" not in said:
        with pytest.raises(InvalidFieldsError):
            selection.complete({"evaluation": evaluation}, None)
