"""Chapter 8: one factsheet for each candidate."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypedDict, TypeVar

from criticality.model.document import Language
from criticality.model.input_record import CriterionEntry
from criticality.model.record import (
    Contribution,
    IndicatorCell,
    OriginRow,
    RankingRow,
    RestrictionRow,
    Row,
    SupplyRow,
    number,
)
from criticality.report.certainty import confidence, p_text
from criticality.report.chapters.factsheet_summary import summary
from criticality.report.chapters.policy_levers import lever_box
from criticality.report.chapters.result import interval, is_present, value_text
from criticality.report.charts.matrix import dimension_numbers
from criticality.report.charts.supply_bars import supply_bars
from criticality.report.facts import in_print
from criticality.report.reader import Reader, shorten
from criticality.text.numbers import fixed, percent

Item = TypeVar("Item")
TIGHT = (26, 34)
"""Between these numbers of lines a factsheet is set tighter to fit one page; a longer one takes two pages anyway."""
ROOM: Mapping[str, tuple[int, int, int]] = {"en": (56, 62, 42), "zh-Hant": (34, 36, 26)}
"""Characters on a line of the columns that wrap: why a sector departs, the act, the evidence."""

_YEARS = re.compile(r"\b(?:19|20)\d\d(?:[–-](?:19|20)\d\d)?\b")


class Use(TypedDict):
    """One end use of a mineral, as it is printed."""

    application: str
    share: str
    sector: str
    strategic: bool
    source: str
    grade: str
    because: str


class Criterion(TypedDict):
    """One criterion of a mineral, as it is printed: value, place on the scale, and its step of the waterfall."""

    title: str
    number: int
    weighted: bool
    first_screening: bool
    value: str
    scaled: str
    place: float
    open: bool
    contribution: str
    before: float
    length: float
    evidence: str


class RowsByMineral:
    """The record's rows by mineral, grouped once for all factsheets."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.numbers = dimension_numbers(reader)

    @cached_property
    def uses(self) -> Mapping[str, list[Row]]:
        """Rows of end_uses."""
        return _grouped((str(row["mineral"]), row) for row in self.reader.table("end_uses"))

    @cached_property
    def supply(self) -> Mapping[str, list[SupplyRow]]:
        """Shares of world supply by stage and country."""
        return _grouped((row["mineral"], row) for row in self.reader.result.get("supply") or ())

    @cached_property
    def origins(self) -> Mapping[str, list[OriginRow]]:
        """Shares of the country's imports by year and partner."""
        return _grouped((row["mineral"], row) for row in self.reader.result.get("origins") or ())

    @cached_property
    def restrictions(self) -> Mapping[str, list[RestrictionRow]]:
        """Export restrictions in force."""
        return _grouped((row["mineral"], row) for row in self.reader.result.get("restrictions") or ())

    @cached_property
    def contributions(self) -> Mapping[tuple[str, str], Contribution]:
        """Contributions by mineral and criterion."""
        return {(row["mineral"], row["criterion"]): row for row in self.reader.result["contributions"]}

    @cached_property
    def longest(self) -> float:
        """The largest weighted mean of all minerals: the common end of the axis of every factsheet's waterfall."""
        sums: dict[str, float] = {}
        for row in self.reader.result["contributions"]:
            sums[row["mineral"]] = sums.get(row["mineral"], 0.0) + (row["contribution"] or 0.0)
        return max(sums.values(), default=0.0) or 1.0

    @cached_property
    def lists(self) -> Mapping[tuple[str, str], Mapping[str, list[str]]]:
        """Other governments' lists: (jurisdiction, date) → mineral → its tiers (``critical`` as an empty text)."""
        lists: dict[tuple[str, str], dict[str, list[str]]] = {}
        for row in self.reader.table("official_lists"):
            members = lists.setdefault((str(row["jurisdiction"]), str(row["list_date"])), {})
            tier = "" if row.get("tier") == "critical" else self.reader.term(row.get("tier"))
            members.setdefault(str(row["mineral"]), []).append(tier)
        return dict(sorted(lists.items()))


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for mineral, row in pairs:
        groups.setdefault(mineral, []).append(row)
    return groups


