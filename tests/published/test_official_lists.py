"""Official lists rebuilt from their published figures, under their published rule in the figures' own units."""

import csv
from pathlib import Path
from typing import Any

from workspace_builder import Plan, by_mineral, run_folder, small_workspace

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


def test_the_eu_list_of_2023_by_the_commissions_own_thresholds(tmp_path: Path) -> None:
    """SR ≥ 1.0 and EI ≥ 2.8 on the printed scales; copper and nickel are strategic by Regulation (EU) 2024/1252."""
    rows = published("ec_2023_list.csv")
    plan = Plan(
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
    by_rule = {mineral for mineral, row in rows.items() if row["on_list"] == "yes"} - {"copper", "nickel"}
    assert len(by_rule) == 32
    assert listed(run_folder(small_workspace(tmp_path, plan))) == by_rule
    act = {"by": "Regulation (EU) 2024/1252", "on": "2024-04-11", "because": "A strategic raw material."}
    strategic = [{"mineral": mineral, "tier": "critical", **act} for mineral in ("copper", "nickel")]
    rule = {"because": "Regulation (EU) 2024/1252.", "tiers": list(plan.tiers), "designations": strategic}
    assert listed(run_folder(small_workspace(tmp_path / "law", plan, rule=rule))) == {*by_rule, "copper", "nickel"}
