"""What the tables of the other chapters show, each in a sentence; their titles where there is too little for one."""

from criticality.report.catalogue import method_title
from criticality.report.chapters.policy import shared_origin
from criticality.report.chapters.policy_levers import beyond_limits, leave_alone, policy_of
from criticality.report.chapters.policy_stock import hits
from criticality.report.facts import choices_of, doubtful
from criticality.report.reader import Reader
from criticality.text.numbers import fixed, percent


def captions_of_chapters(reader: Reader) -> dict[str, str]:
    """Return the captions of the tables on answers, methods, weights and measures, by the name the templates know."""
    return {
        "answers": _answers(reader),
        "drop": _drop(reader),
        "agreement": _agreement(reader),
        "methods": _methods(reader),
        "levers": _levers(reader),
        "stock": _stock(reader),
        "fates": shared_origin(reader) or reader.words("fates.caption"),
        "questions": _questions(reader),
        "weights": _weights(reader),
    }


def _answers(reader: Reader) -> str:
    """Name the question whose single answers move most minerals, by its number in the table."""
    choices = choices_of(reader)
    moved = [
        {mineral for option in choice["options"] for mineral in (*option["entered"], *option["left"])}
        for choice in (choices["choices"] if choices else ())
    ]
    most = max(range(len(moved)), key=lambda place: len(moved[place]), default=0)
    if len(moved) < 2 or not moved[most]:
        return reader.words("short.choices.caption")
    return reader.words(
        "caption.answers.all" if all(moved) else "caption.answers",
        **{"all": len(moved), "count": sum(map(bool, moved)), "moved": len(moved[most])},
        question=reader.words("short.answers.number", number=most + 1),
    )


def _drop(reader: Reader) -> str:
    details = reader.result.get("robustness") or {}
    rows = details.get("drop_one_criterion") or ()
    if not rows:
        return reader.words("drop.caption")
    row = max(rows, key=lambda each: len(each["entered"]) + len(each["left"]))
    moved = len(row["entered"]) + len(row["left"])
    key = "caption.drop" if moved else "caption.drop.none"
    return reader.words(key, criterion=reader.criterion(row["criterion"]), moved=moved, size=row["size"])


def _agreement(reader: Reader) -> str:
    deciding = method_title(reader.words, reader.assessment["method"])
    known = [(row["kendall_tau_b"], row["method"]) for row in reader.result["agreement"]]
    taus = sorted((tau, method) for tau, method in known if tau is not None)
    if len(taus) < 2:
        return reader.words("methods.agreement.caption", method=deciding)
    (least, farthest), (most, nearest) = taus[0], taus[-1]
    return reader.words(
        "caption.agreement",
        **{"method": deciding, "nearest": method_title(reader.words, nearest), "most": fixed(most)},
        **{"farthest": method_title(reader.words, farthest), "least": fixed(least)},
    )


def _methods(reader: Reader) -> str:
    """Name the mineral of the table whose rank differs most between the methods."""
    shown = {row["mineral"] for row in reader.listed} | doubtful(reader)
    ranks: dict[str, list[int]] = {}
    for row in reader.result["methods"]:
        if row["mineral"] in shown and row["rank"] is not None:
            ranks.setdefault(row["mineral"], []).append(row["rank"])
    mineral = max(ranks, key=lambda each: (max(ranks[each]) - min(ranks[each]), each), default="")
    if not mineral or min(ranks[mineral]) == max(ranks[mineral]):
        return reader.words("methods.caption")
    low, high = min(ranks[mineral]), max(ranks[mineral])
    return reader.words("caption.methods", name=reader.name(mineral), low=low, high=high)


def _levers(reader: Reader) -> str:
    by_mineral = policy_of(reader).get("levers") or {}
    if len(by_mineral) < 2:
        return reader.words("levers.caption")
    alone = leave_alone(by_mineral)
    lever = max(alone, key=lambda kind: len(alone[kind]))
    none = sum(beyond_limits(rows) for rows in by_mineral.values())
    key = "caption.levers" if none else "caption.levers.all"
    return reader.words(
        key if alone[lever] else "caption.levers.none",
        **{"lever": reader.words(f"lever.{lever}"), "all": len(by_mineral), "count": len(alone[lever]), "none": none},
    )


def _stock(reader: Reader) -> str:
    """Say how many need more than any government holds; in a scenario, or where none is known to, who needs most."""
    hit, scenario = hits(reader), reader.inputs.get("scenario")
    if len(hit) < 2:
        return reader.words("disruption.caption" if scenario else "short.stock.caption")
    held = [float(stock["nominal_days"]) for row in hit for stock in row["practice"].values()]
    if held and not scenario:
        beyond = sum(row["days_needed_confident"] > max(held) for row in hit)
        key = "caption.stock.all" if beyond == len(hit) else "caption.stock"
        return reader.words(key, all=len(hit), count=beyond, most=fixed(max(held), 0))
    longest = max(hit, key=lambda row: row["days_needed_confident"])
    days = fixed(longest["days_needed_confident"], 0)
    key = "caption.stock.scenario" if scenario else "caption.stock.longest"
    return reader.words(key, name=reader.name(longest["mineral"]), days=days)


def _questions(reader: Reader) -> str:
    weights = reader.result["dimension_weights"]
    code = max(weights, key=lambda each: (weights[each], each), default="")
    if len(weights) < 2 or code not in reader.dimensions:
        return reader.words("scope.criteria.caption")
    return reader.words("caption.questions", dimension=reader.dimensions[code], weight=percent(weights[code], 1))


def _weights(reader: Reader) -> str:
    rows = reader.result["weights"]
    if len(rows) < 2:
        return reader.words("short.method.criteria")
    most = max(rows, key=lambda row: row["global_weight"])
    criterion, weight = reader.criterion(most["criterion"]), percent(most["global_weight"], 1)
    return reader.words("caption.weights", criterion=criterion, weight=weight)
