"""Putting one function in the place of another, wherever WeasyPrint has imported it."""

import sys
from collections.abc import Callable
from typing import Any

VERSION = "70.0"
"""The WeasyPrint whose functions were read before they were stood in for."""


def is_known() -> bool:
    """Tell whether this is the WeasyPrint that was read; another one does all of its work itself."""
    import weasyprint  # noqa: PLC0415

    return bool(weasyprint.__version__ == VERSION)


def replace(before: Callable[..., Any], after: Callable[..., Any]) -> None:
    """Put `after` in the place of `before` in every module of WeasyPrint that knows it."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "weasyprint":
            for known, value in list(vars(module).items()):
                if value is before:
                    setattr(module, known, after)
