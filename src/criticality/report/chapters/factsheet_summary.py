"""Two sentences on a mineral: the decision and the condition it depends on; its main driver and weakest evidence.

They follow from the record by fixed rules, in the order of the functions below; nothing is estimated or judged.
"""

from criticality.model.assessment import INSUFFICIENT
from criticality.model.input_record import CoverageEntry
from criticality.model.record import RankingRow
from criticality.report.age import said_of_mineral
from criticality.report.conditions import threshold_text, unit_in, value_text
from criticality.report.facts import happened, over_answers, question, standing_text, supplier
from criticality.report.notes import narrowest_stage
from criticality.report.reader import GRADES, Reader
from criticality.report.reasons import concerned
from criticality.report.withheld.said_of_withheld import has_weighed, has_withheld_cell
from criticality.text.numbers import fixed, percent


def summary(reader: Reader, row: RankingRow) -> list[str]:
    """Return the sentences; all but the first are left out where the record has nothing for them."""
    said = (
        _verdict(reader, row),
        _grounds(reader, row),
        _over_answers(reader, row),
        said_of_mineral(reader, row),
        since(reader, row),
    )
    return [sentence for sentence in said if sentence]


def _over_answers(reader: Reader, row: RankingRow) -> str:
    """Say how far P(listed) moves over the answers to the choices, and which question it hangs on."""
    over = over_answers(reader).get(row["mineral"])
    if over is None or over["p_lowest"] is None or not over["hangs_on"]:
        return ""
    return reader.words(
        "sum.answers",
        low=reader.chance_over(over["p_lowest"]),
        high=reader.chance_over(over["p_highest"]),
        standing=standing_text(reader, over["standing"] or ""),
        questions=reader.words.listing(
            [reader.words("expected.question", question=question(reader, choice)) for choice in over["hangs_on"]]
        ),
    )


def since(reader: Reader, row: RankingRow) -> str:
    """Say where it would stand with what took supply away since the figures were counted."""
    outcome = next((entry for entry in reader.result.get("events", []) if entry["mineral"] == row["mineral"]), None)
    if outcome is None:
        return ""
    before, after = outcome["by_figures"], outcome["with_events"]
    same = before["tier"] == after["tier"]
    return reader.words(
        "sum.since.same" if same else "sum.since",
        events=happened(reader, outcome),
        tier=reader.tier(after["tier"]),
        before=_score(before["score"]),
        after=_score(after["score"]),
    )


def _score(value: float | None) -> str:
    return "–" if value is None else fixed(value, 2)


def _verdict(reader: Reader, row: RankingRow) -> str:
    if row["tier"] == INSUFFICIENT:
        return unscored(reader, row)
    if row["designated"]:
        return _designated(reader, row)
    if row.get("entered_with_group"):
        return reader.words("sum.group", **_who(reader, row), group=reader.group(row["mineral"]))
    return _by_rule(reader, row)


def _who(reader: Reader, row: RankingRow) -> dict[str, object]:
    return {"name": reader.name(row["mineral"]), "tier": reader.tier(row["tier"]), "rank": row["rank"] or "–"}


def unscored(reader: Reader, row: RankingRow) -> str:
    """Say why a mineral is not scored: the least covered dimension in the reason, or criteria that lack."""
    name, said = reader.name(row["mineral"]), row.get("said")
    coverage: CoverageEntry = reader.rule.get("coverage") or {}
    covered = concerned(said, "said.coverage")
    thin = [code for code in reader.every_dimension if code in covered]
    if thin:
        code = min(thin, key=lambda code: (row["coverage"].get(code) or 0.0, code))
        share, limit = percent(row["coverage"].get(code) or 0.0), percent(coverage.get("at_least"))
        return reader.words("sum.thin", name=name, share=share, dimension=reader.every_dimension[code], limit=limit)
    absent = concerned(said, "said.no_evidence")
    lacking = [reader.criterion(code) for code in coverage.get("must_have") or () if code in absent]
    if lacking:
        return reader.words("sum.lacking", name=name, criteria=reader.words.listing(lacking))
    return reader.words("sum.unscored", name=name)


