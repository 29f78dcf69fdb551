"""Records to print: a fictional country with eight minerals, and a large one; plain values, as record.json holds them.

The figures are invented. Scores are the weighted mean of the dimensions, so that contributions add up to them.
"""

import json
import random
from pathlib import Path
from typing import Any

import sample_inputs as given
from sample_policy import sample_policy
from sample_robustness import sample_robustness

Record = dict[str, Any]


def sample_record(
    minerals: int = 8,
    criteria: int = 6,
    dimensions: int = 3,
    *,
    method: str = "topsis",
    weights: str = "ahp",
    lists: bool = True,
    robustness: bool = False,
    policy: bool = False,
    templates: dict[str, str] | None = None,
    seed: int = 1,
) -> Record:
    """Invent a record; `minerals` of which the last is insufficient and one more is not a candidate."""
    chance = random.Random(seed)
    rows = given.minerals(minerals)
    codes = sorted(row[0] for row in rows if row[5])
    dims = [{"code": c, "title": {"en": en, "zh-Hant": zh}} for c, en, zh in given.TITLES[:dimensions]]
    crits = [given.criterion(n, dims[n % dimensions]["code"], method) for n in range(criteria)]
    crits.append(
        {**given.criterion(criteria, dims[0]["code"], method), "role": "screening", "code": "largest_supplier"}
    )
    weighted = crits[:-1]
    cells = {(m, c["code"]): _cell(m, c, chance, method) for m in codes for c in crits}
    weak = codes[-1]
    for c in weighted[: max(1, criteria - 1)]:
        cells[weak, c["code"]].update(value=None, present=False, grade="", flag="absent", note="no figure published")
    result = _result(codes, weak, dims, weighted, cells, method, robustness)
    judged = given.weights(weights, dims, weighted)
    record: Record = {
        "format": 1,
        "run_id": "2026-11-23-1a2b3c4d",
        "as_of": "2026-11-23",
        "digest": "1a2b3c4d" * 8,
        "software": {"criticality": "0.1.0"},
        "environment": {
            "python": "3.11.7",
            "platform": "Linux x86_64",
            "libraries": {"numpy": "2.2.0", "pandas": "2.3.0", "weasyprint": "70.0"},
            "font": {"family": "Noto Sans CJK TC", "files": {"NotoSansCJK-Regular.ttc": "ab" * 32}},
        },
        "inputs": {
            "paths": {"assessment": "assessments/arcadia.yaml", "weights": "weights/panel.yaml", "scenario": None},
            "assessment": given.assessment(codes, dims, method, robustness),
            "dimensions": dims,
            "criteria": crits,
            "weights": judged,
            "scenario": None,
            "sources": given.sources(12 if minerals > 20 else 3),
            "data": {**given.data(rows, codes, lists), **given.uses(codes)},
            "templates": dict(templates or {}),
        },
        "result": {**result, **_weight_tables(weights, dims, weighted, judged), **given.supplied(codes)},
    }
    if policy:
        record["result"]["policy"] = sample_policy(record["result"]["ranking"])
    return json.loads(json.dumps(record))


