"""pymcdm without the parts that a list does not need: its charts bring matplotlib, its weights bring scipy.linalg.

``import pymcdm`` loads all of pymcdm, and more than half of the second that it takes goes into those two. Here they are
loaded when something of them is first asked for, by whomever: by `criticality.weighting.objective`, or by a caller of
the package who draws with ``pymcdm.visuals``.
"""

import importlib
import sys
from types import ModuleType

_LATER = ("pymcdm.visuals", "pymcdm.weights")
_TOLD_BY_A_PACKAGE = ("__all__", "__path__")


class _Later(ModuleType):
    """Stands for a module until one of its names is asked for; then the module itself takes its place."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name not in _TOLD_BY_A_PACKAGE:  # who looks through all modules loads none
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def load_pymcdm() -> None:
    """Load pymcdm, unless it is loaded, and leave its charts and weights for later."""
    if "pymcdm" in sys.modules:
        return
    for name in _LATER:
        sys.modules.setdefault(name, _Later(name))
    importlib.import_module("pymcdm")
