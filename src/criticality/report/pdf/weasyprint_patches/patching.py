"""Replacing functions of WeasyPrint, pydyf and tinyhtml5, in the versions whose source was read and in no other."""

import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

VERSIONS = {"pydyf": "0.13.0", "tinyhtml5": "2.1.0", "weasyprint": "70.0"}
"""The versions pinned in pyproject.toml."""


def versions_match() -> bool:
    """Return whether the installed libraries are the pinned ones."""
    return all(version(library) == pinned for library, pinned in VERSIONS.items())


def replace(before: Callable[..., Any], after: Callable[..., Any]) -> None:
    """Put `after` in the place of `before` in every module of WeasyPrint that imported it."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "weasyprint":
            for known, value in list(vars(module).items()):
                if value is before:
                    setattr(module, known, after)
