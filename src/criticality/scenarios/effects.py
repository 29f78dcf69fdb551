"""What each lever does to a figure, stated once.

Two forms apply it: `criticality.scenarios.levers` to the tables of a whole workspace, and
`criticality.policy.levers.changes` to the grouped rows of one mineral, where a thousand amounts are tried.
"""

from criticality.model.units import whole_of

TRACE = 1e-9
"""What is left of the imports of a use that is wholly replaced, so that their shares stay defined."""

REPLACED = "replaced"
"""The sector of the uses that are no longer needed."""
NO_LONGER_NEEDED = "no longer needed"
"""The application of these uses."""
REPLACED_VALUE_ADDED, REPLACED_IS_STRATEGIC = 0.0, False
"""What the sector ``replaced`` adds, million US dollars, and whether it is strategic."""

ADDED_RATE_UNIT, ADDED_RATE_GRADE = "1", "D"
"""Of the row of a mineral whose recycling input rate is raised and that has none."""


def share_kept(share: float) -> float:
    """What is left of a use, or of a substitution index, of which a share is saved or replaced."""
    return 1 - share


def imports_kept(share: float) -> float:
    """What is left of the imports, in quantity and value, when a share of the use is saved or replaced."""
    return max(share_kept(share), TRACE)


def rate_in(unit: str, rate: float) -> float:
    """A recycling input rate of 0…1 in the unit of a row: per cent, or a share where the unit names no whole."""
    return rate * (whole_of(unit) or 1.0)


def is_substitution_index(name: str) -> bool:
    """Whether a property of a mineral is a substitution index, which a substitution shrinks."""
    return name.startswith("substitution_index")
