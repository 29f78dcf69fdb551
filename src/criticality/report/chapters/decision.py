"""The first page, a summary of the decision; and the scope of the assessment."""

from criticality.model.assessment import INSUFFICIENT, NOT_LISTED
from criticality.model.input_record import CriterionEntry, TierEntry
from criticality.model.record import Row
from criticality.report.age import said_of_tier
from criticality.report.certainty import cases, firmness
from criticality.report.conditions import tier_texts
from criticality.report.reader import Reader
from criticality.text.numbers import percent


def decision(reader: Reader) -> dict[str, object]:
    """Return the decision: the list by tier, how robust it is, and what the committee is asked to decide."""
    words, weights = reader.words, reader.inputs["weights"]
    listed = reader.listed
    return {
        "tiers": [_tier(reader, tier) for tier in reader.rule["tiers"]],
        "listed": len(listed),
        "scored": len(reader.scored),
        "candidates": len(reader.ranking),
        "insufficient": len(reader.in_tier(INSUFFICIENT)),
        "not_listed": len(reader.in_tier(NOT_LISTED)),
        "illustrative": weights.get("status") == "illustrative",
        "weights": words.text(weights["title"]),
        "because": words.text(reader.rule["because"]),
        "firm": firmness(reader),
        "asks": asks_of(reader),
        "scenario": words.text(scenario["title"]) if (scenario := reader.inputs.get("scenario")) else "",
    }


def _tier(reader: Reader, tier: TierEntry) -> dict[str, object]:
    rows = reader.in_tier(tier["name"])
    return {
        "code": tier["name"],
        "title": reader.tier(tier["name"]),
        "listed": tier["listed"],
        "minerals": [
            {
                **reader.named(row["mineral"]),
                "designated": row["designated"],
            }
            for row in rows
        ],
        "when": tier_texts(reader, tier),
        "because": reader.words.text(tier.get("because")),
        "stale": said_of_tier(reader, tier["name"]),
    }


def asks_of(reader: Reader, *, questions: int = 0) -> list[str]:
    """Return what the committee is asked to decide: first what the list rests on, then the list.

    `questions` is the number of choices whose answers are open.
    """
    words = reader.words
    listed, nobody = len(reader.listed), "" if reader.listed else ".nobody"
    if reader.inputs.get("scenario"):
        return [words(f"ask.scenario{nobody}", n=listed), words("ask.scenario.compare")]
    if reader.status != "draft":
        review = [words("ask.review", day=reader.review_by)] if reader.review_by else []
        return [words("sum.space").join([reader.adoption(f"ask.{reader.status}"), *review])]
    asks = [words("ask.weights")] if reader.inputs["weights"].get("status") == "illustrative" else []
    asks.append(words("ask.thresholds"))
    if questions:
        asks.append(words("ask.questions", n=questions))
    if borderline := cases(reader):
        asks.append(words("ask.borderline", n=len(borderline), listed=sum(row["listed"] for row in borderline)))
    asks.append(words(f"ask.adopt{nobody}", n=listed))
    if reader.in_tier(INSUFFICIENT):
        asks.append(words("ask.insufficient", n=len(reader.in_tier(INSUFFICIENT))))
    return asks


def scope(reader: Reader) -> dict[str, object]:
    """Return the candidates by group, who was left out and why, and the criteria at a glance."""
    candidates = set(reader.result["candidates"])
    return {
        "groups": _groups(reader, candidates),
        "left_out": [
            {"name": reader.full_name(code), "symbol": reader.symbol(code), "reason": _reason(reader, row)}
            for code, row in sorted(reader.minerals.items())
            if code not in candidates
        ],
        "dimensions": [
            {
                "title": title,
                "number": number % 5 + 1,
                "weight": percent(reader.result["dimension_weights"].get(code), 1),
                "criteria": [
                    _criterion(reader, c) for c in reader.criteria.values() if reader.levels.root_of(c["code"]) == code
                ],
            }
            for number, (code, title) in enumerate(reader.dimensions.items())
        ],
        "coverage": _coverage(reader),
        "tiers": [_tier(reader, tier) for tier in reader.rule["tiers"]],
        "because": reader.words.text(reader.rule["because"]),
    }


def _groups(reader: Reader, candidates: set[str]) -> list[dict[str, object]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for code in reader.minerals:
        if code in candidates:
            named = {"name": reader.full_name(code), "symbol": reader.symbol(code)}
            groups.setdefault(reader.group(code), []).append(named)
    return [{"group": group, "minerals": members} for group, members in groups.items()]


def _reason(reader: Reader, row: Row) -> str:
    candidate = str(row.get("candidate")).lower()
    if row.get("reason"):
        return reader.term(row["reason"])
    return reader.words("scope.no_reason" if candidate in {"no", "false"} else "scope.other_assessment")


def _criterion(reader: Reader, criterion: CriterionEntry) -> dict[str, object]:
    return {
        "title": reader.within(criterion["code"]),
        "question": reader.words.text(criterion.get("question")),
        "screening": criterion["role"] == "screening",
    }


def _coverage(reader: Reader) -> str:
    coverage = reader.rule.get("coverage")
    if not coverage:
        return ""
    names = [reader.criterion(code) for code in coverage.get("must_have") or ()]
    text = reader.words("scope.coverage", share=percent(coverage.get("at_least") or 0.0))
    return f"{text} {reader.words('scope.must_have', names=reader.words.listing(names))}" if names else text
