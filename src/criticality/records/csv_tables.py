"""The tables of a record as CSV files, at full precision."""

import csv
import io
from collections.abc import Mapping, Sequence

from criticality.model.record import Record

_SURENESS = ("p_listed", "rank_low", "rank_high", "confidence")
_CHOICES = ("p_all", "p_lowest", "p_highest", "hangs_on", "standing")


def csv_tables(record: Record) -> dict[str, str]:
    """Name → CSV text of every table; a step that was not done leaves the header alone."""
    result = record["result"]
    dimensions = [entry["code"] for entry in record["inputs"]["dimensions"]]
    over = choice_columns(record)
    ranking = [{**row, **row["dimensions"], **over.get(row["mineral"], {})} for row in result["ranking"]]
    columns = ("mineral", "rank", "score", "tier", "listed", "designated", *dimensions, *_SURENESS, *_CHOICES)
    cells = ("mineral", "criterion", "value", "unit", "scaled", "grade", "flag", "sources")
    consistency = ("judge", "group", "n", "lambda_max", "consistency_index", "consistency_ratio", "random_index")
    return {
        "ranking.csv": _csv(columns, ranking),
        "weights.csv": _csv(("criterion", "dimension", "local_weight", "global_weight"), result["weights"]),
        "consistency.csv": _csv(consistency, result["consistency"]),
        "indicators.csv": _csv(cells, result["indicators"]),
        "methods.csv": _csv(("mineral", "method", "score", "rank"), result["methods"]),
        "acceptability.csv": _csv(("mineral", "rank", "share"), result["acceptability"]),
        **_choice_tables(record),
    }


def choice_columns(record: Record) -> dict[str, dict[str, object]]:
    """Mineral → what the other answers to the choices make of it; nothing where the run has no choices."""
    choices = record["result"].get("choices")
    rows = [] if choices is None else choices["minerals"]
    found: dict[str, dict[str, object]] = {}
    for row in rows:
        cells: dict[str, object] = {name: row[name] for name in ("p_all", "p_lowest", "p_highest", "standing")}
        found[row["mineral"]] = {**cells, "hangs_on": ";".join(row["hangs_on"])}
    return found


def _choice_tables(record: Record) -> dict[str, str]:
    choices = record["result"].get("choices")
    options = ("mineral", "choice", "option", "p_listed", "p_mean", "tier", "score")
    named = [] if choices is None else record["inputs"]["choices"]["considered"]
    rows = [] if choices is None else choices["combinations"]
    probabilities = [
        {"combination": row["combination"], "mineral": mineral, "p": p}
        for row, shares in zip(rows, [] if choices is None else choices["p"], strict=False)
        for mineral, p in zip([] if choices is None else choices["scored"], shares, strict=True)
    ]
    return {
        "choices.csv": _csv(options, [] if choices is None else choices["options"]),
        "combinations.csv": _csv(
            ("combination", *named, "weight", "size"), [{**row, **row["answers"]} for row in rows]
        ),
        "combination_p.csv": _csv(("combination", "mineral", "p"), probabilities),
    }


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
