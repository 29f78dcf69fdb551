"""Worldwide Governance Indicators of the World Bank: the estimates of six indicators by economy and year.

Three layouts: ``wgidataset.xlsx`` (or the same as CSV) of the 2024 update, one row an economy, year and indicator; the
workbook of the 2025 update with one sheet an indicator; one of these sheets with a column for the indicator.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from criticality.model.publishers import WGI
from criticality.refresh.reading import workbook
from criticality.refresh.reading.cells import NoFigureError, finite, year
from criticality.refresh.reading.findings import Findings, shown
from criticality.refresh.reading.release import Release, Row, countries, iso_code, refused
from criticality.refresh.reading.series import OnePerKey
from criticality.refresh.reading.table import checked_header, release_rows
from criticality.refresh.reading.text import check_kind, ends_open, opened
from criticality.text.message import Message, joined

INDICATORS = ("cc", "ge", "pv", "rl", "rq", "va")
NAMES = {
    "control of corruption": "cc",
    "government effectiveness": "ge",
    "political stability": "pv",
    "rule of law": "rl",
    "regulatory quality": "rq",
    "voice and accountability": "va",
}
LONG = ("code", "year", "indicator", "estimate")
SHEETS = ("Economy (code)", "Year", "Governance estimate (approx. -2.5 to +2.5)")
NAMED = (SHEETS[0], SHEETS[1], "Governance dimension", SHEETS[2])
PUBLISHER = Message("refresh.wgi")
YEARS = 3
FARTHEST = 5.0
"""Standard errors from 0 that no estimate reaches; those of 1996 to 2024 lie within 3.3."""

_UNTIL_2023 = frozenset({"voiceandaccountability", "controlofcorruption", "ruleoflaw", "governmenteffectiveness"})
_DIGITS = 5
_TITLES = 40
_NOTHING = frozenset({"", "..", "...", "#n/a", "n/a", "na", "-", "–", "—", "."})
Rows = Iterator[tuple[int, Row]]


def read_wgi(path: Path, source: str = "") -> list[Release]:
    """Return the release for ``governance``: the three newest years, empty estimates left out.

    Parameters
    ----------
    path
        CSV or xlsx of the publisher.
    source
        Id of data/sources.yaml; by default ``wb_wgi_`` and the year after the newest estimate.

    Raises
    ------
    InputError
        If the layout, an economy, an indicator or an estimate is not recognised: one problem for each cause.
    """
    findings = Findings(path)
    as_book = path.suffix.lower() == ".xlsx" or check_kind(path).startswith(b"PK\x03\x04")
    rows = [*(_workbook(path) if as_book else _csv(path, findings))]
    reading = _Reading(findings)
    for line, row in rows:
        reading.read(line, row)
    findings.stop()
    if not reading.rows:
        raise refused(path, Message("refresh.no_rows"), Message("refresh.is_release", publisher=PUBLISHER))
    remarks = (_OPEN_END,) if not as_book and ends_open(path) else ()
    return [reading.release(source, shown(path), remarks)]


_OPEN_END = Message("refresh.open_end")
_LOOK = Message("refresh.look")


class _Reading:
    """The rows of a release, one for each economy, indicator and year."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.taken: OnePerKey[float | None] = OnePerKey(findings)
        self.rows: list[tuple[int, str, str, int, float | None]] = []
        self.no_country: dict[str, int] = {}
        self.place = ""

    def read(self, line: int, row: Row) -> None:
        """Take a row: an economy that is no country of ISO 3166 is left out by name, what cannot be read is told."""
        self.place = row.get("place", "")
        country, when = self._country(row["code"], line), self._year(row["year"], line)
        indicator, estimate = self._indicator(row["indicator"], line), self._estimate(row["estimate"], line)
        if not (country and when and indicator) or estimate is _REFUSED:
            return
        said = f"{country}, {indicator}, {when}"
        value = estimate if isinstance(estimate, float) else None
        if self.taken.take((country, indicator, when), said, value, line, f"{self.place}estimate"):
            self.rows.append((line, country, indicator, when, value))

    def release(self, source: str, file: str, remarks: tuple[str, ...]) -> Release:
        """The newest years of what was read."""
        newest = max(row[3] for row in self.rows)
        kept = [row for row in self.rows if row[3] > newest - YEARS]
        edition = source or f"{WGI}{newest + 1}"
        full = [
            (line, country, indicator, when, value)
            for line, country, indicator, when, value in kept
            if value is not None
        ]
        older, empty = len(self.rows) - len(kept), len(kept) - len(full)
        left_out = (
            *((Message("refresh.years_before", year=newest - YEARS + 1),) if older else ()),
            *((Message("refresh.empty_estimates", count=empty),) if empty else ()),
            *(Message("refresh.no_iso", code=code, rows=count) for code, count in sorted(self.no_country.items())),
            *(
                Message("refresh.the_indicator", name=name)
                for name in INDICATORS
                if name not in {row[2] for row in self.rows}
            ),
        )
        rows = tuple(
            {
                "country": country,
                "indicator": indicator,
                "year": str(when),
                "value": f"{value:.{_DIGITS}f}".rstrip("0").rstrip("."),
                "source": edition,
            }
            for _, country, indicator, when, value in full
        )
        lines = tuple(row[0] for row in full)
        return Release("governance", edition, rows, left_out, (*self.taken.remarks(), *remarks), file, lines)

    def _country(self, code: str, line: int) -> str:
        renamed = iso_code(code)
        if renamed in countries():
            return renamed
        if re.fullmatch("[A-Z]{3}", code):
            self.no_country[code] = self.no_country.get(code, 0) + 1
            return ""
        message, hint = Message("refresh.no_alpha_3", code=code[:40]), Message("refresh.alpha_3")
        self.findings.content(("code", code), message, hint, line=line, where=f"{self.place}code")
        return ""

    def _year(self, text: str, line: int) -> int | None:
        found = year(text)
        if found is None:
            self.findings.content(
                "year", Message("refresh.no_year", text=text[:40]), _LOOK, line=line, where=f"{self.place}year"
            )
        return found

    def _indicator(self, text: str, line: int) -> str:
        said = text.lower()
        found = (
            said if said in INDICATORS else next((code for name, code in NAMES.items() if said.startswith(name)), "")
        )
        if not found:
            message = Message("refresh.unknown_indicator", text=text[:40])
            hint = Message("refresh.known", what=joined(INDICATORS))
            self.findings.content(("indicator", text), message, hint, line=line, where=f"{self.place}indicator")
        return found

    def _estimate(self, text: str, line: int) -> float | object | None:
        if text.lower() in _NOTHING:
            return None
        try:
            value = finite(text)
        except NoFigureError as error:
            self.findings.content("estimate", error.args[0], _LOOK, line=line, where=f"{self.place}estimate")
            return _REFUSED
        if abs(value) > FARTHEST:
            message = Message("refresh.beyond", text=text[:40], farthest=f"{FARTHEST:g}")
            hint = Message("refresh.estimate_needed")
            self.findings.content("scale", message, hint, line=line, where=f"{self.place}estimate")
            return _REFUSED
        return value


