"""Whatever was done to a questionnaire, it gives answers or sentences, and never a traceback."""

import io
import random
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from criticality.questionnaires.entering import joined_with, new_text, panel_problems
from criticality.questionnaires.order import Order
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.returned import read_returned
from criticality.spreadsheets.book import Book, Formula
from criticality.spreadsheets.packing import packed
from questionnaires.filling import answers_of, atlantis_panel, filled, saved

PIECES = (b"", b"<", b"9", b"-1e999", b"\xff", b"\xe7\x94\xb2")
VALUES = (
    "",
    "group",
    "pair",
    "said",
    "Q01",
    "Q99",
    "supply_risk",
    "9",
    "1e999",
    "=A1",
    "x" * 31_000,
    "\u202e\x07",
    "甲",
    1e300,
)
KINDS = (".ods", ".xlsx")


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> PanelFile:
    return atlantis_panel(tmp_path_factory.mktemp("panel"))


def whole(panel: PanelFile) -> Book:
    answers = answers_of(panel, "Harbourmaster")
    return filled(panel, Order("Judge E", "Office", "both", 3, date(2026, 12, 31)), answers)


def tried(path: Path, panel: PanelFile) -> bool:
    """Read a file, and enter it where it can be; return whether something was wrong."""
    returned = read_returned(path, path.name, panel)
    assert returned.judge is not None or returned.problems
    if returned.judge is not None:
        joined = joined_with(panel, [returned])
        if not any(problem.severity == "error" for problem in panel_problems(panel, joined)):
            assert new_text(panel, joined).startswith(panel.text)
    return bool(returned.problems)


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_changed_cut_out_or_put_in(panel: PanelFile, kind: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(saved(whole(panel), panel, tmp_path / f"whole{kind}").read_bytes())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    drawn = random.Random(1)
    names = [name for name in parts if name.endswith(("content.xml", "sharedStrings.xml", "sheet4.xml", "sheet7.xml"))]
    told = 0
    for case in range(40):
        damaged, name = dict(parts), drawn.choice(names)
        for _ in range(drawn.randrange(1, 4)):
            begin = drawn.randrange(len(damaged[name]))
            end = begin + drawn.choice((1, 1, 2, 40, 4000))
            damaged[name] = damaged[name][:begin] + drawn.choice(PIECES) + damaged[name][end:]
        path = tmp_path / f"damaged{case}{kind}"
        path.write_bytes(packed(damaged, panel.day, ("mimetype",) if "mimetype" in damaged else ()))
        told += tried(path, panel)
    assert told > 10


@pytest.mark.parametrize("kind", KINDS)
def test_words_put_into_any_cell_the_hidden_ones_among_them(panel: PanelFile, kind: str, tmp_path: Path) -> None:
    drawn, book, told = random.Random(2), whole(panel), 0
    for case in range(60):
        sheets = list(book.sheets)
        for _ in range(drawn.randrange(1, 5)):
            at = drawn.choice((0, 1, 3, len(sheets) - 1, len(sheets) - 1))
            place = drawn.choice(sorted(sheets[at].cells))
            value = drawn.choice((*VALUES, Formula("1+1")))
            cells = {**sheets[at].cells, place: replace(sheets[at].cells[place], value=value)}
            sheets[at] = replace(sheets[at], cells=cells)
        told += tried(saved(replace(book, sheets=sheets), panel, tmp_path / f"{case}{kind}"), panel)
    assert told > 10
