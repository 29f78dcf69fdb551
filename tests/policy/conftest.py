"""The Taiwan workspace, decided once for the tests of this folder."""

from pathlib import Path

import pytest

from criticality.assess import Decider
from policy.cases import inputs_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def taiwan():
    inputs = inputs_of(ROOT, draws=0)
    return inputs, Decider()(inputs)
