"""Two changes of one cell: which figures a scenario changes, and where two of its changes meet."""

from collections.abc import Iterator, Mapping
from typing import Any

from criticality.model.scenario import Diversify, ExportRestriction, NewSupply, ProductionLoss, Scenario, Suspension

Path = tuple[str | int, ...]
Cell = tuple[str, ...]


def changed_cells(scenario: Scenario) -> Iterator[tuple[Path, Cell]]:
    """Every cell that a scenario changes, with the place in its file that names it."""
    for key, changes in (("shocks", scenario.shocks), ("levers", scenario.levers)):
        for position, change in enumerate(changes):
            for number, mineral in enumerate(change.minerals):
                yield (key, position, "minerals", number), _cell(change, mineral)


def clashes(scenario: Scenario) -> Iterator[tuple[Path, Path, Cell]]:
    """Pairs of places that change one cell: a restriction of every stage meets those of each stage."""
    seen: list[tuple[Path, Cell]] = []
    for path, cell in changed_cells(scenario):
        for before, other in seen:
            if all(mine == theirs or "" in (mine, theirs) for mine, theirs in zip(cell, other, strict=False)):
                yield before, path, cell
                break
        seen.append((path, cell))


_FIGURE_OF: Mapping[str, str] = {
    "price_shock": "price",
    "stockpile": "stock",
    "recycle": "recycling input rate",
    "substitute": "use",
    "reduce": "use",
}


def _cell(change: Any, mineral: str) -> Cell:
    match change:
        case ExportRestriction():
            return ("export restriction", mineral, change.country, change.stage or "")
        case Suspension():
            return ("export restriction", mineral, change.country, "")
        case ProductionLoss():
            return ("production loss", mineral, change.country, change.stage)
        case NewSupply():
            return ("production", mineral, change.country, change.stage)
        case Diversify():
            return ("share of supply", mineral, change.from_, change.to)
        case _:
            return (_FIGURE_OF[change.kind], mineral)
