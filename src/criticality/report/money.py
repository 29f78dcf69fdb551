"""Amounts of money: US dollars as the record has them, and beside them the money of the country that assesses.

English counts in millions. Chinese counts in 萬 (10⁴), 億 (10⁸) and 兆 (10¹²): in text the largest of these that an
amount reaches, in a column the unit that its head names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from criticality.model.document import Language
from criticality.model.record import number
from criticality.report.reader import Reader
from criticality.text.numbers import plain, significant

UNITS: Mapping[Language, tuple[tuple[float, str], ...]] = {
    "en": ((1e6, "million"), (0.0, "one")),
    "zh-Hant": ((1e12, "trillion"), (1e8, "hundred_million"), (1e4, "ten_thousand"), (0.0, "one")),
}
"""The units of amounts in running text, the largest first: from how much on each is used, its name in ``money.*``."""
OWN_COLUMN: Mapping[Language, float] = {"en": 1e6, "zh-Hant": 1e8}
USD_COLUMN: Mapping[Language, float] = {"en": 1e6, "zh-Hant": 1e4}
"""What the columns of a table count in: the country's own money, and US dollars."""


@dataclass(frozen=True)
class Rate:
    """How much of a country's money a US dollar costs: its name in print, the rate, its year and its source."""

    name: str
    per_usd: float
    year: str
    source: str


def own_rate(reader: Reader) -> Rate | None:
    """Return the latest rate of the country up to the reference year; None where data/exchange_rates.csv has none."""
    country, until = reader.assessment["country"], int(reader.assessment["reference_year"])
    rows = [row for row in reader.table("exchange_rates") if row["country"] == country]
    known = [(int(year), row) for row in rows if (year := number(row, "year")) is not None and year <= until]
    if not known:
        return None
    year, row = max(known, key=lambda entry: entry[0])
    per_usd = number(row, "per_usd")
    if per_usd is None:
        return None
    name = str(row["sign"] if reader.language == "en" else row["name_zh"] or row["sign"])
    sources = [reader.citation(code) for code in reader.split(str(row["source"]))]
    return Rate(name, per_usd, str(year), reader.words.listing(sources))


def amount(reader: Reader, money: float) -> str:
    """Write an amount with the unit that the language counts it in: ``216 million``, ``2.16 億``."""
    least, name = next(unit for unit in UNITS[reader.language] if abs(money) >= unit[0])
    return reader.words(f"money.{name}", n=significant(money / (least or 1.0)))


def usd(reader: Reader, money: float) -> str:
    """Write an amount of US dollars in running text."""
    return reader.words("money.usd", amount=amount(reader, money))


def column_usd(reader: Reader, money: float) -> str:
    """Write an amount of US dollars in the unit of the column of a table."""
    return _in_column(money / USD_COLUMN[reader.language])


def column_own(reader: Reader, rate: Rate, money: float) -> str:
    """Write an amount of US dollars in the country's own money, in the unit of the column of a table."""
    return _in_column(money * rate.per_usd / OWN_COLUMN[reader.language])


def _in_column(amount: float) -> str:
    """Write an amount of a column with three significant digits, zeros at its end among them: 34.6 above 30.0."""
    kept = f"{amount:#.3g}".rstrip(".")
    return significant(amount) if "e" in kept or not amount else kept


def in_money(reader: Reader, money: float) -> str:
    """Write US dollars in running text: in the country's own money with dollars in brackets, or in these alone."""
    rate, cost = own_rate(reader), usd(reader, money)
    if rate is None:
        return cost
    return reader.words("money.both", name=rate.name, own=amount(reader, money * rate.per_usd), cost=cost)


def rate_said(reader: Reader) -> str:
    """Say at which rate amounts were carried over; nothing where they stand in US dollars alone."""
    rate = own_rate(reader)
    if rate is None:
        return ""
    return reader.words("money.rate", name=rate.name, year=rate.year, rate=plain(rate.per_usd), source=rate.source)


def own_head(reader: Reader) -> str:
    """Return the head of a column of amounts in the country's own money; nothing where there is none."""
    rate = own_rate(reader)
    return "" if rate is None else reader.words("money.head", name=rate.name)
