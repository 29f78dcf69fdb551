"""`criticality show`: a record in the terminal."""

from collections.abc import Mapping
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from criticality.api.minerals import mineral_code
from criticality.api.workspace import Workspace
from criticality.cli.terminal.console import Terminal
from criticality.cli.terminal.over_answers import standing_of, summary_of
from criticality.model.input_record import Text
from criticality.model.record import EventOutcome, RankingRow, Record, country_names, mineral_names, tier_titles
from criticality.report.age import said_of_mineral, said_of_tier
from criticality.report.workbook import Names
from criticality.text.numbers import chance
from criticality.text.phrases import in_both


def show_run(folder: Path | None, run: str, mineral: str | None, *, evidence: bool) -> None:
    """Print the list of a run, or one mineral's reasoning."""
    record = Workspace(folder).read_run(run).record
    if mineral is None:
        print_list(record, everything=True)
    else:
        _print_mineral(record, mineral_code(record, mineral), evidence=evidence)


def text_of(text: Text) -> str:
    """A bilingual text for the terminal: both languages where they differ."""
    return in_both(text, " · ")


def names_of(record: Record) -> dict[str, str]:
    """Names of all minerals of a record, in both languages."""
    return {code: in_both(name) for code, name in mineral_names(record).items()}


def countries_of(record: Record) -> dict[str, str]:
    """Names of all countries of a record, in both languages."""
    return {code: in_both(name) for code, name in country_names(record).items()}


def _tier_titles(record: Record) -> dict[str, str]:
    return {code: text_of(title) for code, title in tier_titles(record).items()}


def print_list(record: Record, *, everything: bool = False) -> None:
    """Print the tiers and their minerals."""
    console, names, result = Terminal(), names_of(record), record["result"]
    plan = record["inputs"]["assessment"]
    console.print(escape(text_of(plan["title"])), style="bold")
    console.print(escape(f"{countries_of(record).get(plan['country'], plan['country'])}, {plan['reference_year']}"))
    if record["inputs"]["weights"]["status"] == "illustrative":
        console.print("權重為示範性質 · The weights are illustrative")
    readers = Names(record).readers
    for tier, title in _tier_titles(record).items():
        members = [row for row in result["ranking"] if row["tier"] == tier]
        mark = " ✓" if any(row["listed"] for row in members) else ""
        console.print(f"\n{escape(title)}{mark}: {len(members)}", style="bold")
        if members and (everything or tier != "not_listed"):
            console.print(_table(members, names, [entry["code"] for entry in record["inputs"]["dimensions"]]))
        for sentence in (said_of_tier(reader, tier) for reader in readers):
            if sentence:
                console.print(escape(sentence))
    listed = sum(row["listed"] for row in result["ranking"])
    console.print(f"\n{listed} of {len(result['candidates'])} candidates listed")
    if any(row["designated"] for row in result["ranking"]):
        console.print("† 依決定歸類；列入機率為規則所得 · † placed by decision; P(listed) is what the rule gives")
    for outcome in result.get("events", []):
        console.print(escape(_since(outcome, names, record)))
    for method, reason in result["methods_not_done"].items():
        console.print(escape(f"未執行之方法 · method not done: {method}: {reason}"))
    if result["robustness"] is None:
        console.print("robustness: not assessed")
    over_all = summary_of(record)
    if over_all is not None:
        console.print(escape(over_all))


def _since(outcome: EventOutcome, names: Mapping[str, str], record: Record) -> str:
    """Where a mineral stands without and with what took supply away since the figures."""
    titles = _tier_titles(record)
    places = [
        f"{titles.get(place['tier'], place['tier'])} ({_number(place['score'])})"
        for place in (outcome["by_figures"], outcome["with_events"])
    ]
    happened = "; ".join(
        f"{event['country']} {event['stage']} since {event['since']}, {event['share_lost']:.0%} lost: {event['what']}"
        for event in outcome["events"]
    )
    name = names.get(outcome["mineral"], outcome["mineral"])
    return f"{name}: {places[0]} by the figures, {places[1]} with what happened since ({happened})"