def _designated(reader: Reader, row: RankingRow) -> str:
    entry = next((e for e in reader.rule.get("designations") or () if e["mineral"] == row["mineral"]), None)
    by, on = (entry["by"], reader.words.day(entry["on"])) if entry else ("–", "–")
    return reader.words("sum.designated", **_who(reader, row), by=by, on=on)


def _by_rule(reader: Reader, row: RankingRow) -> str:
    """Name the condition that decides whether the mineral is listed: the nearest one the record states."""
    who, words = _who(reader, row), reader.words
    near = None if has_withheld_cell(reader, row["mineral"]) else _deciding(reader, row)
    key = "sum.listed" if row["listed"] else "sum.not_listed"
    if near is None:
        return words(f"{key}.plain", **who)
    close = any(entry["mineral"] == row["mineral"] for entry in reader.result["borderline"])
    text = words(f"{key}.close" if close else key, **who, **near)
    if row["p_listed"] is None:
        return text
    return words("sum.with_p", text=text, p=reader.chance(row["p_listed"]))


def _deciding(reader: Reader, row: RankingRow) -> dict[str, str] | None:
    if of := row.get("margin_of"):
        value, threshold = row["margin_value"], row["margin_threshold"]
    else:
        entries = [e for e in row["because"] if e["tier"] in reader.listed_tiers and e["holds"] == row["listed"]]
        if not entries:
            return None
        first = entries[0]
        of, value, threshold = first["of"], first["value"], first["threshold"]
    unit = unit_in(row, of, threshold)
    return {
        "of": reader.of(of),
        "value": value_text(reader, of, value, unit, threshold),
        "threshold": threshold_text(reader, of, threshold, unit),
    }


def _grounds(reader: Reader, row: RankingRow) -> str:
    """Join the largest contribution, the narrowest stage of supply, and the weakest evidence."""
    clauses = [_driver(reader, row), _narrowest(reader, row), _weakest(reader, row)]
    stated = [clause for clause in clauses if clause]
    if not stated:
        return ""
    sentence = reader.words("sum.grounds", clauses=reader.words("sum.join").join(stated))
    return sentence[0].upper() + sentence[1:]


def _driver(reader: Reader, row: RankingRow) -> str:
    if has_weighed(reader, row["mineral"]):
        return ""
    steps = [e for e in reader.result["contributions"] if e["mineral"] == row["mineral"] and e["contribution"]]
    if not steps:
        return ""
    most = max(steps, key=lambda e: (e["contribution"], e["criterion"]))
    return reader.words("sum.driver", criterion=reader.criterion(most["criterion"]), figure=fixed(most["contribution"]))


def _narrowest(reader: Reader, row: RankingRow) -> str:
    place = narrowest_stage(reader, row["mineral"])
    if place is None:
        return ""
    stage = reader.words(f"stage.{place.stage}") + reader.words("colon")
    return reader.words("sum.narrowest", found=f"{stage}{supplier(reader, row['mineral'])}")


def _weakest(reader: Reader, row: RankingRow) -> str:
    """Name the criterion of largest weight without evidence, else the one of the worst grade (C or D)."""
    weights = {entry["criterion"]: entry["global_weight"] for entry in reader.result["weights"]}
    cells = [reader.cells[row["mineral"], code] for code in sorted(weights) if (row["mineral"], code) in reader.cells]
    absent = [cell for cell in cells if not cell["present"]]
    graded = [cell for cell in cells if cell["present"] and cell["grade"] and cell["grade"] in GRADES[2:]]
    if absent:
        most = max(absent, key=lambda cell: weights[cell["criterion"]])
        return reader.words("sum.absent", criterion=reader.criterion(most["criterion"]))
    if not graded:
        return ""
    worst = max(graded, key=lambda cell: (cell["grade"], weights[cell["criterion"]]))
    return reader.words("sum.weakest", criterion=reader.criterion(worst["criterion"]), grade=worst["grade"])
