"""The tree of dimensions: which dimension holds which others and which criteria, on any number of levels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from criticality.model.criteria import Criterion, Dimension


@dataclass(frozen=True)
class Hierarchy:
    """The dimensions that hold weighted criteria, on their own or through others.

    Attributes
    ----------
    groups
        Dimension → its items: the dimensions that name it as parent, then its own criteria. In the order of the
        dimensions given; dimensions without a weighted criterion on any level below are omitted.
    parents
        Item → the dimension that holds it; the dimensions of the first level are not in it.
    """

    groups: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, str]

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The dimensions of the first level, which the deciding method joins into the score."""
        return tuple(code for code in self.groups if code not in self.parents)

    @cached_property
    def inner(self) -> tuple[str, ...]:
        """The dimensions below the first level, each after the one that holds it."""
        return tuple(item for root in self.roots for item in self._down(root) if item in self.groups and item != root)

    def _down(self, item: str) -> Iterator[str]:
        yield item
        for member in self.groups.get(item, ()):
            yield from self._down(member)

    def criteria_of(self, item: str) -> tuple[str, ...]:
        """The criteria below a dimension on any level, one branch after the other; of a criterion itself."""
        return tuple(below for below in self._down(item) if below not in self.groups)

    def path_to(self, item: str) -> tuple[str, ...]:
        """The dimensions that hold an item, from the first level down to the nearest."""
        path: list[str] = []
        while item in self.parents:
            item = self.parents[item]
            path.append(item)
        return tuple(reversed(path))


def hierarchy_of(criteria: Sequence[Criterion], dimensions: Sequence[Dimension]) -> Hierarchy:
    """Build the tree; a parent that is no dimension, or that closes a circle, counts as none: `check` tells it."""
    known = {dimension.code: dimension.parent for dimension in dimensions}
    above = {code: parent for code, parent in known.items() if parent in known and not in_circle(code, known)}
    held: dict[str, list[str]] = {code: [] for code in known}
    for code, parent in above.items():
        held[str(parent)].append(code)
    for criterion in criteria:
        if criterion.role == "weighted" and criterion.dimension in held:
            held[criterion.dimension].append(criterion.code)

    def holds(item: str) -> bool:
        return item not in held or any(map(holds, held[item]))

    groups = {code: tuple(filter(holds, items)) for code, items in held.items() if holds(code)}
    parents = {item: code for code, items in groups.items() for item in items}
    return Hierarchy(groups, parents)


def in_circle(code: str, parents: Mapping[str, str | None]) -> bool:
    """Whether the parents of a dimension lead back to itself."""
    seen: set[str] = set()
    above = parents.get(code)
    while above is not None and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = parents.get(above)
    return False