def _table(listed: list[RankingRow], names: Mapping[str, str], dimensions: list[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("rank", "mineral", "score", *dimensions, "P(listed)", "ranks 90 %"):
        table.add_column(name, justify="left" if name == "mineral" else "right", overflow="fold")
    for row in listed:
        interval = f"{row['rank_low']}–{row['rank_high']}" if row["rank_low"] is not None else "–"
        mark = " †" if row["designated"] else ""
        table.add_row(
            _rank(row["rank"]),
            escape(names.get(row["mineral"], row["mineral"]) + mark),
            _number(row["score"]),
            *(_number(row["dimensions"][code]) for code in dimensions),
            chance(row["p_listed"], 1),
            interval,
        )
    return table


def _rank(value: int | None) -> str:
    return "–" if value is None else str(value)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _print_mineral(record: Record, mineral: str, *, evidence: bool) -> None:
    console, result = Terminal(), record["result"]
    row = next(row for row in result["ranking"] if row["mineral"] == mineral)
    titles = _tier_titles(record)
    console.print(escape(f"{names_of(record).get(mineral, mineral)} ({mineral})"), style="bold")
    console.print(
        f"{escape(titles.get(row['tier'], row['tier']))}; rank {_rank(row['rank'])}; score {_number(row['score'])}"
    )
    over_all = standing_of(record, mineral)
    if over_all is not None:
        console.print(escape(over_all))
    if row["reason"]:
        console.print(f"not scored: {escape(row['reason'])}")
    for entry in record["inputs"]["assessment"]["rule"]["designations"]:
        if entry["mineral"] == mineral:
            console.print(escape(f"designated by {entry['by']} on {entry['on']}: {text_of(entry['because'])}"))
    for outcome in result.get("events", []):
        if outcome["mineral"] == mineral:
            console.print(escape(_since(outcome, names_of(record), record)))
    for sentence in (said_of_mineral(reader, row) for reader in Names(record).readers):
        if sentence:
            console.print(escape(sentence))
    if row["entered_with_group"]:
        console.print("its tier follows a group rule, not its own conditions")
    console.print(_condition_table(row))
    console.print(_cell_table(record, mineral))
    if record["inputs"]["assessment"].get("sources"):
        from criticality.cli.show_evidence import whose_figures  # noqa: PLC0415 - reads the method's modules

        for sentence in whose_figures(record, mineral):
            console.print(escape(sentence))
    if evidence:
        from criticality.cli.show_evidence import print_evidence  # noqa: PLC0415 - reads the method's modules

        print_evidence(console, record, mineral)


def _condition_table(row: RankingRow) -> Table:
    table = Table("tier", "condition", "value", "holds", title="Why: the rule", box=None, title_justify="left")
    for entry in row["because"]:
        sign = "≥" if entry["comparison"] == "at_least" else "<"
        holds = "yes" if entry["holds"] else "no"
        condition = f"{entry['of']} {sign} {entry['threshold']:g}"
        table.add_row(escape(entry["tier"]), escape(condition), _number(entry["value"]), holds)
    return table


def _cell_table(record: Record, mineral: str) -> Table:
    weights = {row["criterion"]: row["global_weight"] for row in record["result"]["weights"]}
    names = ("criterion", "value", "unit", "scaled", "weight", "adds", "grade", "flag", "sources")
    table = Table(*names, title="The evidence", box=None, title_justify="left")
    for cell in record["result"]["indicators"]:
        if cell["mineral"] == mineral:
            weight = weights.get(cell["criterion"])
            adds = None if weight is None or cell["scaled"] is None else weight * cell["scaled"]
            value = "missing" if cell["value"] is None else f"{cell['value']:.4g}"
            figures = (cell["criterion"], value, cell["unit"], _number(cell["scaled"]), _number(weight), _number(adds))
            table.add_row(*map(escape, (*figures, cell["grade"] or "–", cell["flag"], cell["sources"])))
    return table
