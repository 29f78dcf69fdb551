"""A round that cannot be closed at once, or whose files are not in order, is no dead end: told, and nothing lost."""

# Holds: desk/asking/closing.py, desk/asking/unread_rounds.py.

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from criticality.desk.asking.closing import hurting
from criticality.desk.asking.round_store import RoundStore
from criticality.files.workspace import Workspace
from criticality.questionnaires.panel_file import read_panel
from desk.asking.test_rounds import PAIRS, answer_all, content, opened, question_of
from desk_served import Served, Visitor, served
from workspace_builder import WEIGHTS, atlantis, edit

STORE = "output/desk/rounds.sqlite"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    with served(atlantis(tmp_path)) as under_way:
        yield under_way


def root_of(desk: Served) -> Path:
    return desk.desk.workspace.root


def contradict(desk: Served, link: str) -> None:
    """Answer in a circle where three are compared: the first over the second over the third over the first."""
    expert = Visitor(desk)
    for _ in range(PAIRS):
        page = expert.get(link)
        sides = sorted(side for side in re.findall(r'name="side" value="(\w+)"', page.text) if side != "same")
        in_circle = sides in (["economic_importance", "supply_risk"], ["companionality", "supply_concentration"])
        chosen = {**question_of(page), "side": sides[1 if in_circle else 0], "by": "9.0", "because": "So."}
        assert expert.bare_post(link, chosen).status == 303


@pytest.fixture
def contradicting(desk: Served) -> tuple[Visitor, str, list[str]]:
    planner = desk.enter()
    number, links, _ = opened(planner, people="Ann Alder\nBea Birch\nCai Cedar\nDov Dale")
    answer_all(desk, links[0])
    for link in links[1:]:
        contradict(desk, link)
    return planner, number, links


def test_a_panel_that_contradicts_itself_is_told_with_what_can_be_done(
    desk: Served, contradicting: tuple[Visitor, str, list[str]]
) -> None:
    planner, number, _ = contradicting
    before = (root_of(desk) / WEIGHTS).read_bytes()
    for language, words in (("zh-Hant", "可行之處理方式"), ("en", "What can be done")):
        refused = planner.post(f"/ask/{number}?lang={language}", {"do": "close"})
        assert refused.status == 422
        assert words in refused.text
        assert 'value="renew"' in refused.text
        assert 'value="revoke"' in refused.text
        assert f'href="/files/{WEIGHTS}"' in refused.text
        assert "by 9" not in refused.text, "an answer is shown to nobody before the round is closed"
        assert "9 倍" not in refused.text
    assert (root_of(desk) / WEIGHTS).read_bytes() == before
    assert planner.get(f"/ask/{number}").text.count("8 of 8") == 4
    store = RoundStore(root_of(desk) / STORE)
    assert all(len(store.answers(each.number)) == PAIRS for each in store.people(int(number)))


def test_who_hurts_most_is_who_is_missed_least(desk: Served, contradicting: tuple[Visitor, str, list[str]]) -> None:
    _, number, links = contradicting
    store, workspace = RoundStore(root_of(desk) / STORE), Workspace(root_of(desk))
    found = store.round(int(number))
    consistent = store.person(links[0].removeprefix("/q/"))
    assert found
    assert consistent
    worst = hurting(store, read_panel(workspace, WEIGHTS, workspace.root), found)
    assert worst
    for each in worst:
        assert each.person.number != consistent.number
        assert each.without < each.joined
        assert each.joined > each.limit


def test_answers_that_are_left_out_or_given_anew_let_the_round_close(
    desk: Served, contradicting: tuple[Visitor, str, list[str]]
) -> None:
    planner, number, links = contradicting
    store = RoundStore(root_of(desk) / STORE)
    for link in links[1:]:
        person = store.person(link.removeprefix("/q/"))
        assert person
        page = planner.post(f"/ask/{number}", {"do": "renew", "person": str(person.number)})
        (anew,) = re.findall(r"http://[^<]+(/q/[^<]+)</code>", page.text)
        expert = Visitor(desk)
        for place in range(1, PAIRS + 1):
            question = question_of(expert.get(f"{anew}?at=Q{place:02}"))
            assert expert.bare_post(anew, {**question, "by": "2.0"}).status == 303
    assert planner.post(f"/ask/{number}", {"do": "close"}).status == 200
    assert len(content(desk)) == 6


def test_an_adopted_file_is_told_and_marked_as_illustrative_with_answers_that_nobody_adopted(desk: Served) -> None:
    root, planner = root_of(desk), desk.enter()
    edit(
        root,
        WEIGHTS,
        "status: adopted\n",
        "status: adopted  # by the Council\nconfirmed: {by: Council, on: 2025-03-01}\n",
    )
    number, links, page = opened(planner)
    assert "This file is adopted" in page.text
    for link in links:
        answer_all(desk, link)
    closed = planner.post(f"/ask/{number}", {"do": "close"})
    assert closed.status == 200, closed.text
    assert "It was adopted before" in closed.text
    text = (root / WEIGHTS).read_text("utf-8")
    assert "status: illustrative  # by the Council\n" in text
    assert "confirmed" not in text


