"""The review in words: the line beside the places to sign, and the table of the annex."""

from typing import Any

import pytest
from short_records import assessed, reader_of

from criticality.report.pages import render_page
from criticality.report.review.said_in_review import entries_of, line_of
from criticality.report.short.front import front


def entry(number: int, says: str, by: str, **more: Any) -> dict[str, Any]:
    digests = {"run_id": "2025-03-01-00000000", "digest": "0", "result_digest": "1"}
    return {"format": 1, **digests, "number": number, "says": says, "by": by, "on": "2026-01-02", **more}


SAID = [
    entry(1, "comment", "Lee", text="Figures of 2023."),
    entry(2, "object", "Lee", text="Too high."),
    entry(3, "object", "Wu", text="Too low."),
    entry(4, "withdraw", "Wu", text="Explained.", withdraws=3),
    entry(5, "agree", "Wu"),
]
OPEN = {"entries": SAID, "of_another_run": []}
SIGNED = {"entries": [*SAID, entry(6, "sign_off", "Chair", text="Heard.")], "of_another_run": []}
FOREIGN = {"entries": [], "of_another_run": ["2024-03-01-00000000"]}


COUNTS = "one comment; 2 objections, 1 of them open; one agrees (Wu)"
SIGNED_IN_CHINESE = "意見 1 則；異議 2 項，其中 1 項未撤回；同意 1 人（Wu）；Chair於 2026 年 1 月 2 日簽核"
ANOTHER = "Entries beside the record were signed for another run (2024-03-01-00000000) and count for nothing here."


@pytest.mark.parametrize(
    ("shown", "language", "expected"),
    [
        (None, "en", ""),
        (OPEN, "en", f"Review of this run: {COUNTS}; not signed off."),
        (SIGNED, "zh-Hant", f"本次評估之審查：{SIGNED_IN_CHINESE}。"),
        (FOREIGN, "en", ANOTHER),
    ],
    ids=["nobody", "open", "signed", "of another run"],
)
def test_the_line_counts_and_names_who_signed(shown: Any, language: str, expected: str) -> None:
    assert line_of(shown, reader_of(assessed(), language).words) == expected


def test_many_who_agree_are_named_in_the_annex_alone() -> None:
    words = reader_of(assessed()).words
    shown = {"entries": [entry(n, "agree", f"P{n}") for n in range(1, 9)], "of_another_run": []}
    assert "8 agree (P1, P2, P3, P4, P5, P6" in line_of(shown, words)
    assert "P7" not in line_of(shown, words)
    assert [row["by"] for row in entries_of(shown, words, str)] == [f"P{n}" for n in range(1, 9)]


def test_every_entry_stands_in_the_annex_with_its_mineral() -> None:
    record = assessed()
    reader = reader_of(record)
    mineral = record["result"]["candidates"][0]
    shown = {"entries": [entry(1, "object", "Lee", text="Too high.", about=mineral)], "of_another_run": []}
    (row,) = entries_of(shown, reader.words, reader.name)
    assert (row["says"], row["about"], row["text"]) == ("objects", reader.name(mineral), "Too high.")


def test_page_one_and_the_annex_show_it_and_a_list_without_a_review_is_as_before() -> None:
    record = assessed()
    before = render_page(record, "en")
    assert "Review of this run" not in before
    record["result"]["review"] = SIGNED
    page = render_page(record, "en")
    assert "signed off by Chair on 2 January 2026" in page
    assert "withdraws objection 3" in page
    assert front(reader_of(record))["review"].startswith("Review of this run: one comment")
