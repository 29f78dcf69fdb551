"""Mineral Commodity Summaries: world production by country and world reserves from the data release of the USGS.

Layout: ``MCS2026_Commodities_Data.csv`` (doi 10.5066/P1WKQ63T), one row a figure, Windows-1252.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from criticality.model.dataset import OTHERS, WORLD
from criticality.refresh.release import Release, Row, figure, mapping, refused, release_rows

COLUMNS = (
    "MCS chapter",
    "Section",
    "Commodity",
    "Country",
    "Statistics",
    "Statistics_detail",
    "Unit",
    "Year",
    "Value",
    "Notes",
)
PUBLISHER = "the USGS Mineral Commodity Summaries (…_Commodities_Data.csv)"
ROUNDED = 1.015
"""How far the countries may exceed the printed world total before their sum stands in its place."""

_STATISTICS = {"production": "production", "reserves": "reserves"}
_NUMBER = re.compile(r"(?P<bound>[<>]?)\s*(?P<figure>\d[\d,]*(\.\d+)?)\Z")
_DASH = frozenset({"—", "–", "-", "--"})
_ESTIMATED = re.compile(r"\bestimated\b(?! (?:to|that))", re.IGNORECASE)
_UNSAID = frozenset({"", "na", "xx", "s", "large", "moderate", "moderate to large", "small", "very small"})


@dataclass(frozen=True)
class Figure:
    """One printed figure: tonnes (NaN-free text of the table), flag, and the bound sign of the publisher."""

    value: float | None
    flag: str
    bound: str = ""


def read_usgs_mcs(path: Path, source: str = "") -> list[Release]:
    """Return the releases for ``production`` and ``mineral_properties`` (reserves) of one edition.

    Parameters
    ----------
    path
        The publisher's file.
    source
        Id of data/sources.yaml; by default ``usgs_mcs_`` and the year after the newest figure.

    Raises
    ------
    InputError
        If the layout, a country, a unit or a value is not recognised.
    """
    series = _known_series()
    found: dict[tuple[str, ...], list[tuple[int, Row]]] = defaultdict(list)
    for line, row in release_rows(path, COLUMNS, PUBLISHER):
        key = _key(row)
        for pattern in {key, (*key[:3], _family(key, series))} & set(series):
            found[pattern].append((line, row))
    if not found:
        raise refused(path, "no series of this file is known", f"Is it a release of {PUBLISHER}?")
    edition = source or f"usgs_mcs_{max(int(row['Year']) for rows in found.values() for _, row in rows) + 1}"
    return _releases(path, series, found, edition)


def _releases(
    path: Path,
    series: Mapping[tuple[str, ...], Row],
    found: Mapping[tuple[str, ...], list[tuple[int, Row]]],
    edition: str,
) -> list[Release]:
    production: list[Row] = []
    reserves: list[Row] = []
    for key, rows in found.items():
        if series[key]["statistic"] == "production":
            production += _production(path, series[key], rows, edition)
        else:
            reserves += _reserves(path, series[key], rows, edition)
    absent = sorted(
        " ".join((entry["statistic"], entry["mineral"])) for key, entry in series.items() if key not in found
    )
    left_out = tuple(f"the file has no {name}" for name in absent)
    return [
        Release("production", edition, tuple(production), left_out),
        Release("mineral_properties", edition, tuple(reserves)),
    ]


def _known_series() -> dict[tuple[str, ...], Row]:
    return {
        (row["statistic"], row["chapter"].lower(), row["commodity"].lower(), row["detail"].lower()): row
        for row in mapping("usgs_mcs_series")
    }


def _key(row: Row) -> tuple[str, str, str, str]:
    detail = re.sub(r"[:,]?\s*\(?rounded\)?\s*$", "", row["Statistics_detail"].lower())
    statistic = _STATISTICS.get(row["Statistics"].lower(), "")
    return statistic, row["MCS chapter"].lower(), row["Commodity"].lower(), detail


def _family(key: tuple[str, str, str, str], series: Mapping[tuple[str, ...], Row]) -> str:
    """The pattern ``mine production*`` that a form such as ``mine production: steatite`` belongs to."""
    patterns = (known[3] for known in series if known[:3] == key[:3] and known[3].endswith("*"))
    return next((pattern for pattern in patterns if key[3].startswith(pattern[:-1])), key[3])


def _production(path: Path, entry: Row, rows: Iterable[tuple[int, Row]], source: str) -> Iterator[Row]:
    forms: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for line, row in rows:
        _check_unit(path, entry, row, line)
        forms[_country(path, row, line), row["Year"]].append(_figure(path, entry, row, line))
    joined = {key: _joined(key[0], figures) for key, figures in forms.items()}
    for (country, year), printed in joined.items():
        if country == OTHERS and printed.value is None:
            continue
        note, stated = entry["note"], printed
        if country == WORLD and printed.value is not None:
            stated = _whole(joined, year, printed)
            if stated is not printed:
                said = f"{figure(printed.value)} {entry['unit']}"
                note += f"; sum of the countries, since the {said} printed is rounded below it"
        yield {
            "mineral": entry["mineral"],
            "stage": entry["stage"],
            "country": country,
            "year": year,
            "value": "" if stated.value is None else figure(stated.value),
            "unit": entry["unit"],
            "source": source,
            "grade": entry["grade"],
            "flag": _flag(entry, stated),
            "note": note,
            "page": f"chapter {entry['chapter'].title()}",
        }


def _flag(entry: Row, found: Figure) -> str:
    return entry["flag"] if entry["flag"] and found.flag in {"reported", "estimated"} else found.flag


def _reserves(path: Path, entry: Row, rows: Iterable[tuple[int, Row]], source: str) -> Iterator[Row]:
    for line, row in rows:
        if _country(path, row, line) != WORLD:
            continue
        _check_unit(path, entry, row, line)
        printed = _figure(path, entry, row, line)
        if printed.value is None:
            continue
        said = "world total, rounded by the source" + ('; printed as "more than"' if printed.bound == ">" else "")
        yield {
            "mineral": entry["mineral"],
            "property": "reserves",
            "stage": entry["stage"],
            "value": figure(printed.value),
            "low": figure(printed.value) if printed.bound == ">" else "",
            "unit": entry["unit"],
            "year": row["Year"],
            "source": source,
            "grade": entry["grade"],
            "flag": "reported",
            "note": "; ".join(part for part in (said, entry["note"]) if part),
        }


def _joined(country: str, figures: list[Figure]) -> Figure:
    """One figure of several forms: countries add them, for the world the largest printed total holds them all."""
    known = [printed for printed in figures if printed.value is not None]
    if not known:
        return figures[0]
    values = [printed.value for printed in known if printed.value is not None]
    value = max(values) if country == WORLD else sum(values)
    if value == 0:
        return Figure(0.0, "zero")
    flags = {printed.flag for printed in known if printed.value}
    return Figure(value, "estimated" if "estimated" in flags else "reported")


def _whole(joined: Mapping[tuple[str, str], Figure], year: str, printed: Figure) -> Figure:
    parts = (part.value or 0.0 for (country, when), part in joined.items() if when == year and country != WORLD)
    summed = sum(parts)
    return Figure(summed, "estimated") if printed.value and summed > ROUNDED * printed.value else printed


def _check_unit(path: Path, entry: Row, row: Row, line: int) -> None:
    if row["Unit"].lower() != entry["unit_printed"]:
        message = f"{entry['mineral']} is printed in {row['Unit']!r}, until now in {entry['unit_printed']!r}"
        raise refused(
            path, message, "Compare with the printed chapter; a factor of 1000 hides here.", line=line, where="Unit"
        )


def _country(path: Path, row: Row, line: int) -> str:
    names = {entry["name"]: entry["country"] for entry in mapping_of_countries()}
    name = row["Country"].replace("\u2019", "'").replace("\ufffd", "'")
    code = names.get(row["Country"], names.get(name))
    if code is None:
        hint = "Add it to src/criticality/refresh/mappings/usgs_mcs_countries.csv with its ISO 3166 code."
        raise refused(path, f"the country {row['Country']!r} is not known", hint, line=line, where="Country")
    return code


def _figure(path: Path, entry: Row, row: Row, line: int) -> Figure:
    printed = row["Value"]
    if printed in _DASH:
        return Figure(0.0, "zero")
    if printed.upper() == "W":
        return Figure(None, "withheld")
    if printed.lower() in _UNSAID:
        return Figure(None, "absent")
    found = _NUMBER.match(printed)
    if found is None:
        hint = "Known are numbers, <, >, W, NA, XX, dashes and words such as Large."
        raise refused(path, f"the value {printed!r} is not recognised", hint, line=line, where="Value")
    value = float(found["figure"].replace(",", "")) * float(entry["times"])
    if found["bound"] == "<":
        return Figure(None, "absent", "<")
    if value == 0:
        return Figure(0.0, "zero")
    flag = "estimated" if _ESTIMATED.search(row["Notes"]) else "reported"
    return Figure(value, flag, found["bound"])


_COUNTRIES: list[dict[str, str]] = []


def mapping_of_countries() -> list[dict[str, str]]:
    """Return the publisher's country names with their codes, read once."""
    if not _COUNTRIES:
        _COUNTRIES.extend(mapping("usgs_mcs_countries"))
    return _COUNTRIES
