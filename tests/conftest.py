"""Settings for all tests: no test fails because the machine is busy, or speaks another language than English."""

import gc
import os

import pytest
from browsers import close_browser
from hypothesis import HealthCheck, settings

from longer import short_of

# The settings in force stay as they are otherwise: with CI=true hypothesis derandomises its examples.
settings.register_profile("steady", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

os.environ["CRITICALITY_LANG"] = "en"


def pytest_configure(config: pytest.Config) -> None:
    """Let `examples` of ``tests/longer.py`` know whether the slow cases run, too (``./criticality test --all``)."""
    if "not slow" not in config.option.markexpr:
        os.environ["LONG_TESTS"] = "1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out four of five cases of large families in the short form (`short_of` of ``tests/longer.py``)."""
    if os.environ.get("LONG_TESTS"):
        return
    kept = short_of([item.nodeid for item in items])
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in items if item.nodeid in kept]


def pytest_collection_finish() -> None:
    """Let no collection of garbage walk through the tests and the libraries again: they stay to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure() -> None:
    """Close the browser that the tests of this process shared."""
    close_browser()
