"""The evidence: the tables of data/, the kinds of their columns, and the sources they cite."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import pandas as pd

from criticality.model.document import Source
from criticality.model.publishers import BLOCKS, counting_rows
from criticality.model.rows.ownership import COUNTRIES, OWNED, decided_for, not_later, rows_for

Kind = Literal["code", "text", "country", "partner", "number", "share", "year", "date", "choice", "sources", "truth"]

STAGES = ("extraction", "processing", "product")
GRADES = ("A", "B", "C", "D")
FLAGS = ("reported", "estimated", "withheld", "zero", "proxy", "absent")
MISSING_FLAGS = ("withheld", "absent")
FIGURES = ("value", "value_usd", "quantity_t")
"""Columns whose figures the flag of the row speaks of."""
WORLD, OTHERS = "WLD", "OTH"
SCENARIO = "scenario"
"""The flag of every value that a scenario changed."""

PRODUCTION_LOSSES = "production_losses"
"""A table that only scenarios write: ``mineral, stage, country, share_lost``; it raises that producer's risk."""

JUDGED_PRIORITIES = "judged_priorities"
"""Table that judges of the weights file make: priorities of minerals compared in pairs, by criterion."""
DIVERSIFICATIONS = "diversifications"
"""A table that only scenarios write: ``mineral, origin, partner, share`` of the country's supply that moves."""

VALUE, WORD = "value", "word"
"""The column of figures, and the one in which a table holds the words that stand among them; it has it only then."""
INPUT_RATE = "end_of_life_recycling_input_rate"
"""The property of data/mineral_properties.csv that holds the recycling rate."""


@dataclass(frozen=True)
class Column:
    """One column of a table. Its kind decides how a cell is read and what is refused.

    A column that is ``needed`` must exist. A cell of a column that is ``filled`` must not be empty. Where an empty cell
    means something else than "not stated", ``default`` says what.
    """

    name: str
    kind: Kind = "text"
    filled: bool = True
    needed: bool = True
    choices: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    default: bool | None = None


