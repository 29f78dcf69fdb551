"""What trying the levers writes into a record, invented: every kind of answer at least once."""

from typing import Any

CANNOT = {"en": "Cannot: it stays on the list.", "zh-Hant": "無法達成：仍在清單上。"}


def sample_policy(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return levers, disruption, partners and portfolio for the listed minerals of a ranking."""
    listed = [row["mineral"] for row in rows if row["listed"]]
    designated = {row["mineral"] for row in rows if row["designated"]}
    return {
        "levers": {m: _levers(m, place, m in designated) for place, m in enumerate(listed)},
        "disruption": {m: None if place == 1 else _disruption(m, place) for place, m in enumerate(listed)},
        "partners": _partners(listed),
        "portfolio": {"fates": _fates(listed), "interventions": _interventions(listed)},
        "new_supply": [
            {
                "country": "SYL",
                "mineral": listed[0],
                "stage": "extraction",
                "tonnes": 1234.0,
                "offtake_elsewhere": 0.3,
                "by_year": [
                    {"year": 2027, "open_t": 0.0},
                    {"year": 2028, "open_t": 431.0, "score": 0.5791, "tier": "critical", "listed": True},
                ],
            }
        ],
        "price_shocks": [
            {
                "mineral": listed[0],
                "factor": 2.5,
                "days": 73.0,
                "bill_usd": 12340.0,
                "bill_with_shock_usd": 16042.0,
                "added_usd": 3702.0,
                "bound": "upper",
                "flag": "scenario",
                "because": CANNOT,
            },
            {
                "mineral": listed[-1],
                "factor": 2.5,
                "days": 73.0,
                "bill_usd": None,
                "bill_with_shock_usd": None,
                "added_usd": None,
                "bound": "upper",
                "flag": "scenario",
                "because": CANNOT,
            },
        ],
        "entrants": _entrants([row["mineral"] for row in rows if not row["listed"] and row["score"] is not None]),
        "optima": [_optimum(m, place) for place, m in enumerate(listed)],
        "settings": {"verified": True, "draws": 100, "tolerance": 1e-3},
    }


def _sweep() -> list[dict[str, Any]]:
    return [
        {"origin": "BOR", "restricted": step / 20, "gap": 0.81 * step / 20, "days_needed": 295.65 * step / 20,
         "value_added_exposed_usd_m": 5607.6 * step / 20, "score": 0.4123 + 0.2 * step / 20, "tier": "critical"}
        for step in range(21)
    ]  # fmt: skip


def _entrants(minerals: list[str]) -> list[dict[str, Any]]:
    return [
        {"mineral": mineral, "origin": "BOR", "held": 0.81, "at": 0.3457, "gap": 0.28, "score_now": 0.4123,
         "score_at": 0.4814, "score_in_full": 0.6123, "tier_now": "not_listed", "tier_at": "critical",
         "sweep": _sweep()}
        for mineral in minerals
    ]  # fmt: skip


def _optimum(mineral: str, place: int) -> dict[str, Any]:
    stated = place != 0
    limit = {"value": 0.7531 if stated else None, "low": None, "high": None, "stated": stated, "sources": []}
    levels = ((0.0, 0.7345), (0.4321, 0.5678), (0.6543 if place else 0.4321, 0.5432 if place else 0.5678))
    return {
        "mineral": mineral,
        "from": "BOR",
        "to": "SYL",
        "stage": "processing",
        "share_now": 0.1,
        "of": "supply_risk",
        "limit": {**limit, "because": {"en": "all that it can spare", "zh-Hant": "該國所能供應之全部"}},
        "optima": [{"what": "", "move": move, "level": level, "score": level} for move, level in levels],
    }


def limit_of(value: float | None, *sources: str, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    """Return a limit as the record tells it; none stated without a value."""
    because = {"en": "published limit", "zh-Hant": "已發表之上限"}
    return {"value": value, "low": low, "high": high, "stated": value is not None, "sources": list(sources)} | {
        "because": because
    }


def _levers(mineral: str, place: int, designated: bool) -> list[dict[str, Any]]:
    common = {"mineral": mineral, "because": CANNOT, "verified": None, "p_listed": None}
    stock = {**common, "lever": "stockpile", "possible": False, "needed": None}
    stock["rides_out"] = {"value": 286.4, "unit": "days of use"}
    if designated:
        return [stock, *({**common, "lever": k, "possible": False, "needed": None} for k in ("diversify", "recycle"))]
    move = {"from": "BOR", "to": "SYL", "stage": "processing"}
    part = {"lever": "recycle", "value": 0.0731 + place / 100, "unit": "recycling input rate"}
    return [
        {**common, "lever": "diversify", "possible": False, "needed": None, "best": 0.0137, "most": 0.0152,
         "remaining": 0.2345, "verified": True, "p_listed": 0.931, **move},
        stock,
        {**common, "lever": "recycle", "possible": True, "needed": {"value": 0.1731 + place / 100, "unit": ""},
         "now": 0.0123, "most": 0.7625, "best": 0.7625, "remaining": 0.0, "verified": place != 0, "p_listed": 0.482,
         "limit": limit_of(0.7625, "mines_2024", low=0.0125, high=0.7625), "beyond_limit": None},
        {**common, "lever": "substitute", "possible": False, "needed": None, "now": 0.0, "most": 0.0575, "best": 0.0575,
         "remaining": 0.1789, "limit": limit_of(0.0575, "mines_2024"), "verified": True,
         "beyond_limit": {"needed": {"value": 0.4567, "unit": ""}, "remaining": 0.0}},
        {**common, "lever": "reduce", "possible": True, "needed": {"value": 0.8606, "unit": ""}, "now": 0.0,
         "most": 1.0, "best": 1.0, "remaining": 0.0, "verified": True, "limit": limit_of(None)},
        {**common, "lever": "combination", "possible": True, "needed": {"value": 0.1067 + place / 100, "unit": ""},
         "parts": [part, {"lever": "diversify", "value": 0.0121, "unit": "", **move}], "remaining": 0.0,
         "certified_within": 0.001, "limits_stated": True, "verified": True},
    ]  # fmt: skip


def _disruption(mineral: str, place: int) -> dict[str, Any]:
    scenario = place == 0
    what = "The Kingdom of Boria keeps its ores back" if scenario else "reference: BOR stops for a year"
    needed = 201.3 + place if scenario else 31.4
    return {
        "mineral": mineral,
        "what": {"en": what, "zh-Hant": what},
        "of_the_scenario": scenario,
        "stage": "processing",
        "share_lost": 0.6234,
        "days": 365.0,
        "peak_gap": 0.5678,
        "curve": [{"day": 0.0, "gap": 0.5678}],
        "corners": [{"day": 0.0, "gap": 0.5678}, {"day": 365.0, "gap": 0.5678 if scenario else 0.1234}],
        "days_needed": needed,
        "days_needed_confident": needed + 40.4,
        "confidence": 0.9,
        "yearly_use_t": 52.0 if scenario else None,
        "stock_t": 34.56 if scenario else None,
        "price_usd_t": 1000.0 if scenario else None,
        "stock_usd": 34560.0 if scenario else None,
        "held_days": 0,
        "held_lasts_days": 0.0,
        "practice": {
            "BOR ores": {
                "nominal_days": 60.0,
                "lasts_days": 92.3,
                "who": {"en": "Boria, ores", "zh-Hant": "波里亞礦石"},
            },
            "ZUB ores": {"nominal_days": 100.0, "lasts_days": 153.8, "who": {"en": "Zubrowka", "zh-Hant": "祖國"}},
            "JPN_high_risk": {"nominal_days": 180.0, "lasts_days": None},
        },
        "value_added_usd_m": 9876.0,
        "value_added_exposed_usd_m": 5607.6,
        "bound": "upper",
        "sweep": _sweep(),
    }


def _partners(listed: list[str]) -> list[dict[str, Any]]:
    def offer(mineral: str, partner: str, reason: str) -> dict[str, Any]:
        return {
            "mineral": mineral,
            "partner": partner,
            "origin": "BOR",
            "stage": "processing",
            "share_now": 0.01,
            "governance_risk": 0.2134,
            "restriction": 0.5,
            "produced_t": 40.0,
            "spare_t": 39.9,
            "most": 0.3529,
            "most_because": reason,
            "optimum_of_concentration": 0.25,
            "optimum_of_score": 0.35,
            "score_taken_off": 0.0199,
        }

    known, unknown = "all that it can spare", "no tonnes to compare: as if every buyer of the origin moved alike"
    also = [{"mineral": listed[0], "stage": "extraction", "world_share": 0.0989}]
    return [
        {"country": "SYL", "named": True, "score_taken_off": 0.1398, "also_mines": also,
         "minerals": [offer(m, "SYL", known if place else unknown) for place, m in enumerate(listed)]},
        {"country": "RUR", "named": False, "score_taken_off": 0.0199, "also_mines": [],
         "minerals": [offer(listed[0], "RUR", known)]},
        {"country": "ZUB", "named": False, "score_taken_off": 0.0, "also_mines": also, "minerals": []},
    ]  # fmt: skip


def _fates(listed: list[str]) -> dict[str, Any]:
    return {
        "country": [{"country": "BOR", "minerals": listed, "shares": dict.fromkeys(listed, 0.87)}],
        "host_metal": [{"host": "ferrite", "minerals": listed[:1]}],
        "restriction": [{"country": "BOR", "act": "Royal Decree 7 of 2025", "minerals": listed[:2]}],
    }


def _interventions(listed: list[str]) -> list[dict[str, Any]]:
    common = {"dose": 0.1, "minerals": listed}
    return [
        {"lever": "recycle", "partner": None, "score_taken_off": 0.8237, "leaves_the_list": listed[:1], **common},
        {"lever": "diversify", "partner": "SYL", "score_taken_off": 0.0603, "leaves_the_list": [], **common},
        {"lever": "reduce", "partner": None, "score_taken_off": 0.9901, "leaves_the_list": [], "limits_stated": False}
        | common,
    ]
