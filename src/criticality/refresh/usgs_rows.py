"""From figures of the USGS to rows of ``production`` and of ``mineral_properties``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

from criticality.model.dataset import OTHERS, WORLD
from criticality.refresh.reading.release import Row, figure
from criticality.refresh.usgs_forms import Entry, half_unit
from criticality.refresh.usgs_places import said_name
from criticality.refresh.usgs_values import Printed
from criticality.text.message import Message

ROUNDED = 1.015
"""How far the countries may exceed the printed world total before their sum stands in its place."""

MOST = 0.05
"""Share of a printed world total that rounding takes from it at most: two digits are printed, or more."""

_WHOLE = 1e-9
"""How far a figure that is printed without decimals may lie from a whole number, by arithmetic."""


@dataclass(frozen=True)
class Series:
    """One series of the mapping and its figures by country and year."""

    entry: Row
    figures: Mapping[tuple[str, int], Entry]

    @property
    def is_production(self) -> bool:
        """Whether it is production and not reserves."""
        return self.entry["statistic"] == "production"


def production_rows(series: Series, source: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a series with lines of the file.

    A world total that leaves out producers says so at the head of its note; a figure of which only a bound is printed
    is estimated, and its note says what is printed.
    """
    entry = series.entry
    whole = series.figures
    for (country, year), found in whole.items():
        if country == OTHERS and found.printed.value is None:
            continue
        stated, note = found.printed, [found.printed.note, entry["note"]]
        if country == WORLD:
            note.insert(0, _excludes(found, whole, year))
            stated, said, _ = _settled(series, year)
            note.append(said)
        yield (
            found.line,
            {
                "mineral": entry["mineral"],
                "stage": entry["stage"],
                "country": country,
                "year": str(year),
                "value": "" if stated.value is None else figure(stated.value),
                "unit": entry["unit"],
                "source": source,
                "grade": entry["grade"],
                "flag": entry["flag"] if entry["flag"] and stated.flag in {"reported", "estimated"} else stated.flag,
                "note": "; ".join(part for part in note if part),
                "page": f"chapter {entry['chapter'].title()}",
            },
        )


def _excludes(total: Entry, whole: Mapping[tuple[str, int], Entry], year: int) -> str:
    """What the note of a total begins with where it leaves out countries: their names, and which are withheld."""
    if not total.excludes:
        return f"printed: {total.words}" if total.words else ""
    named = []
    for code in total.excludes:
        own = whole.get((code, year))
        named.append(said_name(code) + (": withheld" if own and own.printed.flag == "withheld" else ""))
    return f"excludes {', '.join(named)}" + (f" (printed: {total.words})" if total.words else "")


def conflicts(series: Series) -> Iterator[str]:
    """Say which printed world totals are less than the countries make, by more than rounding; they stand as printed."""
    entry = series.entry
    totals = [(year, found) for (country, year), found in series.figures.items() if country == WORLD]
    for year, found in totals if series.is_production else ():
        _, _, above = _settled(series, year)
        if above:
            what = f"{entry['mineral']} {entry['stage']} {year}"
            said = {"printed": found.text, "total": figure(found.printed.value or 0.0), "unit": entry["unit"]}
            yield Message("refresh.total_too_low", line=found.line, what=what, sum=figure(above), **said)


def _settled(series: Series, year: int) -> tuple[Printed, str, float]:
    """The world total of a year, what its note says of the countries, and their sum where the total cannot be right.

    Where the printed total lies below the sum of the countries by its rounding, the sum stands in its place. Where it
    lies further below, one of the figures is wrong: the total stands as it is printed.
    """
    found, unit = series.figures[WORLD, year], series.entry["unit"]
    total, parts = found.printed, _sum_of_countries(series, year)
    if total.value is None or parts <= ROUNDED * total.value:
        return total, "", 0.0
    if parts > _highest(found, float(series.entry["times"])):
        return total, f"the countries add up to {figure(parts)} {unit}, which this total cannot be by rounding", parts
    said = f"sum of the countries, since the {figure(total.value)} {unit} printed is rounded below it"
    return replace(total, value=parts, flag="estimated"), said, 0.0


def _sum_of_countries(series: Series, year: int) -> float:
    """The figures of the countries and groups that the total of a year does not leave out."""
    excludes = {WORLD, *series.figures[WORLD, year].excludes}
    return sum(
        entry.printed.value or 0.0
        for (country, when), entry in series.figures.items()
        if when == year and country not in excludes
    )


def _highest(found: Entry, times: float) -> float:
    """The most that the countries may make under a printed world total, which is rounded, or a bound.

    Of a total that is printed by forms the largest counts: the countries may make as much as all forms together.
    """
    total = found.printed
    if total.low is not None:
        return inf if total.high is None else total.high
    value = max(total.value or 0.0, found.most)
    printed = value / times
    digits = min(half_unit(printed), MOST * printed) if printed else 0.0
    whole = 0.5 if abs(printed - round(printed)) < _WHOLE else 0.0
    return value + times * max(digits, whole)


def reserves_without_figure(series: Series) -> Iterator[str]:
    """Say of which years the world's reserves are printed in words that are no figure (``Large``, ``W``)."""
    if not series.is_production:
        for (_, year), found in series.figures.items():
            if found.printed.value is None:
                text = found.text[:60]
                yield Message(
                    "refresh.reserves_in_words", mineral=series.entry["mineral"], year=year, text=text, line=found.line
                )


def reserve_rows(series: Series, source: str) -> Iterator[tuple[int, Row]]:
    """Yield the world's reserves with lines of the file: with their bounds, where a bound is printed."""
    entry = series.entry
    for (_, year), found in series.figures.items():
        printed = found.printed
        if printed.value is None:
            continue
        said = "world total, rounded by the source"
        if printed.low == printed.value:
            said += '; printed as "more than"'
        note = (_excludes(found, {}, year), said, "" if printed.low == printed.value else printed.note, entry["note"])
        yield (
            found.line,
            {
                "mineral": entry["mineral"],
                "property": "reserves",
                "stage": entry["stage"],
                "value": figure(printed.value),
                "low": "" if printed.low is None else figure(printed.low),
                "high": "" if printed.high is None else figure(printed.high),
                "unit": entry["unit"],
                "year": str(year),
                "source": source,
                "grade": entry["grade"],
                "flag": "reported" if printed.high is None else "estimated",
                "note": "; ".join(part for part in note if part),
            },
        )
