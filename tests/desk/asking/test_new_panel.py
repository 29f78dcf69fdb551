"""Experts' answers never stand beside other judges unasked: the page says who is there, and offers another file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.asking.test_rounds import answer_all, content, opened
from desk_served import Served, Visitor, served
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, criticality, edit

NOTE = "Invented by nobody in particular."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, "status: adopted\n", f"status: illustrative\nnote: {NOTE}\n")
    with served(root) as under_way:
        yield under_way


@pytest.fixture
def answered(desk: Served) -> tuple[Visitor, str]:
    planner = desk.enter()
    number, links, _ = opened(planner)
    for link in links:
        answer_all(desk, link)
    return planner, f"/ask/{number}"


def test_judges_who_stand_in_the_file_are_told_before_and_after_answers_join_them(
    desk: Served, answered: tuple[Visitor, str]
) -> None:
    planner, address = answered
    names = [str(judge["name"]) for judge in content(desk)]
    before = planner.get(address).text
    assert "count together with your experts: 2" in before
    assert all(name in before for name in names)
    assert "marked as illustrative" in before
    assert NOTE in before
    assert re.search(r'name="into" value="this" required', before), "neither is chosen for the planner"
    closed = planner.post(address, {"do": "close", "into": "this"})
    assert closed.status == 200
    assert "has 2 judges who were there before" in closed.text
    assert "marked as illustrative" in closed.text
    assert len(content(desk)) == len(names) + 3


def test_the_experts_alone_in_a_new_file(desk: Served, answered: tuple[Visitor, str]) -> None:
    planner, address = answered
    root = desk.desk.workspace.root
    before = (root / WEIGHTS).read_bytes()
    for wrong in ("", "../x", "two-offices"):
        refused = planner.post(address, {"do": "close", "into": "new", "name": wrong})
        assert refused.status == 422, wrong
        assert 'value="close"' in refused.text, "the round is open still"
    closed = planner.post(address, {"do": "close", "into": "new", "name": "experts-2026", "because": "Meeting"})
    assert closed.status == 200, closed.text
    assert (root / WEIGHTS).read_bytes() == before
    text = (root / "weights/experts-2026.yaml").read_text("utf-8")
    assert re.findall(r"- name: (.+)", text) == ["Judge A", "Judge B", "Judge C"]
    assert NOTE not in text
    assert "status: illustrative" in text
    assert "Judgements of the experts of round 1" in text
    assert "weights/experts-2026.yaml" in planner.get("/ask").text
    assert "No assessment uses this file yet" in closed.text
    edit(root, ASSESSMENT, "weights: weights/two-offices.yaml", "weights: weights/experts-2026.yaml")
    assert criticality("check", "--workspace", root).code == 0


def test_what_check_says_of_the_answers_stands_on_the_page_of_the_closed_round(
    desk: Served, answered: tuple[Visitor, str]
) -> None:
    planner, address = answered
    closed = planner.post(address, {"do": "close", "into": "this"})
    assert "What the check says of the file now" in closed.text
    assert "lies after that of the list" in closed.text
