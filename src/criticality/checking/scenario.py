"""What can be wrong with a scenario: minerals that nobody knows."""

from collections.abc import Iterator

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.words import nearest
from criticality.model.scenario import Scenario


def scenario_problems(reading: Reading, scenario: Scenario, file: str) -> Iterator[Problem]:
    """Problems of a scenario's shocks and levers."""
    minerals = reading.tables.get("minerals")
    if minerals is None:
        return
    known, marked = set(minerals["mineral"]), reading.marks[file]
    for key, changes in (("shocks", scenario.shocks), ("levers", scenario.levers)):
        for position, change in enumerate(changes):
            for number, code in enumerate(change.minerals):
                if code not in known:
                    message = f"there is no mineral {code!r} in data/minerals.csv"
                    yield marked.problem((key, position, "minerals", number), message, nearest(code, known))