@pytest.mark.parametrize("broken", ["title: [\n", "method: equal\ntitle: Equal\n"])
def test_a_weights_file_that_cannot_be_read_hides_no_round(desk: Served, broken: str) -> None:
    planner = desk.enter()
    number, links, _ = opened(planner)
    answer_all(desk, links[0])
    (root_of(desk) / WEIGHTS).write_text(broken, "utf-8")
    page = planner.get(f"/ask/{number}")
    assert page.status == 422
    assert "Ann Alder" in page.text
    assert ">8</td>" in page.text
    assert f">{WEIGHTS}</a>:" in page.text, "the place leads to the file"
    assert planner.post(f"/ask/{number}", {"do": "close"}).status == 422
    for language, words in (("en", "cannot be shown now"), ("zh-Hant", "目前無法顯示題目")):
        expert = Visitor(desk).get(f"{links[0]}?lang={language}")
        assert expert.status == 503
        assert words in expert.text
        assert WEIGHTS not in expert.text, "what is wrong with the files is for the planner"


def test_a_file_of_rounds_that_is_broken_is_told_and_set_aside_when_asked(desk: Served) -> None:
    planner, store = desk.enter(), root_of(desk) / STORE
    number, links, _ = opened(planner)
    store.write_bytes(content_of_rubbish := b"rubbish, but long enough to be read as a database" * 40)
    for language, words in (("zh-Hant", "諮詢回合之資料無法讀取"), ("en", "The rounds cannot be read")):
        for path in ("/ask", f"/ask/{number}"):
            page = planner.get(f"{path}?lang={language}")
            assert page.status == 503
            assert words in page.text
        assert Visitor(desk).get(f"{links[0]}?lang={language}").status == 503
    assert store.read_bytes() == content_of_rubbish, "looking changes nothing"
    assert "rounds.broken-1.sqlite" in planner.post("/rounds/aside").text
    assert (store.parent / "rounds.broken-1.sqlite").read_bytes() == content_of_rubbish
    opened(planner)
    assert planner.post("/rounds/aside").status == 303, "a file that can be read stays where it is"
    assert store.exists()


@pytest.mark.parametrize(
    "statement", ["update rounds set closes = 'soon'", "update answers set by = '{'", "drop table people; vacuum"]
)
def test_rows_that_no_desk_wrote_are_told_too(desk: Served, statement: str) -> None:
    planner = desk.enter()
    number, links, _ = opened(planner)
    answer_all(desk, links[0])
    with sqlite3.connect(root_of(desk) / STORE) as database:
        database.executescript(statement)
    expected = 200 if "drop" in statement else 503
    assert planner.get(f"/ask/{number}").status == expected
    assert planner.post("/rounds/aside").status == (303 if "drop" in statement else 200)


def test_answers_for_which_the_disk_has_no_space_are_told_and_none_is_half_kept(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, links, _ = opened(desk.enter())
    store = RoundStore(root_of(desk) / STORE)
    person = store.person(links[0].removeprefix("/q/"))
    assert person
    expert = Visitor(desk)
    answer = {**question_of(expert.get(links[0])), "by": "2.0", "because": "Kept."}
    assert expert.bare_post(links[0], answer).status == 303
    before, real = store.answers(person.number), sqlite3.connect

    def full(path: Path, timeout: float) -> sqlite3.Connection:
        database = real(path, timeout=timeout)
        (pages,) = database.execute("pragma page_count").fetchone()
        database.execute(f"pragma max_page_count = {pages}")
        return database

    monkeypatch.setattr(sqlite3, "connect", full)
    long, refused = {"by": "2.0", "because": "x" * 2000}, None
    for place in range(2, PAIRS + 1):
        question = question_of(expert.get(f"{links[0]}?at=Q{place:02}"))
        refused = expert.bare_post(links[0], {**question, **long})
        if refused.status != 303:
            break
    assert refused is not None
    assert refused.status == 507
    assert "cannot be read or written" in refused.text
    monkeypatch.undo()
    assert before.items() <= store.answers(person.number).items()
    assert all(given.because in ("Kept.", "x" * 2000) for given in store.answers(person.number).values())


def test_a_round_past_its_last_day_can_be_given_another(desk: Served) -> None:
    planner = desk.enter()
    number, links, _ = opened(planner)
    with sqlite3.connect(root_of(desk) / STORE) as database:
        database.execute("update rounds set closes = '2026-01-01'")
    assert Visitor(desk).get(links[0]).status == 404
    assert planner.post(f"/ask/{number}", {"do": "extend", "closes": "2026-01-02"}).status == 422
    assert planner.post(f"/ask/{number}", {"do": "extend", "closes": "2099-01-02"}).status == 303
    assert Visitor(desk).get(links[0]).status == 200
