"""The seam between tasks and engines: every task once, whatever happens to the processes."""

# Holds: engines/pools.py.

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from criticality.engines.engine import Engine, Parcel, held_by, in_order
from criticality.errors import MachineError
from engine_tasks import add, die, die_once


@pytest.mark.parametrize(
    "engine",
    [Engine, lambda: Engine(workers=2), lambda: Engine(executor=ThreadPoolExecutor(2))],
    ids=["here", "processes", "executor"],
)
def test_every_task_is_done_once(engine: Callable[[], Engine]) -> None:
    assert sorted(engine().results(add, 100, range(30))) == [(task, 100 + task) for task in range(30)]


def test_a_task_whose_process_is_killed_is_done_again(tmp_path: Path) -> None:
    found = sorted(Engine(workers=2).results(die_once, str(tmp_path / "died"), range(6)))
    assert found == [(task, task) for task in range(6)]


def test_processes_that_die_again_and_again_are_told() -> None:
    with pytest.raises(MachineError, match="died again and again"):
        list(Engine(workers=2).results(die, "", range(2)))


def test_a_parcel_is_opened_once_and_known_by_its_content() -> None:
    first, second = Parcel([1, 2]), Parcel([1, 2])
    assert first.digest == second.digest
    assert first.open() is second.open()
    assert Parcel([3]).digest != first.digest


class Keeping(ThreadPoolExecutor):
    """An executor that keeps large contents where its tasks run."""

    def held(self, parcel: Parcel[object]) -> Parcel[object]:
        self.kept = parcel
        return parcel


def test_an_executor_that_can_keep_contents_is_given_them_once() -> None:
    executor = Keeping(1)
    assert held_by(executor, "content") is executor.kept
    assert Engine(executor=executor).width == 1
    assert isinstance(executor, Executor)


def test_results_come_in_the_order_of_the_tasks() -> None:
    pending: list[Future[int]] = []

    def submit(task: int) -> Future[int]:
        future: Future[int] = Future()
        future.set_result(task)
        pending.append(future)
        return future

    found = []
    for result in in_order(submit, range(10), 3):
        found.append(result)
        assert len(pending) <= len(found) + 3
    assert found == list(range(10))
