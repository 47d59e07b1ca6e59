"""What is raised where a model has no exact pickle-free form."""

from __future__ import annotations


class NotExportableError(Exception):
    """A classifier, step or calibrator has no writer here; its message says which, and why."""
