"""A tool that a test needs and the machine has not: a skip that names it, but a failure in CI, which must bring it."""

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """End a test for want of `what`."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and CI must have it")
    pytest.skip(what)
