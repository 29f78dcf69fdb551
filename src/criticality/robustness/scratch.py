"""Arrays that are used again for every block of draws: a new one costs more than what is written into it."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Scratch:
    """A drawer of arrays, each kept under a name; what is in one is valid until the same name is asked for again."""

    def __init__(self) -> None:
        self._arrays: dict[tuple[str, tuple[int, ...], str], NDArray[Any]] = {}

    def array(self, name: str, shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """Return an array of the given shape, its contents undefined."""
        key = (name, shape, np.dtype(dtype).str)
        if key not in self._arrays:
            self._arrays[key] = np.empty(shape, dtype=dtype)
        return self._arrays[key]
