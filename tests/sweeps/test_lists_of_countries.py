"""A sweep over countries says who is on the list of each in the latest year, and how much could be judged."""

# Holds: report/sweeps/country_rows.py.

import re
from pathlib import Path

import pytest

import criticality as crit
from criticality.report.sweeps.sweep_page import sweep_page
from workspace_builder import atlantis, edit, example


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return example("world", tmp_path)


def test_the_lists_of_the_latest_year_are_those_of_the_table(root: Path) -> None:
    sweep = crit.Workspace(root).sweep("every-country")
    latest = sweep.table[sweep.table["reference_year"] == 2024]
    countries = sweep.found["countries"]
    assert countries["year"] == 2024
    assert [row["country"] for row in countries["rows"]] == ["ATL", "HYP", "LEM", "MUU", "THU"]
    for row in countries["rows"]:
        of_country = latest[latest["country"] == row["country"]]
        share = of_country.groupby("mineral")["listed"].mean()
        assert row["always"] == sorted(share.index[share == 1])
        assert row["sometimes"] == sorted(share.index[(share > 0) & (share < 1)])
        assert row["sometimes"]  # the threshold decides of some
        assert row["judged"] == of_country.dropna(subset="rank")["mineral"].nunique() < len(share)
        assert row["cases"] == of_country["case"].nunique()


def test_the_page_names_the_countries_and_tells_an_empty_list_from_none_judged(root: Path) -> None:
    edit(root, "sweeps/every-country.yaml", "from: 0.40, to: 0.70, step: 0.05", "at: [0.95, 0.96]")
    page = sweep_page(crit.Workspace(root).sweep("every-country").found)
    rows = re.findall(r"<tr>.*?</tr>", page.partition('id="countries"')[2])[1:]
    assert len(rows) == 5
    assert sum("亞特蘭提斯" in row and "Atlantis" in row for row in rows) == 1
    assert all(re.search(r">6 / \d+</td>", row) for row in rows)
    assert "5 countries; the list of 5 of them is empty" in page
    assert "共 5 國，其中 5 國之清單為空" in page


def test_a_sweep_of_one_country_has_no_such_answer(tmp_path: Path) -> None:
    found = crit.Workspace(atlantis(tmp_path)).sweep("weights-and-methods").found
    assert "countries" not in found
    assert 'id="countries"' not in sweep_page(found)
