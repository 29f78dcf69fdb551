"""`criticality show`: a record in the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from criticality.api.life.adopting import said_of
from criticality.api.life.standing import said_of_life
from criticality.api.minerals import group_decision, mineral_code
from criticality.api.recoded import with_codes
from criticality.api.workspace import Workspace
from criticality.cli.terminal.console import Terminal, TextTable, shown, table
from criticality.cli.terminal.over_answers import standing_of, summary_of
from criticality.cli.terminal.titles import Titles, named, reader_of
from criticality.model.input_record import Text
from criticality.model.record import (
    EventOutcome,
    HeldCondition,
    IndicatorCell,
    RankingRow,
    Record,
    country_names,
    mineral_names,
    tier_titles,
)
from criticality.model.rows.confidential_rows import CONFIDENTIAL
from criticality.records.public.form_of import said_of_confidential
from criticality.records.run_summary import life_of
from criticality.report.age import said_of_mineral, said_of_tier
from criticality.text.message import Message, joined, said
from criticality.text.message import sentence as capital
from criticality.text.numbers import apart_from, chance


def show_run(folder: Path | None, run: str, mineral: str | None, *, evidence: bool) -> None:
    """Print the list of a run, or one mineral's reasoning."""
    record = with_codes(Workspace(folder).read_run(run).record)
    if mineral is None:
        print_list(record, everything=True)
    else:
        _print_mineral(record, mineral_code(record, mineral), evidence=evidence)


def text_of(text: Text) -> str:
    """A bilingual text in the language of the messages."""
    return named(text)


def names_of(record: Record) -> dict[str, str]:
    """Names of all minerals of a record."""
    return {code: named(name) for code, name in mineral_names(record).items()}


def countries_of(record: Record) -> dict[str, str]:
    """Names of all countries of a record."""
    return {code: named(name) for code, name in country_names(record).items()}


def _tier_titles(record: Record) -> dict[str, str]:
    return {code: text_of(title) for code, title in tier_titles(record).items()}


def print_list(record: Record, *, everything: bool = False) -> None:
    """Print the tiers and their minerals."""
    console, names, result, titles = Terminal(), names_of(record), record["result"], Titles(record)
    plan = record["inputs"]["assessment"]
    console.say(text_of(plan["title"]), style="bold")
    country = countries_of(record).get(plan["country"], plan["country"])
    console.say(Message("show.country", country=country, year=plan["reference_year"]))
    life = life_of(plan)
    if life is not None:
        console.say(joined(said_of_life(life), "semicolon"))
    if record["inputs"]["weights"]["status"] == "illustrative":
        console.say(Message("show.illustrative"))
    if said := said_of_confidential(record):
        console.say(said)
    dimensions = [entry["code"] for entry in record["inputs"]["dimensions"] if not entry.get("parent")]
    reader, drawn = reader_of(record), plan["robustness"]["draws"]
    for tier, title in _tier_titles(record).items():
        members = [row for row in result["ranking"] if row["tier"] == tier]
        mark = " ✓" if any(row["listed"] for row in members) else ""
        console.say(Message("show.tier", title=f"{title}{mark}", count=len(members)), style="bold")
        if members and (everything or tier != "not_listed"):
            console.print(_table(members, names, {code: titles.of(code) for code in dimensions}, drawn))
        if sentence := said_of_tier(reader, tier):
            console.say(sentence)
    listed = sum(row["listed"] for row in result["ranking"])
    console.say(Message("show.listed", listed=listed, candidates=len(result["candidates"])))
    if any(row["designated"] for row in result["ranking"]):
        console.say(Message("show.by_decision"))
    if "since_adopted" in result:
        console.say(capital(said_of(result["since_adopted"])))
    for outcome in result.get("events", []):
        console.say(_since(outcome, names, record))
    for method, why in result["methods_not_done"].items():
        reason = titles.reason(result.get("methods_not_done_said", {}).get(method), why)
        not_done = Message("show.method_not_done", method=titles.coded("method", method), reason=reason)
        console.say(not_done)
    if result["robustness"] is None:
        console.say(Message("show.robustness_not_assessed"))
    over_all = summary_of(record)
    if over_all is not None:
        console.say(over_all)


def _nothing(cell: IndicatorCell) -> str:
    """The code of what stands in place of a figure that is not there."""
    return "show.withheld" if cell["flag"] == CONFIDENTIAL else "show.missing"


