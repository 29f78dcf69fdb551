"""Chapter 8: a factsheet for each listed mineral; and that of any candidate by itself."""

import math
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
from criticality.report.certainty import confidence, interval, p_text
from criticality.report.chapters.factsheet_summary import summary
from criticality.report.chapters.policy_levers import Cite, lever_box
from criticality.report.chapters.references import References, bracketed
from criticality.report.chapters.result import is_present, value_text
from criticality.report.charts.labels import text_width
from criticality.report.charts.matrix import dimension_numbers
from criticality.report.charts.supply_bars import Bars, main_countries, supply_bars
from criticality.report.facts import (
    MARKS,
    by_industry,
    is_vague,
    lapsed,
    over_answers,
    standing,
    standing_text,
    supplier,
)
from criticality.report.notes import first_years, formula_parts, narrowest_stage, supply_share
from criticality.report.reader import Reader, shorten
from criticality.report.withheld.said_of_withheld import is_table_withheld, is_withheld, rating, withheld_minerals
from criticality.text.numbers import fixed, percent

Item = TypeVar("Item")
USES_IN_THE_LIST = 5
YEARS_IN_THE_LIST = 2
"""The latest years of imports, and the largest uses, that a factsheet in the list shows; one by itself shows all."""

ROOMY: Mapping[Language, int] = {"en": 16, "zh-Hant": 20}
EASY: Mapping[Language, int] = {"en": 22, "zh-Hant": 27}
CLOSE: Mapping[Language, int] = {"en": 31, "zh-Hant": 30}
"""A factsheet of the list with at most so many lines in its tables is set in larger type, or a little larger, as its
page has the room; one with more than so many is set with less between its lines, so that it stays on its page."""
EVIDENCE, ACT = 21.0, 32.0
"""Ems on a line of the columns that wrap."""


class Use(TypedDict):
    """One end use of a mineral, as it is printed."""

    application: str
    share: str
    size: float
    sector: str
    strategic: bool
    source: str
    grade: str
    because: str


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
    def main(self) -> list[str]:
        """The countries that have a colour of their own."""
        return main_countries(self.reader)

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


def factsheets(reader: Reader, references: References) -> list[dict[str, object]]:
    """Return the factsheets of the listed minerals, one page each, citing the references of the edition."""
    tables = RowsByMineral(reader)
    return [_sheet(tables, row, references.cited, YEARS_IN_THE_LIST) for row in reader.listed]


def overview(reader: Reader) -> list[dict[str, str]]:
    """Return a row for each listed mineral: how sure its place is, its main industry, its largest supplier."""
    industries = {
        mineral: sector
        for sector, members in by_industry(reader, [row["mineral"] for row in reader.listed])
        for mineral in members
    }
    return [
        {
            **reader.named(row["mineral"]),
            "id": f"sheet-{row['mineral']}",
            "mark": MARKS.get(code := standing(reader, row), ""),
            "standing": standing_text(reader, code),
            "industry": reader.sector(industries[row["mineral"]]) or reader.words("front.no_use"),
            "supplier": supplier(reader, row["mineral"]) or "–",
        }
        for row in reader.listed
    ]


def every_sheet(reader: Reader) -> list[dict[str, object]]:
    """Return the factsheet of each candidate by itself, in the order of the ranking: its sources at its foot."""
    tables, sheets = RowsByMineral(reader), list[dict[str, object]]()
    for row in reader.ranking:
        notes = Footnotes(reader)
        sheets.append({**_sheet(tables, row, notes, None), "sources": notes.texts()})
    return sheets


def factsheet(reader: Reader, mineral: str) -> dict[str, object]:
    """Return the factsheet of one mineral by itself: every criterion, every year, and its sources at the foot."""
    notes = Footnotes(reader)
    row = next(row for row in reader.ranking if row["mineral"] == mineral)
    return {**_sheet(RowsByMineral(reader), row, notes, None), "sources": notes.texts()}


