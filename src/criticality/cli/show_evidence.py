"""The rows of a record that stand behind each cell of one mineral: what `show RUN MINERAL --evidence` prints."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from criticality.indicators.registry import INDICATORS

Row = Mapping[str, Any]

MOST = 15
"""Rows of one table and stage printed for a cell; the rest is counted."""

_AMOUNTS = ("value", "value_usd", "share", "value_added_usd_m", "severity")
_SUBJECTS = ("property", "application", "stage", "country", "partner", "sector", "measure", "code", "act")


def print_evidence(console: Console, record: Mapping[str, Any], mineral: str) -> None:
    """Print each cell with its sentence and the rows it was read from; rows told before are named, not repeated."""
    criteria = {entry["code"]: entry for entry in record["inputs"]["criteria"]}
    told: dict[tuple[Any, ...], str] = {}
    for cell in record["result"]["indicators"]:
        if cell["mineral"] == mineral:
            console.print(f"\n{escape(cell['criterion'])}: {escape(cell['note'] or '')}", style="bold")
            for name, rows in _tables_of(record, criteria[cell["criterion"]], mineral):
                key = (name, *(row["line"] for row in rows))
                before = told.setdefault(key, cell["criterion"])
                if before != cell["criterion"]:
                    console.print(f"  data/{name}.csv: the rows of {escape(before)} above")
                elif name == "governance":
                    console.print(_governance(rows))
                else:
                    _print_rows(console, name, rows)
    _print_sources(console, record, mineral)


def _tables_of(record: Mapping[str, Any], criterion: Row, mineral: str) -> Iterator[tuple[str, list[Row]]]:
    """The tables an indicator reads, with the rows of the mineral that are not later than the reference year."""
    indicator = INDICATORS.get(criterion["indicator"])
    for name in indicator.tables if indicator is not None else ():
        rows = [row for row in _rows(record, name) if _concerns(record, name, row, mineral)]
        if name == "mineral_properties":
            wanted = {criterion["parameters"].get("property"), *(indicator.properties if indicator else ())}
            rows = [row for row in rows if row["property"] in wanted]
        if rows and name != "countries":
            yield name, _newest(name, rows)


def _rows(record: Mapping[str, Any], name: str) -> Iterator[Row]:
    table = record["inputs"]["data"].get(name, {"columns": [], "rows": []})
    for line, row in enumerate(table["rows"]):
        yield {"line": line, **dict(zip(table["columns"], row, strict=True))}


def _concerns(record: Mapping[str, Any], name: str, row: Row, mineral: str) -> bool:
    plan = record["inputs"]["assessment"]
    if row.get("year") is not None and row["year"] > plan["reference_year"]:
        return False
    if name == "sectors":
        uses = _rows(record, "end_uses")
        return row["sector"] in {use["sector"] for use in uses if use["mineral"] == mineral}
    if name == "trade":
        return bool(row["mineral"] == mineral and row["reporter"] == plan["country"] and row["flow"] == "import")
    return name == "governance" or bool(row.get("mineral") == mineral)


def _newest(name: str, rows: list[Row]) -> list[Row]:
    """Production of the newest year of each stage; trade of the three newest years; the largest figures first."""
    if name == "production":
        years = {stage: max(row["year"] for row in rows if row["stage"] == stage) for stage in _stages(rows)}
        rows = [row for row in rows if row["year"] == years[row["stage"]]]
    if name == "trade":
        last = max(row["year"] for row in rows)
        rows = [row for row in rows if row["year"] > last - 3]
    return sorted(rows, key=lambda row: (str(row.get("stage") or ""), -_amount(row)))


def _governance(rows: list[Row]) -> str:
    """One line: the estimates are those of every country, not of the mineral."""
    newest = max(row["year"] for row in rows)
    sources = ", ".join(sorted({row["source"] for row in rows}))
    return f"  data/governance.csv: six estimates of each producer, newest {newest:.0f} ({escape(sources)})"


def _stages(rows: list[Row]) -> set[str]:
    return {row["stage"] for row in rows}


def _amount(row: Row) -> float:
    found = (row[name] for name in _AMOUNTS if row.get(name) is not None)
    return float(next(found, 0.0))


def _print_rows(console: Console, name: str, rows: list[Row]) -> None:
    table = Table("what", "year", "figure", "grade", "flag", "source", "page or note", box=None, title_justify="left")
    table.title = f"data/{name}.csv"
    stages = sorted({str(row.get("stage") or "") for row in rows})
    shown = [row for stage in stages for row in [row for row in rows if str(row.get("stage") or "") == stage][:MOST]]
    for row in shown:
        table.add_row(*(escape(cell) for cell in _cells(row)))
    console.print(table)
    if len(rows) > len(shown):
        console.print(f"  and {len(rows) - len(shown)} more rows of data/{name}.csv")


def _cells(row: Row) -> tuple[str, ...]:
    what = " ".join(str(row[name]) for name in _SUBJECTS if row.get(name))
    when = row.get("in_force_from") or row.get("year")
    tonnes = f"; {row['quantity_t']:g} t" if row.get("quantity_t") is not None else ""
    stated = next((row[name] for name in _AMOUNTS if row.get(name) is not None), None)
    number = "–" if stated is None else f"{stated:,.0f}" if abs(stated) >= 1000 else f"{stated:.6g}"
    figure = number if stated is None else f"{number} {_unit(row)}{tonnes}".strip()
    where = row.get("page") or row.get("note") or row.get("because") or ""
    year = f"{when:.0f}" if isinstance(when, float | int) else str(when or "")
    return what, year, figure, row.get("grade") or "", row.get("flag") or "", row.get("source") or "", where


def _unit(row: Row) -> str:
    if row.get("value_usd") is not None:
        return "USD"
    unit = "million USD" if row.get("value_added_usd_m") is not None else str(row.get("unit") or "")
    return "" if unit == "1" else unit


def _print_sources(console: Console, record: Mapping[str, Any], mineral: str) -> None:
    sources = record["inputs"]["sources"]
    cells = (cell for cell in record["result"]["indicators"] if cell["mineral"] == mineral)
    used = {source for cell in cells for source in cell["sources"].split(";") if source}
    console.print("\nSources", style="bold")
    for source in sorted(used):
        entry = sources.get(source, {})
        where = entry.get("doi") or entry.get("url") or ""
        said = (
            f"  {source}: {entry.get('publisher', '')}, {entry.get('title', '')}, {entry.get('published', '')} {where}"
        )
        console.print(escape(said))
