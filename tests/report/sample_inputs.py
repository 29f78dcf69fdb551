"""Inputs of a fictional country to print: minerals, criteria, assessment, weights, sources, tables."""

from typing import Any

TITLES = [
    ("economic_importance", "Economic importance", "經濟重要性"),
    ("supply_risk", "Supply-interruption risk", "供應中斷風險"),
    ("environmental_impact", "Environmental impact", "環境衝擊"),
    ("social_licence", "Social licence", "社會接受度"),
    ("resilience", "Lack of resilience", "韌性不足"),
]
QUESTIONS = [
    (
        "Governance-weighted concentration of world supply",
        "全球供應集中度（治理風險加權）",
        "governance_weighted_herfindahl",
    ),
    ("Value added that leans on the mineral", "依賴該礦產之附加價值", "value_added_exposure"),
    ("Lack of recycling", "缺乏回收", "observed"),
    ("Share from countries that restrict exports", "來自限制出口國之比例", "restricted_share"),
    ("Climate burden, cradle to gate", "氣候負荷（搖籃至大門）", "observed"),
    ("Use in strategic sectors", "策略性部門用途", "strategic_share"),
]
ELEMENTS = [
    "gallium",
    "Ga",
    "鎵",
    "germanium",
    "Ge",
    "鍺",
    "dysprosium",
    "Dy",
    "鏑",
    "terbium",
    "Tb",
    "鋱",
    "neodymium",
    "Nd",
    "釹",
    "tungsten",
    "W",
    "鎢",
    "cobalt",
    "Co",
    "鈷",
    "indium",
    "In",
    "銦",
    "antimony",
    "Sb",
    "銻",
    "iron",
    "Fe",
    "鐵",
    "gold",
    "Au",
    "金",
    "copper",
    "Cu",
    "銅",
    "aluminium",
    "Al",
    "鋁",
    "tin",
    "Sn",
    "錫",
    "lithium",
    "Li",
    "鋰",
    "nickel",
    "Ni",
    "鎳",
]
SMALL = [
    ("aurum", "Au", "金"),
    ("ferrite", "Fe", "鐵"),
    ("gallite", "Ga", "鎵"),
    ("lithia", "Li", "鋰"),
    ("magnesia", "Mg", "鎂"),
    ("neodyme", "Nd", "釹"),
    ("stibium", "Sb", "銻"),
    ("wolfram", "W", "鎢"),
]


def minerals(count: int) -> list[list[Any]]:
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
    rows.append(
        ["promethium", "Pm", "Promethium", "鉕", "light_rare_earth", False, "No stable isotope, no market.", ""]
    )
    return sorted(rows)


def criterion(n: int, dimension: str, method: str) -> dict[str, Any]:
    en, zh, indicator = QUESTIONS[n % len(QUESTIONS)]
    suffix = f" {n // len(QUESTIONS) + 1}" if n >= len(QUESTIONS) else ""
    return {
        "code": f"criterion_{n + 1}",
        "title": {"en": en + suffix, "zh-Hant": zh + suffix},
        "question": {
            "en": "How far does the economy depend on it, and how fast could it be replaced?",
            "zh-Hant": None,
        },
        "dimension": dimension,
        "role": "weighted",
        "direction": "lowers_criticality" if n == 2 else "raises_criticality",
        "indicator": indicator,
        "parameters": {"stage": "bottleneck"} if n == 0 else {},
        "unit": "kg CO₂e/kg" if n % len(QUESTIONS) == 4 else "1",
        "scale": None
        if method == "topsis_vector"
        else {"kind": "log" if n == 4 else "linear", "zero_at": 0.03, "one_at": 0.56},
        "missing": "interval",
        "references": [
            {
                "title": "Study on the Critical Raw Materials for the EU",
                "authors": "European Commission",
                "year": 2023,
                "doi": "10.2873/725585",
            }
        ],
        "confirmed": {"by": "Office of Statistics", "on": "2026-10-01"} if n % 2 else None,
        "note": None,
    }


def assessment(codes: list[str], dims: list[Any], method: str, sure: bool) -> dict[str, Any]:
    first = dims[0]["code"]
    return {
        "title": {"en": "National list of critical minerals of Arcadia", "zh-Hant": "阿卡迪亞國家關鍵礦物清單"},
        "country": "ARC",
        "reference_year": 2024,
        "as_of": "2026-11-23",
        "candidates": "all",
        "criteria": "all",
        "weights": "weights/panel.yaml",
        "method": method,
        "also_rank_by": ["ahp_ratings", "vikor"],
        "rule": {
            "because": "Needed, exposed, and high overall.",
            "coverage": {"at_least": 0.5, "must_have": ["criterion_1"]},
            "tiers": [
                {
                    "name": "critical",
                    "title": {"en": "Critical", "zh-Hant": "關鍵礦物"},
                    "listed": True,
                    "because": None,
                    "when": [
                        {"of": "score", "at_least": 0.5, "below": None},
                        {"of": first, "at_least": 0.4, "below": None},
                    ],
                },
                {
                    "name": "watch",
                    "title": {"en": "Watch", "zh-Hant": "觀察名單"},
                    "listed": False,
                    "because": None,
                    "when": [{"of": "score", "at_least": 0.45, "below": None}],
                },
            ],
            "groups": [{"group": "light_rare_earth", "listed_if": "any", "because": "Refined together."}],
            "designations": [
                {
                    "mineral": codes[0],
                    "tier": "watch",
                    "by": "Council of Ministers",
                    "on": "2026-11-01",
                    "because": "Held as a monetary reserve.",
                }
            ],
        },
        "scenario": "none",
        "compare_with": "none",
        "note": None,
        "robustness": {"draws": 1000 if sure else 0, "seed": 7, "vary": ["weights", "data", "thresholds"]},
    }


