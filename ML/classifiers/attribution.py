"""What a contribution is, whatever the family that it explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Attribution:
    """Contributions to the output of one chosen class per row.

    Attributes
    ----------
    values : ndarray of shape (n_samples, n_encoded)
    base : ndarray of shape (n_samples,)
        Output of the average row for the chosen class.
    output : ndarray of shape (n_samples,)
        What the model itself gives for the chosen class.
    error : ndarray of shape (n_samples, n_encoded)
        Standard error of each value where values are sampled; 0 where they are exact.
    """

    values: np.ndarray
    base: np.ndarray
    output: np.ndarray
    error: np.ndarray

    @property
    def is_exact(self) -> bool:
        """Whether it was made by :func:`exactly`."""
        return not any(self.error.strides)


def exactly(values: np.ndarray, base: np.ndarray, output: np.ndarray) -> Attribution:
    """Return an attribution without sampling error."""
    # One zero that is seen everywhere: nothing to fill, scale or add up.
    return Attribution(values, base, output, np.broadcast_to(0.0, values.shape))
