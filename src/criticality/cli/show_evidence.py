"""The rows of a record that stand behind each cell of one mineral: what `show RUN MINERAL --evidence` prints.

Where several publishers state one thing, `show RUN MINERAL` says whose figures count (`whose_figures`).
"""

from collections.abc import Iterator, Mapping

from criticality.cli.terminal.console import Terminal, shown, table
from criticality.cli.terminal.titles import Titles
from criticality.indicators.registry import INDICATORS
from criticality.model.dataset import TABLES, WORD
from criticality.model.input_record import CriterionEntry, SourceEntry
from criticality.model.publishers import BLOCKS, counting_rows, publishers_of, winners
from criticality.model.record import Record, Row, number, rows
from criticality.records.restore import dataset_from
from criticality.text.message import Message, joined, said

MOST = 15
"""Rows of one table and stage printed for a cell; the rest is counted."""

_AMOUNTS = ("value", "value_usd", "share", "value_added_usd_m", "severity")
_WORLD = {"WLD": Message("show.world"), "OTH": Message("show.others")}
_SUBJECTS = ("property", "application", "stage", "country", "partner", "sector", "measure", "code", "act")


def print_evidence(console: Terminal, record: Record, mineral: str) -> None:
    """Print each cell with its sentence and the rows it was read from; rows printed before are referred to."""
    criteria = {entry["code"]: entry for entry in record["inputs"]["criteria"]}
    titles = Titles(record)
    printed: dict[tuple[object, ...], str] = {}
    for cell in record["result"]["indicators"]:
        if cell["mineral"] == mineral:
            code, note = titles.with_code(cell["criterion"]), titles.note(cell)
            console.say(Message("show.cell", criterion=code, note=note), style="bold")
            for name, used in _tables_of(record, criteria[cell["criterion"]], mineral):
                key = (name, *(row["line"] for row in used))
                before = printed.setdefault(key, cell["criterion"])
                if before != cell["criterion"]:
                    console.say(Message("show.rows_above", table=name, criterion=titles.of(before)))
                elif name == "governance":
                    console.say(_governance(used))
                else:
                    _print_rows(console, name, used, titles)
    _print_sources(console, record, mineral)


def _tables_of(record: Record, criterion: CriterionEntry, mineral: str) -> Iterator[tuple[str, list[Row]]]:
    """The tables an indicator reads, with the rows of the mineral that are not later than the reference year."""
    indicator, lost = INDICATORS.get(criterion["indicator"]), passed_over(record)
    for name in indicator.tables if indicator is not None else ():
        found: list[Row] = [
            {"line": line, **row}
            for line, row in enumerate(rows(record, name))
            if line not in lost.get(name, ()) and _concerns(record, name, row, mineral)
        ]
        if name == "sectors" and criterion["indicator"] == "value_added_exposure":
            found = _with_largest(record, found)
        if name == "mineral_properties":
            wanted = {criterion["parameters"].get("property"), *(indicator.properties if indicator else ())}
            found = [row for row in found if row["property"] in wanted]
        if found and name != "countries":
            yield name, _newest(name, found)


def _with_largest(record: Record, found: list[Row]) -> list[Row]:
    """The sectors of a mineral and the largest of all, by which value added is scaled."""
    usable: list[Row] = [
        {"line": line, **row}
        for line, row in enumerate(rows(record, "sectors"))
        if _year(row) <= record["inputs"]["assessment"]["reference_year"]
    ]
    largest = max(usable, key=_amount, default=None)
    return found if largest is None or largest in found else [*found, largest]


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


def _governance(found: list[Row]) -> Message:
    """One line: the estimates are those of every country, not of the mineral."""
    newest = max(_year(row) for row in found)
    sources = ", ".join(sorted({str(row["source"]) for row in found}))
    return Message("show.governance", year=f"{newest:.0f}", sources=sources)


def _year(row: Row) -> float:
    """The year of a row; one without a year counts as the oldest."""
    return number(row, "year") or 0.0


def _amount(row: Row) -> float:
    return _stated(row) or 0.0


def _stated(row: Row) -> float | None:
    """The figure of a row, in the first column that states one."""
    return next((stated for name in _AMOUNTS if (stated := number(row, name)) is not None), None)


def _print_rows(console: Terminal, name: str, found: list[Row], titles: Titles) -> None:
    heads = (Message("show.what"), Message("show.year"), Message("show.figure"), Message("show.grade"))
    last = (Message("show.flag"), Message("show.source"), Message("show.page_or_note"))
    printed = table(f"data/{name}.csv", *heads, *last)
    stages = sorted({str(row.get("stage") or "") for row in found})
    first = [row for stage in stages for row in [row for row in found if str(row.get("stage") or "") == stage][:MOST]]
    for row in first:
        printed.add_row(*map(shown, _texts(row, titles)))
    console.print(printed)
    if len(found) > len(first):
        console.say(Message("show.more_rows", count=len(found) - len(first), table=name))


