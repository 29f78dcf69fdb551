"""A list is decided without matplotlib, and whoever wants pymcdm's charts and weights still has them."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
import numpy as np
from criticality.ranking.kernels.pymcdm_topsis import anchored_topsis

anchored_topsis(np.array([[0.2, 0.8]]), np.ones(1))
print("matplotlib" in sys.modules, "scipy.linalg" in sys.modules)
import pymcdm
from pymcdm.weights import entropy_weights
print(callable(pymcdm.visuals.polar_plot), callable(entropy_weights), "matplotlib" in sys.modules)
import pymcdm.visuals
print(pymcdm.visuals is sys.modules["pymcdm.visuals"], pymcdm.visuals.__file__ is not None)
"""


@pytest.mark.slow
def test_the_charts_of_pymcdm_are_loaded_when_they_are_asked_for():
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False)
    assert (said.stdout.splitlines(), said.stderr) == (["False False", "True True True", "True True"], "")
