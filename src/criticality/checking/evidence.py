"""What can be wrong between the tables: minerals, sources, sectors, countries, shares, years."""

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from criticality.checking.naming import iso_codes, nearest_code
from criticality.errors import Problem
from criticality.files.counting import one_per_cause
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.model.dataset import OTHERS, TABLES, WORLD
from criticality.model.rows.ownership import LEAST_WHOLE, MOST_WHOLE, rows_for
from criticality.text.message import Message

_FRESH, _STALE = ("A", "B"), 10
_LIST_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z", re.ASCII)
_FIRST_LIST, _SLIGHT = 1900, 0.05
_PERIODS = {"events": ("from", "until"), "export_restrictions": ("in_force_from", "in_force_until")}
"""Columns of the first and the last day of a row."""


def evidence_problems(reading: Reading) -> Iterator[Problem]:
    """Problems across the tables of data/; what many rows of a column share is told once."""
    yield from one_per_cause(_problems(reading), quoting=True)


def _problems(reading: Reading) -> Iterator[Problem]:
    minerals = reading.tables.get("minerals")
    for name, frame in sorted(reading.sound.items()):
        if minerals is not None and name != "minerals" and "mineral" in frame:
            yield from _unknown(name, frame, "mineral", set(minerals["mineral"]))
        yield from _source_problems(reading, name, frame)
        yield from _country_problems(reading, name, frame)
    for name, frame in sorted(reading.tables.items()):
        if minerals is not None and len(minerals) and name != "minerals" and "mineral" in frame:
            yield from _unknown(name, frame, "mineral", set(minerals["mineral"]))
        yield from _source_problems(reading, name, frame)
        yield from _country_problems(reading, name, frame)
        yield from _age_problems(reading, name, frame)
        yield from _list_date_problems(reading, name, frame)
        yield from _severity_problems(name, frame)
        yield from _period_problems(name, frame)
    yield from _mineral_problems(reading)
    yield from _use_problems(reading)
    yield from _print_problems(reading)
    yield from _event_problems(reading)
    yield from _programme_problems(reading)


def _period_problems(name: str, frame: pd.DataFrame) -> Iterator[Problem]:
    """Report what ends before it begins."""
    first, last = _PERIODS.get(name, ("", ""))
    for line, (begun, ended) in _rows(frame, first, last) if first else ():
        if begun and ended and ended < begun:
            message = Message("checking.ends_before", ended=ended, begun=begun)
            yield Problem(TABLES[name].path, line, None, last, message, Message("checking.mend_date"))


def _event_problems(reading: Reading) -> Iterator[Problem]:
    """Warn of an event at a producer that has no row: it changes nothing."""
    events, production = reading.tables.get("events"), reading.tables.get("production")
    if events is None or production is None:
        return
    if not len(events):
        return
    makers = set(zip(production["mineral"], production["stage"], production["country"], strict=True))
    for line, (mineral, stage, country) in _rows(events, "mineral", "stage", "country"):
        if (mineral, stage, country) not in makers:
            message = Message("checking.event_without_row", mineral=mineral, country=country, stage=stage)
            hint = Message("checking.add_production")
            yield Problem(TABLES["events"].path, line, None, "country", message, hint, "warning")


def _print_problems(reading: Reading) -> Iterator[Problem]:
    """Report a country that is not printed as a partner without saying why."""
    countries = reading.tables.get("countries")
    if countries is None:
        return
    for line, (country, printed, because) in _rows(countries, "country", "print", "print_because"):
        if printed == "no" and not because:
            message = Message("checking.print_without_reason", country=country)
            hint = Message("checking.say_why")
            yield Problem(TABLES["countries"].path, line, None, "print_because", message, hint)


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    for line, *cells in zip(frame["line"], *(frame[column] for column in columns), strict=True):
        yield int(line), tuple(cells)


def _other_than(frame: pd.DataFrame, column: str, known: Iterable[str]) -> pd.DataFrame:
    """The rows whose cell is none of these: of a million rows, the few that are worth reading one by one."""
    return frame[~frame[column].isin(list(known))]


