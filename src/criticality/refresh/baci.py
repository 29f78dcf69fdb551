"""BACI of CEPII: the country's imports by partner and its exports, six-digit codes, one file a year.

Layout: ``BACI_HS17_Y2024_V202601.csv`` with t, i, j, k, v, q (year, exporter, importer, code, thousand dollars,
tonnes), and ``country_codes_V202601.csv`` for the numeric codes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from criticality.model.dataset import OTHERS
from criticality.model.publishers import BACI
from criticality.refresh.baci_rows import Flow, exports_in, imports_in
from criticality.refresh.reading.cells import NoFigureError, amount, whole, year
from criticality.refresh.reading.findings import Findings, shown
from criticality.refresh.reading.release import Release, Row, countries, iso_code, mapping, refused
from criticality.refresh.reading.series import OnePerKey
from criticality.refresh.reading.table import Cells, clean, release_cells
from criticality.refresh.reading.text import check_kind, ends_open
from criticality.text.message import Message, joined

COLUMNS = ("t", "i", "j", "k", "v", "q")
COUNTRIES = (("country_code", "country_iso3"), ("country_code", "iso_3digit_alpha"))
"""The columns of the country codes: since 2024, and before."""

PUBLISHER = "BACI (t, i, j, k, v, q)"
_NAME = re.compile(
    r"BACI_(?P<nomenclature>HS\d\d)_Y(?P<year>\d{4})_V(?P<version>[0-9A-Za-z]+)\.csv\Z", re.IGNORECASE | re.ASCII
)
_NOT_KNOWN = frozenset({"", "NA"})
_NO_COUNTRY = frozenset({"", "NA", "N/A"})
"""What stands for the code of a place that has none."""

_CODE, _SPECIAL = re.compile(r"\d{6}\Z", re.ASCII), re.compile(r"\d{4}[A-Z]{2}\Z", re.ASCII)
_DIGITS = (5, 6)
"""Digits of a product, the leading zero lost or not."""

ALL_REPORTERS = "all"
"""In place of a country: every country that the publisher's codes name."""

_LOOK = Message("refresh.opened_by_spreadsheet")


def read_baci(path: Path, country: str, source: str = "", country_codes: Path | None = None) -> list[Release]:
    """Return the release for ``trade``: imports by partner and in total, exports in total, of the codes that are known.

    Parameters
    ----------
    path
        The publisher's file; its name says nomenclature, year and version.
    country
        ISO 3166 alpha-3 code of the country assessed; or `ALL_REPORTERS`, whose flows are read in one pass.
    source
        Id of data/sources.yaml; by default ``cepii_baci_`` and the version.
    country_codes
        The publisher's country codes; by default the file beside `path`.

    Raises
    ------
    InputError
        If name, layout, a country or a number is not recognised: all that is found, one problem for each cause.
    """
    named = _NAME.match(path.name)
    if named is None:
        raise refused(path, Message("refresh.name_says_nothing"), Message("refresh.keep_name"))
    check_kind(path)
    nomenclature = named["nomenclature"].upper()
    known = {row["code"]: row for row in mapping("baci_codes") if row["nomenclature"] == nomenclature}
    if not known:
        known_ones = joined(sorted({row["nomenclature"] for row in mapping("baci_codes")}))
        message = Message("refresh.other_nomenclature", nomenclature=nomenclature)
        raise refused(path, message, Message("refresh.read_from", nomenclatures=known_ones))
    economies, strange = _economies(country_codes or _beside(path, named["version"]))
    reporters = sorted({*economies.values()} - {OTHERS}) if country == ALL_REPORTERS else [country]
    if country != ALL_REPORTERS and country not in economies.values():
        message = Message("refresh.codes_know_no", country=country)
        raise refused(path, message, Message("refresh.check_country_codes"))
    findings = Findings(path)
    readings = {
        reporter: _Reading(economies, strange, reporter, known, int(named["year"]), findings) for reporter in reporters
    }
    _read_flows(path, readings, findings, every=country == ALL_REPORTERS)
    findings.stop()
    edition = source or f"{BACI}{named['version'].lower()}"
    lined = [
        row
        for reporter, reading in readings.items()
        for row in _rows_of(reading, {"reporter": reporter, "year": named["year"], "source": edition}, nomenclature)
    ]
    absent = sorted(set(known) - {flow.code for reading in readings.values() for flow in reading.imports})
    return [
        Release(
            "trade",
            edition,
            tuple(row for _, row in lined),
            tuple(Message("refresh.no_import", good=known[code]["good"], code=code) for code in absent),
            (*_remarks(readings), *_elsewhere(nomenclature), *(_OPEN_END if ends_open(path) else ())),
            shown(path),
            tuple(line for line, _ in lined),
        )
    ]


