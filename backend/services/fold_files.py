"""Finished folds as files, for whoever takes a run over."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from backend.adapters.files import FileStore

if TYPE_CHECKING:
    import numpy as np


class FoldFiles:
    """Out-of-fold probabilities of finished folds, so that a run taken over does not fit them again."""

    def __init__(self, store: FileStore, folder: str) -> None:
        self._store = store
        self._folder = folder

    def load(self, fold: int) -> np.ndarray | None:
        """Return the saved probabilities of a fold, or None."""
        import numpy as np

        path = f"{self._folder}/{fold}.npy"
        if not self._store.exists(path):
            return None
        with self._store.local_copy(path) as local:
            return np.load(local, allow_pickle=False)

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        """Keep the probabilities of a finished fold."""
        import numpy as np

        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder) / f"{fold}.npy"
            np.save(local, probabilities, allow_pickle=False)
            self._store.put(f"{self._folder}/{fold}.npy", local)

    def delete(self) -> None:
        """Forget all folds: the run has ended."""
        self._store.delete(self._folder)
