"""A second person recomputes S1, S2 and E1 of three minerals: program, plain arithmetic and page say the same."""

import csv
import re
import sys
from pathlib import Path

import pytest

from criticality.files.load import read_assessment
from criticality.files.workspace import Workspace
from criticality.indicators.table import compute_indicators

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "explanation" / "worked-example.md"
CRITERIA = ("supply_concentration", "import_concentration", "value_added_exposure")
MINERALS = ("neodymium", "gallium", "tungsten")

sys.path.insert(0, str(ROOT / "docs"))

from figures import by_hand  # noqa: E402


@pytest.fixture(scope="module")
def tool():
    reading = read_assessment(Workspace(ROOT), "assessments/taiwan-2026.yaml", {})
    plan = reading.assessment
    table = compute_indicators(
        reading.dataset,
        [reading.criteria[code] for code in CRITERIA],
        country=plan.country,
        reference_year=plan.reference_year,
        as_of=plan.date,
    )
    return table.cells.set_index(["mineral", "criterion"])["value"]


@pytest.fixture(scope="module")
def hand():
    tables = by_hand.Tables(ROOT)
    return {
        mineral: (
            by_hand.supply_concentration(tables, mineral)[0],
            by_hand.import_concentration(tables, mineral)[0],
            by_hand.value_added_exposure(tables, mineral)[0],
        )
        for mineral in MINERALS
    }


@pytest.mark.parametrize("mineral", MINERALS)
def test_the_program_says_what_the_hand_finds(tool, hand, mineral):
    for criterion, figure in zip(CRITERIA, hand[mineral], strict=True):
        assert float(tool[mineral, criterion]) == pytest.approx(figure, abs=1e-12), criterion


@pytest.mark.parametrize("mineral", MINERALS)
def test_the_page_prints_what_the_hand_finds(hand, mineral):
    section = PAGE.read_text(encoding="utf-8").split(f"## {mineral.capitalize()}\n")[1].split("\n## ")[0]
    printed = [float(figure) for figure in re.findall(r"\*\*(\d+\.\d{6})\*\*", section)]
    assert printed == pytest.approx(list(hand[mineral]), abs=5e-7)


def test_gallium_by_heart():
    # One stage, three makers: (839² g_CHN + 6² g_RUS + 3² g_JPN) / 848², with the six indicators of 2023.
    rows = list(csv.DictReader((ROOT / "data" / "governance.csv").open(encoding="utf-8")))

    def risk(country):
        values = [float(row["value"]) for row in rows if (row["country"], row["year"]) == (country, "2023")]
        assert len(values) == 6
        return (2.5 - sum(values) / 6) / 5

    found = (839**2 * risk("CHN") + 6**2 * risk("RUS") + 3**2 * risk("JPN")) / 848**2
    assert by_hand.supply_concentration(by_hand.Tables(ROOT), "gallium")[0] == pytest.approx(found, abs=1e-12)


def test_the_hand_uses_nothing_of_the_program():
    imported = re.findall(r"^(?:from|import) (\S+)", (ROOT / "docs/figures/by_hand.py").read_text(), re.MULTILINE)
    assert imported == ["csv", "dataclasses", "pathlib"]
