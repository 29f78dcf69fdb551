"""Value → scaled → dimension → score as formulas: what a spreadsheet works out is what the record says."""

# Holds: report/workbook_parts/reference_sheets.py.

import io
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from criticality.report.workbook import Names, table_book, workbook_bytes
from criticality.report.workbook_parts.live_calculation import labels
from criticality.spreadsheets.book import Formula
from criticality.spreadsheets.reading.read import read_book
from criticality.spreadsheets.table_book import TableBook, TableSheet
from criticality.spreadsheets.table_ods import table_ods
from criticality.spreadsheets.table_xlsx import table_xlsx
from questionnaires.test_in_libreoffice import converted
from workspace_builder import ASSESSMENT, ATLANTIS, edit, run_folder

METHODS = ("topsis", "topsis_flat", "ahp_ratings", "geometric_mean", "product", "euclidean", "lowest")
CALCULATION = "計算 Calculation"


def record_of(root: Path, method: str = "topsis") -> Any:
    if method != "topsis":
        edit(root, ASSESSMENT, "method: topsis", f"method: {method}")
    folder = run_folder(root, "--draws", 0, "--choices", "none")
    return json.loads((folder / "record.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return record_of(Path(shutil.copytree(ATLANTIS, tmp_path_factory.mktemp("w") / "atlantis")))


def labels_of(record: Any) -> dict[str, str]:
    readers = Names(record).readers
    codes = [row["mineral"] for row in record["result"]["ranking"]]
    return labels(codes, lambda code: [reader.full_name(code) for reader in readers])


def sheet_of(book: TableBook) -> TableSheet:
    return next(sheet for sheet in book.sheets if sheet.name == CALCULATION)


def formula(sheet: TableSheet, row: int, column: int) -> str:
    value = sheet.rows[row - 1][column - 1]
    assert isinstance(value, Formula)
    return value.text


def test_the_formulas_are_those_of_the_method(record: Any) -> None:
    sheet = sheet_of(table_book(record))
    criteria = [entry for entry in record["inputs"]["criteria"] if entry["role"] == "weighted"]
    kinds = [entry["scale"]["kind"] for entry in criteria]
    row = 7 + kinds.index("log")
    held = f"MIN(G{row},MAX(F{row},D{row}))"
    share = f"LN({held}/F{row})/LN(G{row}/F{row})"
    assert formula(sheet, row, 9) == f"IF(ISNUMBER(D{row}),{share},J{row})"
    texts = [cell.text for line in sheet.rows for cell in line if isinstance(cell, Formula)]
    near, far = (text for text in texts if ",SUMPRODUCT($C$" in text)
    assert ("^2)," in near, "(1-" in near, "(1-" in far) == (True, False, True)
    (score,) = [text for text in texts if "SQRT" in text]
    assert score.startswith("IF(ISNUMBER($E$")  # a mineral that the record does not score has no score here
    assert score.endswith(',"–")')


def test_a_method_that_needs_all_minerals_at_once_and_scales_of_three_levels_have_no_formulas(record: Any) -> None:
    vector = json.loads(json.dumps(record))
    vector["inputs"]["assessment"]["method"] = "topsis_vector"
    assert CALCULATION not in [sheet.name for sheet in table_book(vector).sheets]
    nested = json.loads(json.dumps(record))
    nested["inputs"]["dimensions"][0]["parent"] = "whole"
    assert CALCULATION not in [sheet.name for sheet in table_book(nested).sheets]


def test_a_mineral_is_chosen_from_the_list_in_both_kinds_of_workbook(record: Any, tmp_path: Path) -> None:
    page = openpyxl.load_workbook(io.BytesIO(workbook_bytes(record)))[CALCULATION]
    (rule,) = page.data_validations.dataValidation
    count = len(record["result"]["ranking"]) + 1
    assert (rule.formula1, str(rule.sqref)) == (f"_figures!$A$2:$A${count}", "B3")
    (tmp_path / "a.ods").write_bytes(workbook_bytes(record, "list.ods"))
    sheets = {sheet.name: sheet for sheet in read_book(tmp_path / "a.ods").sheets}
    assert sheets[CALCULATION].cells[3, 2].text == labels_of(record)[record["result"]["ranking"][0]["mineral"]]
    assert sheets["_figures"].hidden


def test_two_minerals_of_one_name_are_told_apart_and_a_name_finds_no_other() -> None:
    names = {"a": ("矽", "Silicon"), "b": ("矽", "Silicon"), "c": ("石英", "Quartz* (pure?)")}
    assert labels(list(names), names.__getitem__) == {
        "a": "矽 Silicon (a)",
        "b": "矽 Silicon (b)",
        "c": "石英 Quartz (pure)",
    }


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("method", METHODS)
def test_libreoffice_works_out_what_the_record_says(method: str, kind: str, tmp_path: Path) -> None:
    """Every mineral on a copy of the sheet of its own: value, dimensions and score within 1e-9 of the record."""
    record = record_of(Path(shutil.copytree(ATLANTIS, tmp_path / "atlantis")), method)
    book = table_book(record)
    sheet = sheet_of(book)
    copies = []
    for number, row in enumerate(record["result"]["ranking"]):
        rows = [list(line) for line in sheet.rows]
        rows[2][1] = labels_of(record)[row["mineral"]]
        copies.append(replace(sheet, name=f"c{number}", rows=rows))
    needed = [each for each in book.sheets if each.name in ("排名 Ranking", "_figures")]
    path = tmp_path / f"a.{kind}"
    write = table_xlsx if kind == "xlsx" else table_ods
    path.write_bytes(write(TableBook("t", [*needed, *copies]), date(2026, 11, 30)))
    read = {each.name: each for each in read_book(converted(path, "ods", tmp_path / "out")).sheets}
    scored = 0
    for number, row in enumerate(record["result"]["ranking"]):
        cells, last = read[f"c{number}"].cells, len(sheet.rows)
        for line in range(7, last):
            for found, held in (((line, 9), (line, 10)), ((line, 4), (line, 5))):
                one, two = cells.get(found), cells.get(held)
                if one is not None and two is not None and one.number is not None and two.number is not None:
                    assert one.number == pytest.approx(two.number, abs=1e-9), (row["mineral"], line)
        if row["score"] is None:
            assert cells[last - 1, 4].text == "–"
        else:
            scored += 1
            assert cells[last, 4].number == pytest.approx(0.0, abs=1e-9)
            assert cells[last - 1, 4].number == pytest.approx(row["score"], abs=1e-9)
    assert scored >= 5
