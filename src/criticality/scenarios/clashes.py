"""Which cells a scenario changes, and where two of its changes concern the same cell."""

from collections.abc import Iterator, Mapping

from criticality.model.scenario import (
    Diversify,
    ExportRestriction,
    Lever,
    NewSupply,
    ProductionLoss,
    Scenario,
    Shock,
    Suspension,
)
from criticality.text.message import Message

Path = tuple[str | int, ...]
Cell = tuple[str, ...]


def changed_cells(scenario: Scenario) -> Iterator[tuple[Path, Cell]]:
    """Every cell that a scenario changes, with the path of the mineral in the document."""
    for key, changes in (("shocks", scenario.shocks), ("levers", scenario.levers)):
        for position, change in enumerate(changes):
            for number, mineral in enumerate(change.minerals):
                yield (key, position, "minerals", number), _cell(change, mineral)


def clashes(scenario: Scenario) -> Iterator[tuple[Path, Path, Cell]]:
    """Pairs of paths that change the same cell, and the cell.

    An empty stage stands for all stages, so a restriction of all stages clashes with a restriction of one stage.
    """
    seen: list[tuple[Path, Cell]] = []
    for path, cell in changed_cells(scenario):
        for before, other in seen:
            if all(mine == theirs or "" in (mine, theirs) for mine, theirs in zip(cell, other, strict=False)):
                yield before, path, cell
                break
        seen.append((path, cell))


_FIGURE_OF: Mapping[str, str] = {
    "price_shock": Message("scenarios.price"),
    "stockpile": Message("scenarios.stock"),
    "recycle": Message("scenarios.input_rate"),
    "substitute": Message("scenarios.use"),
    "reduce": Message("scenarios.use"),
}


def _cell(change: Shock | Lever, mineral: str) -> Cell:
    match change:
        case ExportRestriction():
            return (Message("scenarios.export_restriction"), mineral, change.country, change.stage or "")
        case Suspension():
            return (Message("scenarios.export_restriction"), mineral, change.country, "")
        case ProductionLoss():
            return (Message("scenarios.production_loss"), mineral, change.country, change.stage)
        case NewSupply():
            return (Message("scenarios.production"), mineral, change.country, change.stage)
        case Diversify():
            return (Message("scenarios.share_of_supply"), mineral, change.from_, change.to)
        case _:
            return (_FIGURE_OF[change.kind], mineral)
