from __future__ import annotations

import numpy as np
import pytest

from ML.calibration import fit_calibrator

METHODS = ("sigmoid", "isotonic", "venn_abers")


def overconfident(n_classes, n_rows=3000, seed=0):
    """Probabilities whose log-odds are three times too large, and the classes that they speak of."""
    rng = np.random.default_rng(seed)
    outputs = rng.normal(size=(n_rows, n_classes))
    true = np.exp(outputs) / np.exp(outputs).sum(axis=1, keepdims=True)
    codes = (true.cumsum(axis=1) < rng.random((n_rows, 1))).sum(axis=1)
    said = np.exp(3 * outputs) / np.exp(3 * outputs).sum(axis=1, keepdims=True)
    return true, said, codes


def log_loss(probabilities, codes):
    return -np.log(probabilities[np.arange(len(codes)), codes]).mean()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n_classes", [2, 3, 5])
def test_overconfidence_is_taken_back_on_other_rows(method, n_classes):
    _, said, codes = overconfident(n_classes)
    calibrator = fit_calibrator(method, said, codes)
    true, asked, answers = overconfident(n_classes, seed=1)
    found = calibrator.calibrate(asked)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert log_loss(found, answers) < log_loss(asked, answers) - 0.2
    assert log_loss(found, answers) < log_loss(true, answers) + 0.04
    assert ((found > 0) & (found < 1)).all()


@pytest.mark.parametrize("method", METHODS)
def test_what_is_calibrated_stays(method):
    true, _, codes = overconfident(2)
    np.testing.assert_allclose(fit_calibrator(method, true, codes).calibrate(true), true, atol=0.12)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("n_classes", [2, 4])
def test_one_row_is_answered_as_among_many(method, n_classes):
    _, said, codes = overconfident(n_classes)
    calibrator = fit_calibrator(method, said, codes)
    np.testing.assert_array_equal(calibrator.calibrate(said[:1]), calibrator.calibrate(said)[:1])
    assert calibrator.calibrate(said[:0]).shape == (0, n_classes)


@pytest.mark.parametrize("n_classes", [2, 4])
def test_venn_abers_encloses_its_probabilities(n_classes):
    _, said, codes = overconfident(n_classes)
    calibrator = fit_calibrator("venn_abers", said, codes)
    ends, found = calibrator.intervals(said), calibrator.calibrate(said)
    assert ends.shape == (*said.shape, 2)
    assert (ends[..., 0] <= found + 1e-12).all() and (found <= ends[..., 1] + 1e-12).all()


def test_the_others_have_no_interval():
    _, said, codes = overconfident(2)
    assert fit_calibrator("sigmoid", said, codes).intervals(said) is None


@pytest.mark.parametrize("method", METHODS)
def test_sure_probabilities_and_few_rows_do_not_break_it(method):
    said = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
    found = fit_calibrator(method, said, np.array([0, 1, 1, 0])).calibrate(said)
    assert np.isfinite(found).all() and ((found > 0) & (found < 1)).all()
