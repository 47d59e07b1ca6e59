"""Models that are fitted but not validated: an export asks for nothing more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ML.cross_validation.fits import completed_plan, fit_rows, new_pipeline
from ML.trained_model import TrainedModel
from ML.training_rows import training_rows


@pytest.fixture
def fitted_only(trained):
    def fitted(table, plan) -> TrainedModel:
        complete = completed_plan(plan)
        rows = training_rows(table, complete)
        pipeline = new_pipeline(rows, complete)
        fit_rows(pipeline, rows, complete, np.arange(len(rows.y)), lambda done, total: None, [])
        known = trained("logistic_regression", len(plan.classes))
        return replace(known, plan=complete, pipeline=pipeline, columns=rows.columns())

    return fitted
