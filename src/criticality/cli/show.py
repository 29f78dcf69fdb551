"""`criticality show`: a record in the terminal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from criticality.api.minerals import mineral_code
from criticality.api.workspace import Workspace
from criticality.text.phrases import in_both


def show_run(folder: Path | None, run: str, mineral: str | None, *, evidence: bool) -> None:
    """Print the list of a run, or one mineral's reasoning."""
    record = Workspace(folder).read_run(run).record
    if mineral is None:
        print_list(record, everything=True)
    else:
        _print_mineral(record, mineral_code(record, mineral), evidence=evidence)


def _console() -> Console:
    return Console(width=None if Console().is_terminal else 120, highlight=False)


def text_of(text: Any) -> str:
    """A bilingual text for the terminal: both languages where they differ."""
    if not isinstance(text, Mapping):
        return str(text or "")
    return in_both(text, " · ")


def names_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Names of all minerals of a record, in both languages."""
    table = record["inputs"]["data"]["minerals"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    return {row["mineral"]: in_both({"zh-Hant": row["name_zh"], "en": row["name_en"]}) for row in rows}


def countries_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Names of all countries of a record, in both languages."""
    table = record["inputs"]["data"].get("countries", {"columns": [], "rows": []})
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    return {row["country"]: in_both({"zh-Hant": row["name_zh"], "en": row["name_en"]}) for row in rows}


def _tier_titles(record: Mapping[str, Any]) -> dict[str, str]:
    tiers = record["inputs"]["assessment"]["rule"]["tiers"]
    titles = {tier["name"]: text_of(tier["title"]) or tier["name"] for tier in tiers}
    return {**titles, "not_listed": "未列入 · Not listed", "insufficient": "證據不足 · Insufficient evidence"}


def print_list(record: Mapping[str, Any], *, everything: bool = False) -> None:
    """Print the tiers and their minerals."""
    console, names, result = _console(), names_of(record), record["result"]
    console.print(escape(text_of(record["inputs"]["assessment"]["title"])), style="bold")
    if record["inputs"]["weights"]["status"] == "illustrative":
        console.print("權重為示範性質 · The weights are illustrative")
    for tier, title in _tier_titles(record).items():
        rows = [row for row in result["ranking"] if row["tier"] == tier]
        mark = " ✓" if any(row["listed"] for row in rows) else ""
        console.print(f"\n{escape(title)}{mark}: {len(rows)}", style="bold")
        if rows and (everything or tier != "not_listed"):
            console.print(_table(rows, names, [entry["code"] for entry in record["inputs"]["dimensions"]]))
    listed = sum(row["listed"] for row in result["ranking"])
    console.print(f"\n{listed} of {len(result['candidates'])} candidates listed")
    if result["robustness"] is None:
        console.print("robustness: not assessed")


def _table(rows: list[dict[str, Any]], names: Mapping[str, str], dimensions: list[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("rank", "mineral", "score", *dimensions, "P(listed)", "ranks 90 %"):
        table.add_column(name, justify="left" if name == "mineral" else "right", overflow="fold")
    for row in rows:
        interval = f"{row['rank_low']}–{row['rank_high']}" if row["rank_low"] is not None else "–"
        mark = " †" if row["designated"] else ""
        table.add_row(
            _whole(row["rank"]),
            escape(names.get(row["mineral"], row["mineral"]) + mark),
            _number(row["score"]),
            *(_number(row["dimensions"][code]) for code in dimensions),
            _number(row["p_listed"]),
            interval,
        )
    return table


def _whole(value: Any) -> str:
    return "–" if value is None else str(value)


def _number(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}"


def _print_mineral(record: Mapping[str, Any], mineral: str, *, evidence: bool) -> None:
    console, result = _console(), record["result"]
    row = next(row for row in result["ranking"] if row["mineral"] == mineral)
    titles = _tier_titles(record)
    console.print(escape(f"{names_of(record).get(mineral, mineral)} ({mineral})"), style="bold")
    console.print(
        f"{escape(titles.get(row['tier'], row['tier']))}; rank {_whole(row['rank'])}; score {_number(row['score'])}"
    )
    if row["reason"]:
        console.print(f"not scored: {escape(row['reason'])}")
    for entry in record["inputs"]["assessment"]["rule"]["designations"]:
        if entry["mineral"] == mineral:
            console.print(escape(f"designated by {entry['by']} on {entry['on']}: {text_of(entry['because'])}"))
    if row["entered_with_group"]:
        console.print("its tier follows a group rule, not its own conditions")
    console.print(_condition_table(row))
    console.print(_cell_table(record, mineral))
    if evidence:
        from criticality.cli.show_evidence import print_evidence  # noqa: PLC0415 - reads the method's modules

        print_evidence(console, record, mineral)


def _condition_table(row: Mapping[str, Any]) -> Table:
    table = Table("tier", "condition", "value", "holds", title="Why: the rule", box=None, title_justify="left")
    for entry in row["because"]:
        sign = "≥" if entry["comparison"] == "at_least" else "<"
        holds = "yes" if entry["holds"] else "no"
        table.add_row(entry["tier"], f"{entry['of']} {sign} {entry['threshold']:g}", _number(entry["value"]), holds)
    return table


def _cell_table(record: Mapping[str, Any], mineral: str) -> Table:
    weights = {row["criterion"]: row["global_weight"] for row in record["result"]["weights"]}
    names = ("criterion", "value", "unit", "scaled", "weight", "adds", "grade", "flag", "sources")
    table = Table(*names, title="The evidence", box=None, title_justify="left")
    for cell in record["result"]["indicators"]:
        if cell["mineral"] == mineral:
            weight = weights.get(cell["criterion"])
            adds = None if weight is None or cell["scaled"] is None else weight * cell["scaled"]
            value = "missing" if cell["value"] is None else f"{cell['value']:.4g}"
            said = (cell["criterion"], value, cell["unit"], _number(cell["scaled"]), _number(weight), _number(adds))
            table.add_row(*map(escape, (*said, cell["grade"] or "–", cell["flag"], cell["sources"])))
    return table