@dataclass(frozen=True)
class Table:
    """The schema of one table of data/: its columns, and the key, which must differ between any two rows."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def path(self) -> str:
        """Path of the table in a workspace."""
        return f"data/{self.name}.csv"


_MINERAL = Column("mineral", "code")
_STAGE = Column("stage", "choice", filled=False, choices=STAGES)
_YEAR = Column("year", "year")
_SOURCE = Column("source", "sources")
_GRADE = Column("grade", "choice", choices=GRADES)
_FLAG = Column("flag", "choice", choices=FLAGS)
_NOTE = Column("note", filled=False, needed=False)
_PAGE = Column("page", filled=False, needed=False)
_OF_COUNTRY = Column("country", "country", filled=False, needed=False)
_PROGRAMME = Column("programme", "sources", filled=False, needed=False)
"""Whose figure a row is; any country's where it is empty."""
_VALUE = Column("value", "number", filled=False)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "minerals",
            (
                _MINERAL,
                Column("symbol", filled=False),
                Column("name_en"),
                Column("name_zh", filled=False),
                Column("group", filled=False),
                Column("candidate", "truth"),
                Column("reason", filled=False),
                Column("note", filled=False),
            ),
            ("mineral",),
        ),
        Table(
            "mineral_properties",
            (
                _MINERAL,
                Column("property", "code"),
                _STAGE,
                _VALUE,
                Column("low", "number", filled=False),
                Column("high", "number", filled=False),
                Column("unit", filled=False),
                Column("year", "year", filled=False),
                _SOURCE,
                _GRADE,
                _FLAG,
                Column("note", filled=False),
                _PAGE,
            ),
            ("mineral", "property", "stage", "year"),
        ),
        Table(
            "production",
            (
                _MINERAL,
                _STAGE,
                Column("country", "partner"),
                _YEAR,
                Column("value", "number", filled=False, at_least=0),
                Column("unit"),
                _SOURCE,
                _GRADE,
                _FLAG,
                _NOTE,
                _PAGE,
            ),
            ("mineral", "stage", "country", "year", "source"),
        ),
        Table(
            "trade",
            (
                Column("reporter", "country"),
                Column("partner", "partner"),
                _MINERAL,
                Column("stage", "choice", filled=False, choices=STAGES),
                Column("code_system"),
                Column("code"),
                Column("flow", "choice", choices=("import", "export")),
                _YEAR,
                Column("value_usd", "number", filled=False, at_least=0),
                Column("quantity_t", "number", filled=False, at_least=0),
                _SOURCE,
                _GRADE,
                _FLAG,
                _NOTE,
                _PAGE,
            ),
            ("reporter", "partner", "mineral", "stage", "code_system", "code", "flow", "year"),
        ),
        Table(
            "governance",
            (
                Column("country", "country"),
                Column("indicator"),
                _YEAR,
                Column("value", "number", at_least=-5, at_most=5),
                _SOURCE,
                _NOTE,
            ),
            ("country", "indicator", "year"),
        ),
        Table(
            "end_uses",
            (
                _MINERAL,
                Column("application"),
                Column("share", "share"),
                Column("sector", "code"),
                _SOURCE,
                _GRADE,
                Column("because", filled=False),
                _OF_COUNTRY,
                Column("strategic", "choice", filled=False, needed=False, choices=("yes", "no")),
                _PROGRAMME,
                _NOTE,
                _PAGE,
            ),
            ("mineral", "application", "sector", "country"),
        ),
        Table(
            "sectors",
            (
                Column("sector", "code"),
                Column("title_en"),
                Column("title_zh", filled=False),
                Column("value_added_usd_m", "number", at_least=0),
                _YEAR,
                Column("strategic", "truth"),
                Column("because", filled=False),
                _SOURCE,
                _OF_COUNTRY,
                _PROGRAMME,
                _NOTE,
            ),
            ("sector", "country"),
        ),
        Table(
            "export_restrictions",
            (
                Column("country", "country"),
                _MINERAL,
                _STAGE,
                Column("measure"),
                Column("severity", "share"),
                Column("in_force_from", "date"),
                Column("in_force_until", "date", filled=False),
                Column("target", filled=False),
                Column("act"),
                _SOURCE,
                _GRADE,
                _NOTE,
                _PAGE,
            ),
            ("country", "mineral", "stage", "measure", "in_force_from", "target", "act"),
        ),
        Table(
            "events",
            (
                _MINERAL,
                Column("stage", "choice", choices=STAGES),
                Column("country", "country"),
                Column("from", "date"),
                Column("until", "date", filled=False),
                Column("share_lost", "share"),
                Column("what"),
                Column("act", filled=False),
                _SOURCE,
                _GRADE,
                _FLAG,
                _NOTE,
            ),
            ("mineral", "stage", "country", "from"),
        ),
        Table(
            "host_metals",
            (_MINERAL, Column("host"), _SOURCE, _GRADE, _NOTE),
            ("mineral", "host"),
        ),
        Table(
            "official_lists",
            (_MINERAL, Column("jurisdiction"), Column("list_date"), Column("tier", filled=False), _SOURCE, _NOTE),
            ("mineral", "jurisdiction", "list_date", "tier"),
        ),
        Table(
            "stockpile_practice",
            (
                Column("country", "country"),
                Column("scope", "code"),
                Column("measure", "choice", choices=("target", "held")),
                Column("days", "number", at_least=1, at_most=3650),
                Column("title_en"),
                Column("title_zh", filled=False),
                Column("basis"),
                _YEAR,
                _SOURCE,
                _GRADE,
                _NOTE,
                _PAGE,
            ),
            ("country", "scope", "measure", "year"),
        ),
        Table(
            "countries",
            (
                Column("country", "country"),
                Column("name_en"),
                Column("name_zh", filled=False),
                Column("transit_hub", "truth", filled=False),
                Column("partner_because", filled=False),
                Column("print", "choice", filled=False, needed=False, choices=("yes", "no")),
                Column("print_because", filled=False, needed=False),
                Column("decided_for", "country", filled=False, needed=False),
                Column("source", "sources", filled=False, needed=False),
                _NOTE,
            ),
            ("country",),
        ),
        Table(
            "exchange_rates",
            (
                Column("country", "country"),
                Column("currency"),
                Column("sign"),
                Column("name_zh", filled=False),
                _YEAR,
                Column("per_usd", "number", at_least=0.01, at_most=1e6),
                _SOURCE,
                _GRADE,
                _NOTE,
            ),
            ("country", "year"),
        ),
        Table(
            "judgements",
            (
                Column("criterion", "code"),
                Column("judge"),
                Column("weight", "number", filled=False, needed=False, at_least=1e-6),
                Column("more", "code"),
                Column("than", "code"),
                Column("by", "number", at_least=1, at_most=9),
                Column("because"),
                Column("status", "choice", choices=("illustrative", "adopted")),
                _SOURCE,
            ),
            ("criterion", "judge", "more", "than"),
        ),
        Table("glossary", (Column("en"), Column("zh_hant"), _NOTE), ("en",)),
        Table("everyday_uses", (Column("application"), Column("en"), Column("zh_hant"), _NOTE), ("application",)),
    )
}


