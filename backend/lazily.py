"""Libraries that an API process needs for some answers only: named now, loaded at first use."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
from types import ModuleType
from typing import Any

_LOADING = threading.RLock()


class LazyModule(ModuleType):
    """Stands for a module until something of it is asked for; then it is imported, and answers for ever after.

    ``importlib.util.LazyLoader`` does the same, but before Python 3.12.3 two threads that come first together see a
    module half made.
    """

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the real module."""
        value = getattr(_loaded(self), name)
        self.__dict__[name] = value
        return value


def _loaded(stand_in: LazyModule) -> ModuleType:
    name = stand_in.__name__
    with _LOADING:
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
        loaded = importlib.import_module(name)
        _tie(name, loaded)
        return loaded


def _tie(name: str, loaded: ModuleType) -> None:
    """Let a package have its parts as attributes, as importing them would: ``import a.b`` must make ``a.b`` known."""
    package, _, part = name.rpartition(".")
    if package:
        setattr(sys.modules[package], part, loaded)
    for known, module in list(sys.modules.items()):
        above, _, child = known.rpartition(".")
        if above == name and isinstance(module, LazyModule):
            loaded.__dict__.setdefault(child, module)


def load_lazily(package: str, *submodules: str) -> None:
    """Let ``import package`` take no time until something of it is used.

    Parameters
    ----------
    package : str
        Nothing is done where it is loaded already or not installed.
    *submodules : str
        Names in it that are imported for themselves, such as ``compute`` of ``import pyarrow.compute``.
    """
    spec = None if package in sys.modules else importlib.util.find_spec(package)
    if spec is None:
        return
    stand_in = sys.modules[package] = LazyModule(package)
    stand_in.__spec__ = spec
    for name in submodules:
        part = sys.modules[f"{package}.{name}"] = LazyModule(f"{package}.{name}")
        # ``import package.name as alias`` looks here first, and loads nothing if it finds it.
        stand_in.__dict__[name] = part
