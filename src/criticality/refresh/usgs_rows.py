"""From figures of the USGS to rows of ``production`` and of ``mineral_properties``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from criticality.model.dataset import OTHERS, WORLD
from criticality.refresh.reading.release import Row, figure
from criticality.refresh.usgs_forms import Entry
from criticality.refresh.usgs_places import said_name
from criticality.refresh.usgs_values import Printed

ROUNDED = 1.015
"""How far the countries may exceed the printed world total before their sum stands in its place."""


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
            stated, printed = _summed(whole, year, stated)
            unit = entry["unit"]
            note += [f"sum of the countries, since the {printed} {unit} printed is rounded below it"] if printed else []
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


def _summed(whole: Mapping[tuple[str, int], Entry], year: int, total: Printed) -> tuple[Printed, str]:
    """The total, or the sum of the countries where it is printed well below that, and what is printed then."""
    parts = [
        entry.printed.value or 0.0 for (country, when), entry in whole.items() if when == year and country != WORLD
    ]
    if total.value and sum(parts) > ROUNDED * total.value:
        return replace(total, value=sum(parts), flag="estimated"), figure(total.value)
    return total, ""


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