def _read_flows(path: Path, readings: Mapping[str, "_Reading"], findings: Findings, *, every: bool) -> None:
    """Read all rows, one after another: a year of BACI has ten million, so the file is never held in memory.

    Where every country is read, a row goes to its seller and its buyer alone.
    """
    first = next(iter(readings.values()))
    for line, cells in release_cells(path, COLUMNS, PUBLISHER, findings):
        code = cells[3] if _CODE.match(cells[3]) else first.code(cells[3], line)
        if code not in first.known:
            continue
        row = dict(zip(COLUMNS, map(clean, cells), strict=True))
        if not every:
            first.flow(line, row, code)
            continue
        ends = [first.economies.get(whole(row[column]) or "", "") for column in ("i", "j")]
        whose = [readings[end] for end in dict.fromkeys(ends) if end in readings]
        for reading in whose or [first]:  # a row of nobody is told by whoever reads it
            reading.flow(line, row, code)


def _rows_of(reading: "_Reading", heading: Row, nomenclature: str) -> Iterator[tuple[int, Row]]:
    """The rows of ``trade`` of one country, with lines of the file."""
    yield from imports_in(reading.imports, heading, reading.known, nomenclature)
    yield from exports_in(reading.exports, heading, reading.known, nomenclature)


def _remarks(readings: Mapping[str, "_Reading"]) -> Iterator[str]:
    """What each country's rows were read as; of all countries together, a sentence that is said twice once."""
    yield from dict.fromkeys(remark for reading in readings.values() for remark in reading.remarks())


def _elsewhere(nomenclature: str) -> Iterator[str]:
    """Say which minerals are read from the files of another nomenclature alone."""
    here = {row["mineral"] for row in mapping("baci_codes") if row["nomenclature"] == nomenclature}
    others = sorted({row["nomenclature"] for row in mapping("baci_codes")} - {nomenclature})
    for other in others:
        rows = (row for row in mapping("baci_codes") if row["nomenclature"] == other)
        missed = sorted({row["mineral"] for row in rows} - here)
        if missed:
            yield Message("refresh.needed_too", other=other, what=joined(missed))


_OPEN_END = (Message("refresh.open_end"),)


def _beside(path: Path, version: str) -> Path:
    found = path.parent / f"country_codes_V{version}.csv"
    if not found.is_file():
        raise refused(path, Message("refresh.not_beside", file=found.name), Message("refresh.name_country_codes"))
    return found


