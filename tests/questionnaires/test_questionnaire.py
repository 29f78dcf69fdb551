"""The workbook that is sent out: nothing answered, both kinds alike, the same bytes, its codes hidden in it."""

# Holds: questionnaires/order.py, questionnaires/sheets/calculation.py, questionnaires/sheets/codes.py,
# questionnaires/sheets/cover.py, questionnaires/sheets/pairs.py, questionnaires/sheets/sheet_names.py.

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from criticality.questionnaires.order import FORMAT, Order
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.questionnaire import questionnaire
from criticality.questionnaires.sheets.codes import read_codes
from criticality.questionnaires.words import ASK_LANGUAGES, AskLanguage
from criticality.spreadsheets.book import Formula
from criticality.spreadsheets.ods import ods_bytes
from criticality.spreadsheets.reading.read import read_book
from criticality.spreadsheets.xlsx import xlsx_bytes
from questionnaires.filling import atlantis_panel

KINDS = {".ods": ods_bytes, ".xlsx": xlsx_bytes}
HAN, WORD = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{4,}")


@pytest.fixture
def panel(tmp_path: Path) -> PanelFile:
    return atlantis_panel(tmp_path)


def order(language: AskLanguage = "both", seed: int | None = None) -> Order:
    return Order("Judge E", "Office E", language, seed, date(2026, 12, 31))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ASK_LANGUAGES)
def test_the_codes_come_back_from_the_file(panel: PanelFile, kind: str, language: AskLanguage, tmp_path: Path) -> None:
    path = tmp_path / f"a{kind}"
    path.write_bytes(KINDS[kind](questionnaire(panel, order(language, 5)), panel.day))
    codes = read_codes(read_book(path))
    assert codes is not None
    assert codes.said == {
        **{"weights": panel.file, "questions": panel.questions().digest, "wording": panel.questions().wording},
        **{"language": language, "judge": "Judge E", "office": "Office E", "seed": "5", "closes": "2026-12-31"},
    }
    asked = {pair.number: (pair.group, pair.first.code, pair.second.code) for pair in panel.questions(5).pairs}
    assert {number: (pair.group, pair.first, pair.second) for number, pair in codes.pairs.items()} == asked


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_order_gives_the_same_bytes(panel: PanelFile, kind: str) -> None:
    first, second = (KINDS[kind](questionnaire(panel, order()), panel.day) for _ in range(2))
    assert first == second


def test_nothing_is_answered_beforehand(panel: PanelFile) -> None:
    cells = [cell for sheet in questionnaire(panel, order()).sheets for cell in sheet.cells.values()]
    answers = [cell for cell in cells if cell.style in ("answer", "date")]
    assert len(answers) == 3 * len(panel.questions().pairs) + 1
    assert {cell.value for cell in answers} == {None}


def test_who_gives_no_office_is_asked_for_it(panel: PanelFile) -> None:
    cover = questionnaire(panel, Order("Judge E", None, "en")).sheets[0]
    assert sum(cell.style == "answer" for cell in cover.cells.values()) == 1


def test_one_sheet_a_group_and_two_hidden_ones(panel: PanelFile) -> None:
    sheets = questionnaire(panel, order("en")).sheets
    assert [sheet.name for sheet in sheets] == [
        "Cover",
        "1 Dimensions",
        "2 Economic importance",
        "3 Supply-interruption risk",
        "4 Environmental impact",
        "calculation",
        "criticality",
    ]
    assert [sheet.name for sheet in sheets if sheet.hidden] == ["calculation", "criticality"]
    assert sheets[-1].cells[1, 1].value == FORMAT
    assert all(len(sheet.name) <= 31 for sheet in questionnaire(panel, order()).sheets)


@pytest.mark.parametrize(
    ("language", "foreign"), [("en", HAN), ("zh-Hant", re.compile(r"[A-Za-z]{4,} [A-Za-z]{4,} [a-z]{3,}"))]
)
def test_a_questionnaire_of_one_language_holds_no_other(
    panel: PanelFile, language: AskLanguage, foreign: re.Pattern[str]
) -> None:
    shown = [
        cell.value
        for sheet in questionnaire(panel, Order("E", "E", language)).sheets
        if not sheet.hidden
        for cell in sheet.cells.values()
    ]
    texts = [text for text in shown if isinstance(text, str)]
    texts += [piece for text in shown if isinstance(text, Formula) for piece in re.findall(r'"([^"]*)"', text.text)]
    assert [text for text in texts if foreign.search(text)] == []


def test_titles_and_questions_of_the_criteria_stand_on_their_sheet_in_both_languages(panel: PanelFile) -> None:
    sheet = questionnaire(panel, order()).sheets[3]
    texts = "\n".join(cell.value for cell in sheet.cells.values() if isinstance(cell.value, str))
    for criterion in panel.criteria:
        if criterion.dimension == "supply_risk":
            assert criterion.title.to("en") in texts
            assert criterion.title.to("zh-Hant") in texts
            assert criterion.question is None or criterion.question.to("en") in texts


def test_a_workbook_without_the_hidden_sheet_has_no_codes(panel: PanelFile, tmp_path: Path) -> None:
    book = questionnaire(panel, order())
    path = tmp_path / "a.ods"
    path.write_bytes(ods_bytes(type(book)(book.title, book.language, book.sheets[:-1]), panel.day))
    assert read_codes(read_book(path)) is None


@pytest.mark.parametrize("language", ASK_LANGUAGES)
def test_no_formula_is_longer_than_excel_reads(panel: PanelFile, language: AskLanguage) -> None:
    """Excel reads formulas of 8,192 characters with texts of 255 each, and a refusal of 225."""
    sheets = questionnaire(panel, order(language)).sheets
    formulas = [cell.value.text for sheet in sheets for cell in sheet.cells.values() if isinstance(cell.value, Formula)]
    assert max(map(len, formulas)) < 8192
    assert max(len(text) for formula in formulas for text in re.findall(r'"([^"]*)"', formula)) <= 255
    refusals = {cell.choice.refused for sheet in sheets for cell in sheet.cells.values() if cell.choice}
    assert max(map(len, refusals)) <= 220


def test_a_cell_that_may_be_answered_is_open_in_all_its_parts(panel: PanelFile) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(questionnaire(panel, Order("E", None, "en")), panel.day)))
    cover = book.worksheets[0]
    for place, cell in questionnaire(panel, Order("E", None, "en")).sheets[0].cells.items():
        parts = [cover.cell(place[0], column) for column in range(place[1], place[1] + cell.span)]
        assert {part.protection.locked for part in parts} == {cell.style not in ("answer", "date")}
