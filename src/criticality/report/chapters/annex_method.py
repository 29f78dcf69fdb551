"""The annexes on method: every criterion with its scale and sources, the judgements, and the weights they give."""

from criticality.model.input_record import CriterionEntry, JudgeEntry, ReferenceEntry, ScaleEntry, SourceEntry
from criticality.model.record import HintRow
from criticality.report.reader import Reader
from criticality.report.reasons import translated
from criticality.text.numbers import fixed, percent, plain


def criteria(reader: Reader) -> list[dict[str, object]]:
    """Return every criterion: formula, scale, direction, unit, missing-data policy, references, confirmation."""
    return [_criterion(reader, criterion) for criterion in reader.criteria.values()]


def _criterion(reader: Reader, criterion: CriterionEntry) -> dict[str, object]:
    words = reader.words
    confirmed = criterion.get("confirmed")
    return {
        "code": criterion["code"],
        "title": words.text(criterion["title"]),
        "question": words.text(criterion.get("question")),
        "dimension": reader.dimensions.get(criterion["dimension"], criterion["dimension"]),
        "role": words(f"role.{criterion['role']}"),
        "direction": words(f"direction.{criterion['direction']}"),
        "indicator": criterion["indicator"],
        "formula": words.get(f"formula.{criterion['indicator']}", ""),
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


def _scale(reader: Reader, scale: ScaleEntry | None) -> str:
    if scale is None:
        return reader.words("scale.none")
    return reader.words(f"scale.{scale['kind']}", zero=plain(scale["zero_at"]), one=plain(scale["one_at"]))


def _reference(entry: ReferenceEntry) -> dict[str, str]:
    named = [entry.get("authors"), entry.get("year"), entry["title"], entry.get("pages"), entry.get("equation")]
    address = f"doi:{entry['doi']}" if entry.get("doi") else entry.get("url") or ""
    return {"text": ", ".join(str(part) for part in named if part), "address": address, "link": link(entry)}


def link(entry: ReferenceEntry | SourceEntry) -> str:
    """Return a web address that is safe to follow, or nothing."""
    if entry.get("doi"):
        return f"https://doi.org/{entry['doi']}"
    address = entry.get("url") or ""
    return address if address.startswith(("https://", "http://")) else ""


def judgements(reader: Reader) -> dict[str, object]:
    """Return every judge's sentences, the consistency of each matrix, and the hints; nothing where nobody judged."""
    weights, result = reader.inputs["weights"], reader.result
    limit = weights.get("consistency_limit")
    return {
        "method": reader.words(f"weights.{weights['method']}"),
        "title": reader.words.text(weights["title"]),
        "because": reader.words.text(weights.get("because")),
        "note": reader.words.text(weights.get("note")),
        "mark": reader.illustrative_mark,
        "limit": plain(limit),
        "notes": [translated(reader, note) for note in result["weight_notes"]],
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
                and limit is not None
                and row["consistency_ratio"] > limit,
            }
            for row in result["consistency"]
        ],
        "hints": [_hint(reader, hint) for hint in result["consistency_hints"]],
    }


def group_title(reader: Reader, group: str) -> str:
    """Return the title of a group of comparisons: the dimensions, or one dimension's criteria."""
    return reader.words("judge.dimensions") if group == "dimensions" else reader.criterion(group)


def _judge(reader: Reader, judge: JudgeEntry) -> dict[str, object]:
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


def _hint(reader: Reader, hint: HintRow) -> str:
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


def weights(reader: Reader) -> dict[str, object]:
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
