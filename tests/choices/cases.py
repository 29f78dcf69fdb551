"""Workspaces with choices, for the tests: the fictional country, and a small one without spread."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from criticality.model.assessment import Assessment
from criticality.model.choice import Choice
from criticality.model.results import Choices
from workspace_builder import ASSESSMENT, Plan, atlantis, small_workspace, write_json


def option(code: str, change: Mapping[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    said = {"code": code, "title": code.replace("_", " "), "because": f"Because of {code}.", **keys}
    return said if change is None else {**said, "change": dict(change)}


def choice(root: Path, code: str, options: Sequence[Mapping[str, Any]], **keys: Any) -> None:
    """Write choices/<code>.yaml."""
    document = {"code": code, "question": f"Which {code}?", "options": [dict(entry) for entry in options], **keys}
    write_json(root, f"choices/{code}.yaml", document)


def listed_from(score: float) -> dict[str, Any]:
    """A change of the rule of the small workspace: listed from a score on."""
    tier = {"name": "critical", "listed": True, "when": [{"of": "score", "at_least": score}]}
    return {"assessment": {"rule": {"because": "Otherwise.", "tiers": [tier]}}}


FIGURES = {"alpha": {"use": 0.9, "risk": 0.9}, "beta": {"use": 0.6, "risk": 0.5}, "gamma": {"use": 0.5, "risk": 0.3}}


def small(folder: Path, **overrides: Any) -> Path:
    """Three minerals under two criteria, equal weights, a score of .5 lists; nothing varies from draw to draw."""
    plan = Plan(
        figures=FIGURES,
        dimension_of={"use": "economy", "risk": "supply"},
        weights={"method": "equal"},
        method="ahp_ratings",
        scale={"kind": "linear", "zero_at": 0, "one_at": 1},
    )
    return small_workspace(folder, plan, **{"robustness": {"draws": 40, "seed": 3, "vary": []}, **overrides})


def with_choices(folder: Path) -> Path:
    """The fictional country with two crossed choices and one that is varied alone."""
    root = atlantis(folder)
    choice(
        root,
        "sectors",
        [
            option("decrees"),
            option("household_too", {"sectors": {"strategic": ["lighthouses", "shipbuilding", "household"]}}),
        ],
    )
    gates = [{"of": "economic_importance", "at_least": 0.4}, {"of": "supply_risk", "at_least": 0.4}]
    rule = {
        "because": "Two gates.",
        "coverage": {"at_least": 0.5, "must_have": ["supply_concentration"]},
        "tiers": [{"name": "critical", "listed": True, "when": gates}],
    }
    choice(root, "rule", [option("three"), option("two_gates", {"assessment": {"rule": rule}}, odds=2)])
    choice(
        root,
        "anchor",
        [option("stated"), option("wider", {"criteria": {"supply_concentration": {"scale": {"one_at": 0.9}}}})],
        crossed=False,
    )
    return root


def draws(root: Path, count: int, text: str = "") -> None:
    """Give the fictional country's assessment so many draws."""
    with (root / ASSESSMENT).open("a", encoding="utf-8") as stream:
        stream.write(f"robustness: {{draws: {count}, seed: 5{text}}}\n")


def made(code: str, odds: list[float], *, crossed: bool = True) -> Choice:
    options = [
        {"code": f"{code}{place}", "title": "t", "because": "b", "odds": value}
        | ({} if place == 0 else {"change": {"weights": {"leave_out": []}}})
        for place, value in enumerate(odds)
    ]
    return Choice.model_validate({"code": code, "question": "q", "crossed": crossed, "options": options})


def plan(combinations_asked: object = None) -> Assessment:
    robustness = {"draws": 1, "seed": 9}
    if combinations_asked is not None:
        robustness["combinations"] = combinations_asked
    return Assessment.model_validate(
        {
            "title": "t",
            "country": "ATL",
            "reference_year": 2020,
            "candidates": "all",
            "criteria": "all",
            "weights": "w",
            "method": "topsis",
            "rule": {"because": "b", "tiers": [{"name": "a", "listed": True}]},
            "robustness": robustness,
        }
    )


def chosen(*choices: Choice, answers: dict[str, str] | None = None) -> Choices:
    return Choices(choices, tuple(choice.code for choice in choices), answers or {})


def read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
