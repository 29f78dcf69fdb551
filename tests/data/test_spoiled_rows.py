"""One row of every table, spoiled in every way its columns allow: `check` stops it, or the printed checks tell it."""

import csv
from pathlib import Path

import pytest

from criticality.model.dataset import TABLES
from longer import sampled
from spoils import HARMLESS, OUTCOMES, PRINTED, REFUSED, UNSEEN, WARNED, Spoiler, slips

ROOT = Path(__file__).parents[2]
CASES = list(slips())


@pytest.fixture(scope="module")
def spoiler(tmp_path_factory):
    return Spoiler(ROOT, tmp_path_factory.mktemp("spoiled"))


def allowed(slip, column):
    """What must become of a slip: a year, a share or a date out of bounds never reaches a cell."""
    if slip == "the year 2203":
        return {WARNED} if column == "list_date" else {REFUSED}
    if slip == "a share of 180 %":
        return {REFUSED, PRINTED} if column == "value" else {REFUSED}
    if slip == "another country's code":
        return set(OUTCOMES)  # a series of one year has nothing to be compared with; how many: docs/figures/slips.csv
    return {REFUSED, WARNED, PRINTED, HARMLESS}


def test_every_table_of_the_workspace_is_spoiled():
    assert {name for _, name, _ in CASES} == {
        name for name in TABLES if (ROOT / TABLES[name].path).is_file() and name not in ("glossary", "everyday_uses")
    }  # of these two, which hold words, test_evidence looks at every entry


@pytest.mark.parametrize(
    ("slip", "name", "column"), sampled(CASES, 4, lambda case: case[0]), ids=[f"{n}.{c}: {s}" for s, n, c in CASES]
)
def test_a_spoiled_row_is_told_or_does_no_harm(spoiler, slip, name, column):
    ((place, cell),) = spoiler.sample(slip, name, column, 1)
    row = spoiler.rows(name)[place]
    assert spoiler.outcome(name, column, place, cell) in allowed(slip, column), (place + 2, row, cell)


def test_the_measured_share_of_slips_that_nobody_tells_is_small():
    with (ROOT / "docs" / "figures" / "slips.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {(row["slip"], row["table"], row["column"]) for row in rows} == set(CASES)
    assert all(sum(int(row[outcome]) for outcome in OUTCOMES) == int(row["tried"]) for row in rows)
    unseen, tried = (sum(int(row[column]) for row in rows) for column in (UNSEEN, "tried"))
    assert unseen <= 0.02 * tried