@dataclass(frozen=True)
class Dataset:
    """The tables of data/ as validated frames, and the sources that their rows cite.

    Every frame has the columns of its `Table` in order, and the column ``line``: the line of the file. Absent texts are
    ``""``, absent numbers NaN.
    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Table → its publishers, the one whose figures count before others first."""
    given: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Tables as data/ has them, of those in which rows gave way to the country's own or are of a later year: an option
    of a choice that takes a row out brings back the row that had given way to it."""

    def table(self, name: str) -> pd.DataFrame:
        """Return the rows of a table that count; a table that the workspace does not have is returned empty.

        Where several publishers state one thing, the rows of one of them count (`criticality.model.publishers`).
        """
        if name in BLOCKS and name in self.tables:
            return self._counting[name]
        if name in self.tables:
            return self.tables[name]
        columns = {column.name: pd.Series(dtype=_dtype(column)) for column in TABLES[name].columns}
        return pd.DataFrame({**columns, "line": pd.Series(dtype="int64")})

    def of_country(self, country: str, reference_year: int | None = None) -> "Dataset":
        """Return the data set with the uses, sectors and named partners that count for a country.

        See `rows_for`, `decided_for` and, where a reference year is given, `not_later`.
        """
        counting = {
            name: rows_for(name, not_later(self.tables[name], reference_year), country)
            for name in OWNED
            if name in self.tables
        }
        given = {name: self.given.get(name, self.tables[name]) for name in counting}
        given = {name: frame for name, frame in given.items() if frame is not counting[name]}
        if COUNTRIES in self.tables:
            counting[COUNTRIES] = decided_for(self.tables[COUNTRIES], country)
        return replace(self, tables={**self.tables, **counting}, given=given)

    def with_table(self, name: str, frame: pd.DataFrame) -> "Dataset":
        """Return a data set in which one table is replaced."""
        return replace(self, tables={**self.tables, name: frame})

    @cached_property
    def _counting(self) -> Mapping[str, pd.DataFrame]:
        return {name: self._counted(name) for name in BLOCKS if name in self.tables}

    def _counted(self, name: str) -> pd.DataFrame:
        frame = self.tables[name]
        counts = counting_rows(frame, name, self.order.get(name, ()))
        return frame if counts.all() else frame[counts].reset_index(drop=True)


DONOR_SECTORS = Table(
    "donor_sectors",
    (Column("sector", "code"), Column("value_added_usd_m", "number", at_least=0), _YEAR, _SOURCE, _NOTE),
    ("sector",),
)
"""Value added of another country's sectors, from which use shares are adapted (`criticality.scenarios.uses`).

Only the parts of the whole count, so that it may be in millions of any one currency in spite of the column's name.
"""


def _dtype(column: Column) -> str:
    return {"number": "float64", "share": "float64", "year": "float64", "truth": "bool"}.get(column.kind, "object")
