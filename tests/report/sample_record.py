"""Records to print: a fictional country with eight minerals, and a large one; plain values, as record.json holds them.

The figures are invented. Scores are the weighted mean of the dimensions, so that contributions add up to them.
"""

import json
import random
from pathlib import Path
from typing import Any

Record = dict[str, Any]
TITLES = [
    ("economic_importance", "Economic importance", "經濟重要性"),
    ("supply_risk", "Supply-interruption risk", "供應中斷風險"),
    ("environmental_impact", "Environmental impact", "環境衝擊"),
    ("social_licence", "Social licence", "社會接受度"),
    ("resilience", "Lack of resilience", "韌性不足"),
]
QUESTIONS = [
    ("Governance-weighted concentration of world supply", "世界供給之治理加權集中度", "governance_weighted_herfindahl"),
    ("Value added that leans on the mineral", "依賴該礦產之附加價值", "value_added_exposure"),
    ("Lack of recycling", "缺乏回收", "observed"),
    ("Share from countries that restrict exports", "來自限制出口國之比例", "restricted_share"),
    ("Climate burden, cradle to gate", "氣候負荷（搖籃至大門）", "observed"),
    ("Use in strategic sectors", "策略性部門用途", "strategic_share"),
]
ELEMENTS = (
    "gallium Ga 鎵 germanium Ge 鍺 dysprosium Dy 鏑 terbium Tb 鋱 neodymium Nd 釹 tungsten W 鎢 cobalt Co 鈷 "
    "indium In 銦 antimony Sb 銻 iron Fe 鐵 gold Au 金 copper Cu 銅 aluminium Al 鋁 tin Sn 錫 lithium Li 鋰 nickel Ni 鎳"
).split()
SMALL = [("aurum", "Au", "金"), ("ferrite", "Fe", "鐵"), ("gallite", "Ga", "鎵"), ("lithia", "Li", "鋰"),
         ("magnesia", "Mg", "鎂"), ("neodyme", "Nd", "釹"), ("stibium", "Sb", "銻"), ("wolfram", "W", "鎢")]  # fmt: skip


def sample_record(
    minerals: int = 8,
    criteria: int = 6,
    dimensions: int = 3,
    *,
    method: str = "topsis",
    weights: str = "ahp",
    lists: bool = True,
    robustness: bool = False,
    templates: dict[str, str] | None = None,
    seed: int = 1,
) -> Record:
    """Invent a record; `minerals` of which the last is insufficient and one more is not a candidate."""
    chance = random.Random(seed)
    rows = _minerals(minerals)
    codes = sorted(row[0] for row in rows if row[5])
    dims = [{"code": c, "title": {"en": en, "zh-Hant": zh}} for c, en, zh in TITLES[:dimensions]]
    crits = [_criterion(n, dims[n % dimensions]["code"], method) for n in range(criteria)]
    crits.append({**_criterion(criteria, dims[0]["code"], method), "role": "screening", "code": "largest_supplier"})
    weighted = crits[:-1]
    cells = {(m, c["code"]): _cell(m, c, chance, method) for m in codes for c in crits}
    weak = codes[-1]
    for c in weighted[: max(1, criteria - 1)]:
        cells[weak, c["code"]].update(value=None, present=False, grade="", flag="absent", note="no figure published")
    result = _result(codes, weak, dims, weighted, cells, method, robustness)
    judged = _weights(weights, dims, weighted)
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
            "assessment": _assessment(codes, dims, method, robustness),
            "dimensions": dims,
            "criteria": crits,
            "weights": judged,
            "scenario": None,
            "sources": _sources(12 if minerals > 20 else 3),
            "data": _data(rows, codes, lists),
            "templates": dict(templates or {}),
        },
        "result": {**result, **_weight_tables(weights, dims, weighted, judged)},
    }
    return json.loads(json.dumps(record))


