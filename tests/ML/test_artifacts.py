from __future__ import annotations

import hashlib
import io
import pickle
from dataclasses import asdict

import joblib
import pandas as pd
import pytest

from ML.artifacts import load_model, save_model
from ML.classifiers import family_names
from ML.exceptions import DamagedArtifactError
from ML.explanation import explain

EVERY = pytest.mark.parametrize("family", family_names())
KNOWN = {"ML", "numpy", "pandas", "sklearn", "lightgbm", "xgboost", "catboost", "scipy", "joblib", "builtins",
         "collections", "copyreg", "_codecs", "_loss", "datetime", "pyarrow", "functools"}  # fmt: skip


@EVERY
def test_a_model_comes_back_as_it_was(family, trained, table, tmp_path):
    model, frame = trained(family, 2), table(seed=3).features
    again = load_model(tmp_path / "model.joblib", save_model(model, tmp_path))
    pd.testing.assert_frame_equal(again.predict_table(frame), model.predict_table(frame))
    assert explain(again, frame.iloc[:3]) == explain(model, frame.iloc[:3])
    assert asdict(again.evaluation) == asdict(model.evaluation)
    assert again.plan == model.plan
    pd.testing.assert_frame_equal(again.out_of_fold, model.out_of_fold)


class _Recorder(pickle.Unpickler):
    def __init__(self, content):
        super().__init__(io.BytesIO(content))
        self.packages = set()

    def find_class(self, module, name):
        self.packages.add(module.split(".")[0])
        return super().find_class(module, name)


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_model_holds_only_classes_of_this_project_and_its_libraries(family, n_classes, trained):
    recorder = _Recorder(pickle.dumps(trained(family, n_classes)))
    recorder.load()
    assert {"ML", "sklearn"} <= recorder.packages <= KNOWN


def test_the_returned_hash_is_that_of_the_file_and_nothing_is_left_beside_it(trained, tmp_path):
    digest = save_model(trained("lightgbm", 2), tmp_path / "new" / "folder")
    written = list((tmp_path / "new" / "folder").iterdir())
    assert [path.name for path in written] == ["model.joblib"]
    assert hashlib.sha256(written[0].read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b"", lambda b: bytes([b[0] ^ 1]) + b[1:]])
def test_a_damaged_file_is_never_unpickled(damage, trained, tmp_path, monkeypatch):
    digest = save_model(trained("lightgbm", 2), tmp_path)
    path = tmp_path / "model.joblib"
    path.write_bytes(damage(path.read_bytes()))

    def refuse(*_):
        raise AssertionError("a damaged file was unpickled")

    monkeypatch.setattr(joblib, "load", refuse)
    with pytest.raises(DamagedArtifactError, match="sha256") as caught:
        load_model(path, digest)
    assert caught.value.details["expected"] == digest


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(DamagedArtifactError, match=r"model\.joblib cannot be read \(No such file"):
        load_model(tmp_path / "model.joblib", "0" * 64)


def test_something_else_with_the_right_hash_is_refused(tmp_path):
    path = tmp_path / "model.joblib"
    joblib.dump({"not": "a model"}, path)
    with pytest.raises(DamagedArtifactError, match="holds a dict"):
        load_model(path, hashlib.sha256(path.read_bytes()).hexdigest())