def _economies(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The country of every numeric code: its ISO code, or «others» for groups and places that have none.

    Besides, of the numeric codes among the others whose printed code is not known, that code.
    """
    findings = Findings(path)
    economies: dict[str, str] = {}
    strange: dict[str, str] = {}
    taken: OnePerKey[str] = OnePerKey(findings)
    for line, (printed, name) in _country_rows(path, findings):
        code = whole(clean(printed))
        if code is None:
            message = Message("refresh.no_country_code", text=clean(printed)[:40])
            findings.content("code", message, _LOOK, line=line, where="country_code")
        elif taken.take(code, Message("refresh.the_country", code=code), clean(name), line, "country_code"):
            found = iso_code(clean(name))
            economies[code] = found if found in countries() else OTHERS
            if found not in countries() and found not in _NO_COUNTRY:
                strange[code] = found
    findings.stop()
    settled = {row["country_code"]: row["country"] for row in mapping("baci_economies")}
    return {**economies, **settled}, {code: name for code, name in strange.items() if code not in settled}


def _country_rows(path: Path, findings: Findings) -> list[tuple[int, Cells]]:
    publisher = Message("refresh.baci_codes")
    older = COUNTRIES[1][1].encode() in check_kind(path).split(b"\n", 1)[0]
    return list(release_cells(path, COUNTRIES[1] if older else COUNTRIES[0], publisher, findings))


@dataclass
class _Reading:
    """The flows of one country out of a year of the world's trade."""

    economies: Mapping[str, str]
    strange: Mapping[str, str]
    country: str
    known: Mapping[str, Row]
    year: int
    findings: Findings
    imports: list[Flow] = field(default_factory=list)
    exports: list[Flow] = field(default_factory=list)
    within: list[int] = field(default_factory=list)
    """Lines of rows of the country with itself."""
    unknown: dict[str, list[int]] = field(default_factory=dict)
    """Lines of the rows of a partner whose code is not known, by that code."""

    def __post_init__(self) -> None:
        self.own = {code for code, name in self.economies.items() if name == self.country}
        self.taken: OnePerKey[tuple[float, float | None]] = OnePerKey(self.findings)

    def code(self, cell: str, line: int) -> str:
        """The six digits of a product; a spreadsheet drops the leading zero, or adds a decimal."""
        text = clean(cell)
        digits = whole(text)
        if digits is not None and len(digits) in _DIGITS:
            return digits.zfill(6)
        if not _SPECIAL.match(text):
            self.findings.content("k", Message("refresh.no_six_digits", text=text[:40]), _LOOK, line=line, where="k")
        return ""

    def flow(self, line: int, row: Row, code: str) -> None:
        """Take a row of a known product in, if the country sells or buys."""
        seller, buyer = self._numeric(row, "i", line), self._numeric(row, "j", line)
        if seller in self.own and buyer in self.own:
            self.within.append(line)
        if not seller or not buyer or (seller in self.own) == (buyer in self.own):
            return
        abroad, column = (seller, "i") if buyer in self.own else (buyer, "j")
        partner = self.economies.get(abroad)
        if partner is None:
            message = Message("refresh.not_among_codes", country=row[column][:20])
            hint = Message("refresh.same_release")
            self.findings.content(("country", abroad), message, hint, line=line, where=column)
        elif year(row["t"]) != self.year:
            message = Message("refresh.row_of_year", text=row["t"][:20], year=self.year)
            self.findings.content("t", message, Message("refresh.is_this"), line=line, where="t")
        else:
            self._take(line, row, (seller, buyer, code), partner)

    def _take(self, line: int, row: Row, key: tuple[str, str, str], partner: str) -> None:
        thousands, tonnes = self._amount(row, "v", line, amount), self._amount(row, "q", line, _quantity)
        if thousands is None or tonnes is None:
            return
        seller, buyer, code = key
        said = Message("refresh.flow", year=self.year, seller=seller, buyer=buyer, code=code)
        amounts = (thousands * 1000, None if tonnes < 0 else tonnes)
        if self.taken.take(key, said, amounts, line, "k"):
            flows = self.imports if buyer in self.own else self.exports
            flows.append(Flow(line, partner, code, *amounts))
            abroad = seller if buyer in self.own else buyer
            if abroad in self.strange:
                self.unknown.setdefault(self.strange[abroad], []).append(line)

    def remarks(self) -> Iterator[str]:
        """Say which rows were read as others may not expect it."""
        yield from self.taken.remarks()
        if self.within:
            rows, first = len(self.within), self.within[0]
            yield Message("refresh.with_itself", country=self.country, rows=rows, line=first)
        for code, lines in sorted(self.unknown.items()):
            yield Message("refresh.among_others", code=code[:40], others=OTHERS, rows=len(lines), line=lines[0])

    def _numeric(self, row: Row, column: str, line: int) -> str:
        code = whole(row[column])
        if code is None:
            message = Message("refresh.no_country_code", text=row[column][:20])
            self.findings.content(column, message, _LOOK, line=line, where=column)
        return code or ""

    def _amount(self, row: Row, column: str, line: int, read: Callable[[str], float]) -> float | None:
        try:
            return read(row[column])
        except NoFigureError as error:
            self.findings.content(column, error.args[0], _LOOK, line=line, where=column)
            return None


def _quantity(text: str) -> float:
    """Tonnes, -1 where the publisher has none."""
    return -1.0 if text in _NOT_KNOWN else amount(text)
