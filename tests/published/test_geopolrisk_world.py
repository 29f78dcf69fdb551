"""GeoPolRisk of many importers: what its authors' program prints comes out of the rows of examples/world-trade.

252 of the 3,755 values that geopolrisk-py 2.0.1 prints for these minerals, importers and years; how many of all agree,
and why the others do not, stands in docs/explanation/validation.md.
"""

from functools import cache
from math import isnan

import pytest

import geopolrisk_cases as world

PRINTED = world.published("geopolrisk_world")
HALF = 6e-5
"""Half of the last digit printed, and what the six digits of our quantities are off."""


@cache
def trade() -> dict[world.Key, world.Trade]:
    return world.imports_of_the_world()


def risks(row: dict[str, str]) -> tuple[float, float]:
    """Our import risk, as it is and as the program reads the same rows."""
    importer, year, made = row["importer"], row["year"], float(row["produced_t"])
    rows = trade()[importer, row["mineral"], year]
    estimates, program = world.stability()[year], world.as_the_program_reads(rows)
    known = world.as_the_program_knows(estimates, rows)
    read = {
        "": (rows, estimates),
        "supplier": (rows, known),
        "missing": (program, estimates),
        "both": (program, known),
        "nothing_weighed": (program, known),
    }
    as_it_is = world.import_risk(importer, rows, estimates, made)
    return as_it_is, world.import_risk(importer, *read[row["reading"]], made) if row["reading"] else as_it_is


@pytest.mark.parametrize("mineral", sorted({row["mineral"] for row in PRINTED}))
def test_our_import_risk_and_score_are_those_of_the_authors_program(mineral: str) -> None:
    for row in (row for row in PRINTED if row["mineral"] == mineral and not row["reading"]):
        ours, _ = risks(row)
        assert ours == pytest.approx(float(row["import_risk"]), abs=HALF), row
        assert ours * float(row["hhi"]) == pytest.approx(float(row["score"]), abs=HALF), row


@pytest.mark.parametrize("reading", ["supplier", "missing", "both"])
def test_where_it_differs_the_program_reads_the_rows_otherwise(reading: str) -> None:
    apart = 0
    for row in (row for row in PRINTED if row["reading"] == reading):
        ours, as_read = risks(row)
        assert as_read == pytest.approx(float(row["import_risk"]), abs=HALF), row
        apart += abs(ours - as_read) > HALF
    assert apart >= 8  # of nine: one may be no further off than the digits that are printed


def test_where_no_quantity_is_known_the_program_prints_no_risk_and_we_take_the_values() -> None:
    for row in (row for row in PRINTED if row["reading"] == "nothing_weighed"):
        ours, as_read = risks(row)
        assert float(row["import_risk"]) == 0
        assert isnan(as_read)
        assert ours > 0


def test_the_sample_has_every_mineral_three_years_and_a_hundred_countries() -> None:
    assert len(PRINTED) == 252
    assert len({row["mineral"] for row in PRINTED}) == 12
    assert len({row["importer"] for row in PRINTED}) >= 100
    assert {row["year"] for row in PRINTED} == {"2022", "2023", "2024"}
    assert sum(float(row["produced_t"]) > 0 for row in PRINTED) >= 15
