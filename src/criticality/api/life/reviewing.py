"""The review of a run for pages: what they show, and what they were printed with."""

from pathlib import Path

from criticality.errors import RecordError, with_hint
from criticality.model.comparison_record import ComparisonRecord
from criticality.model.record import PrintedReview, Record, RecordResult
from criticality.model.rows.review_record import ReviewShown
from criticality.records.life.review_files import Review, read_review
from criticality.text.message import Message, joined


def sound_review(folder: Path, record: Record) -> Review:
    """Read the review of a run for its pages.

    Raises
    ------
    RecordError
        If a file of it does not hold: no page is printed with a part of a review.
    """
    review = read_review(folder, record)
    if review.faults:
        wrong = [Message("records.in_file", file=file, what=what) for file, what in review.faults]
        raise RecordError(with_hint(joined(wrong, "line"), Message("reviewing.take_out_hint")))
    return review


def with_review(record: Record, shown: ReviewShown | None) -> Record:
    """The record as the pages show it: with its review."""
    if shown is None:
        return record
    result: RecordResult = {**record["result"], "review": shown}
    return {**record, "result": result}


def with_reviews(content: ComparisonRecord, **sides: ReviewShown | None) -> ComparisonRecord:
    """A comparison with what was said of its runs, by ``a`` and ``b``; the same where nobody said anything."""
    shown = {key: review for key, review in sides.items() if review is not None}
    return {**content, "review": shown} if shown else content


def without_review(record: Record) -> Record:
    """The record as the workbook and the page for a browser show it, which have no place to sign."""
    if "review" not in record["result"]:
        return record
    result = record["result"].copy()
    del result["review"]
    return {**record, "result": result}


def printed_with(review: Review) -> PrintedReview | None:
    """What is noted of the review with which a page is printed, so that the page can be made again later."""
    shown = review.shown
    if shown is None:
        return None
    last = review.digests[-1] if review.digests else ""
    return {"entries": len(review.entries), "last": last, "of_another_run": shown["of_another_run"]}


def as_printed(review: Review, printed: PrintedReview | None) -> ReviewShown | None:
    """The review as it was when a page was printed.

    Raises
    ------
    RecordError
        If the entries with which it was printed do not all stand there.
    """
    if printed is None:
        return None
    count = printed["entries"]
    there = count <= len(review.entries) and (count == 0 or review.digests[count - 1] == printed["last"])
    if not there:
        raise RecordError(Message("reviewing.entries_gone", n=count, there=len(review.entries)))
    return {"entries": review.entries[:count], "of_another_run": printed["of_another_run"]}
