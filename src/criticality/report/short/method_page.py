"""The method on one page: candidates, criteria with their weights, the rule, and what was varied."""

from criticality.model.assessment import RELATIVE
from criticality.report.catalogue import method_title
from criticality.report.chapters.decision import scope
from criticality.report.reader import Reader
from criticality.text.numbers import percent


def method(reader: Reader) -> dict[str, object]:
    """Return the method in words and written numbers."""
    weights = {row["criterion"]: row["global_weight"] for row in reader.result["weights"]}
    whole = scope(reader)
    draws = reader.assessment["robustness"]["draws"] if reader.result.get("robustness") else 0
    vary = [reader.words(f"vary.{factor}") for factor in reader.assessment["robustness"]["vary"]]
    relative = reader.assessment["method"] in RELATIVE
    return {
        "scale": reader.words(f"short.method.{'together' if relative else 'apart'}"),
        "deciding": method_title(reader.words, reader.assessment["method"]),
        "candidates": len(reader.ranking),
        "weights": reader.words.text(reader.inputs["weights"]["title"]),
        "dimensions": [
            {
                "title": title,
                "weight": percent(reader.result["dimension_weights"].get(code), 1),
                "criteria": [
                    {
                        "title": reader.within(criterion["code"]),
                        "question": reader.words.text(criterion.get("question")),
                        "weight": percent(weights.get(criterion["code"]), 1),
                    }
                    for criterion in reader.weighted
                    if reader.levels.root_of(criterion["code"]) == code
                ],
            }
            for code, title in reader.dimensions.items()
        ],
        "tiers": whole["tiers"],
        "coverage": whole["coverage"],
        "draws": f"{draws:,}" if draws else "",
        "vary": reader.words.listing(vary),
        "digest": reader.record["digest"],
    }
