"""Read a record for printing: look up names, titles and rows in one language; nothing is computed."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from criticality.model.assessment import INSUFFICIENT, NOT_LISTED
from criticality.model.document import Language
from criticality.model.input_record import CriterionEntry, Scalar, SourceEntry
from criticality.model.record import (
    IndicatorCell,
    RankingRow,
    Record,
    Row,
    country_names,
    mineral_names,
    rows,
    sector_titles,
    tier_titles,
)
from criticality.report.catalogue import Words
from criticality.report.levels import Levels
from criticality.text.numbers import chance
from criticality.text.phrases import ILLUSTRATIVE, Phrase

Item = TypeVar("Item")
SHORT_NAME = 48
GRADES = "ABCD"
PROXY, WORLD_SHARE = "proxy", "world_share"
"""Flags of a cell: a proxy, and the proxy that world supply is."""
_UNITS = {"1": "", "percent": "%"}
_OFFICE = re.compile(r"(?P<en>[^\u3400-\u9fff]+?) (?P<zh>[\u3400-\u9fff][^A-Za-z]*)")
_JUDGE = re.compile(r"Judge (\w{1,3})")
_BRACKETS = re.compile(r"\s*[(（]")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_FORMULA = re.compile(r"(?:\(?[A-Z][a-z]?\d*\)?\d*)+")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Reader:
    """One record in one language.

    Parameters
    ----------
    record
        The plain content of ``record.json``.
    words
        The catalogue in the edition's language.
    """

    def __init__(self, record: Record, words: Words) -> None:
        self.record, self.words = record, words
        self.inputs, self.result = record["inputs"], record["result"]
        self.assessment = self.inputs["assessment"]
        self.rule = self.assessment["rule"]

    @property
    def language(self) -> Language:
        """The language of the edition."""
        return self.words.language

    @property
    def illustrative_mark(self) -> str:
        """What must stand beside every judgement, or nothing where the weights are adopted."""
        return ILLUSTRATIVE[self.language] if self.inputs["weights"].get("status") == "illustrative" else ""

    @property
    def status(self) -> str:
        """Where the list stands: ``draft`` (also where nothing is said of it), ``adopted`` or ``superseded``."""
        return self.assessment.get("status", "draft")

    def adoption(self, key: str) -> str:
        """Return a text that says who adopted the list, when, and by which act."""
        adopted = self.assessment["adopted"]
        by, act = (self.words.text(text) for text in (adopted["by"], adopted["act"]))
        return self.words(key, by=by, day=self.words.day(adopted["on"]), act=act)

    @property
    def status_line(self) -> str:
        """What page one says of that: a draft for the committee, or who adopted the list."""
        return self.words("front.draft") if self.status == "draft" else self.adoption(f"front.{self.status}")

    @property
    def review_by(self) -> str:
        """The day by which an adopted list is to be reviewed, in words; nothing of any other list."""
        return self.words.day(self.assessment.get("review_by")) if self.status == "adopted" else ""

    def chance(self, share: float | None, places: int = 0) -> str:
        """Write the share of this run's draws, bounded by their number where none or all of them show it."""
        return chance(share, places, self.assessment["robustness"]["draws"])

    def chance_over(self, share: float | None) -> str:
        """Write the lowest or highest share of draws over the answers to the choices, bounded by their number.

        The extreme combinations are drawn again with draws of their own; the answers taken with those of the run.
        """
        choices, stated = self.result.get("choices"), self.assessment["robustness"]["draws"]
        if not choices:
            return chance(share)
        fresh = choices["design"].get("fresh_draws") or choices["design"]["draws"]
        return chance(share, 0, min(fresh, stated or fresh))

    def chance_with_lever(self, share: float | None) -> str:
        """Write a share of the draws made with a lever."""
        policy = self.result.get("policy")
        return chance(share, 0, policy["settings"]["draws"] if policy else None)

    def table(self, name: str) -> list[Row]:
        """Return the rows of a table of data/; none where the workspace has no such table."""
        return rows(self.record, name)

    @cached_property
    def minerals(self) -> dict[str, Row]:
        """Rows of minerals.csv by mineral."""
        return {str(row["mineral"]): row for row in self.table("minerals")}

    @cached_property
    def criteria(self) -> dict[str, CriterionEntry]:
        """Criteria by code, in the order of the record."""
        return {criterion["code"]: criterion for criterion in self.inputs["criteria"]}

    @cached_property
    def properties(self) -> dict[str, str]:
        """The criteria that print a stated figure, by the property it is."""
        return {
            str(criterion["parameters"]["property"]): code
            for code, criterion in self.criteria.items()
            if "property" in criterion["parameters"]
        }

    @property
    def weighted(self) -> list[CriterionEntry]:
        """The criteria that carry weight."""
        return [criterion for criterion in self.criteria.values() if criterion["role"] == "weighted"]

    @cached_property
    def levels(self) -> Levels:
        """What holds what: dimensions, further dimensions, criteria."""
        return Levels(self.record)

    @cached_property
    def dimensions(self) -> dict[str, str]:
        """Titles of the dimensions of the first level that have a criterion, by code."""
        return {code: title for code, title in self.every_dimension.items() if code not in self.levels.parents}

    @cached_property
    def every_dimension(self) -> dict[str, str]:
        """Titles of the dimensions of all levels that have a criterion, by code."""
        titles = {entry["code"]: self.words.text(entry["title"]) for entry in self.inputs["dimensions"]}
        return {code: titles[code] for code in self.levels.used}

    def within(self, code: str) -> str:
        """Return the title of a criterion below those of the dimensions between the first level and it."""
        between = self.levels.path(self.criteria[code]["dimension"])[1:]
        return " › ".join([*(self.every_dimension.get(each, each) for each in between), self.criterion(code)])

    @property
    def has_dimension_scores(self) -> bool:
        """Whether the deciding method has scores by dimension (it has none without scales)."""
        return any(value is not None for row in self.scored for value in row["dimensions"].values())

    @cached_property
    def ranking(self) -> list[RankingRow]:
        """One row a candidate, in the order of the ranks."""
        return list(self.result["ranking"])

    @property
    def scored(self) -> list[RankingRow]:
        """The candidates that have a score."""
        return [row for row in self.ranking if row["score"] is not None]

    @property
    def listed(self) -> list[RankingRow]:
        """The candidates that are on the list."""
        return [row for row in self.ranking if row["listed"]]

    def in_tier(self, tier: str) -> list[RankingRow]:
        """Return the candidates of one tier."""
        return [row for row in self.ranking if row["tier"] == tier]

    @cached_property
    def cells(self) -> dict[tuple[str, str], IndicatorCell]:
        """Cells of the indicator table by mineral and criterion."""
        return {(cell["mineral"], cell["criterion"]): cell for cell in self.result["indicators"]}

    @cached_property
    def tiers(self) -> list[str]:
        """Tier codes of the rule, then the reserved ones."""
        return [*(tier["name"] for tier in self.rule["tiers"]), NOT_LISTED, INSUFFICIENT]

    @cached_property
    def tier_titles(self) -> dict[str, str]:
        """Title of every tier, reserved ones included."""
        own = {code: title[self.language] for code, title in tier_titles(self.record).items()}
        return {**own, **{code: self.words(f"tier.{code}") for code in (NOT_LISTED, INSUFFICIENT)}}

    @cached_property
    def listed_tiers(self) -> set[str]:
        """The tiers that put a mineral on the list."""
        return {tier["name"] for tier in self.rule["tiers"] if tier["listed"]}

    def tier(self, code: str) -> str:
        """Return the title of a tier."""
        return self.tier_titles.get(code, code)

    def full_name(self, mineral: str) -> str:
        """Return a mineral's name in the edition's language, the other one's or its code."""
        return self._mineral_names[mineral][self.language] if mineral in self._mineral_names else mineral

    @cached_property
    def _mineral_names(self) -> dict[str, Phrase]:
        return mineral_names(self.record)

    def name(self, mineral: str) -> str:
        """Return a mineral's name, cut to what a table can hold; the list of candidates prints `full_name`."""
        return shorten(self.full_name(mineral), SHORT_NAME)

    def symbol(self, mineral: str) -> str:
        """Return a mineral's symbol or formula, its digits as subscripts, or nothing."""
        symbol = shorten(str(self.minerals.get(mineral, {}).get("symbol") or ""), 16)
        return symbol.translate(_SUBSCRIPTS) if _FORMULA.fullmatch(symbol) else symbol

    def named(self, mineral: str) -> dict[str, str]:
        """Return ``name`` and ``symbol`` of a mineral, as the templates print them beside each other."""
        return {"name": self.name(mineral), "symbol": self.symbol(mineral)}

    def bare_name(self, mineral: str) -> str:
        """Return a mineral's name without what stands in brackets behind it: «Silicon metal (incl. polysilicon)»."""
        return _BRACKETS.split(self.full_name(mineral))[0]

    def label(self, mineral: str) -> str:
        """Return a name short enough for a chart: a short Chinese name, an element's symbol, or a name cut short."""
        name, symbol = self.bare_name(mineral), self.symbol(mineral)
        if self.language == "zh-Hant" and len(name) <= 4:
            return name
        if 0 < len(symbol) <= 3 and self.symbols[symbol] == 1:
            return symbol
        return shorten(name, 6 if self.language == "zh-Hant" else 16)

    @cached_property
    def symbols(self) -> Counter[str]:
        """How many minerals of the data carry each symbol: coal and graphite are both C."""
        return Counter(self.symbol(mineral) for mineral in self.minerals)

    def name_and_symbol(self, mineral: str) -> str:
        """Return name and symbol for running text."""
        symbol = self.symbol(mineral)
        return f"{self.name(mineral)} {symbol}" if symbol else self.name(mineral)

    def group(self, mineral: str) -> str:
        """Return a mineral's group in words, or nothing."""
        return self.term(self.minerals.get(mineral, {}).get("group"))

    def coded(self, kind: str, code: str) -> str:
        """Return the catalogue's word for a code of the data (a measure, a stage), or the code."""
        return self.words.get(f"{kind}.{code}", code.replace("_", " "))

    def of(self, code: str) -> str:
        """Name what a condition looks at: the score, a dimension or a criterion."""
        if code == "score":
            return self.words("score")
        return self.every_dimension.get(code) or self.criterion(code)

    def criterion(self, code: str) -> str:
        """Return the title of a criterion, or of a dimension where a judgement compares dimensions."""
        if code in self.criteria:
            return self.words.text(self.criteria[code]["title"])
        return self.every_dimension.get(code, code)

    def worst_grade(self, mineral: str) -> str:
        """Return the worst grade among a mineral's weighted cells that have one."""
        grades = [
            str(self.cells[mineral, criterion["code"]]["grade"] or "")
            for criterion in self.weighted
            if (mineral, criterion["code"]) in self.cells
        ]
        return max((grade for grade in "".join(grades) if grade in GRADES), default="")

    @cached_property
    def countries(self) -> dict[str, str]:
        """Names of countries in the edition's language, by code."""
        return {code: name[self.language] for code, name in country_names(self.record).items()}

    def country(self, code: str) -> str:
        """Return the name of a country, or its code where neither the data nor the catalogue name it."""
        return self.countries.get(code) or self.words.get(f"country.{code}", code)

    @cached_property
    def glossary(self) -> dict[str, str]:
        """The texts of data/glossary.csv in the edition's language, by the text in the other one."""
        first, second = ("en", "zh_hant") if self.language == "zh-Hant" else ("zh_hant", "en")
        return {str(row[first]): str(row[second]) for row in self.table("glossary")}

    def term(self, text: Scalar) -> str:
        """Return a text of a table as the glossary has it in the edition's language; a code without its underscores."""
        written = str(text or "")
        if written in self.glossary:
            return self.glossary[written]
        return written.replace("_", " ") if _CODE.fullmatch(written) else written

    @cached_property
    def strategic_sectors(self) -> set[str]:
        """The sectors that the data call strategic."""
        return {str(row["sector"]) for row in self.table("sectors") if row.get("strategic")}

    @cached_property
    def _sector_titles(self) -> dict[str, Phrase]:
        return sector_titles(self.record)

    def sector(self, code: str) -> str:
        """Return the title of a sector in the edition's language, the other one's or its code."""
        return self._sector_titles[code][self.language] if code in self._sector_titles else code

    def split(self, joined: str | None) -> list[str]:
        """Split a cell that joins several entries with a semicolon."""
        return [entry.strip() for entry in (joined or "").split(";") if entry.strip()]

    def unit(self, unit: str | None) -> str:
        """Return a unit as it is printed, in the edition's language where it is a word; nothing for a pure number."""
        code = unit or ""
        written = _UNITS.get(code, code.replace("CO2", "CO₂"))
        return written if code == "one" else self.words.get(f"unit.{code}", written)

    def citation(self, source: str) -> str:
        """Return a source as publisher and year of publication, or its code where the record names no publisher."""
        entry: SourceEntry = self.inputs["sources"].get(source) or {}
        publisher, year = self.office(entry.get("publisher")), str(entry.get("published") or "")[:4]
        return f"{publisher} {year}".rstrip() if publisher else source

    def office(self, name: str | None) -> str:
        """Return the name of an office: of a name in English and Chinese, the part in the edition's language."""
        match = _OFFICE.fullmatch(name or "")
        return match["zh" if self.language == "zh-Hant" else "en"] if match else name or ""

    def judge(self, name: str) -> str:
        """Return the name of a judge; ``Judge A`` is translated to the edition's language."""
        match = _JUDGE.fullmatch(name)
        return f"{self.words('judge')} {match[1]}" if match else name

    def flags(self, cell: IndicatorCell) -> str:
        """Return a cell's flags in words; where world supply is the proxy, that says of which kind it is."""
        flags = self.split(cell["flag"])
        shown = [flag for flag in flags if flag != PROXY or WORLD_SHARE not in flags]
        return self.words.listing([self.words.get(f"flag.{flag}", flag) for flag in shown])


def shorten(text: str, length: int) -> str:
    """Cut a text to at most `length` characters and mark the cut."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def chunks(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """Cut a sequence into pieces of at most `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]
