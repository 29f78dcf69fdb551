"""What other methods and other governments say, and the annexes on method."""

from typing import Any

from criticality.report.catalogue import fixed, method_acronym, method_title, percent, plain
from criticality.report.reader import Reader, Row, chunks
from criticality.report.reasons import said

LISTS_ACROSS = 12


def methods(reader: Reader) -> dict[str, Any]:
    """Return the ranks under every method and how far each agrees with the deciding one."""
    names = list(dict.fromkeys(row["method"] for row in reader.result["methods"]))
    names.sort(key=lambda name: name != reader.assessment["method"])
    ranks = {(row["mineral"], row["method"]): row["rank"] for row in reader.result["methods"]}
    return {
        "names": [method_acronym(reader.words, name) for name in names],
        "deciding": method_title(reader.words, reader.assessment["method"]),
        "rows": [
            {
                "name": reader.name(row["mineral"]),
                "symbol": reader.symbol(row["mineral"]),
                "ranks": [str(ranks.get((row["mineral"], name)) or "–") for name in names],
            }
            for row in reader.scored
        ]
        if len(names) > 1
        else [],
        "agreement": [
            {
                "method": method_title(reader.words, row["method"]),
                "tau": fixed(row["kendall_tau_b"]),
                "spearman": fixed(row["weighted_spearman"]),
            }
            for row in reader.result["agreement"]
        ],
        "not_done": [
            {"method": method_title(reader.words, name), "reason": said(reader, str(reason))}
            for name, reason in reader.result["methods_not_done"].items()
        ],
    }


def official_lists(reader: Reader) -> list[dict[str, Any]]:
    """Return membership of the candidates in other governments' lists, a column for each list and date."""
    member: dict[tuple[str, str, str], list[str]] = {}
    """Its tiers there, but for plain «critical», which the dot says already."""
    for row in reader.table("official_lists"):
        key = (row["mineral"], str(row["jurisdiction"]), str(row["list_date"]))
        member.setdefault(key, []).append("" if row.get("tier") == "critical" else reader.term(row.get("tier")))
    lists = sorted({key[1:] for key in member})
    tiers = {entry: {t for key, names in member.items() if key[1:] == entry for t in names} for entry in lists}
    return [
        {
            "lists": [{"name": reader.country(name), "date": date} for name, date in part],
            "rows": [
                {
                    "name": reader.name(row["mineral"]),
                    "symbol": reader.symbol(row["mineral"]),
                    "tier": reader.tier(row["tier"]),
                    "listed": row["listed"],
                    "member": [
                        _membership(reader, member.get((row["mineral"], *entry)), len(tiers[entry]) > 1)
                        for entry in part
                    ],
                }
                for row in reader.ranking
            ],
        }
        for part in chunks(lists, LISTS_ACROSS)
    ]


def _membership(reader: Reader, tiers: list[str] | None, several: bool) -> dict[str, Any]:
    """Return whether a mineral is on a list; its tier is told where the list has more than one."""
    return {
        "on": tiers is not None,
        "tier": reader.words.listing(sorted({tier for tier in tiers if tier})) if tiers and several else "",
    }


def criteria(reader: Reader) -> list[dict[str, Any]]:
    """Return every criterion: formula, scale, direction, unit, missing-data policy, references, confirmation."""
    return [_criterion(reader, criterion) for criterion in reader.criteria.values()]


def _criterion(reader: Reader, criterion: Row) -> dict[str, Any]:
    words, formula = reader.words, f"formula.{criterion['indicator']}"
    confirmed = criterion.get("confirmed")
    return {
        "code": criterion["code"],
        "title": words.text(criterion["title"]),
        "question": words.text(criterion.get("question")),
        "dimension": reader.dimensions.get(criterion["dimension"], criterion["dimension"]),
        "role": words(f"role.{criterion['role']}"),
        "direction": words(f"direction.{criterion['direction']}"),
        "indicator": criterion["indicator"],
        "formula": words(formula) if formula in words else "",
        "parameters": [f"{key} = {plain(value)}" for key, value in criterion["parameters"].items()],
        "unit": words("unit.one") if criterion["unit"] == "1" else reader.unit(criterion["unit"]),
        "scale": _scale(reader, criterion.get("scale")),
        "missing": words(f"missing.{criterion['missing']}"),
        "references": [_reference(entry) for entry in criterion["references"]],
        "confirmed": words("confirmed", by=reader.office(confirmed["by"]), on=confirmed["on"])
        if confirmed
        else words("unconfirmed"),
        "note": words.text(criterion.get("note")),
    }


def _scale(reader: Reader, scale: Row | None) -> str:
    if scale is None:
        return reader.words("scale.none")
    return reader.words(f"scale.{scale['kind']}", zero=plain(scale["zero_at"]), one=plain(scale["one_at"]))


