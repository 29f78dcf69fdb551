"""Value added of Taiwan's industries is that of OECD 2021 and, as another answer, of the Asian Development Bank."""

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GROUPS = {
    ("1",): ("a01_agriculture",),
    ("3",): ("c10_12_food",),
    ("4", "5"): ("c13_15_textiles",),
    ("6",): ("c16_wood",),
    ("7",): ("c17_18_paper",),
    ("8",): ("c19_refining",),
    ("9",): ("c20_chemicals", "c21_pharmaceuticals"),
    ("10",): ("c22_rubber_plastics",),
    ("11",): ("c23_non_metallic_minerals",),
    ("12",): ("c24_basic_metals", "c25_fabricated_metals"),
    ("13", "16"): ("c28_machinery", "c31_33_other_manufacturing"),
    ("14",): ("c26_electronics", "c27_electrical"),
    ("15",): ("c29_motor_vehicles", "c30_other_transport"),
    ("17",): ("d35_energy",),
}
"""Sectors of the Asian Development Bank → the sectors of data/sectors.csv that they hold (13 repairs machines)."""


def rows(path: str) -> list[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def value_added(path: str) -> dict[str, float]:
    return {row["sector"]: float(row["value_added_usd_m"]) for row in rows(path)}


def of_the_bank(year: str) -> dict[str, float]:
    table = rows("tests/published/adb_mrio_taiwan.csv")
    return {row["number"]: float(row["value_added_usd_m"]) for row in table if row["year"] == year}


def test_oecd_2021_value_added_at_basic_prices_industry_by_industry() -> None:
    printed = {
        row["industry"]: float(row["value_added_usd_m"]) for row in rows("tests/published/oecd_iots_2021_taiwan.csv")
    }
    for sector, value in value_added("data/sectors.csv").items():
        first, *last = sector.split("_")[0][1:], *(part for part in sector.split("_")[1:2] if part.isdigit())
        code = f"D{first}T{last[0]}" if last else "D01T02" if first == "01" else f"D{first}"
        assert value == printed[code], sector


def test_adb_2022_each_group_is_split_as_in_2018() -> None:
    stated, other = value_added("data/sectors.csv"), value_added("choices/adb_2022/sectors.csv")
    bank = of_the_bank("2022")
    assert set(other) == {sector for held in GROUPS.values() for sector in held}
    for numbers, sectors in GROUPS.items():
        total, before = sum(bank[number] for number in numbers), sum(stated[sector] for sector in sectors)
        for sector in sectors:
            assert other[sector] == pytest.approx(total * stated[sector] / before, abs=0.1), sector


def test_electronics_weighs_in_manufacturing_what_the_reason_says() -> None:
    said = (ROOT / "choices" / "value_added.yaml").read_text("utf-8")
    for path, share in (("data/sectors.csv", "45 %"), ("choices/adb_2022/sectors.csv", "56 %")):
        manufacturing = {sector: value for sector, value in value_added(path).items() if sector.startswith("c")}
        found = f"{manufacturing['c26_electronics'] / sum(manufacturing.values()):.0%}".replace("%", " %")
        assert found == share
        assert share in said
    assert "四年" in said and int(rows("choices/adb_2022/sectors.csv")[0]["year"]) - 2018 == 4


def test_the_two_publishers_agree_on_2018_as_the_evidence_says() -> None:
    stated, bank = value_added("data/sectors.csv"), of_the_bank("2018")
    text = (ROOT / "docs" / "figures" / "notes-demand.md").read_text("utf-8")
    ratio = {
        sectors: sum(bank[number] for number in numbers) / sum(stated[sector] for sector in sectors)
        for numbers, sectors in GROUPS.items()
        if sectors[0].startswith("c")
    }
    far = {sectors[0] for sectors, value in ratio.items() if not 0.88 < value < 1.12}
    assert far == {"c20_chemicals", "c26_electronics", "c28_machinery"}
    for sectors in [one for one in ratio if one[0] in far]:
        assert f"{ratio[sectors]:.2f}" in text, sectors


TABLE = {
    "Food, beverages, tobacco": (3,),
    "Textiles, leather": (4, 5),
    "Wood": (6,),
    "Paper, printing": (7,),
    "Refining": (8,),
    "Chemicals, pharmaceuticals": (9,),
    "Rubber, plastics": (10,),
    "Glass, ceramics, cement": (11,),
    "Basic and fabricated metals": (12,),
    "Machinery and other manufacturing": (13, 16),
    "Electrical and optical equipment": (14,),
    "Transport equipment": (15,),
}
"""Rows of the table of docs/explanation/uses.md → sectors of the Asian Development Bank."""


def test_location_quotients_against_three_economies_are_those_printed() -> None:
    text = (ROOT / "docs" / "explanation" / "uses.md").read_text("utf-8")
    value: dict[str, dict[int, float]] = {}
    for row in rows("tests/published/adb_mrio_economies.csv"):
        value.setdefault(row["economy"], {})[int(row["number"])] = float(row["value_added_usd_m"])
    assert sorted(number for numbers in TABLE.values() for number in numbers) == list(range(3, 17))
    for title, numbers in TABLE.items():
        part = {code: sum(held[n] for n in numbers) / sum(held.values()) for code, held in value.items()}
        quotients = [f"{part['TWN'] / part[code]:.2f}" for code in ("EU27", "USA", "JPN")]
        assert f"| {title} | {100 * part['TWN']:.1f} % | {' | '.join(quotients)} |" in text
    bank = of_the_bank("2022")
    assert all(bank[str(number)] == held for number, held in value["TWN"].items())