def weights(method: str, dims: list[Any], weighted: list[Any]) -> dict[str, Any]:
    base = {
        "title": {"en": "Illustrative panel", "zh-Hant": "示範性專家小組"},
        "status": "illustrative",
        "leave_out": [],
    }
    if method != "ahp":
        return {**base, "method": method, "status": "adopted", "because": "Nobody was asked to compare."}
    items = {d["code"]: [c["code"] for c in weighted if c["dimension"] == d["code"]] for d in dims}
    groups = {"dimensions": [d["code"] for d in dims], **items}
    judges = [
        {
            "name": f"Judge {letter}",
            "office": office,
            "on": "2026-11-10",
            "weight": 1.0,
            "comparisons": {
                group: [
                    {
                        "more": a,
                        "than": b,
                        "by": float(2 + place % 3),
                        "because": "Routes change in a year, refineries do not.",
                    }
                    for place, a in enumerate(members)
                    for b in members[place + 1 :]
                ]
                for group, members in groups.items()
                if len(members) > 1
            },
        }
        for letter, office in (("A", "Industrial Development"), ("B", "Environment"))
    ]
    return {**base, "method": "ahp", "consistency_limit": 0.1, "incomplete": "refuse", "judges": judges}


def sources(count: int) -> dict[str, Any]:
    known = {
        "usgs_mcs_2026": {
            "title": "Mineral Commodity Summaries 2026",
            "publisher": "U.S. Geological Survey",
            "published": "2026",
            "doi": "10.5066/P1WKQ63T",
            "licence": "public domain",
            "accessed": "2026-11-01",
        },
        "eu_crm_2023": {
            "title": "Study on the Critical Raw Materials for the EU",
            "publisher": "European Commission",
            "published": 2023,
            "doi": "10.2873/725585",
            "licence": "CC BY 4.0",
        },
        "office": {"title": "Yearbook", "publisher": "Office of Statistics", "url": "https://example.org/yearbook"},
    }
    for n in range(3, count):
        known[f"source_{n}"] = {**known["eu_crm_2023"], "note": "Averages of five years; copies disagree."}
    return known


def data(rows: list[list[Any]], codes: list[str], lists: bool) -> dict[str, Any]:
    columns = ["mineral", "symbol", "name_en", "name_zh", "group", "candidate", "reason", "note"]
    data: dict[str, Any] = {
        "minerals": {"columns": columns, "rows": rows},
        "countries": {
            "columns": ["country", "name_en", "name_zh", "transit_hub", "partner_because"],
            "rows": [["ARC", "Arcadia", "阿卡迪亞", False, ""]],
        },
        "exchange_rates": {
            "columns": ["country", "currency", "sign", "name_zh", "year", "per_usd", "source", "grade"],
            "rows": [["ARC", "ARD", "Ar$", "阿卡元", 2024, 25.4, "usgs_mcs_2026", "A"]],
        },
    }
    if lists:
        governments = ("Borduria", "Ruritania", "Sylvania", "Zubrowka")
        data["official_lists"] = {
            "columns": ["mineral", "jurisdiction", "list_date", "tier", "source"],
            "rows": [
                [m, g, "2025-11", "strategic" if n % 3 else "", "office"]
                for n, g in enumerate(governments)
                for m in codes[n::2]
            ],
        }
    return data


def uses(codes: list[str]) -> dict[str, Any]:
    """Uses by sector; the last mineral has none."""
    return {
        "end_uses": {
            "columns": ["mineral", "application", "share", "sector", "source", "grade", "because"],
            "rows": [
                row
                for m in codes[:-1]
                for row in (
                    [m, "Magnets", 0.62, "c27_electrical", "eu_crm_2023", "C", "Booked where Arcadia makes them."],
                    [m, "Alloys", 0.38, "c25_metal_products", "eu_crm_2023", "B", ""],
                )
            ],
        },
        "sectors": {
            "columns": ["sector", "title_en", "title_zh", "strategic"],
            "rows": [
                ["c25_metal_products", "Metal products", "金屬製品", False],
                ["c27_electrical", "Electrical equipment", "電力設備", True],
            ],
        },
    }


def supplied(codes: list[str]) -> dict[str, Any]:
    """Who supplies it: two stages, three years of imports, one act; nothing is known of the last mineral."""
    stages = {
        "extraction": {"BOR": 0.41, "RUR": 0.33, "SYL": 0.2, "OTH": 0.06},
        "processing": {"BOR": 0.97, "SYL": 0.03},
    }
    years = {2022: {"BOR": 0.7, "ZUB": 0.3}, 2023: {"BOR": 0.55, "ZUB": 0.45}, 2024: {"ZUB": 0.64, "BOR": 0.36}}
    common = {"source": "usgs_mcs_2026"}
    return {
        "supply": [
            {"mineral": m, "stage": stage, "year": "2024", "country": country, "share": share, **common}
            for m in codes[:-1]
            for stage, shares in stages.items()
            for country, share in shares.items()
        ],
        "origins": [
            {"mineral": m, "year": year, "country": country, "share": share, "value_usd": 1e6 * share, **common}
            for m in codes[:-1]
            for year, shares in years.items()
            for country, share in {"WLD": 1.0, **shares}.items()
        ],
        "restrictions": [
            {
                "mineral": codes[0],
                "country": "BOR",
                "stage": "extraction;processing",
                "measure": "licence",
                "severity": 0.5,
                "in_force_from": "2025-02-04",
                "in_force_until": None,
                "act": "Royal Decree 7 of 2025",
                "source": "office",
            }
        ],
    }
