"""The page of a sweep in both languages: one self-contained HTML file, readable where scripts are off."""

from collections.abc import Mapping

from criticality.model.sweeps.sweep_record import AxisFound, MineralFound, SweepRecord
from criticality.report.comparison.page import filled_page
from criticality.report.sweeps.country_rows import countries_shown
from criticality.report.sweeps.sweep_words import (
    MOST_NAMED,
    failed_words,
    in_cases,
    in_languages,
    levels_words,
    list_words,
    names_of,
    size_words,
)
from criticality.text.message import Message
from criticality.text.numbers import NO_VALUE, at_least_a_digit, fixed

_WORDS = (
    "all_candidates",
    "alone_caption",
    "best",
    "by_itself",
    "country",
    "cases",
    "decided_by",
    "decides",
    "footer",
    "judged",
    "listed_number",
    "mineral",
    "moves",
    "of_cases",
    "shares",
    "skip",
    "sometimes",
    "together",
    "levels",
    "variance_caption",
    "varies",
    "with_others",
    "worst",
    "on_the_list",
)
"""The heads and captions of the page."""


def sweep_page(found: SweepRecord) -> str:
    """Return what a sweep found as one HTML page.

    Parameters
    ----------
    found
        The object of ``summary.json``.
    """
    always = [row for row in found["minerals"] if row["cases"] and row["listed"] == row["cases"]]
    never = sum(row["listed"] == 0 for row in found["minerals"])
    titles = {axis["code"]: axis["title"] for axis in found["axes"]}
    return filled_page(
        "sweep_page.html",
        {
            "found": found,
            "words": {word: in_languages(Message(f"sweeping.page_{word}")) for word in _WORDS},
            "size": in_languages(size_words(found)),
            "list_size": in_languages(list_words(found)),
            "failed": in_languages(failed_words(found)) if found["failed"] else None,
            "axes": [_axis(axis) for axis in found["axes"]],
            "together": at_least_a_digit(found["together"], 0),
            "always": {language: _always(found, always, language) for language in ("en", "zh-Hant")},
            "never": in_languages(Message("sweeping.in_none", n=never)),
            "minerals": [_mineral(row, titles) for row in sorted(found["minerals"], key=_by_share)],
            "countries": countries_shown(found),
        },
    )


def _by_share(row: MineralFound) -> tuple[float, int, str]:
    return (-(row["listed"] / row["cases"] if row["cases"] else 0.0), row["best_rank"] or 10**6, row["mineral"])


def _always(found: SweepRecord, rows: list[MineralFound], language: str) -> str:
    return in_languages(
        Message(
            "sweeping.in_all",
            cases=f"{found['decided']:,}",
            n=len(rows),
            names=[row["names"][language] for row in rows],
        )
        if rows
        else Message("sweeping.nobody_always", cases=f"{found['decided']:,}")
    )[language]


def _axis(axis: AxisFound) -> Mapping[str, object]:
    error = f" ± {at_least_a_digit(axis['error'], 0)}" if axis["error"] else ""
    return {
        "title": axis["title"],
        "levels": [in_languages(words) for words in levels_words(axis["levels"])],
        "first": at_least_a_digit(axis["first"], 0),
        "total": at_least_a_digit(axis["total"], 0),
        "error": error,
        "moved": axis["moved"],
    }


def _mineral(row: MineralFound, titles: Mapping[str, Mapping[str, str]]) -> Mapping[str, object]:
    return {
        "names": row["names"],
        "cases": row["cases"],
        "listed": row["listed"],
        "sort": fixed(row["listed"] / row["cases"], 6) if row["cases"] else "",
        "share": in_languages(in_cases(row)),
        "counted": f"{row['listed']:,} / {row['cases']:,}",
        "best": row["best_rank"] or NO_VALUE,
        "worst": row["worst_rank"] or NO_VALUE,
        "decides": names_of(row["decides"][:MOST_NAMED], titles),
    }