def write_folder(record: Record, folder: Path) -> Path:
    """Write record.json and two tables as a run's folder holds them."""
    (folder / "tables").mkdir(parents=True)
    (folder / "record.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    (folder / "tables" / "ranking.csv").write_text("mineral,rank\ngallite,1\n", encoding="utf-8")
    (folder / "tables" / "weights.csv").write_text("criterion,dimension\n", encoding="utf-8")
    return folder


def _cell(mineral: str, criterion: dict[str, Any], chance: random.Random, method: str) -> dict[str, Any]:
    scaled = min(1.0, max(0.0, chance.betavariate(2, 2) + 0.25 * (len(mineral) % 3 - 1)))
    flag = chance.choice(["reported"] * 7 + ["estimated", "proxy", "clipped;estimated"])
    return {
        "mineral": mineral,
        "criterion": criterion["code"],
        "value": chance.choice([0.000123, 0.0456, 0.53, 7.25, 1234.5, 9876543.0]) * chance.uniform(0.5, 2),
        "low": None,
        "high": None,
        "unit": criterion["unit"],
        "present": True,
        "grade": chance.choice("AAABBCD"),
        "flag": flag,
        "sources": "usgs_mcs_2026;eu_crm_2023",
        "note": "narrowest stage: processing; largest supplier CHN" if criterion["code"] == "criterion_1" else "",
        "scaled": None if method == "topsis_vector" else scaled,
        "scaled_low": None,
        "scaled_high": None,
    }


def _result(
    codes: list[str], weak: str, dims: list[Any], weighted: list[Any], cells: dict[Any, Any], method: str, sure: bool
) -> dict[str, Any]:
    share = {d["code"]: 1 / len(dims) for d in dims}
    count = {d["code"]: sum(c["dimension"] == d["code"] for c in weighted) for d in dims}
    rows, contributions = [], []
    for m in codes:
        dimension = dict.fromkeys(share, 0.0)
        for c in weighted:
            scaled = cells[m, c["code"]]["scaled"] or 0.4
            dimension[c["dimension"]] += scaled / count[c["dimension"]]
            weight = share[c["dimension"]] / count[c["dimension"]]
            contributions.append(
                {
                    "mineral": m,
                    "criterion": c["code"],
                    "dimension": c["dimension"],
                    "scaled": scaled,
                    "global_weight": weight,
                    "contribution": weight * scaled,
                }
            )
        score = round(sum(share[k] * v for k, v in dimension.items()), 12)
        rows.append(_ranked(m, score, dimension, m == weak, method, sure))
    rows.sort(key=lambda r: (r["score"] is None, -(r["score"] or 0), r["mineral"]))
    for place, row in enumerate(rows, start=1):
        if row["score"] is not None:
            row.update(rank=place)
            if sure:
                row.update(rank_low=max(1, place - 2), rank_high=place + 3)
    methods = [
        {"mineral": r["mineral"], "method": name, "score": r["score"], "rank": r["rank"]}
        for r in rows
        if r["rank"]
        for name in (method, "ahp_ratings", "vikor")
    ]
    scored = [r for r in rows if r["score"] is not None]
    details, shares = sample_robustness(rows, weighted, dims) if sure else (None, [])
    return {
        "candidates": codes,
        "indicators": list(cells.values()),
        "dimension_weights": share,
        "weights": [
            {
                "criterion": c["code"],
                "dimension": c["dimension"],
                "local_weight": 1 / count[c["dimension"]],
                "global_weight": share[c["dimension"]] / count[c["dimension"]],
            }
            for c in weighted
        ],
        "ranking": rows,
        "contributions": [] if method == "topsis_vector" else [c for c in contributions if c["mineral"] != weak],
        "methods": methods,
        "agreement": [
            {"method": "ahp_ratings", "kendall_tau_b": 0.91, "weighted_spearman": 0.97},
            {"method": "vikor", "kendall_tau_b": -0.05, "weighted_spearman": 0.88},
        ],
        "methods_not_done": {"codas": "refuses a matrix with a zero column"},
        "checks": [
            {
                "check": "correlated",
                "subject": f"{weighted[0]['code']},{weighted[-1]['code']}",
                "figure": 0.87,
                "text": {"en": "These two criteria say nearly the same.", "zh-Hant": "此二準則所示幾乎相同。"},
            }
        ],
        "borderline": [
            {
                "mineral": scored[0]["mineral"],
                "tier": scored[0]["tier"],
                "nearest": {"of": "score", "threshold": 0.5, "value": scored[0]["score"], "distance": 0.02},
            }
        ],
        "acceptability": shares,
        "robustness": details,
    }


def _ranked(m: str, score: float, dimension: dict[str, float], weak: bool, method: str, sure: bool) -> dict[str, Any]:
    first = next(iter(dimension))
    gates = [("score", 0.5, score), (first, 0.4, dimension[first])]
    holds = all(value >= threshold for _, threshold, value in gates)
    tier = "insufficient" if weak else "critical" if holds else "watch" if score > 0.45 else "not_listed"
    return {
        "mineral": m,
        "rank": None,
        "score": None if weak else score,
        "tier": tier,
        "listed": tier == "critical",
        "designated": False,
        "rule_tier": tier,
        "entered_with_group": None,
        "reason": "evidence covers 17 % of supply risk" if weak else "",
        "p_listed": (0.87 if holds else 0.2) if sure and not weak else None,
        "rank_low": None,
        "rank_high": None,
        "confidence": ("likely" if holds else "unlikely") if sure and not weak else None,
        "dimensions": dict.fromkeys(dimension) if weak or method == "topsis_vector" else dimension,
        "coverage": dict.fromkeys(dimension, 0.17 if weak else 1.0),
        "because": []
        if weak
        else [
            {
                "tier": "critical",
                "of": of,
                "comparison": "at_least",
                "threshold": threshold,
                "value": value,
                "holds": value >= threshold,
            }
            for of, threshold, value in gates
        ],
    }


def _weight_tables(method: str, dims: list[Any], weighted: list[Any], weights: Any) -> dict[str, Any]:
    if method != "ahp" or len(dims) < 2:
        return {"weight_notes": [], "consistency": [], "by_judge": [], "consistency_hints": []}
    one, two = dims[0]["code"], dims[1]["code"]
    return {
        "weight_notes": ["A judgement on a criterion that this assessment omits was ignored."],
        "consistency": [
            {
                "judge": judge,
                "group": "dimensions",
                "n": 3,
                "lambda_max": 3.0092,
                "consistency_index": 0.0046,
                "consistency_ratio": ratio,
                "random_index": "Saaty 1980",
            }
            for judge, ratio in (("Judge A", 0.0079), ("Judge B", 0.21), ("group", 0.0))
        ],
        "by_judge": [
            {"judge": j["name"], "group": "dimensions", "item": d["code"], "weight": 1 / len(dims)}
            for j in weights["judges"]
            for d in dims
        ],
        "consistency_hints": [
            {
                "judge": "Judge B",
                "group": "dimensions",
                "more": one,
                "than": two,
                "by": 5.0,
                "better_more": two,
                "better_than": one,
                "better_by": 2.0,
                "ratio_now": 0.21,
                "ratio_then": 0.03,
            }
        ],
    }
