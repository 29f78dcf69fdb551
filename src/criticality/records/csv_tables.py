"""The tables of a record as CSV files, at full precision."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from criticality.model.record import RankShare, Record
from criticality.model.rows.weights_record import ConsistencyRow
from criticality.text.spreadsheet import neutral

_SURENESS = ("p_listed", "rank_low", "rank_high", "confidence")
LEVEL_COLUMNS = ("dimension", "parent", "local_weight", "global_weight")
_CHOICES = ("p_all", "p_lowest", "p_highest", "hangs_on", "standing")


def csv_tables(record: Record) -> dict[str, str]:
    """Name → CSV text of every table; a step that was not done leaves the header alone.

    A text that a spreadsheet would evaluate has an apostrophe before it (`criticality.text.spreadsheet`), but in
    records of format 1, whose tables are held against this.
    """
    result, text = record["result"], neutral if record["format"] > 1 else str
    dimensions = [entry["code"] for entry in record["inputs"]["dimensions"]]
    over = choice_columns(record)
    ranking = [{**row, **row["dimensions"], **over.get(row["mineral"], {})} for row in result["ranking"]]
    columns = ("mineral", "rank", "score", "tier", "listed", "designated", *dimensions, *_SURENESS)
    with_choices = record["format"] > 1  # earlier records have neither these columns nor these tables
    columns = (*columns, *_CHOICES) if with_choices else columns
    cells = ("mineral", "criterion", "value", "unit", "scaled", "grade", "flag", "sources")
    consistency = consistency_columns(result["consistency"])
    return {
        "ranking.csv": _csv(columns, ranking, text),
        "weights.csv": _csv(("criterion", "dimension", "local_weight", "global_weight"), result["weights"], text),
        "consistency.csv": _csv(consistency, result["consistency"], text),
        "indicators.csv": _csv(cells, result["indicators"], text),
        "methods.csv": _csv(("mineral", "method", "score", "rank"), result["methods"], text),
        "acceptability.csv": _csv(acceptability_columns(result["acceptability"]), result["acceptability"], text),
        **({"dimensions.csv": _csv(LEVEL_COLUMNS, levels, text)} if (levels := result.get("levels")) else {}),
        **(_choice_tables(record) if with_choices else {}),
    }


def consistency_columns(rows: Sequence[ConsistencyRow]) -> tuple[str, ...]:
    """The columns of the consistency of matrices, with the GCI and its limit where that is the measure."""
    columns = ("judge", "group", "n", "lambda_max", "consistency_index", "consistency_ratio", "random_index")
    return (*columns, *(("gci", "gci_limit") if any("gci" in row for row in rows[:1]) else ()))


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
        "choices.csv": _csv(options, [] if choices is None else choices["options"], neutral),
        "combinations.csv": _csv(
            ("combination", *named, "weight", "size"), [{**row, **row["answers"]} for row in rows], neutral
        ),
        "combination_p.csv": _csv(("combination", "mineral", "p"), probabilities, neutral),
    }


def acceptability_columns(rows: Sequence[RankShare]) -> tuple[str, ...]:
    """The columns of the rank shares, with ``share_up_to`` where only fixed ranks are kept."""
    return ("mineral", "rank", "share", *(["share_up_to"] if any("share_up_to" in row for row in rows[:1]) else []))


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]], text: Callable[[str], str]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    remembered = lru_cache(maxsize=1 << 14)(text)  # codes and flags stand in many rows
    writer.writerows([_cell(row.get(column), remembered) for column in columns] for row in rows)
    return written.getvalue()


def _cell(value: object, text: Callable[[str], str]) -> str:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, float):
        return repr(value)
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
