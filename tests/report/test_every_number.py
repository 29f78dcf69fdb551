"""Every decimal number and percentage printed is in the record, at the precision printed; and the other way round."""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from printed_lists import Printed
from test_pages_read_back import to_unicode

from criticality.text.numbers import fixed

DECIMAL = re.compile(r"(?<![\d.,])[−-]?\d[\d,]*\.(\d+)(?![\d.])")
POWER = re.compile(r"(\d+)(?:\.(\d+))?·10\^([−-]?\d+)")
PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})*)[\s\u00a0]%")
CHAPTERS = ("2", "3", "4", "5", "6")
WORDS_SAY = (7.1, 7.2, 7.3, 7.4, 7.5, 2.5, 60.0, 42.0, 18.0, 100.0, 180.0, 0.9, 0.25)
"""What the words say of themselves: sections, the governance scale, stocks in practice, the confidence asked."""


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
    return sorted(
        {
            page
            for (title, start), end in zip(starts, ends, strict=True)
            if title.strip().startswith(tuple(chapters))
            for page in range(start, max(start + 1, end))
        }
    )


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


def stated(value: Any) -> Iterator[float]:
    """Yield every number that a part of the record states in words: in notes, reasons, titles and dates."""
    if isinstance(value, str):
        for found in re.findall(r"\d[\d,]*(?:\.\d+)?", value):
            yield float(found.replace(",", ""))
    elif isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from stated(entry)


def unexplained(texts: Iterable[str], known: Iterable[float]) -> list[str]:
    """Return the decimal numbers of some texts that round from none of the known ones, as they stand or in per cent."""
    values = sorted({abs(scaled) for value in known for scaled in (value, 100 * value)})
    lost = []
    for text in texts:
        for match in POWER.finditer(text):
            power = int(match[3].replace("−", "-"))
            half = 0.5 * 10.0 ** (power - len(match[2] or "")) * (1 + 1e-9)
            if not _near(values, float(f"{match[1]}.{match[2] or 0}e{power}"), half):
                lost.append(f"{match[0]} in {text!r}")
        for match in DECIMAL.finditer(POWER.sub("", text)):
            shown = abs(float(match[0].replace(",", "").replace("−", "-")))
            half = 0.5 * 10.0 ** -len(match[1]) * (1 + 1e-9)
            if not _near(values, shown, half):
                lost.append(f"{match[0]} in {text!r}")
        for match in PERCENT.finditer(text):
            if not _near(values, float(match[1].replace(",", "")), 0.5 * (1 + 1e-9)):
                lost.append(f"{match[0]} in {text!r}")
    return lost


def _near(values: Sequence[float], shown: float, half: float) -> bool:
    place = bisect_left(values, shown - half)
    return place < len(values) and values[place] <= shown + half


def of_the_result(printed: Printed) -> list[float]:
    """Return the numbers that the chapters on the result may show, and no others."""
    result, inputs = printed.record["result"], printed.record["inputs"]
    parts = ["indicators", "ranking", "contributions", "borderline", "agreement", "weights"]
    parts += ["robustness", "acceptability"]
    held = [entry for row in result["ranking"] for entry in row["because"] if entry["value"] is not None]
    distances = [abs(entry["value"] - entry["threshold"]) for entry in held]
    return [*numbers([result[part] for part in parts]), *numbers(inputs["assessment"]), *distances]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_decimal_printed_in_the_result_is_in_the_record(printed: Printed, language: str) -> None:
    pages = runs_of_text(printed, language)
    texts = [run for page in pages_of(printed, language, CHAPTERS) for run in pages[page]]
    assert sum(len(DECIMAL.findall(text)) for text in texts) > 50
    assert unexplained(texts, of_the_result(printed)) == []


def of_chapter(printed: Printed, chapter: str) -> list[float]:
    """Return the numbers that a chapter may show, and no others."""
    result, inputs = printed.record["result"], printed.record["inputs"]
    if chapter == "1":
        parts: list[Any] = [inputs["assessment"], inputs["criteria"], result["dimension_weights"], result["weights"]]
        return [*numbers(parts), *stated(parts)]
    if chapter == "7":
        parts = [result["policy"], inputs["assessment"], result["agreement"], result["methods"]]
        return [*numbers(parts), *stated(result["policy"]), *derived(printed), *WORDS_SAY]
    if chapter == "8":
        tables = [inputs["data"][name] for name in ("end_uses", "minerals", "official_lists")]
        parts = [result[name] for name in ("indicators", "ranking", "contributions", "supply", "origins", "policy")]
        return [
            *WORDS_SAY,
            *numbers([tables, parts, inputs["assessment"]]),
            *stated([tables, parts, result["restrictions"]]),
            *rounded_up(result["policy"]),
        ]
    return [*numbers(printed.record), *stated(printed.record), *WORDS_SAY]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
