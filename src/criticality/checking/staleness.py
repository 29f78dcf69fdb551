"""What documents say of days and of where to look things up: stale or future days, addresses that lead nowhere."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.positions import Marked, Path
from criticality.model.document import LANGUAGES

STALE_DAYS = 730
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+\Z", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def warnings_of(reading: Reading) -> Iterator[Problem]:
    """Warnings about every document read."""
    for file, marked in sorted(reading.marks.items()):
        if marked.content is not None and file != "data/sources.yaml":
            yield from _translations(marked, marked.content, ())
        if marked.content is not None:
            yield from _address_problems(marked, marked.content, ())
    yield from _confirmations(reading)
    yield from _future_days(reading)
    yield from _source_days(reading)


def _address_problems(marked: Marked, content: object, path: Path) -> Iterator[Problem]:
    """Addresses and DOIs, of sources and references, that nobody could follow: the pages print them as links."""
    if isinstance(content, list):
        for position, value in enumerate(content):
            yield from _address_problems(marked, value, (*path, position))
    for key, value in content.items() if isinstance(content, dict) else ():
        if key == "url" and isinstance(value, str) and not _ADDRESS.match(value):
            message = f"{value[:60]!r} is no address of a page"
            yield marked.problem((*path, key), message, "Write it from https:// on, or leave it out.")
        elif key == "doi" and isinstance(value, str) and not _DOI.match(value):
            message, hint = (
                f"{value[:60]!r} is no DOI",
                "Write it without an address, e.g. 10.3133/mcs2026; or leave it out.",
            )
            yield marked.problem((*path, key), message, hint)
        else:
            yield from _address_problems(marked, value, (*path, key))


def _future_days(reading: Reading) -> Iterator[Problem]:
    """Judgements, decisions and confirmations of a day after that of the list."""
    if reading.assessment is None:
        return
    files = [reading.paths.get(name, "") for name in ("assessment", "weights")]
    for file in (*files, *(f"criteria/{code}.yaml" for code in reading.criteria)):
        if file in reading.marks:
            yield from _later_days(reading.marks[file], reading.marks[file].content, (), reading.assessment.date)


def _later_days(marked: Marked, content: object, path: Path, latest: date) -> Iterator[Problem]:
    if isinstance(content, list):
        for position, value in enumerate(content):
            yield from _later_days(marked, value, (*path, position), latest)
    for key, value in content.items() if isinstance(content, dict) else ():
        if key == "on" and isinstance(value, str) and _DAY.match(value) and value > latest.isoformat():
            message = f"the day {value} lies after that of the list, {latest}"
            hint = "Mend the day, or as_of of the assessment."
            yield marked.problem((*path, key), message, hint, severity="warning")
        else:
            yield from _later_days(marked, value, (*path, key), latest)


def _source_days(reading: Reading) -> Iterator[Problem]:
    """Sources published after the list was made, or looked up on no day."""
    marked = reading.marks.get("data/sources.yaml")
    if marked is None or reading.sources is None:
        return
    for code, source in reading.sources.items():
        for key, said in (("published", source.published), ("accessed", source.accessed)):
            year = re.search(r"(?<!\d)[12]\d{3}(?!\d)", str(said)) if said is not None else None
            if key == "accessed" and said is not None and year is None:
                message = f"{str(said)[:40]!r} is no day"
                yield marked.problem((code, key), message, "Write the date as 2026-11-23.", severity="warning")
            elif year and reading.assessment is not None and int(year[0]) > reading.assessment.date.year:
                message = f"{key} {str(said)[:40]} lies after the day of the list, {reading.assessment.date}"
                yield marked.problem((code, key), message, "Mend the year, or as_of.", severity="warning")


def _translations(marked: Marked, content: Any, path: Path) -> Iterator[Problem]:
    if isinstance(content, dict):
        if content and set(content) < set(LANGUAGES):
            missing = next(language for language in LANGUAGES if language not in content)
            hint = f"The other language stands in; add «{missing}: …»."
            yield marked.problem(path, f"the text has no {missing} version", hint, severity="warning")
        for key, value in content.items():
            yield from _translations(marked, value, (*path, key))
    elif isinstance(content, list):
        for position, value in enumerate(content):
            yield from _translations(marked, value, (*path, position))


def _confirmations(reading: Reading) -> Iterator[Problem]:
    if reading.assessment is None:
        return
    today = reading.assessment.date
    for code, criterion in sorted(reading.criteria.items()):
        marked = reading.marks[f"criteria/{code}.yaml"]
        if criterion.confirmed is None:
            message, hint = "nobody has confirmed this criterion", "Add «confirmed: {by: …, on: …}»."
            yield marked.problem((), message, hint, at="inside", severity="warning")
        elif (today - criterion.confirmed.on).days > STALE_DAYS:
            message = f"last confirmed on {criterion.confirmed.on}, more than two years before {today}"
            hint = "Look at it again; if it still holds, write the new date."
            yield marked.problem(("confirmed", "on"), message, hint, severity="warning")
        if not criterion.references:
            message, hint = "the criterion cites no publication", "Add «references: [{title: …, url: …}]»."
            yield marked.problem((), message, hint, at="inside", severity="warning")
