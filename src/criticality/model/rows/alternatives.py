"""The ways in which the conditions of a tier, tested on one mineral, put it there; and those that it does not meet."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

Tested = TypeVar("Tested", bound=Mapping[str, object])


def ways_of(conditions: Sequence[Tested]) -> list[list[Tested]]:
    """Return the sets of a tier's conditions of which one must hold whole; one set where there are no alternatives.

    A condition that belongs to an alternative carries its number under ``alternative``; the others belong to all.
    """
    numbers = dict.fromkeys(number for entry in conditions if (number := entry.get("alternative")))
    if not numbers:
        return [list(conditions)] if conditions else []
    return [[entry for entry in conditions if entry.get("alternative") in (None, number)] for number in numbers]


def unmet(conditions: Sequence[Tested]) -> list[Tested]:
    """Return the conditions of a tier that a mineral does not meet.

    Of alternatives none counts where one holds whole; otherwise the one with the fewest conditions that are not met,
    the first of equal ones.
    """
    failing = [[entry for entry in way if not entry["holds"]] for way in ways_of(conditions)]
    return min(failing, key=len, default=[])