def _unknown(name: str, frame: pd.DataFrame, column: str, known: set[str]) -> Iterator[Problem]:
    for line, (cell,) in _rows(_other_than(frame, column, known), column):
        if cell:
            message = (
                Message("checking.no_mineral", mineral=cell)
                if column == "mineral"
                else Message("checking.no_sector", sector=cell)
            )
            yield Problem(TABLES[name].path, line, None, column, message, nearest(cell, known))


def _source_problems(reading: Reading, name: str, frame: pd.DataFrame) -> Iterator[Problem]:
    if reading.sources is None:
        return
    for column in (column.name for column in TABLES[name].columns if column.kind == "sources"):
        if column not in frame:
            continue
        for line, (cell,) in _rows(_other_than(frame, column, reading.sources), column):
            for source in cell.split(";"):
                if source and source not in reading.sources:
                    hint = nearest(source, reading.sources)
                    message = Message("checking.no_source", source=source)
                    yield Problem(TABLES[name].path, line, None, column, message, hint)


def _programme_problems(reading: Reading) -> Iterator[Problem]:
    """Tell of a flag that cites no programme in a workspace whose other flags do."""
    flagged = [
        (name, line, programme)
        for name, said in (("sectors", (True,)), ("end_uses", ("yes", "no")))
        if (frame := reading.tables.get(name)) is not None
        for line, (strategic, programme) in _rows(frame, "strategic", "programme")
        if strategic in said
    ]
    if not any(programme for _, _, programme in flagged):
        return
    for name, line, programme in flagged:
        if not programme:
            message = Message("checking.without_programme")
            hint = Message("checking.write_programme")
            yield Problem(TABLES[name].path, line, None, "strategic", message, hint, "warning")


def _country_problems(reading: Reading, name: str, frame: pd.DataFrame) -> Iterator[Problem]:
    countries = reading.tables.get("countries")
    if countries is None or name == "countries":
        return
    known = {*countries["country"], WORLD, OTHERS}
    for column in ("country", "partner", "reporter"):
        if column in frame:
            for line, (cell,) in _rows(_other_than(frame, column, known), column):
                if cell:
                    hint = nearest_code(cell, known)
                    if cell in iso_codes():
                        message = Message("checking.no_country", country=cell)
                        yield Problem(TABLES[name].path, line, None, column, message, hint, "warning")
                    else:
                        message = Message("checking.no_country_at_all", country=cell)
                        yield Problem(TABLES[name].path, line, None, column, message, hint)


def _age_problems(reading: Reading, name: str, frame: pd.DataFrame) -> Iterator[Problem]:
    """Years after the day of the assessment, and figures of more than ten years that are graded as if they were new."""
    plan = reading.assessment
    if plan is None or "year" not in frame:
        return
    late = frame[frame["year"] > plan.date.year]
    for line, year in zip(late["line"], late["year"], strict=True):
        message = Message("checking.year_ahead", year=year, day=plan.date)
        hint = Message("checking.date_forecast")
        yield Problem(TABLES[name].path, int(line), None, "year", message, hint, "warning")
    if "grade" in frame:
        old = frame[frame["grade"].isin(_FRESH) & (frame["year"] < plan.reference_year - _STALE)]
        for line, year, grade in zip(old["line"], old["year"], old["grade"], strict=True):
            message = Message(
                "checking.graded_too_well", year=year, grade=grade, years=_STALE, reference_year=plan.reference_year
            )
            hint = Message("checking.grade_c")
            yield Problem(TABLES[name].path, int(line), None, "grade", message, hint, "warning")


def _list_date_problems(reading: Reading, name: str, frame: pd.DataFrame) -> Iterator[Problem]:
    """Dates of official lists (2024, 2024-02, 2024-02-20) that begin with no year, or lie ahead."""
    if reading.assessment is None or "list_date" not in frame:
        return
    latest = reading.assessment.date.year
    for line, (cell,) in _rows(frame, "list_date"):
        if not _LIST_DATE.match(cell):
            message = Message("checking.no_list_date", cell=cell[:40], first=_FIRST_LIST, latest=latest)
            hint = Message("checking.write_list_date")
            yield Problem(TABLES[name].path, line, None, "list_date", message, hint)
        elif not (cell[:4].isdigit() and _FIRST_LIST <= int(cell[:4]) <= latest):
            message = Message("checking.odd_list_date", cell=cell, first=_FIRST_LIST, latest=latest)
            yield Problem(
                TABLES[name].path, line, None, "list_date", message, Message("checking.write_a_date"), "warning"
            )


