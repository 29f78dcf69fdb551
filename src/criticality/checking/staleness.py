"""What documents say of days and of where to look things up: stale or future days, addresses that lead nowhere."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.positions import Marked, Path
from criticality.model.document import LANGUAGES
from criticality.text.message import Message

STALE_DAYS = 730
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+\Z", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def warnings_of(reading: Reading) -> Iterator[Problem]:
    """Warnings about every document read."""
    for file, marked in sorted(reading.marks.items()):
        if marked.content is not None and not file.endswith("/sources.yaml"):
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
            message = Message("checking.no_address", text=value[:60])
            yield marked.problem((*path, key), message, Message("checking.write_address"))
        elif key == "doi" and isinstance(value, str) and not _DOI.match(value):
            message, hint = (
                Message("checking.no_doi", text=value[:60]),
                Message("checking.write_doi"),
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
        if (*path, key) == ("adopted",):
            continue  # a list is adopted after its day
        if key == "on" and isinstance(value, str) and _DAY.match(value) and value > latest.isoformat():
            message = Message("checking.later_day", day=value, latest=latest)
            hint = Message("checking.mend_day")
            yield marked.problem((*path, key), message, hint, severity="warning")
        else:
            yield from _later_days(marked, value, (*path, key), latest)


def _source_days(reading: Reading) -> Iterator[Problem]:
    """Sources published after the list was made, or looked up on no day."""
    places = [marked for file, marked in reading.marks.items() if file.endswith("/sources.yaml")]
    for code, source in (reading.sources or {}).items():
        marked = next((each for each in places if isinstance(each.content, dict) and code in each.content), None)
        if marked is None:
            continue
        for key, said in (("published", source.published), ("accessed", source.accessed)):
            year = re.search(r"(?<!\d)[12]\d{3}(?!\d)", str(said)) if said is not None else None
            if key == "accessed" and said is not None and year is None:
                message = Message("checking.no_day", text=str(said)[:40])
                yield marked.problem((code, key), message, Message("checking.write_day"), severity="warning")
            elif year and reading.assessment is not None and int(year[0]) > reading.assessment.date.year:
                message = Message("checking.later_year", key=key, said=str(said)[:40], day=reading.assessment.date)
                yield marked.problem((code, key), message, Message("checking.mend_year"), severity="warning")


def _translations(marked: Marked, content: Any, path: Path) -> Iterator[Problem]:
    if isinstance(content, dict):
        if content and set(content) < set(LANGUAGES):
            missing = next(language for language in LANGUAGES if language not in content)
            hint = Message("checking.add_language", language=missing)
            yield marked.problem(path, Message("checking.no_translation", language=missing), hint, severity="warning")
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
            message, hint = Message("checking.unconfirmed"), Message("checking.add_confirmed")
            yield marked.problem((), message, hint, at="inside", severity="warning")
        elif (today - criterion.confirmed.on).days > STALE_DAYS:
            message = Message("checking.confirmed_long_ago", on=criterion.confirmed.on, today=today)
            hint = Message("checking.look_again")
            yield marked.problem(("confirmed", "on"), message, hint, severity="warning")
        if not criterion.references:
            message, hint = Message("checking.no_reference"), Message("checking.add_reference")
            yield marked.problem((), message, hint, at="inside", severity="warning")
