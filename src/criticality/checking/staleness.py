"""What a run says without refusing: stale confirmations and missing translations."""

from collections.abc import Iterator
from typing import Any

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.positions import Marked, Path
from criticality.model.document import LANGUAGES

STALE_DAYS = 730


def warnings_of(reading: Reading) -> Iterator[Problem]:
    """Warnings about every document read."""
    for file, marked in sorted(reading.marks.items()):
        if marked.content is not None and file != "data/sources.yaml":
            yield from _translations(marked, marked.content, ())
    yield from _confirmations(reading)


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
