"""Preallocated arrays that are used again for every block of draws."""

from collections.abc import Callable
from functools import cache
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

Made = TypeVar("Made")
_LARGEST_KEPT = 24 << 20


@cache
def _raise_mmap_threshold() -> None:
    """Raise glibc's dynamic mmap threshold, so that work arrays stay on the heap.

    glibc returns blocks above the threshold to the system when they are freed, and every new one then costs page
    faults. The threshold is the size of the largest block freed so far, at most 32 MB (mallopt(3), M_MMAP_THRESHOLD);
    therefore one array of 24 MB is allocated and freed. Other C libraries are not affected.
    """
    np.empty(_LARGEST_KEPT, dtype=np.uint8)


class WorkBuffers:
    """Work arrays by name. The contents of an array are valid until the same name is requested again.

    One name is one block of memory, whatever shape and type is requested under it: the fewer names there are, the more
    of a block of draws stays in the processor's cache.
    """

    def __init__(self) -> None:
        _raise_mmap_threshold()
        self._memory: dict[str, NDArray[np.uint8]] = {}
        self._arrays: dict[tuple[str, tuple[int, ...], str], NDArray[Any]] = {}
        self._made: dict[tuple[str, tuple[int, ...]], Any] = {}

    def array(self, name: str, shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> NDArray[Any]:
        """Return an array of the given shape, its contents undefined."""
        kind = np.dtype(dtype)
        key = (name, shape, kind.str)
        if key not in self._arrays:
            self._arrays[key] = self._memory_for(name, prod(shape) * kind.itemsize).view(kind).reshape(shape)
        return self._arrays[key]

    def once(self, name: str, shape: tuple[int, ...], make: Callable[[], Made]) -> Made:
        """Return the object of this name and shape; `make` creates it from these buffers at the first call."""
        key = (name, shape)
        if key not in self._made:
            self._made[key] = make()
        result: Made = self._made[key]
        return result

    def _memory_for(self, name: str, size: int) -> NDArray[np.uint8]:
        if name not in self._memory or self._memory[name].size < size:
            self._memory[name] = np.empty(size, dtype=np.uint8)
            self._arrays = {key: array for key, array in self._arrays.items() if key[0] != name}
        return self._memory[name][:size]
