"""A coroutine is waited for wherever a person types: at a prompt, and in a notebook, whose loop runs already."""

import asyncio

import pytest

from criticality.records.life.own_loop import waited_for


async def answer(number: int) -> int:
    await asyncio.sleep(0)
    if number < 0:
        raise ValueError(number)
    return number


def test_what_a_coroutine_gives_is_returned_and_what_it_raises_is_raised() -> None:
    assert waited_for(answer(3)) == 3
    with pytest.raises(ValueError, match="-1"):
        waited_for(answer(-1))


def test_it_runs_beside_the_loop_of_a_notebook() -> None:
    async def notebook() -> int:
        return waited_for(answer(5))

    assert waited_for(notebook()) == 5
