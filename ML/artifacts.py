"""A trained model as a file: written whole, and read only when its bytes are those that were written."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import joblib

from ML.exceptions import DamagedArtifactError
from ML.trained_model import TrainedModel

MODEL_FILE = "model.joblib"
_COMPRESSION = ("zlib", 3)


def save_model(model: TrainedModel, folder: Path) -> str:
    """Write ``model.joblib`` into ``folder`` and return its sha256; a reader never sees half a file.

    Parameters
    ----------
    model : TrainedModel
        What to write; it holds classes of this project and of the locked libraries only.
    folder : Path
        Made where it does not exist.

    Returns
    -------
    str
        Hexadecimal sha256 of the file, to be kept away from it and handed to ``load_model``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{MODEL_FILE}.part"
    buffer = io.BytesIO()
    joblib.dump(model, buffer, compress=_COMPRESSION)
    with written.open("wb") as stream:
        stream.write(buffer.getbuffer())
        stream.flush()
        os.fsync(stream.fileno())
    written.replace(folder / MODEL_FILE)
    return hashlib.sha256(buffer.getbuffer()).hexdigest()


def load_model(path: Path, expected_sha256: str) -> TrainedModel:
    """Read a model whose bytes have the recorded sha256.

    Unpickling runs code, so nothing is unpickled before the hash is right.

    Raises
    ------
    DamagedArtifactError
        The file is missing, or its bytes are not those that were written.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedArtifactError(
            f"The model file {path.name} cannot be read ({error.strerror}). Train again.", expected=expected_sha256
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != expected_sha256:
        raise DamagedArtifactError(
            f"The model file {path.name} has sha256 {found}, but {expected_sha256} was recorded when it was written. "
            "It was changed or cut short: restore it from a copy, or train again.",
            expected=expected_sha256,
            found=found,
        )
    model = joblib.load(io.BytesIO(content))
    if not isinstance(model, TrainedModel):
        raise DamagedArtifactError(f"{path.name} holds a {type(model).__name__}, not a trained model. Train again.")
    return model