@pytest.mark.parametrize(("chapter", "at_least"), [("1", 5), ("7", 20), ("8", 120), ("Annex", 40)])
def test_every_number_of_the_other_chapters_is_in_the_record(
    printed: Printed, language: str, chapter: str, at_least: int
) -> None:
    pages = runs_of_text(printed, language)
    titles = ("Annex ", "附錄") if chapter == "Annex" else (f"{chapter} ", f"{chapter}\u2003", f"{chapter}\u2002")
    texts = [run for page in pages_of(printed, language, titles) for run in pages[page]]
    assert sum(len(DECIMAL.findall(text)) + len(PERCENT.findall(text)) for text in texts) >= at_least
    assert unexplained(texts, of_chapter(printed, chapter)) == []


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_number_on_the_page_of_decision_is_in_the_record(printed: Printed, language: str) -> None:
    ranking = printed.record["result"]["ranking"]
    counts = [len([row for row in ranking if row["tier"] == tier]) for tier in {row["tier"] for row in ranking}]
    known = [*numbers(printed.record["result"]), *numbers(printed.record["inputs"]["assessment"]), *map(float, counts)]
    assert unexplained(runs_of_text(printed, language)[0], [*known, *derived(printed)]) == []


MONEY = (1e4, 1e6, 1e8)
"""What amounts are counted in: the 萬 and 億 of Chinese, the million of English."""


def rounded_up(policy: Any) -> list[float]:
    """What a lever must reach, in per cent with one decimal: rounded up, so that the figure printed is enough."""
    found = [row["needed"]["value"] for rows in policy["levers"].values() for row in rows if row.get("needed")]
    found += [part["value"] for rows in policy["levers"].values() for row in rows for part in row.get("parts") or ()]
    return [math.ceil(round(1000 * value, 6)) / 10 for value in found]


def derived(printed: Printed) -> list[float]:
    """What the editions add up or convert: costs in their units and their sum, kilograms, uses by sector, steps."""
    result, tables = printed.record["result"], printed.record["inputs"]["data"]
    hit = [row for row in result["policy"]["disruption"].values() if row]
    costs = [row["stock_usd"] for row in hit if row["stock_usd"] is not None]
    money = [cost / unit for cost in (*costs, sum(costs)) for unit in MONEY]
    kilograms = [1000 * row["stock_t"] for row in hit if row["stock_t"] is not None]
    places = [tables["end_uses"]["columns"].index(name) for name in ("mineral", "sector", "share")]
    uses: dict[tuple[str, str], float] = {}
    for row in tables["end_uses"]["rows"]:
        mineral, sector, share = (row[place] for place in places)
        uses[mineral, sector] = uses.get((mineral, sector), 0.0) + share
    rates = [row[5] for row in tables["exchange_rates"]["rows"]]
    own = [amount * rate for amount in money for rate in rates]
    return [*money, *own, *rates, *kilograms, *uses.values(), *rounded_up(result["policy"])]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_number_of_the_short_edition_is_in_the_record(printed: Printed, language: str) -> None:
    short = replace(printed, editions=printed.short)
    texts = [run for page in runs_of_text(short, language) for run in page]
    assert sum(len(DECIMAL.findall(text)) + len(PERCENT.findall(text)) for text in texts) >= 40
    known = [*numbers(printed.record), *stated(printed.record), *WORDS_SAY, *derived(printed)]
    assert unexplained(texts, known) == []


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_number_of_the_public_edition_is_in_the_record(printed: Printed, language: str) -> None:
    texts = [run for page in runs_of_text(replace(printed, editions=printed.public), language) for run in page]
    assert sum(len(DECIMAL.findall(text)) + len(PERCENT.findall(text)) for text in texts) >= 1
    known = [*numbers(printed.record["result"]), *derived(printed)]
    assert unexplained(texts, known) == []


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_every_score_and_contribution_of_the_record_is_printed(printed: Printed, language: str) -> None:
    pages = runs_of_text(printed, language)
    shown = {
        match[0]
        for page in pages_of(printed, language, (*CHAPTERS, "8"))
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
    assert unexplained(["74 %"], [0.7451]) == ["74 % in '74 %'"]
    assert unexplained(["12.4 %"], [0.1234]) == ["12.4 in '12.4 %'"]
