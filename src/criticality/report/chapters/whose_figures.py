"""Whose figures a list rests on: the country's own, and those it borrows from others."""

from collections import Counter
from collections.abc import Sequence

from criticality.model.record import Row
from criticality.report.reader import Reader

SOURCES_NAMED = 4


def whose_figures(reader: Reader) -> list[str]:
    """Return a sentence for each table of national figures: how many rows are the country's, how many are borrowed.

    A table that the workspace does not have is not spoken of. Rows of other countries are no part of the sentences,
    since no step reads them.
    """
    country = str(reader.assessment["country"])
    found = []
    bought = [row for row in reader.table("trade") if row["reporter"] == country and row["flow"] == "import"]
    if bought:
        found.append(_sentence(reader, "trade", country, bought, bought))
    for table in ("sectors", "end_uses"):
        rows = reader.table(table)
        if rows:
            own = [row for row in rows if row.get("country") == country]
            found.append(_sentence(reader, table, country, rows, own))
    holders = sorted({str(row["country"]) for row in reader.table("stockpile_practice") if row["measure"] == "target"})
    if holders:
        names = reader.words.listing([reader.country(holder) for holder in holders])
        found.append(reader.words("whose.stockpile_practice", countries=names))
    return [*found, *_borrowed_decisions(reader, country)]


def _borrowed_decisions(reader: Reader, country: str) -> list[str]:
    """Say which countries the list does not point to because another country's list did not."""
    hidden = [
        row
        for row in reader.table("countries")
        if row.get("print") == "no" and row.get("decided_for") not in (None, "", country)
    ]
    if not hidden:
        return []
    deciders = sorted({str(row["decided_for"]) for row in hidden})
    return [
        reader.words(
            "whose.countries",
            deciders=reader.words.listing([reader.country(code) for code in deciders]),
            countries=reader.words.listing([reader.country(str(row["country"])) for row in hidden]),
        )
    ]


def _sentence(reader: Reader, table: str, country: str, rows: Sequence[Row], own: Sequence[Row]) -> str:
    cited = Counter(source for row in rows for source in reader.split(str(row.get("source") or "")))
    codes = sorted(cited, key=lambda source: (-cited[source], source))
    named = list(dict.fromkeys(reader.citation(code) for code in codes))
    listed = reader.words.listing(named[:SOURCES_NAMED])
    if len(named) > SOURCES_NAMED:
        listed += reader.words("and_more", n=len(named) - SOURCES_NAMED)
    held, lent = f"{len(own):,}", f"{len(rows) - len(own):,}"
    key = "whose.sectors.own" if table == "sectors" and len(own) == len(rows) else f"whose.{table}"
    return reader.words(key, country=reader.country(country), own=held, borrowed=lent, sources=listed)
