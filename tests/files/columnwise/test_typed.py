"""A table read by its columns is the one that is read by its rows, and what the rows are told stays."""

import random
from pathlib import Path

import pandas as pd
import pytest

from criticality.files import tables
from criticality.files.columnwise.coded import coded_sheet
from criticality.files.columnwise.typed import frame_of, has_duplicates, keys_of, typed_columns
from criticality.model.dataset import TABLES

PRODUCTION = TABLES["production"]
HEAD = "mineral,stage,country,year,value,unit,source,grade,flag\n"
SOUND = [f"m{number % 7},extraction,A{chr(65 + number)}A,2023,{number + 1},t,book,A,reported\n" for number in range(20)]
ODD = [
    "",
    "=1",
    "0",
    "zero",
    "absent",
    "1,5",
    "2024.0",
    "'-x",
    "x y",
    "\x1f",
    '"a\nb"',
    "book; b",
    "WLD",
    "1e999",
    "\u00a0",
]


def spoilt(seed: int) -> str:
    """A table with some rows that are not as they should be, or only look so."""
    rng = random.Random(seed)
    lines = rng.sample(SOUND, len(SOUND))
    for _ in range(rng.randint(0, 3)):
        place = rng.randrange(len(lines))
        cells = lines[place].split(",")
        cells[rng.randrange(len(cells))] = rng.choice(ODD)
        lines[place] = (
            rng.choice([",".join(cells), lines[place] + lines[place], "\n" + lines[place]]).rstrip("\n") + "\n"
        )
    return HEAD + "".join(lines)


@pytest.mark.parametrize("seed", range(60))
def test_both_ways_of_reading_give_the_same_rows_and_the_same_problems(seed, tmp_path: Path, monkeypatch):
    path = tmp_path / "production.csv"
    path.write_text(spoilt(seed), encoding="utf-8")
    frame, problems = tables.read_table(path, PRODUCTION, PRODUCTION.path)
    monkeypatch.setattr(tables, "_read_whole", lambda *_: (None, []))
    by_rows, told = tables.read_table(path, PRODUCTION, PRODUCTION.path)
    assert problems == told
    if by_rows is None or frame is None:
        assert by_rows is frame
    else:
        pd.testing.assert_frame_equal(frame, by_rows)


def test_a_table_below_many_blank_lines_is_read(tmp_path: Path):
    path = tmp_path / "production.csv"
    path.write_text("\n" * 20 + HEAD + SOUND[0], encoding="utf-8")
    frame, problems = tables.read_table(path, PRODUCTION, PRODUCTION.path)
    assert frame is not None
    assert (frame["line"].tolist(), problems) == ([22], [])


def columns_of(*rows: str):
    """The typed columns of some rows of production, None where a cell is refused."""
    sheet = coded_sheet(HEAD + "".join(rows))
    assert sheet is not None
    return typed_columns(sheet, PRODUCTION, {"absent": ("source", "grade")})


def test_rows_stand_in_the_order_of_their_keys_with_the_lines_of_the_file():
    sheet = coded_sheet(HEAD + SOUND[1] + SOUND[0])
    assert sheet is not None
    frame = frame_of(typed_columns(sheet, PRODUCTION, {}) or {}, sheet.lines, PRODUCTION)
    assert frame is not None
    assert frame["mineral"].tolist() == ["m0", "m1"]
    assert frame["line"].tolist() == [3, 2]
    assert frame["value"].dtype == "float64"


def test_a_figure_that_is_absent_needs_no_source():
    absent = "m0,extraction,AAA,2023,,t,,,absent\n"
    assert columns_of(SOUND[1], absent) is not None
    assert columns_of(SOUND[1], absent.replace("absent", "reported")) is None


def test_two_rows_of_one_publisher_are_duplicates_whatever_else_they_cite():
    row, other = SOUND[0], SOUND[0].replace("book", "book;map")
    assert has_duplicates(columns_of(row, other) or {}, PRODUCTION)
    assert not has_duplicates(columns_of(row, row.replace("book", "map")) or {}, PRODUCTION)


def test_a_key_with_the_mark_that_joins_its_parts_is_left_to_the_reader_of_rows():
    columns = columns_of(SOUND[0].replace("book", "bo\x1fok")) or {}
    assert keys_of(columns, PRODUCTION) is None
    assert has_duplicates(columns, PRODUCTION)
