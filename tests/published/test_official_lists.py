"""Official lists rebuilt from their published figures, under their published rule in the figures' own units."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workspace_builder import Plan, by_mineral, run_folder, small_workspace, write_json

HERE = Path(__file__).parent


def published(name: str) -> dict[str, dict[str, str]]:
    """The rows of a table of this folder by mineral."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return {row["mineral"]: row for row in csv.DictReader(file)}


def own(of: str, threshold: float) -> dict[str, Any]:
    """A condition in the unit of the figures."""
    return {"of": of, "at_least": {"value": threshold, "unit": "source"}}


def listed(folder: Path) -> set[str]:
    return {mineral for mineral, row in by_mineral(folder).items() if row["listed"] == "true"}


def by_the_commission(rows: Mapping[str, Mapping[str, str]]) -> Plan:
    """The Commission's two figures of each mineral, and its rule: SR ≥ 1.0 and EI ≥ 2.8."""
    return Plan(
        figures={
            mineral: {"sr": float(row["supply_risk"]), "ei": float(row["economic_importance"])}
            for mineral, row in rows.items()
        },
        dimension_of={"sr": "supply_risk", "ei": "economic_importance"},
        weights={"method": "equal"},
        method="ahp_ratings",
        scale={"kind": "linear", "zero_at": 0, "one_at": 10},
        tiers=({"name": "critical", "listed": True, "when": [own("sr", 1.0), own("ei", 2.8)]},),
        missing="refuse",
    )


def test_the_eu_list_of_2023_by_the_commissions_own_thresholds(tmp_path: Path) -> None:
    """SR ≥ 1.0 and EI ≥ 2.8 on the printed scales; copper and nickel are strategic by Regulation (EU) 2024/1252."""
    rows = published("ec_2023_list.csv")
    plan = by_the_commission(rows)
    by_rule = {mineral for mineral, row in rows.items() if row["on_list"] == "yes"} - {"copper", "nickel"}
    assert len(by_rule) == 32
    assert listed(run_folder(small_workspace(tmp_path, plan))) == by_rule
    act = {"by": "Regulation (EU) 2024/1252", "on": "2024-04-11", "because": "A strategic raw material."}
    strategic = [{"mineral": mineral, "tier": "critical", **act} for mineral in ("copper", "nickel")]
    rule = {"because": "Regulation (EU) 2024/1252.", "tiers": list(plan.tiers), "designations": strategic}
    assert listed(run_folder(small_workspace(tmp_path / "law", plan, rule=rule))) == {*by_rule, "copper", "nickel"}


EC_GROUPS = {
    "hrees": "Dysprosium Erbium Europium Gadolinium Holmium Lutetium Terbium Thulium Ytterbium Yttrium",
    "lrees": "Cerium Lanthanum Neodymium Praseodymium Samarium",
    "pgms": "Iridium Palladium Platinum Rhodium Ruthenium",
}
EC_2017 = (
    "Antimony Baryte Beryllium Bismuth Borate Cobalt Fluorspar Gallium Germanium Hafnium Helium Indium Magnesium "
    "Niobium Phosphorus Scandium Tantalum Tungsten Vanadium"
)
"""COM(2017) 490, with natural graphite, natural rubber, phosphate rock and silicon metal, and the three groups. Coking
coal stays on that list although its economic importance lies below the threshold: a decision, not the rule."""


def test_the_eu_list_of_2017_enters_rare_earths_and_platinum_metals_by_their_average(tmp_path: Path) -> None:
    """SR ≥ 1.0 and EI ≥ 2.8; lanthanum (EI 1.4) and erbium (2.7) are listed because their groups are."""
    with (HERE / "ec_2017_supply_risk.csv").open(encoding="utf-8", newline="") as file:
        rows = {
            row["material"]: row for row in csv.DictReader(file) if row["material"] not in ("LREEs", "HREEs", "PGMs")
        }
    codes = {name: name.lower().replace(" ", "_") for name in rows}
    group_of = {codes[name]: group for group, names in EC_GROUPS.items() for name in names.split()}
    plan = by_the_commission({codes[name]: row for name, row in rows.items()})
    expected = {codes[name] for name in EC_2017.split()} | set(group_of)
    expected |= {"natural_graphite", "natural_rubber", "phosphate_rock", "silicon_metal"}
    groups = [{"group": name, "listed_if": "average", "because": "Listed as one."} for name in EC_GROUPS]
    for place, (grouped, missing) in enumerate(((groups, set()), ([], {"lanthanum", "erbium"}))):
        rule = {"because": "The Commission's methodology.", "tiers": list(plan.tiers), "groups": grouped}
        root = small_workspace(tmp_path / str(place), plan, rule=rule)
        minerals = (root / "data/minerals.csv").read_text("utf-8")
        for mineral, group in group_of.items():
            minerals = minerals.replace(f"{mineral},,{mineral},{mineral},,", f"{mineral},,{mineral},{mineral},{group},")
        (root / "data/minerals.csv").write_text(minerals, "utf-8")
        assert len(expected) == 43
        assert listed(run_folder(root)) == expected - missing


def test_the_us_list_of_2022_by_supply_risk_single_points_of_failure_and_evaluation_in_words(tmp_path: Path) -> None:
    """Supply risk of at least 0.40, or one domestic producer; the rest was evaluated in words (OFR 2021-1045)."""
    rows = published("usgs_2021_list.csv")
    columns = {"sr": "supply_risk", "spof": "single_point_of_failure"}
    plan = Plan(
        figures={
            mineral: {code: float(row[column]) if row[column] else None for code, column in columns.items()}
            for mineral, row in rows.items()
        },
        dimension_of=dict.fromkeys(columns, "supply_risk"),
        weights={"method": "equal"},
        method="ahp_ratings",
        scale={"kind": "linear", "zero_at": 0, "one_at": 1},
    )
    told = {"by": "U.S. Geological Survey (OFR 2021-1045)", "on": "2022-02-24", "because": "Evaluated in words."}
    unscored = [mineral for mineral, row in rows.items() if not row["supply_risk"]]
    rule = {
        "because": "The methodology of 2021.",
        "coverage": {"must_have": ["sr"]},
        "tiers": [
            {"name": "critical", "listed": True, "any": [{"when": [own("sr", 0.4)]}, {"when": [own("spof", 1.0)]}]},
            {"name": "in_words", "listed": True, "designations_only": True},
        ],
        "designations": [{"mineral": mineral, "tier": "in_words", **told} for mineral in unscored],
    }
    root = small_workspace(tmp_path, plan, rule=rule)
    for code, changes in (("sr", {"missing": "leave_out_mineral"}), ("spof", {"role": "screening"})):
        said = json.loads((root / f"criteria/{code}.yaml").read_text("utf-8"))
        write_json(root, f"criteria/{code}.yaml", {**said, **changes})
    found = by_mineral(run_folder(root))
    assert {mineral: row["listed"] == "true" for mineral, row in found.items()} == {
        mineral: row["on_list"] == "yes" for mineral, row in rows.items()
    }
    by_tier = [[mineral for mineral, row in found.items() if row["tier"] == tier] for tier in ("critical", "in_words")]
    assert [len(members) for members in by_tier] == [39, 11]
    assert {"beryllium", "nickel", "zirconium"} <= set(by_tier[0])
