"""Two publishers of one supply: the whole block of one counts, and nobody's countries stand under another's total."""

# Holds: checking/source_order.py.

import csv
import json

import numpy as np
import pandas as pd
import pytest

from criticality.model.publishers import completed_order, counting_rows, winners
from workspace_builder import ASSESSMENT, atlantis, check, criticality, edit, problems, run_folder

PRODUCTION = "data/production.csv"
GUILD = """\
mosandrium,extraction,HYP,2024,40,t,guild_of_smelters_2024,C,reported
mosandrium,extraction,LEM,2024,40,t,guild_of_smelters_2024,C,reported
mosandrium,extraction,WLD,2024,80,t,guild_of_smelters_2024,C,reported
"""


def frame(*rows):
    columns = ["mineral", "stage", "country", "year", "value", "source"]
    return pd.DataFrame(list(rows), columns=columns).assign(line=range(2, len(rows) + 2))


SURVEYS = frame(
    ("w", "extraction", "CHN", 2024.0, 80.0, "usgs"),
    ("w", "extraction", "WLD", 2024.0, 100.0, "usgs"),
    ("w", "extraction", "CHN", 2024.0, 85.0, "wmd"),
    ("w", "extraction", "VNM", 2024.0, 15.0, "wmd;ministry"),
    ("w", "extraction", "RUS", 2024.0, np.nan, ""),
    ("w", "extraction", "CHN", 2024.0, np.nan, ""),
    ("w", "extraction", "CHN", 2023.0, 80.0, "bgs"),
    ("q", "extraction", "CHN", np.nan, 80.0, "bgs"),
    ("q", "extraction", "CHN", np.nan, 81.0, "wmd"),
)


@pytest.mark.parametrize(
    ("order", "lines"),
    [
        ((), [2, 3, 6, 8, 10]),
        (("wmd",), [4, 5, 6, 8, 10]),
        (("bgs", "wmd"), [4, 5, 6, 8, 9]),
        (("ministry",), [2, 3, 6, 8, 10]),
    ],
)
def test_the_whole_block_of_the_first_publisher_counts(order, lines):
    """A row without a source belongs to every block, and gives way to the publisher's row of the same country."""
    assert SURVEYS["line"][counting_rows(SURVEYS, "production", order)].tolist() == lines


def test_publishers_that_nobody_names_follow_in_the_order_of_the_file():
    assert completed_order(SURVEYS, "production", ()) == ("usgs", "wmd", "bgs")
    assert completed_order(SURVEYS, "production", ("bgs",)) == ("bgs", "usgs", "wmd")
    alone = SURVEYS[SURVEYS["source"] == "usgs"]
    assert completed_order(alone, "production", ()) == ()
    assert (winners(alone, "production", ()) == "").all()


@pytest.fixture
def two_publishers(tmp_path):
    root = atlantis(tmp_path)
    with (root / PRODUCTION).open("a", encoding="utf-8") as stream:
        stream.write(GUILD)
    return root


def concentration(folder) -> float:
    with (folder / "tables" / "indicators.csv").open(encoding="utf-8") as stream:
        cells = {(row["mineral"], row["criterion"]): row["value"] for row in csv.DictReader(stream)}
    return float(cells["mosandrium", "largest_supplier_share"])


def test_the_assessment_says_whose_block_counts(two_publishers):
    assert concentration(run_folder(two_publishers, "--draws", 0)) == pytest.approx(0.7)
    edit(
        two_publishers,
        ASSESSMENT,
        "method: topsis ",
        "sources: {production: [guild_of_smelters_2024]}\nmethod: topsis ",
    )
    assert concentration(run_folder(two_publishers, "--draws", 0)) == pytest.approx(0.5)


def test_a_record_decides_the_same_list_without_the_file(two_publishers):
    """The order of the file is part of the inputs where it decides, and of the run id; elsewhere it is not."""
    folder = run_folder(two_publishers, "--draws", 0)
    record = json.loads((folder / "record.json").read_text("utf-8"))
    assert record["inputs"]["assessment"]["sources"] == {"production": ["world_mines_2025", "guild_of_smelters_2024"]}
    lines = (two_publishers / PRODUCTION).read_text("utf-8").splitlines()
    turned = [lines[0], *GUILD.splitlines(), *lines[1:-3]]
    (two_publishers / PRODUCTION).write_text("\n".join(turned) + "\n", "utf-8")
    other = run_folder(two_publishers, "--draws", 0)
    assert other.name != folder.name
    assert concentration(other) == pytest.approx(0.5)
    compared = criticality("compare", folder.name, other.name, "--json", "--quiet", "--workspace", two_publishers)
    assert compared.code == 0, compared.said
    found = json.loads(compared.out)
    assert [entry["place"] for entry in found["inputs"]] == ["sources.production"]
    assert abs(found["changes"]["mosandrium"]["score"]["data"]) > 0
    assert found["changes"]["mosandrium"]["score"]["residual"] == pytest.approx(0.0, abs=1e-9)


