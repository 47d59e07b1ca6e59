"""Settings of the libraries under test, made before any of them is imported."""

from __future__ import annotations

import os

# Without it scikit-learn skips its own check of array inputs.
os.environ.setdefault("SCIPY_ARRAY_API", "1")
# Several tests fit at once with the web server's threads; one each is the fastest on few cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
