"""The example of the world's trade: published rows of every importer, each country assessed by its own."""

import csv
from pathlib import Path

import pytest
import yaml

import criticality as crit
from workspace_builder import check, edit, example

WORLD = Path(__file__).parents[1] / "examples" / "world-trade"
SOME = "[CHN, CHL, TWN]"


def rows(name: str) -> list[dict[str, str]]:
    with (WORLD / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return example("world-trade", tmp_path)


def test_every_country_has_a_name_in_both_languages_and_every_row_an_open_source() -> None:
    named = {row["country"] for row in rows("countries") if row["name_en"] and row["name_zh"]}
    trade = rows("trade")
    assert {row[end] for row in trade for end in ("reporter", "partner")} <= named | {"WLD"}
    assert len({row["reporter"] for row in trade if row["flow"] == "import"}) == 196
    sources = yaml.safe_load((WORLD / "data" / "sources.yaml").read_text("utf-8"))
    cited = {
        source for name in ("trade", "production", "governance") for row in rows(name) for source in [row["source"]]
    }
    assert cited <= set(sources)
    assert "wmd_2026" not in cited  # its terms are not stated: no large extract


def test_of_a_country_a_mineral_and_a_year_all_partners_are_there_or_none() -> None:
    totals: dict[tuple[str, ...], float] = {}
    parts: dict[tuple[str, ...], float] = {}
    for row in rows("trade"):
        if row["flow"] == "import":
            where = totals if row["partner"] == "WLD" else parts
            key = (row["reporter"], row["mineral"], row["code"], row["year"])
            where[key] = where.get(key, 0.0) + float(row["value_usd"])
    assert set(totals) == set(parts)
    assert all(abs(totals[key] - parts[key]) <= 200 for key in totals)  # each part is rounded to a dollar


def test_a_case_is_what_the_assessment_of_that_country_gives(root: Path) -> None:
    edit(root, "sweeps/every-country.yaml", "country: all", f"country: {SOME}")
    edit(root, "sweeps/every-country.yaml", "{from: 2023, to: 2024}", "[2024]")
    workspace = crit.Workspace(root)
    sweep = workspace.sweep("every-country")
    assert sweep.failures.empty
    table = sweep.table
    case = table[table["country"] == "TWN"].set_index("mineral")
    run = workspace.assess(draws=0)
    assert case["score"].dropna().to_dict() == run.ranking["score"].dropna().to_dict()
    assert case["tier"].to_dict() == run.ranking["tier"].to_dict()
    lists = {row["country"]: row["always"] for row in sweep.found["countries"]["rows"]}
    assert "lithium" in lists["TWN"]
    assert "lithium" not in lists["CHL"]  # it digs it
    assert not {"natural_graphite", "tungsten", "bismuth", "fluorspar"} & set(lists["CHN"])


@pytest.mark.slow
def test_every_country_is_decided(root: Path) -> None:
    assert check(root).code == 0
    sweep = crit.Workspace(root).sweep("every-country")
    assert sweep.found["decided"] == 392
    assert sweep.failures.empty
