"""What robustness writes into a record, invented for the fictional country: every kind of finding at least once."""

import math
from typing import Any

from criticality.text.kept import coded, note


def sample_robustness(
    rows: list[dict[str, Any]], weighted: list[dict[str, Any]], dims: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the details and the rank acceptability of some ranked minerals."""
    scored = [row for row in rows if row["score"] is not None]
    minerals, criteria = [row["mineral"] for row in scored], [criterion["code"] for criterion in weighted]
    codes = [entry["code"] for entry in dims]
    first, last = minerals[0], minerals[-1]
    change = {"entered": [last], "left": [first], "size": 2, "largest_rank_move": 3, "moved_most": first}
    still = {"entered": [], "left": [], "size": 2, "largest_rank_move": 0, "moved_most": None}
    grid = [step / 100 for step in range(101)]
    points = [(i / 20, j / 20, (20 - i - j) / 20) for i in range(21) for j in range(21 - i)]
    not_done = {
        note("said.step_criterion", of=criteria[-1]): note("said.rests_on", of=codes[0]),
        note("said.step_judges"): note("said.one_judge"),
    }
    details = {
        "settings": {"draws": 1000, "seed": 7, "varied": ["weights", "data"]},
        "minerals": [{"mineral": row["mineral"], "standard_error": _error(row["p_listed"])} for row in scored],
        "list_size": {"expected": 2.34, "low": 1, "high": 4, "shares": {"2": 1.0}},
        "central_weights": {first: {code: 1 / len(criteria) for code in criteria}},
        "listing_weights": {},
        "smallest_weight_change": {first: {"of": criteria[0], "now": 0.1, "needed": 0.1234, "change": 0.0234}},
        "smallest_dimension_change": {first: {"of": codes[0], "now": 0.4, "needed": 0.5678, "change": 0.1678}},
        "smallest_threshold_change": {
            mineral: [{"of": "score", "now": 0.5, "needed": 0.5432, "change": 0.0432}] for mineral in minerals
        },
        "threshold_sweep": [
            {
                "of": of,
                "now": now,
                "tiers": ["critical"],
                "thresholds": grid,
                "sizes": [round((1 - threshold) * len(minerals)) for threshold in grid],
            }
            for of, now in (("score", 0.5), (codes[0], 0.4))
        ],
        "tornado": [
            {"of": code, "now": 0.1, "halved": still, "doubled": change if code == criteria[0] else still}
            for code in criteria
        ],
        "weight_triangle": {
            "dimensions": codes,
            "points": points,
            "listed": {m: "1" * len(points) if m == last else "01" * (len(points) // 2) + "0" for m in minerals},
        }
        if len(codes) == 3
        else None,
        "drop_one_criterion": [{"criterion": criteria[0], **change}],
        "drop_one_judge": [{"judge": "Judge A", **still}],
        "method_panel": [{"method": "topsis", "decides": True, **still}, {"method": "ahp_ratings", **change}],
        "rank_reversal": {
            "remove": {"cases": 7, "reversals": 0, "by": []},
            "clone": {"cases": 7, "reversals": 1, "by": [first]},
            "add": {"cases": 3, "reversals": 0, "by": []},
        },
        "sobol": {
            "draws": 256,
            "evaluations": 1024,
            "factors": ["weights", "data"],
            "membership": {
                "list": [
                    {"factor": "weights", "first": 0.31, "total": 0.72},
                    {"factor": "data", "first": -0.01, "total": None},
                ],
                "minerals": {},
                "undefined": [],
            },
            "rank": {"list": [{"factor": "weights", "first": 0.4, "total": 0.5}], "minerals": {}, "undefined": []},
        },
        "not_done": {str(step): str(why) for step, why in not_done.items()},
        "not_done_said": {str(step): {"step": coded(step), "reason": coded(why)} for step, why in not_done.items()},
    }
    shares = [
        {"mineral": mineral, "rank": rank, "share": 0.6 if rank == place else 0.4 / max(1, len(minerals) - 1)}
        for place, mineral in enumerate(minerals, start=1)
        for rank in range(1, len(minerals) + 1)
    ]
    return details, shares


def _error(share: float | None) -> float | None:
    """√(p(1−p)/n) of a thousand draws."""
    return None if share is None else math.sqrt(share * (1.0 - share) / 1000)
