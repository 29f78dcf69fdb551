"""Costs beside US dollars in the money of the country that assesses, at a rate of the record."""

from typing import Any

import pytest
from short_records import assessed as with_money
from short_records import reader_of

from criticality.report.chapters.policy_stock import stock, stock_cost
from criticality.report.money import in_money, own_rate, rate_said, usd
from criticality.report.pages import render_page

COLUMNS = ["country", "currency", "sign", "name_zh", "year", "per_usd", "source", "grade"]


def assessed() -> dict[str, Any]:
    """The sample record without a rate of exchange."""
    record = with_money()
    del record["inputs"]["data"]["exchange_rates"]
    return record


def with_rates(*rows: tuple[str, int, float]) -> dict[str, Any]:
    record = assessed()
    source = next(iter(record["inputs"]["sources"]))
    lines = [[country, "ARD", "Ar$", "阿卡元", year, rate, source, "A"] for country, year, rate in rows]
    record["inputs"]["data"]["exchange_rates"] = {"columns": COLUMNS, "rows": lines}
    return record


def home(record: dict[str, Any]) -> str:
    return str(record["inputs"]["assessment"]["country"])


def test_the_rate_is_the_countrys_latest_up_to_the_reference_year() -> None:
    record = assessed()
    country, year = home(record), record["inputs"]["assessment"]["reference_year"]
    rates = [(country, year - 2, 28.0), (country, year - 1, 30.0), (country, year + 1, 99.0), ("XXX", year, 5.0)]
    rate = own_rate(reader_of(with_rates(*rates)))
    assert rate is not None
    assert (rate.name, rate.per_usd, rate.year) == ("Ar$", 30.0, str(year - 1))
    assert own_rate(reader_of(with_rates(("XXX", year, 5.0)))) is None
    assert own_rate(reader_of(record)) is None


@pytest.mark.parametrize(
    ("language", "both", "alone"),
    [
        ("en", "Ar$ 6,450 million (USD 215 million)", "USD 215 million"),
        ("zh-Hant", "阿卡元 64.5 億元（ 2.15 億美元）", " 2.15 億美元"),
    ],
)
def test_an_amount_is_written_in_both_moneys_or_in_dollars_alone(language: Any, both: str, alone: str) -> None:
    record = assessed()
    rated = with_rates((home(record), record["inputs"]["assessment"]["reference_year"], 30.0))
    assert in_money(reader_of(rated, language), 215e6) == both
    assert in_money(reader_of(record, language), 215e6) == alone
    assert rate_said(reader_of(record, language)) == ""
    assert "30" in rate_said(reader_of(rated, language))


@pytest.mark.parametrize(
    ("money", "en", "zh"),
    [
        (2.1596e8, "USD 216 million", "2.16 億美元"),
        (2.1612e6, "USD 2.16 million", "216 萬美元"),
        (1.08e8, "USD 108 million", "1.08 億美元"),
        (9330.0, "USD 9,330", "9,330 美元"),
        (4.2e12, "USD 4,200,000 million", "4.2 兆美元"),
    ],
)
def test_chinese_counts_in_myriads_and_english_in_millions(money: float, en: str, zh: str) -> None:
    """«216 百萬美元» is English in Chinese words."""
    record = assessed()
    assert usd(reader_of(record, "en"), money) == en
    assert usd(reader_of(record, "zh-Hant"), money).strip() == zh


def test_no_chinese_page_counts_money_in_millions() -> None:
    record = with_rates(("TWN", 2020, 30.0))
    for edition in ("short", "full", "public"):
        assert "百萬" not in render_page(record, "zh-Hant", edition=edition)


def test_the_table_of_stocks_has_a_column_and_a_total_in_the_countrys_money() -> None:
    plain = assessed()
    rated = with_rates((home(plain), plain["inputs"]["assessment"]["reference_year"], 30.0))
    alone, both = stock(reader_of(plain)), stock(reader_of(rated))
    assert alone is not None and both is not None
    assert (alone["own_money"], alone["own_total"], alone["rate"]) == ("", "", "")
    assert both["own_money"] == "Ar$ million"
    hit = [row for row in rated["result"]["policy"]["disruption"].values() if row and row["stock_usd"] is not None]
    total = sum(row["stock_usd"] for row in hit) * 30.0 / 1e6
    assert float(str(both["own_total"]).replace(",", "")) == pytest.approx(total, rel=0.006)
    assert "Ar$" in stock_cost(reader_of(rated))[0] and "Ar$" not in stock_cost(reader_of(plain))[0]
    for edition in ("short", "full"):
        assert ("Ar$ million" in render_page(rated, "en", edition=edition)) is True
        assert ("Ar$" in render_page(plain, "en", edition=edition)) is False
