"""The memory that draws are worked out in."""

import os
import platform
import subprocess
import sys

from lacking import lacking

_MADE_AND_FREED = """
import resource
import numpy as np
from criticality.robustness.kernels.buffers import WorkBuffers
WorkBuffers()
faults = []
for _ in range(50):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    [np.ones(1 << 18) for _ in range(6)]
    faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
print(min(faults[10:]))  # a busy machine takes pages away now and then, and gives huge ones in between
"""


def test_memory_that_was_freed_is_not_asked_for_again():
    """Six times 512 pages, over and over: to ask for them anew took a tenth of the engine's time."""
    if platform.libc_ver()[0] != "glibc":
        lacking("the C library of GNU, which can be made to keep what is freed")
    own = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}  # dask sets some
    said = subprocess.run([sys.executable, "-c", _MADE_AND_FREED], env=own, capture_output=True, text=True, check=True)
    assert int(said.stdout) < 512
