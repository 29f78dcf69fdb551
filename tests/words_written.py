"""How a small workspace says each word of the format: what `words_of_the_format` writes into it."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from workspace_builder import MINERALS, PROPERTIES, Plan, small_workspace, write_csv, write_json

FIGURES: dict[str, dict[str, float | None]] = {
    "alpha": {"risk": 0.9, "use": 0.6, "price": 0.5, "stock": 0.4, "fate": 0.7},
    "beta": {"risk": 0.6, "use": 0.7, "price": 0.4, "stock": 0.9, "fate": 0.3},
    "gamma": {"risk": 0.5, "use": 0.4, "price": 0.6, "stock": 0.3, "fate": 0.8},
    "delta": {"risk": 0.3, "use": 0.8, "price": 0.2, "stock": 0.7, "fate": 0.2},
    "epsilon": {"risk": 0.2, "use": 0.3, "price": 0.7, "stock": 0.2, "fate": 0.5},
}
DIMENSION_OF = {"risk": "supply", "use": "need", "price": "market", "stock": "market", "fate": "end"}
SCALE = {"kind": "linear", "zero_at": 0.1, "one_at": 1.0}
PAIRS = [
    ("supply", "need"),
    ("supply", "market"),
    ("supply", "end"),
    ("need", "market"),
    ("need", "end"),
    ("market", "end"),
]
SAID = {"Judge A": (3, 5, 4, 3, 2, 1), "Judge B": (1, 2, 5, 4, 3, 3)}
DRAWN = {"draws": 1024, "seed": 3, "vary": ["weights", "data", "thresholds"], "weight_draw": "dirichlet"}
Change = Callable[[Path], None]


def workspace(folder: Path, *changes: Change) -> Path:
    """A small workspace in which nothing but plain words stands, and what `changes` make of it."""
    tier = {"name": "critical", "listed": True, "when": [{"of": "score", "at_least": 0.45}]}
    plan = Plan(FIGURES, DIMENSION_OF, {"method": "equal", "because": "x"}, "ahp_ratings", SCALE, (tier,))
    root = small_workspace(folder, plan, robustness=DRAWN)
    groups = {"gamma": "pair", "delta": "pair"}
    rows = [[code, "", code, code, groups.get(code, ""), "yes", "", ""] for code in FIGURES]
    write_csv(root, "data/minerals.csv", MINERALS, rows)
    for change in changes:
        change(root)
    return root


def altered(file: str, **keys: Any) -> Change:
    """Other values of some keys of a document."""

    def change(root: Path) -> None:
        said = json.loads((root / file).read_text("utf-8"))
        write_json(root, file, {**said, **keys})

    return change


def scale(code: str, **stated: Any) -> Change:
    return altered(f"criteria/{code}.yaml", scale=stated)


def rule(*tiers: Mapping[str, Any], **more: Any) -> Change:
    return altered("assessments/a.yaml", rule={"because": "For a test.", "tiers": list(tiers), **more})


def critical(*when: Mapping[str, Any], **keys: Any) -> dict[str, Any]:
    return {"name": "critical", "listed": True, **({"when": list(when)} if when else {}), **keys}


def panel(
    *, left: bool = False, minerals: Any = None, keys: Mapping[str, Any] | None = None, **document: Any
) -> Change:
    """A panel of two; the second may leave a group, `keys` are of the first, `minerals` is a further group of both."""
    judges = []
    for place, (name, numbers) in enumerate(SAID.items()):
        pairs = [
            {"more": one, "than": two, "by": by, "because": "x"} for (one, two), by in zip(PAIRS, numbers, strict=True)
        ]
        own: dict[str, Any] = {"dimensions": pairs}
        if not (left and place):
            own["market"] = [{"more": "price", "than": "stock", "by": 2 + 3 * place, "because": "x"}]
        own |= {"fate": minerals} if minerals else {}
        judges.append({"name": name, "comparisons": own, **({} if place else keys or {})})

    def change(root: Path) -> None:
        said = {"title": "Panel", "method": "ahp", "consistency_limit": 1, "judges": judges, **document}
        write_json(root, "weights/w.yaml", said)

    return change


def first_pair(by: Any, **document: Any) -> Change:
    """The panel, the first judgement of its first judge in other words."""
    write = panel(**document)

    def change(root: Path) -> None:
        write(root)
        said = json.loads((root / "weights/w.yaml").read_text("utf-8"))
        said["judges"][0]["comparisons"]["dimensions"][0]["by"] = by
        write_json(root, "weights/w.yaml", said)

    return change


def direct(*numbers: float, **document: Any) -> Change:
    weights = dict(zip(DIMENSION_OF, numbers, strict=True))
    said = {"title": "Numbers", "method": "direct", "weights": weights, "because": "As printed.", **document}
    return lambda root: write_json(root, "weights/w.yaml", said)


def computed(of: str) -> Change:
    said = {"title": "Computed", "method": "entropy", "of": of, "because": "x"}
    return lambda root: write_json(root, "weights/w.yaml", said)


def in_words(medium: float) -> Change:
    """The figures of use as words."""

    def change(root: Path) -> None:
        scale("use", kind="words", words={"low": 1, "medium": medium, "high": 3}, zero_at=1, one_at=3)(root)
        text = (root / PROPERTIES).read_text("utf-8")
        for figure, word in ((0.6, "medium"), (0.7, "medium"), (0.4, "low"), (0.8, "high"), (0.3, "low")):
            text = text.replace(f"use,,{figure},", f"use,,{word},")
        (root / PROPERTIES).write_text(text, "utf-8")

    return change


def levels(parent: str | None) -> Change:
    known = [{"code": code, "title": code.title()} for code in dict.fromkeys(DIMENSION_OF.values())]
    known[-1] |= {"parent": parent} if parent else {}
    return lambda root: write_json(root, "criteria/dimensions.yaml", known)


def judged_fate(root: Path) -> None:
    altered("criteria/fate.yaml", indicator="judged", parameters={})(root)


def in_pairs(by: float) -> Change:
    """The minerals compared under fate, in a table."""
    head = "criterion,judge,more,than,by,because,status,source"
    said = [("alpha", "beta", by), ("alpha", "gamma", 4), ("beta", "gamma", 2), ("gamma", "epsilon", 2)]

    def change(root: Path) -> None:
        judged_fate(root)
        rows = [("fate", "Judge A", more, than, number, "x", "illustrative", "book") for more, than, number in said]
        write_csv(root, "data/judgements.csv", head, rows)

    return change


def in_a_panel(by: float) -> Change:
    said = [("alpha", "beta", by), ("alpha", "gamma", 4), ("beta", "gamma", 2)]
    minerals = [{"more": more, "than": than, "by": number, "because": "x"} for more, than, number in said]

    def change(root: Path) -> None:
        judged_fate(root)
        panel(minerals=minerals)(root)

    return change


def formula(potential: float) -> Change:
    parts = {
        "alpha": (potential, 0.8, 0.7),
        "beta": (0.2, 0.3, 0.4),
        "gamma": (0.5, 0.5, 0.5),
        "delta": (0.9, 0.2, 0.3),
    }
    names = ("disruption_potential", "trade_exposure", "economic_vulnerability")

    def change(root: Path) -> None:
        altered("criteria/fate.yaml", indicator="supply_risk_usgs2021_stated", parameters={})(root)
        lines = (root / PROPERTIES).read_text("utf-8").splitlines()
        kept = [line for line in lines if line.split(",")[1] not in names]
        kept += [
            f"{mineral},{name},,{value},,,1,2019,book,A,reported,"
            for mineral, values in parts.items()
            for name, value in zip(names, values, strict=True)
        ]
        (root / PROPERTIES).write_text("\n".join(kept) + "\n", "utf-8")

    return change
