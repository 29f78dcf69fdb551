"""The rows of a record that stand behind each cell of one mineral: what `show RUN MINERAL --evidence` prints."""

from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from criticality.cli.terminal.console import Terminal
from criticality.indicators.registry import INDICATORS
from criticality.model.input_record import CriterionEntry, SourceEntry
from criticality.model.record import Record, Row, number, rows

MOST = 15
"""Rows of one table and stage printed for a cell; the rest is counted."""

_AMOUNTS = ("value", "value_usd", "share", "value_added_usd_m", "severity")
_SUBJECTS = ("property", "application", "stage", "country", "partner", "sector", "measure", "code", "act")


def print_evidence(console: Terminal, record: Record, mineral: str) -> None:
    """Print each cell with its sentence and the rows it was read from; rows printed before are referred to."""
    criteria = {entry["code"]: entry for entry in record["inputs"]["criteria"]}
    printed: dict[tuple[object, ...], str] = {}
    for cell in record["result"]["indicators"]:
        if cell["mineral"] == mineral:
            console.print(f"\n{escape(cell['criterion'])}: {escape(cell['note'] or '')}", style="bold")
            for name, used in _tables_of(record, criteria[cell["criterion"]], mineral):
                key = (name, *(row["line"] for row in used))
                before = printed.setdefault(key, cell["criterion"])
                if before != cell["criterion"]:
                    console.print(f"  data/{name}.csv: the rows of {escape(before)} above")
                elif name == "governance":
                    console.print(_governance(used))
                else:
                    _print_rows(console, name, used)
    _print_sources(console, record, mineral)


def _tables_of(record: Record, criterion: CriterionEntry, mineral: str) -> Iterator[tuple[str, list[Row]]]:
    """The tables an indicator reads, with the rows of the mineral that are not later than the reference year."""
    indicator = INDICATORS.get(criterion["indicator"])
    for name in indicator.tables if indicator is not None else ():
        found: list[Row] = [
            {"line": line, **row}
            for line, row in enumerate(rows(record, name))
            if _concerns(record, name, row, mineral)
        ]
        if name == "mineral_properties":
            wanted = {criterion["parameters"].get("property"), *(indicator.properties if indicator else ())}
            found = [row for row in found if row["property"] in wanted]
        if found and name != "countries":
            yield name, _newest(name, found)


def _concerns(record: Record, name: str, row: Row, mineral: str) -> bool:
    plan = record["inputs"]["assessment"]
    if _year(row) > plan["reference_year"]:
        return False
    if name == "sectors":
        uses = rows(record, "end_uses")
        return row["sector"] in {use["sector"] for use in uses if use["mineral"] == mineral}
    if name == "trade":
        return bool(row["mineral"] == mineral and row["reporter"] == plan["country"] and row["flow"] == "import")
    return name == "governance" or bool(row.get("mineral") == mineral)


def _newest(name: str, found: list[Row]) -> list[Row]:
    """Production of the newest year of each stage; trade of the three newest years; the largest figures first."""
    if name == "production":
        stages = {row["stage"] for row in found}
        years = {stage: max(_year(row) for row in found if row["stage"] == stage) for stage in stages}
        found = [row for row in found if _year(row) == years[row["stage"]]]
    if name == "trade":
        last = max(_year(row) for row in found)
        found = [row for row in found if _year(row) > last - 3]
    return sorted(found, key=lambda row: (str(row.get("stage") or ""), -_amount(row)))


def _governance(found: list[Row]) -> str:
    """One line: the estimates are those of every country, not of the mineral."""
    newest = max(_year(row) for row in found)
    sources = ", ".join(sorted({str(row["source"]) for row in found}))
    return f"  data/governance.csv: six estimates of each producer, newest {newest:.0f} ({escape(sources)})"


def _year(row: Row) -> float:
    """The year of a row; one without a year counts as the oldest."""
    return number(row, "year") or 0.0


def _amount(row: Row) -> float:
    return _stated(row) or 0.0


def _stated(row: Row) -> float | None:
    """The figure of a row, in the first column that states one."""
    return next((stated for name in _AMOUNTS if (stated := number(row, name)) is not None), None)


def _print_rows(console: Terminal, name: str, found: list[Row]) -> None:
    table = Table("what", "year", "figure", "grade", "flag", "source", "page or note", box=None, title_justify="left")
    table.title = f"data/{name}.csv"
    stages = sorted({str(row.get("stage") or "") for row in found})
    shown = [row for stage in stages for row in [row for row in found if str(row.get("stage") or "") == stage][:MOST]]
    for row in shown:
        table.add_row(*(escape(cell) for cell in _texts(row)))
    console.print(table)
    if len(found) > len(shown):
        console.print(f"  and {len(found) - len(shown)} more rows of data/{name}.csv")


def _texts(row: Row) -> tuple[str, ...]:
    what = " ".join(str(row[name]) for name in _SUBJECTS if row.get(name))
    when = row.get("in_force_from") or row.get("year")
    tonnes = f"; {quantity:g} t" if (quantity := number(row, "quantity_t")) is not None else ""
    stated = _stated(row)
    written = "–" if stated is None else f"{stated:,.0f}" if abs(stated) >= 1000 else f"{stated:.6g}"
    figure = written if stated is None else f"{written} {_unit(row)}{tonnes}".strip()
    last = (row.get(name) for name in ("grade", "flag", "source"))
    where = row.get("page") or row.get("note") or row.get("because") or ""
    year = f"{when:.0f}" if isinstance(when, float | int) else str(when or "")
    return what, year, figure, *(str(text or "") for text in last), str(where)


def _unit(row: Row) -> str:
    if row.get("value_usd") is not None:
        return "USD"
    unit = "million USD" if row.get("value_added_usd_m") is not None else str(row.get("unit") or "")
    return "" if unit == "1" else unit


def _print_sources(console: Terminal, record: Record, mineral: str) -> None:
    sources = record["inputs"]["sources"]
    cells = (cell for cell in record["result"]["indicators"] if cell["mineral"] == mineral)
    used = {source for cell in cells for source in cell["sources"].split(";") if source}
    console.print("\nSources", style="bold")
    for source in sorted(used):
        entry: SourceEntry = sources.get(source, {})
        where = entry.get("doi") or entry.get("url") or ""
        title = f"{entry.get('publisher', '')}, {entry.get('title', '')}, {entry.get('published', '')}"
        console.print(escape(f"  {source}: {title} {where}"))
