"""Published formulas as criteria: what their authors print comes out of the tables, or of the inputs they print."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from criticality.indicators.published.computed import EC_PARTS, USGS_PARTS, YALE_AXES
from criticality.report.pages import render_page
from indicators.cases import cell, dataset, flags, governance, imports, production
from workspace_builder import PROPERTIES, Plan, check, criticality, run_folder, small_workspace, write_json

PUBLISHED = Path(__file__).parents[2] / "published"


def read(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stated(mineral: str, figures: dict[str, float], unit: str = "1") -> list[dict[str, Any]]:
    return [
        {"mineral": mineral, "property": name, "value": value, "unit": unit, "low": value, "high": value}
        for name, value in figures.items()
    ]


def test_the_eus_supply_risk_of_2017_from_its_printed_inputs() -> None:
    """60 of the 77 materials that print every input, within 0.1; docs/explanation/validation.md names the others."""
    columns = ("hhi_global", "hhi_eu_sourcing", "import_reliance_percent", "recycling_input_rate_percent")
    rows = [row for row in read("ec_2017_supply_risk") if all(row[name] for name in columns)]
    properties: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        world, sourcing, reliance, rate, substitution = EC_PARTS
        mineral = f"m{place}"
        properties += stated(mineral, {world: float(row["hhi_global"]), sourcing: float(row["hhi_eu_sourcing"])})
        properties += stated(mineral, {reliance: float(row["import_reliance_percent"])}, "percent")
        properties += stated(mineral, {rate: float(row["recycling_input_rate_percent"])}, "percent")
        properties += stated(mineral, {substitution: float(row["substitution_index_sr"])})
    data = dataset(minerals=[{"mineral": f"m{place}"} for place in range(len(rows))], mineral_properties=properties)
    values = [cell(data, "supply_risk_ec2017_stated", mineral=f"m{place}")["value"] for place in range(len(rows))]
    off = [abs(round(value, 1) - float(row["supply_risk"])) for value, row in zip(values, rows, strict=True)]
    assert (len(off), sum(each <= 0.1 + 1e-9 for each in off)) == (77, 60)


def test_geopolrisk_gives_the_four_values_that_its_authors_program_prints() -> None:
    rows, made = read("geopolrisk_2023"), read("geopolrisk_2023_production")
    for material in dict.fromkeys(row["material"] for row in rows):
        own = [row for row in rows if row["material"] == material]
        data = dataset(
            production=production(
                {row["country"]: float(row["production_t"]) for row in made if row["material"] == material},
                stage="extraction",
            ),
            trade=imports({row["partner"]: float(row["quantity_t"]) for row in own}, stage="extraction"),
            governance=governance({row["partner"]: float(row["political_stability_2025_update"]) for row in own}),
            countries=[{"country": "SGP"}],
        )
        found = cell(data, "geopolitical_supply_risk", stage="extraction", years=1)
        assert round(found["value"], 4) == float(own[0]["printed"]), material
        assert found["low"] <= found["value"] <= found["high"]


def made_of(**more: list[dict[str, Any]]) -> Any:
    tables: dict[str, list[dict[str, Any]]] = {
        "production": production({"CHN": 80, "AUS": 20, "WLD": 100}),
        "trade": imports({"CHN": 60, "AUS": 40, "WLD": 100}),
        "governance": governance({"CHN": -0.5, "AUS": 1.5, "JPN": 1.5}),
        "countries": [{"country": "SGP", "transit_hub": True}],
        "end_uses": [{"application": "chips", "share": 1.0, "sector": "e"}],
        "sectors": [{"sector": "e", "value_added_usd_m": 40.0}, {"sector": "f", "value_added_usd_m": 100.0}],
        "mineral_properties": stated("x", {"end_of_life_recycling_input_rate": 0.1, "substitution_index_sr": 0.9})
        + stated("x", {"substitution_index": 0.8}),
    }
    return dataset(**{**tables, **more})


def test_the_eus_formulas_on_the_tables_of_a_workspace() -> None:
    found = cell(made_of(), "supply_risk_ec2017")
    world = 10 * (0.8**2 * 0.6 + 0.2**2 * 0.2)
    sources = 10 * (0.6**2 * 0.6 + 0.4**2 * 0.2)
    assert found["value"] == pytest.approx((world * 0.5 + sources * 0.5) * 0.9 * 0.9)
    assert "recycling input rate 0.1" in found["note"]
    importance = cell(made_of(), "economic_importance_ec2017")
    assert importance["value"] == pytest.approx(10 * 0.4 * 0.8)


def test_a_reliance_that_is_not_known_counts_whole_and_bounds_hold_for_any() -> None:
    withheld = [
        *production({"CHN": 80, "AUS": 20, "WLD": 110}),
        {"country": "TWN", "value": float("nan"), "flag": "withheld"},
    ]
    found = cell(made_of(production=withheld), "supply_risk_ec2017")
    assert found["present"] and {"estimated", "incomplete"} <= flags(found) and found["grade"] == "D"
    assert found["low"] < found["value"] or found["value"] < found["high"]


@pytest.mark.parametrize("lacking", ["end_of_life_recycling_input_rate", "substitution_index_sr"])
def test_a_missing_part_leaves_the_cell_missing(lacking: str) -> None:
    rows = [row for row in made_of().tables["mineral_properties"].to_dict("records") if row["property"] != lacking]
    found = cell(made_of(mineral_properties=rows), "supply_risk_ec2017")
    assert not found["present"] and lacking in found["note"]


def test_the_form_of_the_usgs_and_its_stated_parts() -> None:
    found = cell(made_of(), "supply_risk_usgs2021")
    assert found["value"] == pytest.approx(((0.8**2 * 0.6 + 0.2**2 * 0.2) * 1.0 * 0.4) ** (1 / 3))
    parts = made_of(mineral_properties=stated("x", dict(zip(USGS_PARTS, (0.5, 0.8, 0.4), strict=True))))
    assert cell(parts, "supply_risk_usgs2021_stated")["value"] == pytest.approx(0.16 ** (1 / 3))


def test_the_vector_of_yale_keeps_the_unit_of_its_axes() -> None:
    axes = made_of(mineral_properties=stated("x", dict(zip(YALE_AXES, (60.0, 20.0, 30.0), strict=True))))
    assert cell(axes, "criticality_yale2012")["value"] == pytest.approx((4900 / 3) ** 0.5)


def test_domestic_production_dilutes_geopolrisk_and_a_withheld_one_leaves_it_open() -> None:
    share = 0.6 * 0.6 + 0.4 * 0.2
    alone = cell(made_of(), "geopolitical_supply_risk", years=1)
    assert alone["value"] == pytest.approx(0.68 * share)
    own = made_of(production=production({"CHN": 80, "AUS": 20, "TWN": 100, "WLD": 200}))
    assert cell(own, "geopolitical_supply_risk", years=1)["value"] == pytest.approx((0.16 + 0.01 + 0.25) * share / 2)
    withheld = [*production({"CHN": 80, "WLD": 100}), {"country": "TWN", "value": float("nan"), "flag": "withheld"}]
    assert not cell(made_of(production=withheld), "geopolitical_supply_risk", years=1)["present"]


# ── in a workspace ───────────────────────────────────────────────────────────

PARTS = {"alpha": (0.9, 0.8, 0.7), "beta": (0.2, 0.3, None)}


def formula(
    folder: Path, indicator: str, parts: dict[str, tuple[float | None, ...]] | None = None, **keys: Any
) -> Path:
    figures = {"alpha": {"price": 0.4}, "beta": {"price": 0.2}}
    tier = {"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.1}]}
    scale = {"kind": "linear", "zero_at": 0, "one_at": 1}
    plan = Plan(figures, {"price": "market", "risk": "supply"}, {"method": "equal"}, "ahp_ratings", scale, (tier,))
    root = small_workspace(folder, plan, robustness={"draws": 0, "seed": 1})
    said = json.loads((root / "criteria/risk.yaml").read_text("utf-8"))
    write_json(root, "criteria/risk.yaml", {**said, "indicator": indicator, "parameters": {}, **keys})
    with (root / PROPERTIES).open("a", encoding="utf-8") as stream:
        for mineral, values in (parts or {}).items():
            for year, (name, value) in enumerate(zip(USGS_PARTS, values, strict=True), 2017):
                stream.write("" if value is None else f"{mineral},{name},,{value},,,1,{year},book,A,reported,\n")
    return root


@pytest.mark.parametrize(
    ("indicator", "lacking"),
    [
        ("criticality_yale2012", YALE_AXES),
        ("supply_risk_usgs2021_stated", USGS_PARTS),
        ("supply_risk_ec2017_stated", EC_PARTS),
    ],
)
def test_a_formula_of_whose_parts_there_is_no_row_is_refused_not_put_at_mid_scale(
    tmp_path: Path, indicator: str, lacking: tuple[str, ...]
) -> None:
    root = formula(tmp_path, indicator)
    outcome = check(root)
    assert outcome.code == 1 and f"no mineral has a value by {indicator}" in outcome.said
    assert ", ".join(lacking) in outcome.said and "criteria/risk.yaml:6:15: indicator" in outcome.said
    assert f"依 {indicator} 沒有任何礦產有數值" in criticality("check", "--lang", "zh-Hant", "--workspace", root).said
    assert criticality("run", "--language", "none", "--workspace", root).code == 1
    assert not (root / "output").exists()
    assert check(formula(tmp_path / "screening", indicator, role="screening")).code == 0


def test_one_part_without_any_row_is_enough(tmp_path: Path) -> None:
    outcome = check(formula(tmp_path, "supply_risk_usgs2021_stated", {"alpha": (0.9, 0.8, None)}))
    assert outcome.code == 1 and "has the property economic_vulnerability\n" in outcome.said


def test_the_factsheet_prints_the_parts_that_are_known(tmp_path: Path) -> None:
    folder = run_folder(formula(tmp_path, "supply_risk_usgs2021_stated", PARTS))
    record = json.loads((folder / "record.json").read_text("utf-8"))
    cases: list[tuple[Any, str, str]] = [
        (
            "en",
            "Parts of it: disruption potential 0.9, trade exposure 0.8, economic vulnerability 0.7",
            "Parts of it: disruption potential 0.2, trade exposure 0.3, economic vulnerability not known",
        ),
        (
            "zh-Hant",
            "其組成：中斷潛勢 0.9、貿易曝險 0.8、經濟脆弱度 0.7",
            "其組成：中斷潛勢 0.2、貿易曝險 0.3、經濟脆弱度 不詳",
        ),
    ]
    for language, known, partly in cases:
        page = re.sub(r"<[^>]*>", " ", render_page(record, language))
        assert known in page and partly in page
    shown = criticality("show", folder, "beta", "--evidence", "--workspace", tmp_path / "small").out
    assert "figures of 2017–2018" in shown and "economic_vulnerability: no row" in shown
