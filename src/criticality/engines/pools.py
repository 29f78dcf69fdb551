"""Processes of this machine that end with their parent and leave Ctrl-C to it."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process


@contextmanager
def open_pool(workers: int, prepare: Callable[..., None], *content: object) -> Iterator[ProcessPoolExecutor]:
    """Start `workers` processes, each of which calls `prepare` with `content` first; they end with the block."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (prepare, content))
    try:
        with uninterrupted():
            for _ in range(workers):
                pool.submit(_do_nothing)
        yield pool
    finally:
        with uninterrupted():
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Delay Ctrl-C while processes start or end: an interrupt in between would leave processes behind.

    SIGINT is also blocked, because processes started meanwhile inherit the block: only this process shall react to an
    interrupt. Python delivers signals to the main thread only, so in any other thread nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    block = getattr(signal, "pthread_sigmask", None)  # not on Windows
    mask = block(signal.SIG_BLOCK, {signal.SIGINT}) if block else None
    try:
        yield
    finally:
        if block:
            block(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if pressed:
        raise KeyboardInterrupt


def _begin(prepare: Callable[..., None], content: tuple[object, ...]) -> None:
    """Prepare a process of the pool: it ignores interrupts, which only the parent process handles."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(*content)


def _end_with_parent() -> None:
    """End this process when its parent has ended, however that ended; also where it had ended before."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do_nothing() -> None:
    """Do nothing. The pool starts a process for a task if none is idle, so that these tasks start them all."""