class Footnotes:
    """Numbers the sources of one factsheet in the order in which they are cited."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._numbers: dict[str, int] = {}

    def __call__(self, joined: str | None) -> str:
        """Return the numbers of sources joined by semicolons, as they are printed beside a figure."""
        cited = {self._numbers.setdefault(key, len(self._numbers) + 1) for key in self._reader.split(joined)}
        return bracketed(sorted(cited))

    def texts(self) -> list[str]:
        """Return what each number stands for: publisher and year."""
        return [f"[{number}] {self._reader.citation(key)}" for key, number in self._numbers.items()]


def _sheet(tables: RowsByMineral, row: RankingRow, cite: Cite, years: int | None) -> dict[str, object]:
    """Return one factsheet; in the list (`years` given) it has the weighted criteria only and its latest imports."""
    reader, mineral, words = tables.reader, row["mineral"], tables.reader.words
    supply, origins = tables.supply.get(mineral, []), tables.origins.get(mineral, [])
    supplied_by = cite(";".join(sorted({entry["source"] for entry in (*supply, *origins)})))
    bars = supply_bars(reader, supply, origins, tables.main, years)
    uses = [_use(reader, cite, use) for use in tables.uses.get(mineral, [])]
    criteria = _criteria(tables, cite, mineral, screening=years is None)
    restrictions = [_restriction(reader, cite, entry) for entry in tables.restrictions.get(mineral, [])]
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
        "levels": reader.levels.strip(row, reader.criterion),
        "uses": uses if years is None else sorted(uses, key=lambda use: -use["size"])[:USES_IN_THE_LIST],
        "more_uses": 0 if years is None else max(0, len(uses) - USES_IN_THE_LIST),
        "bars": bars,
        "bars_text": reader.words.listing([f"{b.title} {b.largest}" for b in bars.bars]) if bars else "",
        "bars_sources": supplied_by,
        "hidden": [
            words(f"confidential.{table}")
            for table in ("production", "trade")
            if is_table_withheld(reader, mineral, table)
        ],
        "criteria": criteria,
        "restrictions": restrictions,
        "lapsed": lapsed(reader, mineral),
        **_lists(tables, mineral, newest=years is not None),
        "captions": _captions(tables, cite, mineral, len(restrictions)),
        "levers": [words("confidential.levers")] if _hides_levers(reader, row) else lever_box(reader, mineral, cite),
        "sources": list[str](),
        "setting": "" if years is None else _setting(_lines(criteria, restrictions, uses, bars), reader.language),
    }


def _captions(tables: RowsByMineral, cite: Cite, mineral: str, restrictions: int) -> dict[str, str]:
    """Return what the bars and the tables of a factsheet show, each in a sentence."""
    reader, words = tables.reader, tables.reader.words
    country = reader.country(reader.assessment["country"])
    place = narrowest_stage(reader, mineral)
    steps = [step for (of, _), step in tables.contributions.items() if of == mineral and step["contribution"]]
    most = max(steps, key=lambda step: (step["contribution"] or 0.0, step["criterion"]), default=None)
    if mineral in withheld_minerals(reader):
        most = None  # a contribution that is withheld may be the largest
    named = [_use(reader, cite, row) for row in tables.uses.get(mineral, []) if not is_vague(row)]
    use = max(named, key=lambda each: each["size"], default=None)
    day = words.day(reader.record["as_of"])
    return {
        "supply": words(
            "caption.supply",
            country=reader.country(place.country),
            share=supply_share(reader, place.share),
            stage=words.get(f"stage.{place.stage}", str(place.stage)),
        )
        if place
        else words("sheet.supply.text", country=country),
        "criteria": words(
            "caption.contribution", criterion=reader.criterion(most["criterion"]), value=fixed(most["contribution"])
        )
        if most
        else words("sheet.criteria"),
        "uses": words("caption.use", use=use["application"], share=use["share"], country=country)
        if use and use["size"]
        else words("sheet.uses", country=country),
        "restrictions": words("caption.restrictions", n=restrictions, as_of=day, country=country),
    }


def _hides_levers(reader: Reader, row: RankingRow) -> bool:
    return row["listed"] and row["mineral"] in withheld_minerals(reader)


def _setting(lines: int, language: Language) -> str:
    if lines > CLOSE[language]:
        return "close"
    return "roomy" if lines <= ROOMY[language] else "easy" if lines <= EASY[language] else ""


def _lines(
    criteria: Sequence[Mapping[str, object]],
    restrictions: Sequence[Mapping[str, str]],
    uses: Sequence[Use],
    bars: Bars | None,
) -> int:
    """Estimate how many lines the tables of a factsheet have, a bar counting as one."""
    lines = sum(1 + bool(c["parts"]) + (text_width(str(c["evidence"]), 1.0) > EVIDENCE) for c in criteria)
    lines += sum(math.ceil(text_width(entry["act"], 1.0) / ACT) for entry in restrictions)
    return lines + min(len(uses), USES_IN_THE_LIST) + (len(bars.bars) if bars else 0)


def _other_name(reader: Reader, mineral: str) -> str:
    other = str(reader.minerals.get(mineral, {}).get("name_en" if reader.language == "zh-Hant" else "name_zh") or "")
    return "" if other == reader.full_name(mineral) else other


def _figures(reader: Reader, row: RankingRow) -> list[dict[str, str]]:
    """Return the strip of key figures: rank, score, dimensions, and how sure it is where that was assessed."""
    words = reader.words
    figures = [(words("rank"), str(row["rank"] or "–")), (words("score"), fixed(row["score"]))]
    if reader.has_dimension_scores:
        figures += [(title, rating(reader, row, code, 2)) for code, title in reader.dimensions.items()]
    if row["p_listed"] is not None:
        figures += [
            (words("p_listed"), p_text(reader, row)),
            (words("interval"), interval(row)),
            (words("short.standing"), standing_text(reader, standing(reader, row)))
            if over_answers(reader)
            else (words("confidence"), confidence(reader, row)),
        ]
    figures.append((words("worst_grade"), reader.worst_grade(row["mineral"]) or "–"))
    return [{"title": title, "text": text} for title, text in figures]


def _use(reader: Reader, cite: Cite, use: Row) -> Use:
    sector = str(use["sector"])
    return {
        "application": reader.term(use["application"]),
        "share": percent(number(use, "share")),
        "size": number(use, "share") or 0.0,
        "sector": reader.sector(sector),
        "strategic": (said := use.get("strategic")) == "yes" or (not said and sector in reader.strategic_sectors),
        "source": cite(str(use["source"] or "")),
        "grade": str(use.get("grade") or "–"),
        "because": reader.term(use.get("because")),
    }


def _criteria(tables: RowsByMineral, cite: Cite, mineral: str, *, screening: bool) -> list[dict[str, object]]:
    """Return the weighted criteria with value, place on the scale and contribution; then, if asked, the others."""
    rows = list[dict[str, object]]()
    for criterion in sorted(tables.reader.criteria.values(), key=lambda criterion: criterion["role"] != "weighted"):
        if screening or criterion["role"] == "weighted":
            rows.append(_criterion(tables, cite, criterion, mineral))
            rows[-1]["first_screening"] = not rows[-1]["weighted"] and (len(rows) == 1 or rows[-2]["weighted"])
    return rows


def _criterion(tables: RowsByMineral, cite: Cite, criterion: CriterionEntry, mineral: str) -> dict[str, object]:
    reader, weighted = tables.reader, criterion["role"] == "weighted"
    step = tables.contributions.get((mineral, criterion["code"]))
    cell = reader.cells.get((mineral, criterion["code"]))
    scaled = cell["scaled"] if cell is not None else None
    present, hidden = is_present(cell), is_withheld(cell)
    return {
        "title": reader.words.text(criterion["title"]),
        "number": tables.numbers.get(reader.levels.root_of(criterion["code"]), 1),
        "weighted": weighted,
        "first_screening": False,
        "value": value_text(reader, cell),
        "scaled": "–" if hidden or not (present or weighted) else fixed(scaled, 2),
        "place": round(100 * (scaled or 0.0), 1) if present or weighted else 0.0,
        "open": weighted and not present,
        "contribution": fixed(step["contribution"]) if step else "",
        "evidence": " ".join(part for part in _evidence(reader, cite, cell) if part),
        "parts": formula_parts(reader, cell) if cell is not None else "",
    }


def _evidence(reader: Reader, cite: Cite, cell: IndicatorCell | None) -> list[str]:
    """Return grade, year (from the cell's note, or that it states none), sources and flags of a cell."""
    if cell is None:
        return ["–"]
    if is_withheld(cell):
        return [cell["grade"] or "–"]
    flags = "" if cell["flag"] in {None, "", "reported"} else reader.flags(cell)
    years = first_years(cell)
    if cell["present"] and not years:
        years = reader.words("sheet.no_year")
    return [cell["grade"] or "–", years, cite(cell["sources"]), flags]


def _restriction(reader: Reader, cite: Cite, entry: RestrictionRow) -> dict[str, str]:
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
        "sources": cite(entry["source"]),
    }


def _lists(tables: RowsByMineral, mineral: str, *, newest: bool) -> dict[str, list[str]]:
    """Return the official lists that name a mineral and those that do not: all, or the newest of each government."""
    reader, lists = tables.reader, tables.lists
    if newest:
        last = dict(sorted(lists))
        chosen = {key: members for key, members in lists.items() if last[key[0]] == key[1]}
        on = [reader.country(key[0]) for key, members in chosen.items() if mineral in members]
        return {"on": on, "off": [reader.country(key[0]) for key, members in chosen.items() if mineral not in members]}
    return {
        "on": [_list_name(reader, key, members[mineral]) for key, members in lists.items() if mineral in members],
        "off": [_list_name(reader, key, []) for key, members in lists.items() if mineral not in members],
    }


def _list_name(reader: Reader, key: tuple[str, str], tiers: list[str]) -> str:
    named = reader.words.listing(sorted({tier for tier in tiers if tier}))
    return f"{reader.country(key[0])} {key[1]}{reader.words('bracketed', text=named) if named else ''}"