def write_folder(record: Record, folder: Path) -> Path:
    """Write record.json and two tables as a run's folder holds them."""
    (folder / "tables").mkdir(parents=True)
    (folder / "record.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    (folder / "tables" / "ranking.csv").write_text("mineral,rank\ngallite,1\n", encoding="utf-8")
    (folder / "tables" / "weights.csv").write_text("criterion,dimension\n", encoding="utf-8")
    return folder


def _minerals(count: int) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for n in range(count):
        if count <= len(SMALL):
            code, symbol, zh = SMALL[n]
        else:
            code, symbol, zh = ELEMENTS[3 * (n % 16) : 3 * (n % 16) + 3]
            if n >= 16:
                code, symbol, zh = f"{code}_{n // 16}", f"{symbol}{n // 16}", f"{zh}{'甲乙丙丁戊己庚辛'[n // 16 - 1]}"
        group = "light_rare_earth" if symbol.startswith(("Nd", "Dy", "Tb")) else "other_metal"
        rows.append([code, symbol, code.replace("_", " ").capitalize(), zh, group, True, "", ""])
    rows.append(["promethium", "Pm", "Promethium", "鉕", "light_rare_earth", False, "No stable isotope, no market.", ""])
    return sorted(rows)


def _criterion(n: int, dimension: str, method: str) -> dict[str, Any]:
    en, zh, indicator = QUESTIONS[n % len(QUESTIONS)]
    suffix = f" {n // len(QUESTIONS) + 1}" if n >= len(QUESTIONS) else ""
    return {
        "code": f"criterion_{n + 1}",
        "title": {"en": en + suffix, "zh-Hant": zh + suffix},
        "question": {"en": "How far does the economy depend on it, and how fast could it be replaced?", "zh-Hant": None},
        "dimension": dimension,
        "role": "weighted",
        "direction": "lowers_criticality" if n == 2 else "raises_criticality",
        "indicator": indicator,
        "parameters": {"stage": "bottleneck"} if n == 0 else {},
        "unit": "kg CO₂e/kg" if n % len(QUESTIONS) == 4 else "1",
        "scale": None if method == "topsis_vector" else {"kind": "log" if n == 4 else "linear", "zero_at": 0.03, "one_at": 0.56},
        "missing": "interval",
        "references": [{"title": "Study on the Critical Raw Materials for the EU", "authors": "European Commission", "year": 2023, "doi": "10.2873/725585"}],
        "confirmed": {"by": "Office of Statistics", "on": "2026-10-01"} if n % 2 else None,
        "note": None,
    }  # fmt: skip


def _cell(mineral: str, criterion: dict[str, Any], chance: random.Random, method: str) -> dict[str, Any]:
    scaled = min(1.0, max(0.0, chance.betavariate(2, 2) + 0.25 * (len(mineral) % 3 - 1)))
    flag = chance.choice(["reported"] * 7 + ["estimated", "proxy", "clipped;estimated"])
    return {
        "mineral": mineral, "criterion": criterion["code"],
        "value": chance.choice([0.000123, 0.0456, 0.53, 7.25, 1234.5, 9876543.0]) * chance.uniform(0.5, 2),
        "low": None, "high": None, "unit": criterion["unit"], "present": True,
        "grade": chance.choice("AAABBCD"), "flag": flag, "sources": "usgs_mcs_2026;eu_crm_2023",
        "note": "narrowest stage: processing; largest supplier CHN" if criterion["code"] == "criterion_1" else "",
        "scaled": None if method == "topsis_vector" else scaled, "scaled_low": None, "scaled_high": None,
    }  # fmt: skip


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
            contributions.append({"mineral": m, "criterion": c["code"], "dimension": c["dimension"], "scaled": scaled,
                                  "global_weight": weight, "contribution": weight * scaled})  # fmt: skip
        score = round(sum(share[k] * v for k, v in dimension.items()), 12)
        rows.append(_ranked(m, score, dimension, m == weak, method, sure))
    rows.sort(key=lambda r: (r["score"] is None, -(r["score"] or 0), r["mineral"]))
    for place, row in enumerate(rows, start=1):
        if row["score"] is not None:
            row.update(rank=place)
            if sure:
                row.update(rank_low=max(1, place - 2), rank_high=place + 3)
    methods = [{"mineral": r["mineral"], "method": name, "score": r["score"], "rank": r["rank"]}
               for r in rows if r["rank"] for name in (method, "ahp_ratings", "vikor")]  # fmt: skip
    scored = [r for r in rows if r["score"] is not None]
    return {
        "candidates": codes,
        "indicators": list(cells.values()),
        "dimension_weights": share,
        "weights": [{"criterion": c["code"], "dimension": c["dimension"], "local_weight": 1 / count[c["dimension"]],
                     "global_weight": share[c["dimension"]] / count[c["dimension"]]} for c in weighted],
        "ranking": rows,
        "contributions": [] if method == "topsis_vector" else [c for c in contributions if c["mineral"] != weak],
        "methods": methods,
        "agreement": [{"method": "ahp_ratings", "kendall_tau_b": 0.91, "weighted_spearman": 0.97},
                      {"method": "vikor", "kendall_tau_b": -0.05, "weighted_spearman": 0.88}],
        "methods_not_done": {"codas": "refuses a matrix with a zero column"},
        "checks": [{"check": "correlated", "subject": f"{weighted[0]['code']},{weighted[-1]['code']}", "figure": 0.87,
                    "text": {"en": "These two criteria say nearly the same.", "zh-Hant": "此二準則所示幾乎相同。"}}],
        "borderline": [{"mineral": scored[0]["mineral"], "tier": scored[0]["tier"],
                        "nearest": {"of": "score", "threshold": 0.5, "value": scored[0]["score"], "distance": 0.02}}],
        "acceptability": [],
        "robustness": {"draws": 1000} if sure else None,
    }  # fmt: skip


def _ranked(m: str, score: float, dimension: dict[str, float], weak: bool, method: str, sure: bool) -> dict[str, Any]:
    first = next(iter(dimension))
    gates = [("score", 0.5, score), (first, 0.4, dimension[first])]
    holds = all(value >= threshold for _, threshold, value in gates)
    tier = "insufficient" if weak else "critical" if holds else "watch" if score > 0.45 else "not_listed"
    return {
        "mineral": m, "rank": None, "score": None if weak else score, "tier": tier, "listed": tier == "critical",
        "designated": False, "rule_tier": tier, "entered_with_group": None,
        "reason": "evidence covers 17 % of supply risk" if weak else "",
        "p_listed": (0.97 if holds else 0.2) if sure and not weak else None,
        "rank_low": None, "rank_high": None,
        "confidence": ("firm" if holds else "unlikely") if sure and not weak else None,
        "dimensions": dict.fromkeys(dimension) if weak or method == "topsis_vector" else dimension,
        "coverage": dict.fromkeys(dimension, 0.17 if weak else 1.0),
        "because": [] if weak else [{"tier": "critical", "of": of, "comparison": "at_least", "threshold": threshold,
                                     "value": value, "holds": value >= threshold} for of, threshold, value in gates],
    }  # fmt: skip


def _assessment(codes: list[str], dims: list[Any], method: str, sure: bool) -> dict[str, Any]:
    first = dims[0]["code"]
    return {
        "title": {"en": "National list of critical minerals of Arcadia", "zh-Hant": "阿卡迪亞國家關鍵礦產清單"},
        "country": "ARC", "reference_year": 2024, "as_of": "2026-11-23", "candidates": "all", "criteria": "all",
        "weights": "weights/panel.yaml", "method": method, "also_rank_by": ["ahp_ratings", "vikor"],
        "rule": {
            "because": "Needed, exposed, and high overall.",
            "coverage": {"at_least": 0.5, "must_have": ["criterion_1"]},
            "tiers": [
                {"name": "critical", "title": {"en": "Critical", "zh-Hant": "關鍵礦產"}, "listed": True, "because": None,
                 "when": [{"of": "score", "at_least": 0.5, "below": None}, {"of": first, "at_least": 0.4, "below": None}]},
                {"name": "watch", "title": {"en": "Watch", "zh-Hant": "觀察名單"}, "listed": False, "because": None,
                 "when": [{"of": "score", "at_least": 0.45, "below": None}]},
            ],
            "groups": [{"group": "light_rare_earth", "listed_if": "any", "because": "Refined together."}],
            "designations": [{"mineral": codes[0], "tier": "watch", "by": "Council of Ministers", "on": "2026-11-01",
                              "because": "Held as a monetary reserve."}],
        },
        "scenario": "none", "compare_with": "none", "note": None,
        "robustness": {"draws": 1000 if sure else 0, "seed": 7, "vary": ["weights", "data", "thresholds"]},
    }  # fmt: skip


def _weights(method: str, dims: list[Any], weighted: list[Any]) -> dict[str, Any]:
    base = {"title": {"en": "Illustrative panel", "zh-Hant": "示範性專家小組"}, "status": "illustrative", "leave_out": []}
    if method != "ahp":
        return {**base, "method": method, "status": "adopted", "because": "Nobody was asked to compare."}
    items = {d["code"]: [c["code"] for c in weighted if c["dimension"] == d["code"]] for d in dims}
    groups = {"dimensions": [d["code"] for d in dims], **items}
    judges = [
        {"name": f"Judge {letter}", "office": office, "on": "2026-11-10", "weight": 1.0, "comparisons": {
            group: [{"more": a, "than": b, "by": float(2 + place % 3), "because": "Routes change in a year, refineries do not."}
                    for place, a in enumerate(members) for b in members[place + 1 :]]
            for group, members in groups.items() if len(members) > 1}}
        for letter, office in (("A", "Industrial Development"), ("B", "Environment"))
    ]  # fmt: skip
    return {**base, "method": "ahp", "consistency_limit": 0.1, "incomplete": "refuse", "judges": judges}


def _weight_tables(method: str, dims: list[Any], weighted: list[Any], weights: Any) -> dict[str, Any]:
    if method != "ahp" or len(dims) < 2:
        return {"weight_notes": [], "consistency": [], "by_judge": [], "consistency_hints": []}
    one, two = dims[0]["code"], dims[1]["code"]
    return {
        "weight_notes": ["A judgement on a criterion that this assessment omits was ignored."],
        "consistency": [
            {"judge": judge, "group": "dimensions", "n": 3, "lambda_max": 3.0092, "consistency_index": 0.0046,
             "consistency_ratio": ratio, "random_index": "Saaty 1980"}
            for judge, ratio in (("Judge A", 0.0079), ("Judge B", 0.21), ("group", 0.0))
        ],
        "by_judge": [{"judge": j["name"], "group": "dimensions", "item": d["code"], "weight": 1 / len(dims)}
                     for j in weights["judges"] for d in dims],
        "consistency_hints": [
            {"judge": "Judge B", "group": "dimensions", "more": one, "than": two, "by": 5.0, "better_more": two,
             "better_than": one, "better_by": 2.0, "ratio_now": 0.21, "ratio_then": 0.03}
        ],
    }  # fmt: skip


def _sources(count: int) -> dict[str, Any]:
    known = {
        "usgs_mcs_2026": {"title": "Mineral Commodity Summaries 2026", "publisher": "U.S. Geological Survey",
                          "published": "2026", "doi": "10.5066/P1WKQ63T", "licence": "public domain", "accessed": "2026-11-01"},
        "eu_crm_2023": {"title": "Study on the Critical Raw Materials for the EU", "publisher": "European Commission",
                        "published": 2023, "doi": "10.2873/725585", "licence": "CC BY 4.0"},
        "office": {"title": "Yearbook", "publisher": "Office of Statistics", "url": "https://example.org/yearbook"},
    }  # fmt: skip
    for n in range(3, count):
        known[f"source_{n}"] = {**known["eu_crm_2023"], "note": "Averages of five years; copies disagree."}
    return known


def _data(rows: list[list[Any]], codes: list[str], lists: bool) -> dict[str, Any]:
    columns = ["mineral", "symbol", "name_en", "name_zh", "group", "candidate", "reason", "note"]
    data: dict[str, Any] = {
        "minerals": {"columns": columns, "rows": rows},
        "countries": {"columns": ["country", "name_en", "name_zh", "transit_hub", "partner_because"],
                      "rows": [["ARC", "Arcadia", "阿卡迪亞", False, ""]]},
    }  # fmt: skip
    if lists:
        governments = ("Borduria", "Ruritania", "Sylvania", "Zubrowka")
        data["official_lists"] = {
            "columns": ["mineral", "jurisdiction", "list_date", "tier", "source"],
            "rows": [[m, g, "2025-11", "strategic" if n % 3 else "", "office"] for n, g in enumerate(governments) for m in codes[n::2]],
        }  # fmt: skip
    return data