def _reference(entry: Row) -> dict[str, str]:
    named = [entry.get("authors"), entry.get("year"), entry["title"], entry.get("pages"), entry.get("equation")]
    address = f"doi:{entry['doi']}" if entry.get("doi") else entry.get("url") or ""
    return {"text": ", ".join(str(part) for part in named if part), "address": address, "link": link(entry)}


def link(entry: Row) -> str:
    """Return a web address that is safe to follow, or nothing."""
    if entry.get("doi"):
        return f"https://doi.org/{entry['doi']}"
    address = str(entry.get("url") or "")
    return address if address.startswith(("https://", "http://")) else ""


def judgements(reader: Reader) -> dict[str, Any]:
    """Return every judge's sentences, the consistency of each matrix, and the hints; nothing where nobody judged."""
    weights = reader.inputs["weights"]
    result = reader.result
    return {
        "method": reader.words(f"weights.{weights['method']}"),
        "title": reader.words.text(weights["title"]),
        "because": reader.words.text(weights.get("because")),
        "limit": plain(weights.get("consistency_limit")),
        "notes": [said(reader, note) for note in result["weight_notes"]],
        "judges": [_judge(reader, judge) for judge in weights.get("judges") or ()],
        "consistency": [
            {
                "judge": reader.words("judge.group") if row["judge"] == "group" else reader.judge(row["judge"]),
                "group": group_title(reader, row["group"]),
                "n": str(row["n"]),
                "lambda": fixed(row["lambda_max"], 4),
                "ci": fixed(row["consistency_index"], 4),
                "cr": fixed(row["consistency_ratio"], 4),
                "random": str(row["random_index"]),
                "above": row["consistency_ratio"] is not None
                and weights.get("consistency_limit") is not None
                and row["consistency_ratio"] > weights["consistency_limit"],
            }
            for row in result["consistency"]
        ],
        "hints": [_hint(reader, hint) for hint in result["consistency_hints"]],
    }


def group_title(reader: Reader, group: str) -> str:
    """Return the title of a group of comparisons: the dimensions, or one dimension's criteria."""
    return reader.words("judge.dimensions") if group == "dimensions" else reader.criterion(group)


def _judge(reader: Reader, judge: Row) -> dict[str, Any]:
    return {
        "name": reader.judge(judge["name"]),
        "office": reader.office(judge.get("office")),
        "on": judge.get("on") or "",
        "weight": plain(judge["weight"]),
        "groups": [
            {
                "title": group_title(reader, group),
                "sentences": [
                    {
                        "more": reader.criterion(sentence["more"]),
                        "than": reader.criterion(sentence["than"]),
                        "by": plain(sentence["by"]),
                        "because": reader.words.text(sentence["because"]),
                    }
                    for sentence in sentences
                ],
            }
            for group, sentences in judge["comparisons"].items()
        ],
    }


def _hint(reader: Reader, hint: Row) -> str:
    return reader.words(
        "hint",
        judge=reader.words("judge.group") if hint["judge"] == "group" else reader.judge(hint["judge"]),
        group=group_title(reader, hint["group"]),
        more=reader.criterion(hint["more"]),
        than=reader.criterion(hint["than"]),
        by=plain(hint["by"]),
        better_more=reader.criterion(hint["better_more"]),
        better_than=reader.criterion(hint["better_than"]),
        better_by=fixed(hint["better_by"], 2),
        now=fixed(hint["ratio_now"]),
        then=fixed(hint["ratio_then"]),
    )


def weights(reader: Reader) -> dict[str, Any]:
    """Return the weights of dimensions and criteria, and what each judge alone would give."""
    judges = list(dict.fromkeys(row["judge"] for row in reader.result["by_judge"]))
    by_judge = {(row["judge"], row["group"], row["item"]): row["weight"] for row in reader.result["by_judge"]}
    items = list(dict.fromkeys((row["group"], row["item"]) for row in reader.result["by_judge"]))
    return {
        "dimensions": [
            {"title": reader.dimensions.get(code, code), "weight": percent(weight, 1)}
            for code, weight in reader.result["dimension_weights"].items()
        ],
        "rows": [
            {
                "dimension": reader.dimensions.get(row["dimension"], row["dimension"]),
                "title": reader.criterion(row["criterion"]),
                "local": percent(row["local_weight"], 1),
                "global": percent(row["global_weight"], 1),
            }
            for row in reader.result["weights"]
        ],
        "judges": [reader.judge(judge) for judge in judges],
        "by_judge": [
            {
                "group": group_title(reader, group),
                "item": reader.criterion(item),
                "weights": [percent(by_judge.get((judge, group, item)), 1) for judge in judges],
            }
            for group, item in items
        ],
    }
