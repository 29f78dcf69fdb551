"""The codes that a set of weights may use, and what a code in a document means: right, ignored, or mistaken."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from criticality.model.rows.hierarchy import Hierarchy
from criticality.text.message import Message
from criticality.text.spelling import nearest
from criticality.weighting.panel import DIMENSIONS


@dataclass(frozen=True)
class Codes:
    """The codes that a set of weights may use.

    Attributes
    ----------
    tree
        The dimensions that hold weighted criteria, and these.
    held_by
        Criterion of the assessment, or dimension → the dimension that holds it; none for those of the first level.
    criteria
        The criteria of the assessment, those for screening too.
    dimensions
        All dimensions of the workspace.
    workspace
        All criteria of the workspace. None: every unknown code counts as a criterion that the assessment omits.
    """

    tree: Hierarchy
    held_by: dict[str, str]
    criteria: frozenset[str]
    dimensions: tuple[str, ...]
    workspace: frozenset[str] | None

    @property
    def active(self) -> tuple[str, ...]:
        """All weighted criteria."""
        return tuple(code for items in self.tree.groups.values() for code in items if code not in self.tree.groups)

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Group of items → its items, for the first level and every dimension."""
        return {DIMENSIONS: self.tree.roots, **self.tree.groups}


class CodeReading(NamedTuple):
    """How a code in a document is interpreted.

    Attributes
    ----------
    code
        The code that is meant, or None if it cannot be guessed.
    ignored
        Why the code has no effect; None if it has.
    message, hint
        The finding that the code causes; None if there is none.
    """

    code: str | None
    ignored: Message | None = None
    message: Message | None = None
    hint: Message | None = None


def did_you_mean(word: str, words: Collection[str]) -> Message:
    """Return a hint: the nearest of the words that are known, or all of them."""
    meant = nearest(word, words)
    if meant:
        return Message("weighting.did_you_mean", meant=meant)
    return Message("weighting.known", names=sorted(words))


def read_criterion(code: str, codes: Codes) -> CodeReading:
    """Interpret the code of a criterion."""
    if code in codes.active:
        return CodeReading(code)
    if code in codes.criteria:
        return CodeReading(code, ignored=Message("weighting.is_screening"))
    if code in codes.dimensions:
        return CodeReading(
            None, message=Message("weighting.is_dimension", code=code), hint=Message("weighting.name_criterion")
        )
    if codes.workspace is None or code in codes.workspace:
        return CodeReading(code, ignored=Message("weighting.is_omitted"))
    words = {*codes.criteria, *codes.workspace}
    return CodeReading(
        nearest(code, codes.active),
        message=Message("weighting.unknown_criterion", criterion=code),
        hint=did_you_mean(code, words),
    )


def read_item(group: str, code: str, codes: Codes, other: str = "") -> CodeReading:
    """Interpret the code of an item of a group: a dimension of the first level, or what a dimension holds.

    `other` is the item that it is compared with, if any: two items of different dimensions are never compared.
    """
    if code in codes.held_by and codes.held_by[code] != group:
        return _elsewhere(group, code, codes, other)
    if group == DIMENSIONS or (code in codes.dimensions and codes.held_by.get(code) == group):
        return _read_dimension(code, codes)
    reading = read_criterion(code, codes)
    if reading.message and reading.code is not None:
        return reading._replace(code=nearest(code, codes.tree.groups.get(group, ())))
    return reading


def _elsewhere(group: str, code: str, codes: Codes, other: str) -> CodeReading:
    if group == DIMENSIONS and code not in codes.dimensions:
        message, hint = Message("weighting.is_criterion", code=code), Message("weighting.name_dimension")
        return CodeReading(None, message=message, hint=hint)
    dimension = codes.held_by[code]
    message = Message("weighting.belongs_elsewhere", code=code, dimension=dimension, group=group)
    parted = _parted(code, other, codes)
    if parted:
        hint = Message("weighting.compare_dimensions", first=parted[0], second=parted[1])
        return CodeReading(None, message=message, hint=hint)
    return CodeReading(None, message=message, hint=Message("weighting.move_it", dimension=dimension))


def _parted(code: str, other: str, codes: Codes) -> tuple[str, ...]:
    """The two items of one group that hold two items of different groups; none where there are no such two."""
    first, second = (_down_to(each, codes) for each in (code, other))
    if other not in codes.held_by or first[:-1] == second[:-1]:
        return ()
    return next((pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]), ())


def _down_to(code: str, codes: Codes) -> list[str]:
    """The dimensions that hold an item, from the first level down, and the item."""
    path = [code]
    while (above := codes.held_by.get(path[0])) is not None and above not in path:
        path.insert(0, above)
    return path


def _read_dimension(code: str, codes: Codes) -> CodeReading:
    if code in codes.tree.groups:
        return CodeReading(code)
    if code in codes.dimensions:
        return CodeReading(code, ignored=Message("weighting.has_no_criterion"))
    if code in (codes.workspace or ()):
        return CodeReading(
            None, message=Message("weighting.is_criterion", code=code), hint=Message("weighting.name_dimension")
        )
    hint = did_you_mean(code, [entry for entry in codes.dimensions if entry not in codes.held_by])
    return CodeReading(
        nearest(code, codes.tree.roots), message=Message("weighting.unknown_dimension", dimension=code), hint=hint
    )
