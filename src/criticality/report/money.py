"""Amounts of money: US dollars as the record has them, and beside them the money of the country that assesses."""

from dataclasses import dataclass

from criticality.model.record import number
from criticality.report.reader import Reader
from criticality.text.numbers import plain, significant

MILLION = 1e6
UNIT = {"en": MILLION, "zh-Hant": 1e8}
"""What amounts in a country's own money are counted in: millions, or the 億 of Chinese texts."""


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


def million_usd(usd: float) -> str:
    """Write an amount in millions of US dollars."""
    return significant(usd / MILLION)


def own_amount(reader: Reader, rate: Rate, usd: float) -> str:
    """Write an amount of US dollars in the country's own money, in the unit of the language."""
    return significant(usd * rate.per_usd / UNIT[reader.language])


def in_money(reader: Reader, usd: float) -> str:
    """Write an amount in running text: in the country's own money with US dollars in brackets, or in these alone."""
    rate, cost = own_rate(reader), million_usd(usd)
    if rate is None:
        return reader.words("money.usd", cost=cost)
    return reader.words("money.both", name=rate.name, own=own_amount(reader, rate, usd), cost=cost)


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
