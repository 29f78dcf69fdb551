"""Mineral Commodity Summaries: world production by country and world reserves from the data release of the USGS.

Layout: ``MCS2026_Commodities_Data.csv`` (doi 10.5066/P1WKQ63T), one row a figure, Windows-1252.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from criticality.model.dataset import OTHERS, WORLD
from criticality.model.publishers import USGS
from criticality.refresh.reading import cells
from criticality.refresh.reading.findings import Findings, shown
from criticality.refresh.reading.release import Release, Row, mapping, refused
from criticality.refresh.reading.series import OnePerKey
from criticality.refresh.reading.table import release_rows
from criticality.refresh.reading.text import ends_open
from criticality.refresh.usgs_forms import Entry, added, is_rounding, joined
from criticality.refresh.usgs_places import is_left_out, leaves_out, left_out_of, place_of
from criticality.refresh.usgs_rows import Series, conflicts, production_rows, reserve_rows, reserves_without_figure
from criticality.refresh.usgs_values import Printed, printed_amount
from criticality.text.message import Message
from criticality.text.message import joined as listed

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
MORE_NOTES = "Other notes"
"""A second column of notes, which a copy of the file may lack."""
PUBLISHER = Message("refresh.usgs")
_STATISTICS = {"production": "production", "reserves": "reserves"}
_HOME = "united states"
_KILOGRAM = {"t": 0.001, "kt": 1e-6, "kg": 1.0}
"""A kilogram in the units of mass that the tables have."""
_ROUNDED = re.compile(r"[:,]?\s*\(?\brounded\b\)?\s*\Z")
_EXCLUDING = re.compile(r",?\s*\(?exclud(?:ing|es)\b[^)]*\)?\s*\Z")
_ESTIMATED = re.compile(r"\bestimated\b(?! (?:to|that))", re.IGNORECASE)
_YEAR = re.compile(r"(?P<year>\d{4}(?:\.0+)?)[\s_(]*(?:e|est\.?|estimated?)\)?\Z|e(?P<marked>\d{4})\Z", re.IGNORECASE)
_LOOK = Message("refresh.compare_chapter")
Pattern = tuple[str, str, str, str]
"""Statistic, chapter, commodity and detail, in small letters."""

_OPEN_END = Message("refresh.open_end")


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
        If the layout, a country, a unit or a value is not recognised: one problem for each cause.
    """
    findings = Findings(path)
    reading = _Reading(findings)
    for line, row in release_rows(path, COLUMNS, PUBLISHER, findings, (MORE_NOTES,)):
        reading.read(line, row)
    found = reading.settled()
    findings.stop()
    if not found:
        hint = Message("refresh.is_release", publisher=PUBLISHER)
        elsewhere = (
            Message("refresh.no_world_rows", sections=listed(sorted(reading.elsewhere))) if reading.elsewhere else ""
        )
        raise refused(path, Message("refresh.no_series"), Message("refresh.both", first=hint, rest=elsewhere))
    edition = source or f"{USGS}{max(year for series in found for _, year in series.figures) + 1}"
    return _releases(found, edition, reading, (*reading.remarks(), *((_OPEN_END,) if ends_open(path) else ())), path)


def _releases(
    found: list[Series], edition: str, reading: "_Reading", remarks: tuple[str, ...], path: Path
) -> list[Release]:
    production = [row for series in found if series.is_production for row in production_rows(series, edition)]
    reserves = [row for series in found if not series.is_production for row in reserve_rows(series, edition)]
    there = {id(series.entry) for series in found}
    absent = sorted(
        Message(f"refresh.the_{entry['statistic']}", mineral=entry["mineral"], stage=entry["stage"])
        for entry in reading.series.values()
        if id(entry) not in there
    )
    left_out = {
        "production": tuple(Message("refresh.has_no", what=name) for name in absent),
        "mineral_properties": tuple(said for series in found for said in reserves_without_figure(series)),
    }
    remarks = (*(said for series in found for said in conflicts(series)), *remarks)
    return [
        Release(
            table,
            edition,
            tuple(row for _, row in rows),
            left_out[table],
            remarks if table == "production" else (),
            shown(path),
            tuple(line for line, _ in rows),
        )
        for table, rows in (("production", production), ("mineral_properties", reserves))
    ]


@dataclass(frozen=True)
class _Key:
    """What a figure is of: series, country, year, form, and whether it is the rounded one of two."""

    pattern: Pattern
    country: str
    name: str
    year: int
    form: str
    rounded: bool


