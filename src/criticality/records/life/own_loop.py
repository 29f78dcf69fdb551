"""Coroutines of pyHanko, waited for."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def waited_for(coroutine: Coroutine[object, None, Result]) -> Result:
    """Return what a coroutine gives.

    It runs in a thread of its own: the caller's may have a running loop already, as in a notebook, and no loop can be
    started inside another.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
