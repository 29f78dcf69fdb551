"""criticality: decide and defend a national list of critical minerals.

::

    import criticality as crit

    run = crit.Workspace("path/to/workspace").assess("taiwan-2026")
    run.ranking  # a pandas DataFrame

Nothing is written unless it is asked for (`Run.save`, `Run.report`). Names are loaded when they are first used, so that
``import criticality`` itself loads neither NumPy nor pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from criticality.api.comparison import Comparison
    from criticality.api.run import Run
    from criticality.api.sweep import Sweep
    from criticality.api.verification import Verification
    from criticality.api.workspace import Workspace, read_run
    from criticality.errors import (
        CriticalityError,
        InputError,
        MachineError,
        Problem,
        RecordError,
        TemplateError,
    )

__version__ = "0.9.0"

__all__ = [
    "Comparison",
    "CriticalityError",
    "InputError",
    "MachineError",
    "Problem",
    "RecordError",
    "Run",
    "Sweep",
    "TemplateError",
    "Verification",
    "Workspace",
    "__version__",
    "read_run",
]

_HOMES = {
    "Comparison": "criticality.api.comparison",
    "Run": "criticality.api.run",
    "Sweep": "criticality.api.sweep",
    "Verification": "criticality.api.verification",
    "Workspace": "criticality.api.workspace",
    "read_run": "criticality.api.workspace",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOMES.get(name, "criticality.errors")), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