def _severity_problems(name: str, frame: pd.DataFrame) -> Iterator[Problem]:
    """Restrictions that hardly restrict: 0.0005 where 0.5 was meant."""
    if "severity" not in frame:
        return
    for line, severity in zip(frame["line"], frame["severity"], strict=True):
        if 0 < severity < _SLIGHT:
            message = Message("checking.slight_severity", severity=severity)
            hint = Message("checking.severity_scale")
            yield Problem(TABLES[name].path, int(line), None, "severity", message, hint, "warning")


def _mineral_problems(reading: Reading) -> Iterator[Problem]:
    minerals = reading.tables.get("minerals")
    if minerals is None:
        return
    for line, (candidate, reason, name_zh) in _rows(minerals, "candidate", "reason", "name_zh"):
        if not candidate and not reason:
            message = Message("checking.reason_needed")
            yield Problem("data/minerals.csv", line, None, "reason", message, Message("checking.reason_printed"))
        if not name_zh:
            message = Message("checking.no_chinese_name")
            yield Problem(
                "data/minerals.csv", line, None, "name_zh", message, Message("checking.fill_it_in"), "warning"
            )

    yield from _same_names(minerals)


def _same_names(minerals: pd.DataFrame) -> Iterator[Problem]:
    """Warn of minerals that share a name in a language: nobody can tell them apart on a page."""
    for column in ("name_en", "name_zh"):
        first: dict[str, str] = {}
        for line, (mineral, name) in _rows(minerals, "mineral", column):
            plain = str(name).strip().casefold()
            if plain and first.setdefault(plain, mineral) != mineral:
                message = Message("checking.name_twice", first=first[plain], second=mineral, name=name)
                hint = Message("checking.name_apart")
                yield Problem("data/minerals.csv", line, None, column, message, hint, "warning")


def _use_problems(reading: Reading) -> Iterator[Problem]:
    uses = reading.tables.get("end_uses")
    if uses is None:
        return
    sectors = reading.tables.get("sectors")
    if sectors is not None:
        yield from _unknown("end_uses", uses, "sector", set(sectors["sector"]))
    assessed = reading.assessment.country if reading.assessment is not None else ""
    if sectors is not None and assessed:
        yield from _lacking_sectors(rows_for("end_uses", uses, assessed), sectors, assessed)
    for country in [assessed] if assessed else dict.fromkeys(uses["country"]):  # another country's are not read
        own = set(uses.loc[uses["country"] == country, "mineral"])
        for mineral, rows in rows_for("end_uses", uses, country).groupby("mineral"):
            if country == assessed or (country and mineral in own):
                yield from _sum_problems(str(mineral), rows, country)


def _lacking_sectors(uses: pd.DataFrame, sectors: pd.DataFrame, country: str) -> Iterator[Problem]:
    """Report uses in a sector that only another country has; their share would count for nothing."""
    counting = set(rows_for("sectors", sectors, country)["sector"])
    for line, (sector,) in _rows(uses, "sector"):
        if counting and sector not in counting and sector in set(sectors["sector"]):
            message = Message("checking.sector_of_others", country=country, sector=sector)
            hint = Message("checking.add_sector_of", country=country)
            yield Problem("data/end_uses.csv", line, None, "sector", message, hint)


def _sum_problems(mineral: str, rows: pd.DataFrame, country: str) -> Iterator[Problem]:
    """Report use shares that are no whole; of rows of two kinds it is said how many each kind has."""
    total = float(rows["share"].sum())
    if LEAST_WHOLE <= round(total, 9) <= MOST_WHOLE or any(rows["note"]):
        return
    own = int((rows["country"] == country).sum())
    message = Message("checking.shares_no_whole", mineral=mineral, total=total)
    hint = Message("checking.correct_shares")
    if country and 0 < own < len(rows):
        both = {"own": own, "any": len(rows) - own}
        message = Message("checking.shares_of_both", shares=message, country=country, **both)
        hint = Message("checking.name_alike", country=country)
    yield Problem("data/end_uses.csv", int(rows["line"].iloc[-1]), None, "share", message, hint)