def test_what_lost_is_told_by_show_and_by_check(two_publishers):
    outcome = check(two_publishers)
    assert outcome.code == 0
    line = len((two_publishers / PRODUCTION).read_text("utf-8").splitlines()) - 2
    assert f"{PRODUCTION}:{line}: source: " in outcome.said
    assert "3 rows of guild_of_smelters_2024 do not count" in outcome.said
    assert "sources: {production: [world_mines_2025, guild_of_smelters_2024]}" in outcome.said
    run_folder(two_publishers, "--draws", 0)
    shown = " ".join(
        criticality("show", "latest", "mosandrium", "--evidence", "--workspace", two_publishers).out.split()
    )
    assert "extraction 2024: figures of world_mines_2025; not counted: guild_of_smelters_2024 (3 rows)" in shown
    assert "extraction HYP" not in shown.split("largest_supplier_share:")[-1]
    other = criticality("show", "latest", "victorium", "--workspace", two_publishers).out
    assert "not counted" not in other


def test_once_the_assessment_says_it_check_is_silent(two_publishers):
    said = "sources: {production: [world_mines_2025]}\nmethod: topsis "
    edit(two_publishers, ASSESSMENT, "method: topsis ", said)
    assert "do not count" not in check(two_publishers).said


def test_two_rows_of_one_key_and_one_source_stay_an_error(two_publishers):
    edit(
        two_publishers,
        PRODUCTION,
        GUILD,
        GUILD
        + GUILD.splitlines()[0].replace("guild_of_smelters_2024", "guild_of_smelters_2024;world_mines_2025")
        + "\n",
    )
    (problem,) = problems(check(two_publishers))
    assert "a second row for mineral mosandrium" in problem["said"]
    assert int(problem["line"]) == len((two_publishers / PRODUCTION).read_text("utf-8").splitlines())


def test_parts_beyond_the_whole_are_told_of_a_block_that_does_not_count(two_publishers):
    edit(two_publishers, PRODUCTION, "mosandrium,extraction,HYP,2024,40", "mosandrium,extraction,HYP,2024,400")
    assert "mosandrium extraction 2024: the countries add up to 440 t" in check(two_publishers).said


@pytest.mark.parametrize(
    ("order", "says", "hint"),
    [
        ("[guild_of_smelter_2024]", "there is no source 'guild_of_smelter_2024'", "guild_of_smelters_2024"),
        ("[world_mines_2025, world_mines_2025]", "'world_mines_2025' stands here twice", "Keep one"),
        ("[breath_of_furnaces_2023]", "no row of data/production.csv is of 'breath_of_furnaces_2023'", ""),
    ],
)
def test_an_order_that_orders_nothing_is_told_at_its_line(two_publishers, order, says, hint):
    edit(two_publishers, ASSESSMENT, "method: topsis ", f"sources: {{production: {order}}}\nmethod: topsis ")
    line = (two_publishers / ASSESSMENT).read_text("utf-8").splitlines().index(f"sources: {{production: {order}}}") + 1
    said = check(two_publishers).said
    assert f"{ASSESSMENT}:{line}:" in said
    assert says in said
    assert hint in said


def test_a_lever_adds_supply_to_the_block_that_counts(two_publishers):
    """New supply is added to the publisher's figures that count, and to its world total alone."""
    (two_publishers / "scenarios").mkdir(exist_ok=True)
    (two_publishers / "scenarios/mine.yaml").write_text(
        "title: A mine\nshocks:\n"
        "  - {kind: new_supply, country: THU, minerals: [mosandrium], stage: extraction, tonnes: 100, because: why}\n",
        "utf-8",
    )
    folder = run_folder(two_publishers, "--draws", 0, "--scenario", "scenarios/mine.yaml")
    assert concentration(folder) == pytest.approx(0.5)