def factsheets(reader: Reader, minerals: Sequence[str] | None = None) -> list[dict[str, object]]:
    """Return the factsheets of some minerals, or of all that the full edition prints, in the order of the ranks."""
    tables = RowsByMineral(reader)
    wanted = in_print(reader) if minerals is None else set(minerals)
    return [_sheet(tables, row) for row in reader.ranking if row["mineral"] in wanted]


class Footnotes:
    """Numbers the sources of one factsheet in the order in which they are cited."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._numbers: dict[str, int] = {}

    def __call__(self, joined: str | None) -> str:
        """Return the numbers of sources joined by semicolons, as they are printed beside a figure."""
        cited = [self._numbers.setdefault(key, len(self._numbers) + 1) for key in self._reader.split(joined)]
        return f"[{','.join(str(number) for number in sorted(set(cited)))}]" if cited else ""

    def texts(self) -> list[str]:
        """Return what each number stands for."""
        return [f"[{number}] {key}" for key, number in self._numbers.items()]


def _sheet(tables: RowsByMineral, row: RankingRow) -> dict[str, object]:
    reader, mineral = tables.reader, row["mineral"]
    notes = Footnotes(reader)
    supply, origins = tables.supply.get(mineral, []), tables.origins.get(mineral, [])
    supplied_by = notes(";".join(sorted({entry["source"] for entry in (*supply, *origins)})))
    bars = supply_bars(reader, supply, origins)
    uses = [_use(reader, notes, use) for use in tables.uses.get(mineral, [])]
    criteria = _criteria(tables, notes, mineral)
    restrictions = [_restriction(reader, notes, entry) for entry in tables.restrictions.get(mineral, [])]
    levers = lever_box(reader, mineral)
    lines = _lines(uses, restrictions, criteria, reader.language)
    lines += (len(bars.bars) if bars else 0) + (4 if levers else 0)
    return {
        "id": f"sheet-{mineral}",
        **reader.named(mineral),
        "other": shorten(_other_name(reader, mineral), 60),
        "code": mineral,
        "group": reader.group(mineral),
        "note": reader.term(reader.minerals.get(mineral, {}).get("note")),
        "tier": reader.tier(row["tier"]),
        "listed": row["listed"],
        "summary": summary(reader, row),
        "figures": _figures(reader, row),
        "uses": uses,
        "bars": bars,
        "bars_text": reader.words.listing([f"{b.title} {b.largest}" for b in bars.bars]) if bars else "",
        "bars_sources": supplied_by,
        "criteria": criteria,
        "restrictions": restrictions,
        "on": [
            _list_name(reader, key, members[mineral]) for key, members in tables.lists.items() if mineral in members
        ],
        "off": [_list_name(reader, key, []) for key, members in tables.lists.items() if mineral not in members],
        "levers": levers,
        "sources": notes.texts(),
        "tight": TIGHT[0] < lines < TIGHT[1],
    }


def _lines(
    uses: Sequence[Use], restrictions: Sequence[Mapping[str, str]], criteria: Sequence[Criterion], language: Language
) -> int:
    """Estimate how many lines the tables of a factsheet have beside those that every factsheet has."""
    because, act, evidence = ROOM[language]
    lines = sum(max(1, math.ceil(len(use["because"]) / because)) for use in uses)
    lines += sum(max(1, math.ceil(len(entry["act"]) / act)) for entry in restrictions)
    return lines + sum(len(criterion["evidence"]) > evidence for criterion in criteria)


def _other_name(reader: Reader, mineral: str) -> str:
    other = str(reader.minerals.get(mineral, {}).get("name_en" if reader.language == "zh-Hant" else "name_zh") or "")
    return "" if other == reader.full_name(mineral) else other


def _figures(reader: Reader, row: RankingRow) -> list[dict[str, str]]:
    """Return the strip of key figures: rank, score, dimensions, and how sure it is where that was assessed."""
    words = reader.words
    figures = [(words("rank"), str(row["rank"] or "–")), (words("score"), fixed(row["score"]))]
    if reader.has_dimension_scores:
        figures += [(title, fixed(row["dimensions"].get(code), 2)) for code, title in reader.dimensions.items()]
    if row["p_listed"] is not None:
        figures += [
            (words("p_listed"), p_text(row)),
            (words("interval"), interval(row)),
            (words("confidence"), confidence(reader, row)),
        ]
    figures.append((words("worst_grade"), reader.worst_grade(row["mineral"]) or "–"))
    return [{"title": title, "text": text} for title, text in figures]


def _use(reader: Reader, notes: Footnotes, use: Row) -> Use:
    sector = str(use["sector"])
    return {
        "application": reader.term(use["application"]),
        "share": percent(number(use, "share")),
        "sector": reader.sector(sector),
        "strategic": (said := use.get("strategic")) == "yes" or (not said and sector in reader.strategic_sectors),
        "source": notes(str(use["source"] or "")),
        "grade": str(use.get("grade") or "–"),
        "because": reader.term(use.get("because")),
    }


def _criteria(tables: RowsByMineral, notes: Footnotes, mineral: str) -> list[Criterion]:
    """Return every criterion with its value and place on the scale; the weighted ones as steps of a waterfall."""
    start, rows = 0.0, list[Criterion]()
    for criterion in sorted(tables.reader.criteria.values(), key=lambda criterion: criterion["role"] != "weighted"):
        step = tables.contributions.get((mineral, criterion["code"]))
        cell = tables.reader.cells.get((mineral, criterion["code"]))
        rows.append(_criterion(tables, notes, criterion, cell, step, start))
        rows[-1]["first_screening"] = not rows[-1]["weighted"] and (len(rows) == 1 or rows[-2]["weighted"])
        start += (step["contribution"] or 0.0) if step else 0.0
    return rows


def _criterion(
    tables: RowsByMineral,
    notes: Footnotes,
    criterion: CriterionEntry,
    cell: IndicatorCell | None,
    step: Contribution | None,
    start: float,
) -> Criterion:
    reader, weighted = tables.reader, criterion["role"] == "weighted"
    scaled = cell["scaled"] if cell is not None else None
    present = is_present(cell)
    return {
        "title": reader.words.text(criterion["title"]),
        "number": tables.numbers.get(criterion["dimension"], 1),
        "weighted": weighted,
        "first_screening": False,
        "value": value_text(reader, cell),
        "scaled": fixed(scaled, 2) if present or weighted else "–",
        "place": round(100 * (scaled or 0.0), 1) if present or weighted else 0.0,
        "open": weighted and not present,
        "contribution": fixed(step["contribution"]) if step else "",
        "before": round(100 * start / tables.longest, 1),
        "length": round(100 * (step["contribution"] or 0.0) / tables.longest, 1) if step else 0.0,
        "evidence": " ".join(part for part in _evidence(reader, notes, cell) if part),
    }


def _evidence(reader: Reader, notes: Footnotes, cell: IndicatorCell | None) -> list[str]:
    """Return grade, year (from the cell's note, or that it states none), sources and flags of a cell."""
    if cell is None:
        return ["–"]
    flags = "" if cell["flag"] in {None, "", "reported"} else reader.flags(cell)
    years = _YEARS.findall(cell["note"] or "")[:1]
    if cell["present"] and not years:
        years = [reader.words("sheet.no_year")]
    return [cell["grade"] or "–", *years, notes(cell["sources"]), flags]


def _restriction(reader: Reader, notes: Footnotes, entry: RestrictionRow) -> dict[str, str]:
    words = reader.words
    stages = [words.get(f"stage.{stage}", stage) for stage in reader.split(entry["stage"])]
    until = entry.get("in_force_until")
    return {
        "country": reader.country(entry["country"]),
        "measure": reader.coded("measure", entry["measure"]),
        "stages": words.listing(stages) or words("sheet.all_stages"),
        "since": str(entry.get("in_force_from") or "–"),
        "until": words("sheet.until", day=until) if until else "",
        "act": reader.term(entry.get("act")) or "–",
        "sources": notes(entry["source"]),
    }


def _list_name(reader: Reader, key: tuple[str, str], tiers: list[str]) -> str:
    named = reader.words.listing(sorted({tier for tier in tiers if tier}))
    return f"{reader.country(key[0])} {key[1]}{reader.words('bracketed', text=named) if named else ''}"
