"""Modules by their folder: a test for each folder is a hundred tests, for each module it is two thousand."""

from collections.abc import Iterable
from pathlib import Path


def by_folder(modules: Iterable[str]) -> dict[str, list[str]]:
    """Return each folder with its modules."""
    found: dict[str, list[str]] = {}
    for module in modules:
        found.setdefault(str(Path(module).parent), []).append(module)
    return found
