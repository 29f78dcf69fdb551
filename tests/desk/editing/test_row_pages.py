"""Rows of the evidence at the desk: found, changed, added and taken out, with their sources."""

# Holds: desk/editing/table_rows.py.

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from desk_served import Served, Visitor, served
from workspace_builder import atlantis

FILE = "data/production.csv"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    with served(atlantis(tmp_path)) as under_way:
        yield under_way


def text_of(desk: Served) -> str:
    return (desk.desk.workspace.root / FILE).read_bytes().decode("utf-8")


def cells_of(page: str) -> dict[str, str]:
    """What the form of a row would send."""
    found = dict(re.findall(r'name="(cell:[^"]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'name="(cell:[^"]+)">.*?<option value="([^"]*)" selected', page))
    return found | dict(re.findall(r'name="(row|was)" value="([^"]*)"', page))


def row(visitor: Visitor, asked: str) -> dict[str, str]:
    answer = visitor.get(f"/files/{FILE}?row={asked}")
    assert answer.status == 200
    return {**cells_of(answer.text), "what": "row"}


def test_rows_are_found_by_words_and_shown_some_at_a_time(desk: Served) -> None:
    visitor = desk.enter()
    page = visitor.get(f"/files/{FILE}?q=AUSTRIUM+LEM").text
    assert len(re.findall(r'href="\?row=\d+', page)) == text_of(desk).count("austrium,extraction,LEM") + text_of(
        desk
    ).count("austrium,processing,LEM")
    assert visitor.get(f"/files/{FILE}?page=99999999999&q=%3Cb%3E").status == 200
    named = visitor.get(f"/files/{FILE}?q={quote('奧銨')}").text
    assert len(re.findall(r'href="\?row=\d+', named)) == text_of(desk).count("\naustrium,") > 0, "by its Chinese name"


def test_one_figure_changes_its_cell_alone(desk: Served) -> None:
    visitor, before = desk.enter(), text_of(desk)
    fields = row(visitor, "2")
    assert fields["cell:value"] == "80"
    answer = visitor.post(f"/files/{FILE}", {**fields, "cell:value": "81", "because": "New edition"})
    assert answer.status == 200, answer.text
    assert "austrium extraction LEM 2024 world_mines_2025 value 80 → 81" in answer.text
    assert text_of(desk) == before.replace("LEM,2024,80,", "LEM,2024,81,", 1)


@pytest.mark.parametrize(("column", "value"), [("value", "8O"), ("source", "nobody_2025"), ("country", "X;Y")])
def test_a_slip_in_a_cell_is_told_with_its_line(desk: Served, column: str, value: str) -> None:
    visitor, before = desk.enter(), text_of(desk)
    answer = visitor.post(f"/files/{FILE}", {**row(visitor, "2"), f"cell:{column}": value})
    assert answer.status == 422
    assert f"{FILE}:2 {column}" in answer.text
    assert f'value="{value}"' in answer.text
    assert text_of(desk) == before


def test_a_row_is_added_and_taken_out_again(desk: Served) -> None:
    visitor, before = desk.enter(), text_of(desk)
    new = {**row(visitor, "2"), "row": "new", "cell:country": "ATL", "cell:value": "0", "cell:flag": "zero"}
    answer = visitor.post(f"/files/{FILE}", new)
    assert answer.status == 200, answer.text
    assert text_of(desk).startswith(before)
    line = str(text_of(desk).count("\n"))
    assert row(visitor, line)["cell:country"] == "ATL"
    with_it = text_of(desk)
    unsure = visitor.post(f"/files/{FILE}", {**row(visitor, line), "do": "drop"})
    assert (unsure.status, "cannot be undone" in unsure.text, text_of(desk)) == (422, True, with_it)
    assert visitor.post(f"/files/{FILE}", {**row(visitor, line), "do": "drop", "sure": "yes"}).status == 200
    assert text_of(desk) == before


def test_a_table_that_changed_meanwhile_keeps_what_was_typed(desk: Served) -> None:
    visitor = desk.enter()
    mine = row(visitor, "3")
    path = desk.desk.workspace.root / FILE
    lines = text_of(desk).splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[2:]]), "utf-8")  # line 2 went: the row stands a line higher now
    answer = visitor.post(f"/files/{FILE}", {**mine, "cell:value": "21"})
    assert answer.status == 409
    assert "<del>" in answer.text
    again = cells_of(answer.text)
    assert (again["row"], again["cell:value"]) == ("2", "21")


@pytest.mark.parametrize("asked", ["0", "1", "999999", "-1", "²", "new", "x" * 300])
def test_a_row_that_is_none(desk: Served, asked: str) -> None:
    from urllib.parse import quote

    visitor = desk.enter()
    assert visitor.get(f"/files/{FILE}?row={quote(asked)}").status == (200 if asked == "new" else 404)


def test_after_a_save_the_page_is_that_of_the_row_with_the_words_by_which_it_was_found(desk: Served) -> None:
    path, file = desk.desk.workspace.root / FILE, f"/files/{FILE}"
    rows = "".join(f"austrium,extraction,LEM,{year},80,t,world_mines_2025,A,reported\n" for year in range(1900, 1999))
    path.write_text(text_of(desk) + rows, "utf-8")
    last = text_of(desk).count("\n")
    visitor = desk.enter()
    page = visitor.get(f"{file}?row={last}&q=lem").text
    assert f'href="{file}?q=lem&amp;at={last}#row-{last}"' in page
    form = {**cells_of(page), "what": "row", "q": "lem", "cell:value": "81", "anyway": "yes"}
    saved = visitor.post(file, form)
    assert saved.status == 200, saved.text
    assert f'<tr id="row-{last}" aria-current="true">' in saved.text
    assert 'name="q" value="lem"' in saved.text
    assert re.search(r"page (\d) of \1", saved.text), "the last page"
