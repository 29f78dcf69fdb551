"""One seam for every engine: many tasks around one large content, wherever an `Executor` runs them."""

import hashlib
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from criticality.engines.pools import open_pool
from criticality.errors import MachineError, with_hint
from criticality.text.message import Message

Content = TypeVar("Content")
Task = TypeVar("Task")
Result = TypeVar("Result")
Submit = Callable[[Task], Future[Result]]
_TRIES, _AHEAD, _KEPT = 3, 4, 2
_WIDTH = 8
"""Tasks that an executor is taken to run at a time where it does not say how many it can."""


class Parcel(Generic[Content]):
    """A large content that many tasks need, in the form in which it travels; opened once in each process."""

    def __init__(self, content: Content) -> None:
        self.content = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
        self.digest = hashlib.sha256(self.content).hexdigest()

    def open(self) -> Content:
        """Return the content: the same object for every task of a process."""
        with _lock:
            if self.digest not in _opened:
                while len(_opened) >= _KEPT:
                    del _opened[next(iter(_opened))]
                _opened[self.digest] = pickle.loads(self.content)
            return cast(Content, _opened[self.digest])


_opened: dict[str, object] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Engine:
    """Where tasks run: in this process, in so many processes, or wherever an executor runs them.

    Attributes
    ----------
    workers
        Number of processes; they count only where there is no `executor`.
    executor
        A `concurrent.futures.Executor`. One that keeps large contents where its tasks run has a method `held`.
    """

    workers: int = 1
    executor: Executor | None = None

    @property
    def width(self) -> int:
        """Number of tasks that run at a time."""
        if self.executor is None:
            return self.workers
        return int(getattr(self.executor, "width", getattr(self.executor, "_max_workers", _WIDTH)))

    def results(
        self, function: Callable[[Content, Task], Result], content: Content, tasks: Iterable[Task]
    ) -> Iterator[tuple[Task, Result]]:
        """Yield every task with its result, in the order in which they are done.

        Parameters
        ----------
        function
            A function of a module, so that another process can find it.
        content
            What all tasks need.
        tasks
            Small values that differ from each other.

        Raises
        ------
        MachineError
            If processes of this machine die again and again.
        """
        if self.executor is not None:
            submit = submitting(self.executor, _in_parcel, function, held_by(self.executor, content))
            yield from _as_done(submit, list(tasks), self.width)
        elif self.workers <= 1:
            for task in tasks:
                yield task, function(content, task)
        else:
            yield from self._in_processes(function, content, list(tasks))

    def _in_processes(
        self, function: Callable[[Content, Task], Result], content: Content, tasks: list[Task]
    ) -> Iterator[tuple[Task, Result]]:
        """The tasks in processes of this machine; where one dies, all begin anew with what is not done yet."""
        for _ in range(_TRIES):
            try:
                with open_pool(self.workers, _keep, content) as pool:
                    submit = submitting(pool, _in_process, function)
                    for task, result in _as_done(submit, list(tasks), self.workers):
                        tasks.remove(task)
                        yield task, result
            except BrokenExecutor:
                continue
            return
        raise MachineError(with_hint(Message("engines.processes_die"), Message("engines.less_memory")))


def held_by(executor: Executor, content: object) -> object:
    """A content as an executor's tasks are given it: kept where they run if it can, otherwise sent with each."""
    parcel, hold = Parcel(content), getattr(executor, "held", None)
    return parcel if hold is None else hold(parcel)


def submitting(executor: Executor, function: Callable[..., Result], *first: object) -> Submit[object, Result]:
    """Return what submits a task to an executor: a call of `function` with some arguments and the task."""
    return lambda task: executor.submit(function, *first, task)


def in_order(submit: Submit[Task, Result], tasks: Iterable[Task], ahead: int) -> Iterator[Result]:
    """Yield the results in the order of the tasks; at most `ahead` tasks are submitted before a result is awaited."""
    waiting: list[Future[Result]] = []
    for task in tasks:
        waiting.append(submit(task))
        if len(waiting) > ahead:
            yield waiting.pop(0).result()
    while waiting:
        yield waiting.pop(0).result()


def _as_done(submit: Submit[Task, Result], tasks: Sequence[Task], width: int) -> Iterator[tuple[Task, Result]]:
    waiting: dict[Future[Result], Task] = {}
    left = iter(tasks)
    try:
        while True:
            for task in left:
                waiting[submit(task)] = task
                if len(waiting) >= _AHEAD * width:
                    break
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()
    finally:
        for future in waiting:
            future.cancel()


def _in_parcel(function: Callable[[Content, Task], Result], parcel: Parcel[Content], task: Task) -> Result:
    return function(parcel.open(), task)


_kept: list[object] = []


def _keep(content: object) -> None:
    _kept[:] = [content]


def _in_process(function: Callable[[Content, Task], Result], task: Task) -> Result:
    return function(cast(Content, _kept[0]), task)
