"""LibreOffice as oracle: the sheets work out the tool's own consistency, and a resaved file gives the same answers.

Skipped where LibreOffice is lacking; CI does not install it.
"""

import random
import shutil
import subprocess
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from criticality.questionnaires.order import Order
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.returned import read_returned
from criticality.questionnaires.sheets.pairs import BY, WHICH, Layout
from criticality.questionnaires.sheets.sheet_names import CALCULATION
from criticality.spreadsheets.reading.contents import ReadSheet
from criticality.spreadsheets.reading.read import read_book
from criticality.weighting.ahp import comparison_matrix, consistency
from questionnaires.filling import answers_of, atlantis_panel, filled, put, saved

pytestmark = pytest.mark.slow
ORDER = Order("Judge E", "Office", "both")
OTHER = {".ods": "xlsx", ".xlsx": "ods"}
FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods:calc8"}


def converted(path: Path, kind: str, folder: Path) -> Path:
    """Open a file in LibreOffice and save it as another kind."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine (apt-get install libreoffice-calc)")
    folder.mkdir(exist_ok=True)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    words = [program, profile, "--headless", "--convert-to", FILTERS[kind], "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.{kind}"


def ratios(path: Path) -> dict[str, float | None]:
    """CR of each group as the hidden sheet of workings has it."""
    sheet = next(sheet for sheet in read_book(path).sheets if sheet.name == CALCULATION)
    found: dict[str, float | None] = {}
    for (row, column), cell in sheet.cells.items():
        if (column == 1 and "_" in cell.text) or cell.text == "dimensions":
            found[cell.text] = number_at(sheet, row, 4)
    return found


def number_at(sheet: ReadSheet, row: int, column: int) -> float | None:
    cell = sheet.cells.get((row, column))
    return None if cell is None else cell.number


def random_answers(panel: PanelFile, seed: int, spread: float) -> dict[tuple[str, str], float]:
    """Answers of a judge who means some priorities and strays from them."""
    drawn = random.Random(seed)
    answers = {}
    for group in panel.questions().groups:
        weight = {item.code: drawn.lognormvariate(0.0, 0.8) for item in group.items}
        for first, second in combinations(sorted(weight), 2):
            ratio = weight[first] / weight[second] * drawn.lognormvariate(0.0, spread)
            by = float(round(min(9.0, max(ratio, 1 / ratio))))
            answers[(first, second) if ratio >= 1 else (second, first)] = by
    return answers


def expected(panel: PanelFile, answers: dict[tuple[str, str], float]) -> dict[str, float]:
    ratio = {}
    for group in panel.questions().groups:
        items = [item.code for item in group.items]
        judged = [(more, than, by) for (more, than), by in answers.items() if more in items and than in items]
        ratio[group.code] = consistency(comparison_matrix(items, judged)).consistency_ratio
    return ratio


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> PanelFile:
    return atlantis_panel(tmp_path_factory.mktemp("panel"))


@pytest.mark.parametrize("kind", OTHER)
@pytest.mark.parametrize(("seed", "spread"), [(1, 0.0), (2, 0.3), (3, 0.6), (4, 0.9)])
def test_the_sheets_work_out_the_consistency_of_the_tool(
    panel: PanelFile, kind: str, seed: int, spread: float, tmp_path: Path
) -> None:
    answers = random_answers(panel, seed, spread)
    path = saved(filled(panel, ORDER, answers), panel, tmp_path / f"answers{kind}")
    worked_out, wanted = ratios(converted(path, OTHER[kind], tmp_path / "out")), expected(panel, answers)
    assert worked_out.keys() == wanted.keys()
    for group, ratio in wanted.items():
        assert worked_out[group] == pytest.approx(ratio, abs=1e-6 if ratio < 0.5 else 1e-4)


@pytest.mark.parametrize("kind", OTHER)
def test_a_file_resaved_by_libreoffice_gives_the_same_answers(panel: PanelFile, kind: str, tmp_path: Path) -> None:
    path = saved(filled(panel, ORDER, answers_of(panel, "Harbourmaster")), panel, tmp_path / f"answers{kind}")
    before = read_returned(path, "a", panel)
    for other in FILTERS:
        after = read_returned(converted(path, other, tmp_path / other), "a", panel)
        assert after.problems == before.problems == []
        assert after.judge == before.judge


def test_an_empty_questionnaire_shows_no_error_and_no_ratio(panel: PanelFile, tmp_path: Path) -> None:
    path = saved(filled(panel, ORDER, {}, None), panel, tmp_path / "answers.ods")
    book = read_book(converted(path, "xlsx", tmp_path / "out"))
    texts = [cell.text for sheet in book.sheets for cell in sheet.cells.values()]
    assert [text for text in texts if text.startswith(("#", "Err:"))] == []
    assert set(ratios(tmp_path / "out" / "answers.xlsx").values()) == {None}
    assert sum("0 / " in text for text in texts) == 2 * len(panel.questions().groups)


def test_half_an_answer_and_a_contradiction_are_not_counted(panel: PanelFile, tmp_path: Path) -> None:
    """A side without a number, a number without a side, both the same and yet three times; 1 alone says the same."""
    book = filled(panel, replace(ORDER, language="en"), answers_of(panel, "Harbourmaster"))
    group = panel.questions().groups[2]
    layout = Layout.of(book.sheets[3].name, group)
    cells = dict(book.sheets[3].cells)
    for place, (which, much) in enumerate((("side", None), (None, 3.0), ("both count the same", 3.0))):
        side = group.pairs[place].first.title.to("en") if which == "side" else which
        put(cells, (layout.first + place, WHICH), side)
        put(cells, (layout.first + place, BY), much)
    spoiled = replace(book, sheets=[*book.sheets[:3], replace(book.sheets[3], cells=cells), *book.sheets[4:]])
    sheets = read_book(converted(saved(spoiled, panel, tmp_path / "a.ods"), "xlsx", tmp_path / "out")).sheets
    texts = [cell.text for cell in sheets[3].cells.values()]
    assert "0 / 3" in texts
    assert sum(text.startswith("Not complete yet") for text in texts) == 3


def test_the_answer_that_fits_least_is_marked_where_the_ratio_is_above_the_limit(
    panel: PanelFile, tmp_path: Path
) -> None:
    answers = answers_of(panel, "Harbourmaster")
    del answers["companionality", "recycling_rate"]
    answers["recycling_rate", "companionality"] = 9
    path = saved(filled(panel, replace(ORDER, language="en"), answers), panel, tmp_path / "answers.xlsx")
    book = read_book(converted(path, "ods", tmp_path / "out"))
    marked = [cell.text for sheet in book.sheets for cell in sheet.cells.values() if cell.text.startswith("◄")]
    assert len(marked) == 1