def _texts(row: Row, titles: Titles) -> tuple[str, ...]:
    what = " ".join(_subject(name, str(row[name]), titles) for name in _SUBJECTS if row.get(name))
    when = row.get("in_force_from") or row.get("year")
    quantity = number(row, "quantity_t")
    tonnes = "" if quantity is None else said(Message("show.tonnes", quantity=f"{quantity:g}"))
    stated = _stated(row)
    written = (
        str(row.get(WORD) or "–") if stated is None else f"{stated:,.0f}" if abs(stated) >= 1000 else f"{stated:.6g}"
    )
    figure = written if stated is None else f"{written} {_unit(row, titles)}{tonnes}".strip()
    flag = titles.coded("flag", str(row.get("flag") or ""))
    where = row.get("page") or row.get("note") or row.get("because") or ""
    year = f"{when:.0f}" if isinstance(when, float | int) else str(when or "")
    return what, year, figure, str(row.get("grade") or ""), flag, str(row.get("source") or ""), str(where)


def _subject(column: str, text: str, titles: Titles) -> str:
    """What a row is about, in one column of it; codes that only a file names stay codes."""
    if column in ("country", "partner"):
        return said(_WORLD[text]) if text in _WORLD else titles.country(text)
    if column in ("stage", "measure"):
        return titles.coded(column, text)
    return titles.sector(text) if column == "sector" else titles.term(text) if column == "application" else text


def _unit(row: Row, titles: Titles) -> str:
    if row.get("value_usd") is not None:
        return titles.unit("USD")
    if row.get("value_added_usd_m") is not None:
        return said(Message("show.million_usd"))
    unit = str(row.get("unit") or "")
    return "" if unit == "1" else titles.unit(unit)


def _print_sources(console: Terminal, record: Record, mineral: str) -> None:
    sources = record["inputs"]["sources"]
    cells = (cell for cell in record["result"]["indicators"] if cell["mineral"] == mineral)
    used = {source for cell in cells for source in cell["sources"].split(";") if source}
    console.say(Message("show.sources_title"), style="bold")
    for source in sorted(used):
        entry: SourceEntry = sources.get(source, {})
        where = entry.get("doi") or entry.get("url") or ""
        stated = (entry.get("publisher"), entry.get("title"), entry.get("published"))
        title = ", ".join(str(part) for part in stated if part)
        console.say(f"  {source}: {title} {where}".rstrip())


# ── several publishers ───────────────────────────────────────────────────────


def passed_over(record: Record) -> Mapping[str, frozenset[int]]:
    """Positions of the rows of each table of a record that do not count; nothing where no publishers compete."""
    if not record["inputs"]["assessment"].get("sources"):
        return {}
    dataset = dataset_from(record)
    found = {}
    for name in BLOCKS.keys() & dataset.tables.keys():
        counts = counting_rows(dataset.tables[name], name, dataset.order.get(name, ()))
        found[name] = frozenset(position for position, counted in enumerate(counts) if not counted)
    return found


def whose_figures(record: Record, mineral: str) -> Iterator[Message]:
    """Sentences on each stage and year of the mineral that several publishers state, up to the reference year."""
    if not record["inputs"]["assessment"].get("sources"):
        return
    dataset, year = dataset_from(record), record["inputs"]["assessment"]["reference_year"]
    titles = Titles(record)
    for name in BLOCKS.keys() & dataset.tables.keys():
        frame, order = dataset.tables[name], dataset.order.get(name, ())
        rows = frame.assign(publisher=publishers_of(frame), winner=winners(frame, name, order))
        counts = counting_rows(frame, name, order)
        mine = (rows["mineral"] == mineral) & (rows["winner"] != "") & ~(rows["year"] > year)
        for (stage, when), block in rows[mine].fillna({"year": 0}).groupby(["stage", "year"], sort=True):
            lost = block[~counts[block.index]]["publisher"].value_counts(sort=False).sort_index()
            others = [
                Message("show.some_rows", publisher=publisher or Message("show.no_source"), count=count)
                for publisher, count in lost.items()
            ]
            yield Message(
                "show.whose",
                table=TABLES[name].path,
                dated=f"{titles.coded('stage', str(stage))} {when:.0f}".removesuffix(" 0").strip(),
                publisher=block["winner"].iloc[0],
                others=joined(others) or Message("show.none"),
            )