class _Reading:
    """The figures of the known series, one for each key."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.series = {
            (row["statistic"], row["chapter"].lower(), row["commodity"].lower(), row["detail"].lower()): row
            for row in mapping("usgs_mcs_series")
        }
        self.elsewhere: dict[str, int] = defaultdict(int)
        self._chapters = {pattern[:2] for pattern in self.series}
        self._unread: dict[tuple[str, ...], list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        self._statistics: dict[str, list[int]] = defaultdict(list)
        self._unknown: dict[str, dict[str, int]] = defaultdict(dict)
        self._words: dict[str, int] = {}
        self._taken: OnePerKey[Entry] = OnePerKey(findings)
        self._entries: dict[_Key, Entry] = {}
        self._rounded: list[tuple[int, int]] = []
        self._outside: dict[tuple[Pattern, int], list[tuple[str, str]]] = defaultdict(list)

    def read(self, line: int, row: Row) -> None:
        """Take a row of a world table; rows of other sections and series are none of ours."""
        detail = row["Statistics_detail"].lower()
        rounded = bool(_ROUNDED.search(detail))
        detail = _EXCLUDING.sub("", _ROUNDED.sub("", _EXCLUDING.sub("", detail)))
        statistic = _STATISTICS.get(row["Statistics"].lower(), "")
        head = (statistic, row["MCS chapter"].lower(), row["Commodity"].lower())
        patterns = [
            pattern for pattern in ((*head, detail), (*head, self._family(head, detail))) if pattern in self.series
        ]
        if not patterns:
            self._pass_over(line, row, statistic, detail)
            return
        if not row["Section"].lower().startswith("world"):
            if row["Country"].lower() != _HOME:
                self.elsewhere[row["Section"] or "no section"] += 1
            return
        for pattern in dict.fromkeys(patterns):
            form = detail.removeprefix(pattern[3].removesuffix("*")) if pattern[3].endswith("*") else ""
            self._take(line, row, pattern, form, rounded=rounded)

    def _pass_over(self, line: int, row: Row, statistic: str, detail: str) -> None:
        """Remember a row of a world table that no series reads: its name, or that of its chapter, may have changed."""
        chapter = row["MCS chapter"].lower()
        if not row["Section"].lower().startswith("world"):
            return
        if statistic and (statistic, chapter) in self._chapters:
            names = row["MCS chapter"], row["Commodity"], row["Statistics"], row["Statistics_detail"]
            self._unread[chapter, row["Commodity"].lower(), statistic, detail].append((line, names))
        elif not statistic and any(chapter == known for _, known in self._chapters):
            self._statistics[row["Statistics"]].append(line)
        elif statistic:
            self._unknown[row["Statistics"]].setdefault(row["MCS chapter"], line)

    def _family(self, head: tuple[str, str, str], detail: str) -> str:
        """The pattern ``mine production*`` that a form such as ``mine production: steatite`` belongs to."""
        patterns = (known[3] for known in self.series if known[:3] == head and known[3].endswith("*"))
        return next((pattern for pattern in patterns if detail.startswith(pattern[:-1])), detail)

    def _take(self, line: int, row: Row, pattern: Pattern, form: str, *, rounded: bool) -> None:
        entry = self.series[pattern]
        place = place_of(row["Country"])
        if place is None:
            message = Message("refresh.unknown_country", country=row["Country"])
            hint = Message("refresh.add_country")
            self.findings.content(("country", row["Country"]), message, hint, line=line, where="Country")
            return
        if entry["statistic"] == "reserves" and place.code != WORLD:
            return
        when, marked = self._year(row["Year"], line)
        self._check_unit(entry, row, line)
        figure = self._figure(entry, row, line, marked=marked)
        if when is None or figure is None:
            return
        notes = (row["Notes"], row[MORE_NOTES])
        words = ""
        if place.code == WORLD:
            words = _words_of_total(notes, (row["Statistics_detail"], place.words))
        elif outside := next(filter(is_left_out, notes), ""):
            self._outside[pattern, when].append((place.code, outside))
        found = Entry(figure, line, left_out_of(words), words, row["Value"])
        rounded = rounded or place.form == "rounded" or "rounded" in place.words.lower()
        name = "" if place.form == "rounded" else place.form
        key = _Key(pattern, place.code, name, when, form, rounded)
        said = f"{entry['mineral']} {entry['stage']} {place.code} {when}{' rounded' if rounded else ''}"
        if self._taken.take(key, said, found, line, "Value"):
            self._entries[key] = found

    def _year(self, text: str, line: int) -> tuple[int | None, bool]:
        marked = _YEAR.match(text)
        found = cells.year((marked["year"] or marked["marked"]) if marked else text)
        if found is None:
            self.findings.content("year", Message("refresh.no_year", text=text[:40]), _LOOK, line=line, where="Year")
        return found, marked is not None

    def _check_unit(self, entry: Row, row: Row, line: int) -> None:
        if row["Unit"].lower() != entry["unit_printed"]:
            units = {"unit": row["Unit"], "before": entry["unit_printed"]}
            message = Message("refresh.other_unit", mineral=entry["mineral"], **units)
            hint = Message("refresh.factor_1000")
            cause = ("unit", entry["mineral"], entry["stage"], entry["statistic"], row["Unit"])
            self.findings.content(cause, message, hint, line=line, where="Unit")

    def _figure(self, entry: Row, row: Row, line: int, *, marked: bool) -> Printed | None:
        estimated = marked or any(map(_ESTIMATED.search, (row["Notes"], row[MORE_NOTES])))
        try:
            kilogram = _KILOGRAM.get(entry["unit"])
            figure = printed_amount(row["Value"], float(entry["times"]), estimated=estimated, kilogram=kilogram)
        except cells.NoFigureError as error:
            hint = Message("refresh.known_values", look=_LOOK)
            self.findings.content(("value", row["Value"]), error.args[0], hint, line=line, where="Value")
            return None
        if not figure.known:
            self._words.setdefault(row["Value"], line)
        return figure

    def settled(self) -> list[Series]:
        """The series with one figure for each country and year: exact ones go before rounded ones, forms are joined."""
        forms: dict[tuple[Pattern, str, int], dict[str, dict[str, Entry]]] = {}
        for key, entry in self._entries.items():
            other = self._entries.get(replace(key, rounded=not key.rounded))
            if other is None or self._stands(key, entry, other):
                names = forms.setdefault((key.pattern, key.country, key.year), {})
                names.setdefault(key.name, {})[key.form] = entry
        figures: dict[Pattern, dict[tuple[str, int], Entry]] = defaultdict(dict)
        for (pattern, country, year), names in forms.items():
            each = {name: joined(country, found) for name, found in names.items()}
            valued = [entry for entry in each.values() if entry.printed.value is not None]
            empty = {name: entry for name, entry in each.items() if entry.printed.value is None}
            groups = country == OTHERS and len(valued) > 1
            figures[pattern][country, year] = added(valued, empty) if groups else joined(country, each)
        for (pattern, year), outside in self._outside.items():
            total = figures[pattern].get((WORLD, year))
            if total is not None:
                codes = tuple(dict.fromkeys((*total.excludes, *(code for code, _ in outside))))
                figures[pattern][WORLD, year] = replace(total, excludes=codes, words=total.words or outside[0][1])
        return [Series(self.series[pattern], found) for pattern, found in figures.items()]

    def _stands(self, key: _Key, entry: Entry, other: Entry) -> bool:
        """Whether of an exact and a rounded figure this one counts; they are refused where neither rounds the other."""
        exact, rounded = (other, entry) if key.rounded else (entry, other)
        if exact.printed.value is None:
            return key.rounded == (rounded.printed.value is not None)
        if key.rounded:
            if rounded.printed.value is not None and not is_rounding(exact.printed.value, rounded.printed.value):
                message = Message("refresh.not_rounded", line=exact.line)
                self.findings.content(("rounded", key), message, _LOOK, line=rounded.line, where="Value")
            self._rounded.append((exact.line, rounded.line))
        return not key.rounded

    def remarks(self) -> tuple[str, ...]:
        """What is to be said of the reading."""
        said = list(self._taken.remarks())
        if self._rounded:
            exact, rounded = self._rounded[0]
            said.append(Message("refresh.exact_counts", count=len(self._rounded), exact=exact, rounded=rounded))
        for word, line in self._words.items():
            said.append(Message("refresh.read_as_absent", line=line, word=word[:60]))
        for section, rows in sorted(self.elsewhere.items()):
            said.append(Message("refresh.section_not_read", section=section, rows=rows))
        for unread in self._unread.values():
            line, (chapter, commodity, statistic, detail) = unread[0]
            what = ", ".join(name[:60] or "–" for name in (chapter, commodity, statistic, detail))
            said.append(Message("refresh.series_not_read", what=what, rows=len(unread), line=line))
        for statistic, lines in self._statistics.items():
            said.append(Message("refresh.statistic_not_read", what=statistic[:60], rows=len(lines), line=lines[0]))
        for statistic, chapters in self._unknown.items():
            names, line = listed([name[:40] or "–" for name in chapters]), next(iter(chapters.values()))
            found = {"what": statistic, "count": len(chapters), "names": names, "line": line}
            said.append(Message("refresh.chapters_not_read", **found))
        return tuple(said)


def _words_of_total(notes: tuple[str, str], beside: tuple[str, str]) -> str:
    """The words by which a world total leaves out countries: those that name them go before those that do not.

    Both columns of notes may name some; what stands beside the name of the total or of the statistic often says the
    same once more.
    """
    naming = "; ".join(dict.fromkeys(filter(left_out_of, notes)))
    return naming or next(filter(left_out_of, beside), "") or next(filter(leaves_out, (*notes, *beside)), "")
