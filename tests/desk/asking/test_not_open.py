"""An answer sent too late is shown and said not to be saved; who asks for what is told before the first question."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.asking.test_rounds import LATER, opened, question_of
from desk_served import Served, Visitor, served
from workspace_builder import ASSESSMENT, atlantis, edit

REASON = "A whole paragraph <b>that took an hour</b>."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, "reference_year", "issuer: {en: Harbour Council, zh-Hant: 港務會議}\nreference_year")
    with served(root) as under_way:
        yield under_way


@pytest.mark.parametrize(("ends", "why"), [("end", "The round has ended"), ("day", "The last day was 2026-01-01")])
def test_an_answer_that_comes_after_the_end_is_shown_and_said_not_to_be_saved(
    desk: Served, ends: str, why: str
) -> None:
    planner = desk.enter()
    number, links, _ = opened(planner)
    expert = Visitor(desk)
    answer = {**question_of(expert.get(links[0])), "by": "3.0", "because": REASON}
    if ends == "end":
        planner.post(f"/ask/{number}", {"do": "end", "sure": "yes"})
    else:
        with sqlite3.connect(desk.desk.workspace.root / "output/desk/rounds.sqlite") as database:
            database.execute("update rounds set closes = '2026-01-01'")
    late = expert.bare_post(links[0], answer)
    assert late.status == 404
    assert why in late.text
    assert "What you sent just now was not saved" in late.text
    assert "A whole paragraph &lt;b&gt;that took an hour&lt;/b&gt;." in late.text
    assert "was not saved" not in expert.get(links[0]).text, "nothing was sent"


@pytest.mark.parametrize("mode", ["named", "coded", "anonymous"])
def test_who_asks_whom_for_what_until_when_is_told_first(desk: Served, mode: str) -> None:
    _, links, _ = opened(desk.enter(), mode)
    expert = Visitor(desk)
    page = expert.get(links[0]).text
    before = page.partition("<h1>")[0]
    assert "Harbour Council asks for your judgement" in before
    assert "List of critical minerals of Atlantis 2024" in before
    assert f"until {LATER}, through the whole of that day" in before
    assert ("meant for Ann Alder" in before) == (mode != "anonymous")
    assert ("round is anonymous" in before) == (mode == "anonymous")
    expert.bare_post(links[0], {**question_of(expert.get(links[0])), "by": "3.0"})
    assert 'aria-labelledby="intro-title"' not in expert.get(links[0]).text
    assert "Harbour Council" in expert.get(links[0]).text


def test_equally_important_by_six_is_no_answer(desk: Served) -> None:
    _, links, _ = opened(desk.enter())
    expert = Visitor(desk)
    answer = {**question_of(expert.get(links[0])), "side": "same", "by": "6.0", "because": "Kept."}
    refused = expert.bare_post(links[0], answer)
    assert refused.status == 422
    assert "do not go together" in refused.text
    assert "Kept." in refused.text
    assert expert.bare_post(links[0], {**answer, "by": ""}).status == 303
