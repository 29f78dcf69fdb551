"""BACI of CEPII: the country's imports by partner and its exports, six-digit codes, one file a year.

Layout: ``BACI_HS17_Y2024_V202601.csv`` with t, i, j, k, v, q (year, exporter, importer, code, thousand dollars,
tonnes), and ``country_codes_V202601.csv`` for the numeric codes.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

from criticality.model.dataset import OTHERS, WORLD
from criticality.refresh.release import Release, Row, check_columns, figure, mapping, refused, release_rows

COLUMNS = ("t", "i", "j", "k", "v", "q")
COUNTRIES = ("country_code", "country_iso3")
PUBLISHER = "BACI (t, i, j, k, v, q)"
SLIPPED = 100.0
"""How far the unit value of a flow may lie off the median of its code before its quantity is left open."""

NOTEWORTHY = 1000.0
"""Dollars below which an odd unit value is rounding and not a slip."""

_DIGITS = 6
_NAME = re.compile(r"BACI_(?P<nomenclature>HS\d\d)_Y(?P<year>\d{4})_V(?P<version>\w+)\.csv\Z", re.IGNORECASE)
Flow = tuple[int, str, str, float, float | None]
"""Line, partner, code, dollars, tonnes."""


def read_baci(path: Path, country: str, source: str = "", country_codes: Path | None = None) -> list[Release]:
    """Return the release for ``trade``: imports by partner and in total, exports in total, of the codes that are known.

    Parameters
    ----------
    path
        The publisher's file; its name says nomenclature, year and version.
    country
        ISO 3166 alpha-3 code of the country assessed.
    source
        Id of data/sources.yaml; by default ``cepii_baci_`` and the version.
    country_codes
        The publisher's country codes; by default the file beside `path`.

    Raises
    ------
    InputError
        If name, layout, a country or a number is not recognised.
    """
    named = _NAME.match(path.name)
    if named is None:
        raise refused(
            path, "the file's name does not say nomenclature and year", "Keep it: BACI_HS17_Y2024_V202601.csv."
        )
    nomenclature = named["nomenclature"].upper()
    known = {row["code"]: row for row in mapping("baci_codes") if row["nomenclature"] == nomenclature}
    if not known:
        hint = "Codes are read from " + ", ".join(sorted({row["nomenclature"] for row in mapping("baci_codes")})) + "."
        raise refused(path, f"no code is read from the nomenclature {nomenclature}", hint)
    economies = _economies(country_codes or _beside(path, named["version"]))
    imports, exports = _flows(path, economies, country, known, named["year"])
    edition = source or f"cepii_baci_{named['version'].lower()}"
    rows = [*_imports(imports, country, known, nomenclature, edition, named["year"])]
    rows += _exports(exports, country, known, nomenclature, edition, named["year"])
    absent = sorted(set(known) - {flow[2] for flow in imports})
    return [
        Release("trade", edition, tuple(rows), tuple(f"no import of {known[code]['good']} ({code})" for code in absent))
    ]


def _beside(path: Path, version: str) -> Path:
    found = path.parent / f"country_codes_V{version}.csv"
    if not found.is_file():
        hint = "It comes with every release; name it with --country-codes FILE."
        raise refused(path, f"{found.name} is not beside it", hint)
    return found


def _economies(path: Path) -> dict[str, str]:
    economies = {row["country_code"]: row["country_iso3"] for _, row in release_rows(path, COUNTRIES, PUBLISHER)}
    return {**economies, **{row["country_code"]: row["country"] for row in mapping("baci_economies")}}


def _flows(
    path: Path, economies: Mapping[str, str], country: str, known: Mapping[str, Row], year: str
) -> tuple[list[Flow], list[Flow]]:
    own = {code for code, name in economies.items() if name == country}
    if not own:
        raise refused(
            path, f"the country codes know no {country}", "Check --country-codes and the assessment's country."
        )
    imports: list[Flow] = []
    exports: list[Flow] = []
    for line, row in _lines(path):
        if row["k"] in known and (row["i"] in own) != (row["j"] in own):
            if row["t"] != year:
                raise refused(
                    path, f"a row of {row['t']} in a file of {year}", "Is this the file?", line=line, where="t"
                )
            partner = economies.get(row["j"] if row["i"] in own else row["i"])
            if partner is None:
                hint = "Use the country codes of the same release."
                raise refused(path, f"a country code of this row is not known: {row['i']}, {row['j']}", hint, line=line)
            (exports if row["i"] in own else imports).append((line, partner, row["k"], *_amounts(path, row, line)))
    return imports, exports


def _lines(path: Path) -> Iterator[tuple[int, Row]]:
    """Rows one after another: a year of BACI has ten million, so the file is never held in memory."""
    if not path.is_file():
        raise refused(path, "this file does not exist", "Check the spelling.")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        check_columns(path, header, COLUMNS, PUBLISHER)
        places = [header.index(name) for name in COLUMNS]
        for cells in reader:
            if len(cells) == len(header):
                yield reader.line_num, dict(zip(COLUMNS, (cells[place].strip() for place in places), strict=True))


def _amounts(path: Path, row: Row, line: int) -> tuple[float, float | None]:
    try:
        return float(row["v"]) * 1000, float(row["q"]) if row["q"] not in {"", "NA"} else None
    except ValueError:
        raise refused(path, f"{row['v']!r} and {row['q']!r} are no amounts", "Look at the file.", line=line) from None


def _imports(
    flows: list[Flow], country: str, known: Mapping[str, Row], nomenclature: str, source: str, year: str
) -> Iterator[Row]:
    prices: dict[str, list[float]] = defaultdict(list)
    for _, _, code, dollars, tonnes in flows:
        if tonnes:
            prices[code].append(dollars / tonnes)
    by_partner: dict[tuple[str, str], list[tuple[float, float | None]]] = defaultdict(list)
    for _, partner, code, dollars, tonnes in flows:
        by_partner[code, partner].append((dollars, tonnes))
    totals: dict[str, list[tuple[float, float | None]]] = defaultdict(list)
    for (code, partner), parts in sorted(by_partner.items()):
        dollars, tonnes = _summed(parts)
        kept, remark = _plausible(dollars, tonnes, median(prices[code])) if prices[code] else (tonnes, "")
        totals[code].append((dollars, kept))
        row = _trade_row(
            known[code], code, country, partner if partner else OTHERS, "import", year, source, nomenclature
        )
        yield {**row, **_written(dollars, kept, row), "note": f"{row['note']}{remark}"}
    for code, parts in sorted(totals.items()):
        row = _trade_row(known[code], code, country, WORLD, "import", year, source, nomenclature)
        yield {**row, **_written(*_summed(parts), row), "note": f"{row['note']}; sum of the partners"}


def _exports(
    flows: list[Flow], country: str, known: Mapping[str, Row], nomenclature: str, source: str, year: str
) -> Iterator[Row]:
    totals: dict[str, list[tuple[float, float | None]]] = defaultdict(list)
    for _, _, code, dollars, tonnes in flows:
        totals[code].append((dollars, tonnes))
    for code, parts in sorted(totals.items()):
        row = _trade_row(known[code], code, country, WORLD, "export", year, source, nomenclature)
        yield {**row, **_written(*_summed(parts), row), "note": f"{row['note']}; total to all partners"}


def _tonnes(amount: float) -> str:
    """Tonnes with six digits, or all whole ones."""
    return str(round(amount)) if amount >= 10**_DIGITS else figure(float(f"{amount:.{_DIGITS}g}"))


def _summed(parts: list[tuple[float, float | None]]) -> tuple[float, float | None]:
    """Sum of dollars and tonnes; where one quantity is not known, neither is their sum."""
    known = [tonnes for _, tonnes in parts if tonnes is not None]
    return sum(dollars for dollars, _ in parts), sum(known) if len(known) == len(parts) else None


def _plausible(dollars: float, tonnes: float | None, usual: float) -> tuple[float | None, str]:
    if not tonnes or usual <= 0 or dollars < NOTEWORTHY or 1 / SLIPPED <= dollars / tonnes / usual <= SLIPPED:
        return tonnes, ""
    times = dollars / tonnes / usual
    said = (
        f"; quantity left out: {figure(tonnes)} t is printed, a unit value {times:.3g} times that of the other partners"
    )
    return None, said


def _trade_row(
    entry: Row, code: str, country: str, partner: str, flow: str, year: str, source: str, nomenclature: str
) -> dict[str, str]:
    return {
        "reporter": country,
        "partner": partner,
        "mineral": entry["mineral"],
        "stage": entry["stage"],
        "code_system": "HS6",
        "code": code,
        "flow": flow,
        "year": year,
        "source": source,
        "grade": entry["grade"],
        "flag": entry["flag"] or "reported",
        "note": f"{nomenclature} {code}: {entry['good']}",
        "page": f"{nomenclature} {code}",
    }


def _written(dollars: float, tonnes: float | None, row: Row) -> Row:
    zero = dollars == 0 and not tonnes
    return {
        "value_usd": str(round(dollars)),
        "quantity_t": "" if tonnes is None else _tonnes(tonnes),
        "flag": "zero" if zero else row["flag"],
    }