_REFUSED = object()


def _csv(path: Path, findings: Findings) -> Rows:
    with opened(path) as stream:
        first = stream.readline(1 << 16)
    columns = NAMED if SHEETS[0] in first and NAMED[2] in first else LONG
    for line, row in release_rows(path, columns, PUBLISHER, findings):
        yield line, dict(zip(LONG, _ordered(row, columns), strict=True))


def _ordered(row: Row, columns: Sequence[str]) -> list[str]:
    return [row[name] for name in columns]


def _workbook(path: Path) -> Rows:
    names, sheets = workbook.read_workbook(path, frozenset(INDICATORS))
    if _UNTIL_2023 & set(names):
        raise refused(path, Message("refresh.until_2023"), Message("refresh.until_2023_hint"))
    for sheet in sheets:
        if sheet.name in INDICATORS:
            for line, (code, when, estimate) in _sheet(path, sheet, SHEETS):
                row = {"code": code, "year": when, "indicator": sheet.name, "estimate": estimate}
                yield line, {**row, "place": f"sheet {sheet.name}, "}
        else:
            head = sheet.rows[0][1] if sheet.rows else []
            for line, cells in _sheet(path, sheet, NAMED if SHEETS[0] in head else LONG):
                yield line, dict(zip(LONG, cells, strict=True))


def _sheet(path: Path, sheet: workbook.Sheet, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    if not sheet.rows:
        message = Message("refresh.empty_sheet", sheet=sheet.name)
        raise refused(path, message, Message("refresh.is_release", publisher=PUBLISHER))
    for line, cells in sheet.rows[1:_TITLES]:
        if set(columns) <= set(cells):
            message = Message("refresh.header_below", sheet=sheet.name, line=line)
            raise refused(path, message, Message("refresh.take_out_or_give"), line=line)
    header = checked_header(path, sheet.rows[0][1], columns, PUBLISHER, [""])
    places = [header.index(name) for name in columns]
    for line, cells in sheet.rows[1:]:
        row = [cells[place] if place < len(cells) else "" for place in places]
        if any(row):
            yield line, row
