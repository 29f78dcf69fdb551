"""What can be wrong with ``sources``: whose figures count where several publishers state one thing."""

from collections.abc import Iterator

import pandas as pd

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked
from criticality.model.assessment import Assessment
from criticality.model.dataset import TABLES
from criticality.model.publishers import BLOCKS, completed_order, counting_rows, publishers_of, winners
from criticality.text.message import Message


def publisher_problems(reading: Reading) -> Iterator[Problem]:
    """Publishers of ``sources`` that order nothing, and blocks that do not count although nobody said so."""
    assessment = reading.assessment
    if assessment is None:
        return
    marked = reading.marks[reading.paths["assessment"]]
    yield from order_problems(reading, assessment, marked)
    yield from _undecided(reading, assessment)


def order_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    """What ``sources`` names that orders nothing; `marked` holds the places of the assessment's keys."""
    for name, order in assessment.sources.model_dump().items():
        yield from _order_problems(reading, name, order, marked)


def _order_problems(reading: Reading, name: str, order: tuple[str, ...], marked: Marked) -> Iterator[Problem]:
    frame = reading.tables.get(name)
    stated = set(publishers_of(frame)) if frame is not None and order else set()
    for position, source in enumerate(order):
        place = ("sources", name, position)
        if source in order[:position]:
            yield marked.problem(place, Message("checking.stands_twice", word=source), Message("checking.keep_one"))
        elif reading.sources is not None and source not in reading.sources:
            hint = nearest(source, reading.sources)
            yield marked.problem(place, Message("checking.no_source", source=source), hint)
        elif frame is not None and source not in stated:
            message = Message("checking.decides_nothing", path=TABLES[name].path, source=source)
            yield marked.problem(place, message, nearest(source, stated), severity="warning")


def _undecided(reading: Reading, assessment: Assessment) -> Iterator[Problem]:
    """Warn of a publisher whose figures do not count only because of the order of the file; once for each pair."""
    for name in BLOCKS:
        frame = reading.tables.get(name)
        if frame is None:
            continue
        order: tuple[str, ...] = assessment.sources.model_dump()[name]
        counts = counting_rows(frame, name, order)
        if bool(counts.all()):
            continue
        lost = frame.assign(publisher=publishers_of(frame), winner=winners(frame, name, order))[~counts]
        known = reading.sources
        for (winner, loser), rows in lost.groupby(["winner", "publisher"], sort=True):
            if known is not None and any(source and source not in known for source in (winner, loser)):
                continue  # a misspelt source is no publisher: it is told at its row
            if not loser:
                yield _sourceless(name, rows, str(winner))
            elif winner not in order:
                yield _by_the_file(name, rows, (str(winner), str(loser)), completed_order(frame, name, order))


def _sourceless(name: str, rows: pd.DataFrame, winner: str) -> Problem:
    message = Message("checking.row_without_source", winner=winner)
    hint = Message("checking.name_source")
    return Problem(TABLES[name].path, int(rows["line"].min()), None, "source", message, hint, "warning")


def _by_the_file(name: str, rows: pd.DataFrame, pair: tuple[str, str], order: tuple[str, ...]) -> Problem:
    winner, loser = pair
    message = Message("checking.first_in_file", n=len(rows), loser=loser, winner=winner)
    hint = Message("checking.say_whose", table=name, order=list(order))
    return Problem(TABLES[name].path, int(rows["line"].min()), None, "source", message, hint, "warning")
