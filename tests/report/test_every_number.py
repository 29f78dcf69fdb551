"""Every decimal number printed in the result is in the record, at the precision printed; and the other way round."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
import pytest
from printed_lists import Printed
from test_pages_read_back import to_unicode

from criticality.report.words import fixed

DECIMAL = re.compile(r"(?<![\d.,])[−-]?\d[\d,]*\.(\d+)(?![\d.])")
CHAPTERS = ("result", "cases", "reasons", "sureness", "comparison")


def runs_of_text(printed: Printed, language: str) -> list[list[str]]:
    """Return the runs of text of each page; a number never spans two runs."""
    pages = []
    with pikepdf.open(printed.editions[language]) as pdf:
        maps = {name: to_unicode(font) for name, font in pdf.pages[0].Resources.Font.items()}
        for page in pdf.pages:
            runs, font = [], {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = maps[str(operands[0])]
                elif str(operator) in {"TJ", "Tj"}:
                    parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                    raws = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
                    glyphs = [raw[at : at + 2] for raw in raws for at in range(0, len(raw), 2)]
                    runs.append("".join(font.get(glyph, "") for glyph in glyphs))
            pages.append(runs)
    return pages


def pages_of(printed: Printed, language: str, chapters: Iterable[str]) -> list[int]:
    """Return the numbers of the pages of some chapters, from the bookmarks."""
    with pikepdf.open(printed.editions[language]) as pdf:
        order = [page.objgen for page in pdf.pages]
        starts = []
        with pdf.open_outline() as outline:
            for item in outline.root:
                place = item.destination[0] if item.destination is not None else item.action.D[0]
                starts.append((item.title, order.index(place.objgen)))
    ends = [start for _, start in starts[1:]] + [len(order) - 1]
    wanted = {printed_number(chapter) for chapter in chapters}
    return sorted(
        {
            page
            for (title, start), end in zip(starts, ends, strict=True)
            if title.strip()[:1] in wanted
            for page in range(start, end + 1)
        }
    )


def printed_number(chapter: str) -> str:
    return {"result": "2", "cases": "3", "reasons": "4", "sureness": "5", "comparison": "6"}[chapter]


def numbers(value: Any) -> Iterator[float]:
    """Yield every number of a part of the record, those inside its keys of thresholds too."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, dict):
        for entry in value.values():
            yield from numbers(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from numbers(entry)


def unexplained(texts: Iterable[str], known: Iterable[float]) -> list[str]:
    """Return the decimal numbers of some texts that round from none of the known ones, as they stand or in per cent."""
    values = sorted({abs(scaled) for value in known for scaled in (value, 100 * value)})
    lost = []
    for text in texts:
        for match in DECIMAL.finditer(text):
            shown = abs(float(match[0].replace(",", "").replace("−", "-")))
            half = 0.5 * 10.0 ** -len(match[1]) * (1 + 1e-9)
            if not any(abs(value - shown) <= half for value in values):
                lost.append(f"{match[0]} in {text!r}")
    return lost


def of_the_result(printed: Printed) -> list[float]:
    """Return the numbers that the chapters on the result may show, and no others."""
    result, inputs = printed.record["result"], printed.record["inputs"]
    parts = ["indicators", "ranking", "contributions", "borderline", "agreement", "weights"]
    parts += ["robustness", "acceptability"]
    return [*numbers([result[part] for part in parts]), *numbers(inputs["assessment"])]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_decimal_printed_in_the_result_is_in_the_record(printed: Printed, language: str) -> None:
    pages = runs_of_text(printed, language)
    texts = [run for page in pages_of(printed, language, CHAPTERS) for run in pages[page]]
    assert sum(len(DECIMAL.findall(text)) for text in texts) > 200
    assert unexplained(texts, of_the_result(printed)) == []


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_score_and_contribution_of_the_record_is_printed(printed: Printed, language: str) -> None:
    pages = runs_of_text(printed, language)
    shown = {
        match[0]
        for page in pages_of(printed, language, CHAPTERS)
        for run in pages[page]
        for match in DECIMAL.finditer(run)
    }
    result = printed.record["result"]
    listed = {row["mineral"] for row in result["ranking"] if row["listed"]}
    scores = {fixed(row["score"]) for row in result["ranking"] if row["score"] is not None}
    ratings = {fixed(v, 2) for row in result["ranking"] for v in row["dimensions"].values() if v is not None}
    parts = {fixed(row["contribution"]) for row in result["contributions"] if row["mineral"] in listed}
    assert scores | ratings | parts <= shown


def test_a_number_that_is_not_in_the_record_is_found() -> None:
    assert unexplained(["0.742", "74.2 %", "1,234.5", "−0.05"], [0.74249, 1234.46, -0.052]) == []
    assert unexplained(["0.743"], [0.74249]) == ["0.743 in '0.743'"]
    assert unexplained(["12.4 %"], [0.1234]) == ["12.4 in '12.4 %'"]