def _since(outcome: EventOutcome, names: Mapping[str, str], record: Record) -> str:
    """Where a mineral stands without and with what took supply away since the figures."""
    tiers, titles = _tier_titles(record), Titles(record)
    before, since = (
        Message("show.place", tier=tiers.get(place["tier"], place["tier"]), score=_number(place["score"]))
        for place in (outcome["by_figures"], outcome["with_events"])
    )
    happened = [
        Message(
            "show.event",
            country=titles.country(event["country"]),
            stage=titles.coded("stage", event["stage"]),
            since=event["since"],
            share=f"{event['share_lost']:.0%}",
            what=titles.term(event["what"]),
        )
        for event in outcome["events"]
    ]
    name = names.get(outcome["mineral"], outcome["mineral"])
    if outcome["by_figures"] == outcome["with_events"]:
        return Message("show.since_unchanged", name=name, before=before, events=joined(happened, "semicolon"))
    return Message("show.since", name=name, before=before, since=since, events=joined(happened, "semicolon"))


def _table(listed: list[RankingRow], names: Mapping[str, str], dimensions: Mapping[str, str], draws: int) -> Table:
    table = TextTable(box=None, pad_edge=False)
    heads = (Message("show.rank"), Message("show.mineral"), Message("show.score"), *dimensions.values())
    for place, head in enumerate((*heads, Message("show.p_listed"), Message("show.ranks"))):
        table.add_column(shown(head), justify="left" if place == 1 else "right", overflow="fold")
    for row in listed:
        interval = f"{row['rank_low']}–{row['rank_high']}" if row["rank_low"] is not None else "–"
        mark = " †" if row["designated"] else ""
        table.add_row(
            _rank(row["rank"]),
            escape(names.get(row["mineral"], row["mineral"]) + mark),
            _number(row["score"]),
            *(_number(row["dimensions"][code]) for code in dimensions),
            chance(row["p_listed"], 1, draws),
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
    tiers, titles = _tier_titles(record), Titles(record)
    console.say(Message("show.name", name=names_of(record).get(mineral, mineral), code=mineral), style="bold")
    tier, rank = tiers.get(row["tier"], row["tier"]), _rank(row["rank"])
    console.say(Message("show.standing", tier=tier, rank=rank, score=_number(row["score"])))
    if mark := said_of_confidential(record):
        console.say(mark)
    over_all = standing_of(record, mineral)
    if over_all is not None:
        console.say(over_all)
    if row["reason"]:
        console.say(Message("show.not_scored", reason=titles.reason(row.get("said"), row["reason"])))
    for entry in record["inputs"]["assessment"]["rule"]["designations"]:
        if entry["mineral"] == mineral:
            because = text_of(entry["because"])
            console.say(Message("show.designated", by=entry["by"], on=entry["on"], because=because))
    for outcome in result.get("events", []):
        if outcome["mineral"] == mineral:
            console.say(_since(outcome, names_of(record), record))
    if sentence := said_of_mineral(reader_of(record), row):
        console.say(sentence)
    averages = [_average_table(console, record, row, titles)] if row["entered_with_group"] else []
    levels = (*filter(None, averages), *_level_tables(record, row, titles))
    for printed in (_condition_table(record, row, titles), *levels, _cell_table(record, mineral, titles)):
        console.print(printed)
    if record["inputs"]["assessment"].get("sources"):
        from criticality.cli.show_evidence import whose_figures  # noqa: PLC0415 - reads the method's modules

        for sentence in whose_figures(record, mineral):
            console.say(sentence)
    if evidence:
        from criticality.cli.show_evidence import print_evidence  # noqa: PLC0415 - reads the method's modules

        print_evidence(console, record, mineral)


def _average_table(console: Terminal, record: Record, row: RankingRow, titles: Titles) -> Table | None:
    """Say which group rule decided and why it is there; return the average of the group against each condition."""
    found = group_decision(record, row["mineral"])
    if found is None:
        return None
    entry, averages = found
    group, why = titles.term(entry["group"]), text_of(entry["because"])
    how = Message(f"show.group_{entry['listed_if']}")
    console.say(Message("show.with_group", group=group, listed_if=how, because=why))
    if not averages:
        return None
    heads = (Message("show.tier_head"), Message("show.condition"), Message("show.average"), Message("show.holds"))
    printed = table(Message("show.rule_of_group", group=group), *heads)
    _put_conditions(printed, record, averages, titles, missing=set())
    return printed


def _condition_table(record: Record, row: RankingRow, titles: Titles) -> Table:
    cells = [cell for cell in record["result"]["indicators"] if cell["mineral"] == row["mineral"]]
    missing = {cell["criterion"] for cell in cells if not cell["present"]}
    heads = (Message("show.tier_head"), Message("show.condition"), Message("show.value"), Message("show.holds"))
    rule = table(Message("show.rule"), *heads)
    _put_conditions(rule, record, row["because"], titles, missing=missing)
    return rule


def _put_conditions(
    rule: Table, record: Record, conditions: Sequence[HeldCondition], titles: Titles, *, missing: set[str]
) -> None:
    units = {entry["code"]: entry["unit"] for entry in record["inputs"]["criteria"]}
    for entry in conditions:
        sign = {"at_least": "≥", "below": "<", "top": "≤"}[entry["comparison"]]
        holds = Message("show.yes" if entry["holds"] else "show.no")
        unit = _behind(titles, units[entry["of"]]) if entry.get("unit") == "source" else ""
        condition = f"{titles.of(entry['of'])} {sign} {entry['threshold']:g}{unit}"
        if entry.get("unit") == "place":
            condition = said(Message("show.top", of=titles.of(entry["of"]), n=f"{entry['threshold']:g}"))
        if "alternative" in entry:
            condition = said(Message("show.alternative", condition=condition, number=entry["alternative"]))
        filler = entry.get("unit") == "source" and entry["of"] in missing and entry["value"] is not None
        found, counted = entry["value"], entry.get("unit") == "place"
        number = f"{found:.4g}" if counted and found is not None else apart_from(found, entry["threshold"])
        value = Message("show.filler", value=number) if filler else number
        rule.add_row(escape(titles.tier(entry["tier"])), escape(condition), shown(value), shown(holds))


def _behind(titles: Titles, unit: str) -> str:
    """The unit of a figure behind its number; a pure number is told apart from a place on the scale."""
    return said(Message("show.own_figure")) if unit in ("", "1") else f" {titles.unit(unit)}"


def _level_tables(record: Record, row: RankingRow, titles: Titles) -> Iterator[Table]:
    """The ratings of one mineral in the dimensions, each below the one that holds it."""
    weights = {level["dimension"]: level for level in record["result"].get("levels", [])}
    below: dict[str, list[str]] = {}
    for code, level in weights.items():
        below.setdefault(level["parent"], []).append(code)
    heads = (Message("show.dimension"), Message("show.rating"), Message("show.weight_inside"), Message("show.weight"))
    printed = table(Message("show.levels"), *heads)

    def put(code: str, depth: int) -> None:
        numbers = (row["dimensions"].get(code), weights[code]["local_weight"], weights[code]["global_weight"])
        printed.add_row(escape("  " * depth + titles.of(code)), *map(_number, numbers))
        for inner in below.get(code, ()):
            put(inner, depth + 1)

    for code in below.get("", ()):
        put(code, 0)
    if weights:
        yield printed


def _word(record: Record, cell: IndicatorCell) -> str:
    """The word that stands for the figure of a cell under a scale of words; nothing elsewhere."""
    said = cell.get("said") or ()
    return next((str(part.get("slots", {}).get("word", "")) for part in said if part["code"] == "note.word"), "")


def _cell_table(record: Record, mineral: str, titles: Titles) -> Table:
    weights = {row["criterion"]: row["global_weight"] for row in record["result"]["weights"]}
    first = (Message("show.value"), Message("show.unit"), Message("show.scaled"), Message("show.weight"))
    rest = (Message("show.adds"), Message("show.grade"), Message("show.flag"), Message("show.sources"))
    evidence = table(Message("show.evidence"), Message("show.criterion"), *first, *rest)
    for cell in record["result"]["indicators"]:
        if cell["mineral"] == mineral:
            weight = weights.get(cell["criterion"])
            adds = None if weight is None or cell["scaled"] is None else weight * cell["scaled"]
            value = Message(_nothing(cell)) if cell["value"] is None else f"{cell['value']:.4g}"
            word = _word(record, cell)
            value = Message("show.word", word=word, value=value) if word else value
            numbers = (_number(cell["scaled"]), _number(weight), _number(adds))
            marks = (cell["grade"] or "–", titles.flags(cell), cell["sources"])
            figures = (titles.of(cell["criterion"]), value, titles.unit(cell["unit"]), *numbers)
            evidence.add_row(*map(shown, (*figures, *marks)))
    return evidence
