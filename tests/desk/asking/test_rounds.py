"""Experts answer by personal links, and the round becomes a panel; nobody sees anybody else's answers before."""

# Holds: desk/asking/round_store.py, desk/asking/given_answers.py, desk/asking/round_pages.py,
# desk/asking/expert_pages.py, desk/asking/sheet_reading.py.

import io
import re
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from criticality.desk.asking.round_store import RoundStore
from criticality.files.workspace import Workspace
from criticality.files.yaml import parse_marked
from criticality.questionnaires.order import Order
from criticality.questionnaires.panel_file import read_panel
from criticality.spreadsheets.ods import ods_bytes
from criticality.spreadsheets.xlsx import xlsx_bytes
from desk_served import Answer, Served, Visitor, served
from questionnaires.filling import answers_of, filled
from workspace_builder import WEIGHTS, atlantis, criticality

PAIRS = 8
PEOPLE = "Ann Alder; Harbour\nBea Birch; Harbour\nCai Cedar；水務會"
LATER = (date.today() + timedelta(days=30)).isoformat()
HOSTILE = "<script>alert(1)</script>\"'"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    with served(atlantis(tmp_path)) as under_way:
        yield under_way


def opened(visitor: Visitor, mode: str = "coded", people: str = PEOPLE) -> tuple[str, list[str], Answer]:
    form = {"weights": WEIGHTS, "mode": mode, "closes": LATER, "people": people}
    answer = visitor.followed(visitor.post("/ask", form))
    number = re.search(r"Round (\d+)", answer.text)
    assert number
    return number[1], re.findall(r"http://[^<]+(/q/[^<]+)</code>", answer.text), answer


def question_of(page: Answer) -> dict[str, str]:
    number = re.search(r'name="number" value="(\w+)"', page.text)
    sides = [side for side in re.findall(r'name="side" value="(\w+)"', page.text) if side != "same"]
    assert number
    # Which of the two is shown first is drawn by lot: judgements by the alphabet do not contradict each other.
    return {"number": number[1], "side": min(sides)}


def answer_all(desk: Served, link: str, by: str = "2.0", because: str = "So it is.") -> Visitor:
    expert = Visitor(desk)
    for _ in range(PAIRS):
        sent = expert.bare_post(link, {**question_of(expert.get(link)), "by": by, "because": because})
        assert sent.status == 303, sent.text
    return expert


def content(desk: Served) -> list[dict[str, object]]:
    text = (desk.desk.workspace.root / WEIGHTS).read_text("utf-8")
    judges: list[dict[str, object]] = parse_marked(text, WEIGHTS)[0].content["judges"]
    return judges


def test_three_experts_answer_and_the_round_becomes_a_panel(desk: Served) -> None:
    planner = desk.enter()
    before = (desk.desk.workspace.root / WEIGHTS).read_text("utf-8")
    number, links, _ = opened(planner)
    for link in links[:2]:
        answer_all(desk, link, "2.0", HOSTILE)
    early = planner.post(f"/ask/{number}", {"do": "close"})
    assert early.status == 422
    assert "at least 3" in early.text
    expert = answer_all(desk, links[2], "2.0")
    assert "consistency ratio" in expert.get(links[2]).text
    closed = planner.post(f"/ask/{number}", {"do": "close", "because": "Meeting"})
    assert closed.status == 200, closed.text
    assert "How far the panel agrees" in closed.text
    text = (desk.desk.workspace.root / WEIGHTS).read_text("utf-8")
    assert text.startswith(before.replace("status: adopted", "status: illustrative", 1)), "adopted were other weights"
    assert [judge["name"] for judge in content(desk)[2:]] == ["Judge A", "Judge B", "Judge C"]
    assert content(desk)[4]["office"] == "水務會"
    assert "Alder" not in text
    assert HOSTILE[:25] in str(content(desk)[2])
    assert expert.get(links[2]).status == 404, "the round is over"
    assert criticality("check", "--workspace", desk.desk.workspace.root).code == 0
    assert planner.post(f"/ask/{number}", {"do": "forget", "sure": "yes"}).status == 303
    assert "Alder" not in planner.get(f"/ask/{number}").text


def test_answers_are_kept_at_once_and_shuffled_by_the_seed_of_each(desk: Served, tmp_path: Path) -> None:
    _, links, _ = opened(desk.enter())
    experts = [Visitor(desk) for _ in links]
    first = [question_of(e.get(x)) for e, x in zip(experts, links, strict=True)]
    assert all("Question 1 of 8" in e.get(x).text for e, x in zip(experts, links, strict=True))
    sent = experts[0].bare_post(links[0], {**question_of(experts[0].get(links[0])), "by": "5.0"})
    assert sent.status == 303
    store = RoundStore(desk.desk.workspace.root / "output/desk/rounds.sqlite")
    person = next(each for each in store.people(1) if store.answers(each.number))
    assert [given.by for given in store.answers(person.number).values()] == [5.0]
    assert len({each.seed for each in store.people(1)}) == 3
    with served(desk.desk.workspace.root) as again:  # as after the end of a killed server
        page = Visitor(again).get(links[0])
    assert "1 answered so far" in page.text
    assert len(first) == 3


def test_no_link_shows_anothers_answers_or_names(desk: Served) -> None:
    _, links, _ = opened(desk.enter())
    answer_all(desk, links[0], because="Secret of Ann")
    for path in (links[1], f"{links[1]}?all", f"{links[1]}?at=Q01"):
        page = Visitor(desk).get(path)
        assert page.status == 200
        assert "Secret of Ann" not in page.text
        assert "Alder" not in page.text
    planner = desk.enter()
    assert "Secret of Ann" not in planner.get("/ask/1").text
    assert "8 of 8" in planner.get("/ask/1").text


def test_only_the_digest_of_a_link_is_kept_and_nobody_else_reads_the_file(desk: Served) -> None:
    _, links, _ = opened(desk.enter())
    path = desk.desk.workspace.root / "output/desk/rounds.sqlite"
    tokens = [link.removeprefix("/q/") for link in links]
    assert all(len(token) == 22 for token in tokens)
    assert all(token.encode() not in path.read_bytes() for token in tokens)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(token not in desk.enter().get("/ask/1").text for token in tokens)


def test_an_anonymous_round_keeps_no_name_anywhere(desk: Served) -> None:
    number, links, page = opened(desk.enter(), "anonymous")
    assert "Alder" not in page.text
    assert b"Alder" not in (desk.desk.workspace.root / "output/desk/rounds.sqlite").read_bytes()
    for link in links:
        answer_all(desk, link, "2.0")
    assert desk.enter().post(f"/ask/{number}", {"do": "close"}).status == 200
    assert "office" not in content(desk)[2]


@pytest.mark.parametrize("state", ["unknown", "revoked", "renewed", "ended", "past"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_not_open_opens_nothing(desk: Served, state: str, method: str) -> None:
    planner = desk.enter()
    number, links, _ = opened(planner)
    link, question = links[0], question_of(Visitor(desk).get(links[0]))
    store = RoundStore(desk.desk.workspace.root / "output/desk/rounds.sqlite")
    person = str(store.people(1)[0].number)
    if state == "unknown":
        link = "/q/" + "x" * 22
    elif state in ("revoked", "renewed"):
        planner.post(f"/ask/{number}", {"do": state.removesuffix("ed").replace("revok", "revoke"), "person": person})
    elif state == "ended":
        planner.post(f"/ask/{number}", {"do": "end", "sure": "yes"})
    else:
        with sqlite3.connect(store.path) as database:
            database.execute("update rounds set closes = '2026-01-01'")
    expert = Visitor(desk)
    answer = expert.get(link) if method == "GET" else expert.bare_post(link, {**question, "by": "3.0"})
    assert answer.status == 404
    assert "no questions" in answer.text
    assert all(not store.answers(each.number) for each in store.people(1))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"side": "x"},
        {"by": "10"},
        {"by": ""},
        {"by": "nan"},
        {"because": "x" * 2001, "by": "3.0"},
        {"number": "Q99"},
    ],
)
def test_half_an_answer_is_told_and_what_was_typed_is_kept(desk: Served, fields: dict[str, str]) -> None:
    _, links, _ = opened(desk.enter())
    expert = Visitor(desk)
    sent = expert.bare_post(links[0], {**question_of(expert.get(links[0])), "because": HOSTILE, **fields})
    assert sent.status == (303 if "number" in fields else 422)
    if sent.status == 422 and "because" not in fields:
        assert "&lt;script&gt;" in sent.text
    assert "<script>alert" not in sent.text


@pytest.mark.parametrize(
    "fields",
    [
        {"mode": "x"},
        {"closes": "2020-01-01"},
        {"closes": "soon"},
        {"people": "One\nTwo"},
        {"people": "One\nOne\nTwo"},
        {"people": "\n".join(f"P {n}" for n in range(201))},
        {"people": f"{'x' * 300}\nTwo\nThree"},
        {"weights": "weights/equal.yaml"},
        {"weights": "../x"},
    ],
)
def test_a_round_that_cannot_be_is_refused_with_its_form_kept(desk: Served, fields: dict[str, str]) -> None:
    form = {"weights": WEIGHTS, "mode": "coded", "closes": LATER, "people": PEOPLE, **fields}
    answer = desk.enter().post("/ask", form)
    assert answer.status == 422
    assert 'class="problems"' in answer.text
    assert not RoundStore(desk.desk.workspace.root / "output/desk/rounds.sqlite").rounds()


def test_other_criteria_than_were_asked_about_close_no_round(desk: Served) -> None:
    planner = desk.enter()
    number, links, _ = opened(planner)
    path = desk.desk.workspace.root / "criteria/water_burden.yaml"
    path.write_text(path.read_text("utf-8") + "role: screening\n", "utf-8")
    assert Visitor(desk).get(links[0]).status == 404
    assert planner.post(f"/ask/{number}", {"do": "close"}).status == 422


def uploaded(desk: Served, link: str, name: str, content: bytes) -> Answer:
    head = f'--x\r\nContent-Disposition: form-data; name="sheet"; filename="{name}"\r\n\r\n'
    body = head.encode("utf-8") + content + b"\r\n--x--\r\n"
    return Visitor(desk).ask("POST", link, body, {"Content-Type": "multipart/form-data; boundary=x"})


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_workbook_that_was_filled_in_is_kept_whole(desk: Served, kind: str) -> None:
    _, links, _ = opened(desk.enter())
    given = Visitor(desk).get(f"{links[0]}?sheet={kind}")
    assert zipfile.is_zipfile(io.BytesIO(given.content))
    store = RoundStore(desk.desk.workspace.root / "output/desk/rounds.sqlite")
    person = store.person(links[0].removeprefix("/q/"))
    assert person
    panel = read_panel(Workspace(desk.desk.workspace.root), WEIGHTS, desk.desk.workspace.root)
    order = Order(person.judge, person.office, "en", person.seed)
    book = filled(panel, order, answers_of(panel, "Harbourmaster"))
    content = {"ods": ods_bytes, "xlsx": xlsx_bytes}[kind](book, panel.day)
    assert uploaded(desk, links[1], f"a.{kind}", content).status == 422, "the workbook of another judge"
    answer = uploaded(desk, links[0], f"../../{HOSTILE[:8]}.{kind}", content)
    assert answer.status == 303, answer.text
    kept = store.answers(person.number)
    assert len(kept) == PAIRS
    assert kept["dimensions", "economic_importance", "supply_risk"].more == "supply_risk"


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", b"<a>" + b" " * 300_000_000)
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ods", b""),
        ("a.xlsx", b"PK\x03\x04 cut"),
        ("a.exe", b"MZ"),
        ("a.ods", b"<html>"),
        ("", b"x"),
        ("b.ods", None),
    ],
)
def test_a_file_that_is_no_questionnaire_is_told_and_keeps_nothing(
    desk: Served, name: str, content: bytes | None
) -> None:
    _, links, _ = opened(desk.enter())
    answer = uploaded(desk, links[0], name, bomb() if content is None else content)
    assert answer.status == 422
    store = RoundStore(desk.desk.workspace.root / "output/desk/rounds.sqlite")
    assert all(not store.answers(each.number) for each in store.people(1))


def test_two_rounds_for_one_file_never_give_one_name_to_two_experts(desk: Served) -> None:
    planner = desk.enter()
    rounds = [opened(planner), opened(planner, people=PEOPLE.replace("Ann", "Ada").replace("Bea", "Bo"))]
    for number, links, _ in rounds:
        for link in links:
            answer_all(desk, link)
        closed = planner.post(f"/ask/{number}", {"do": "close"})
        assert closed.status == 200, closed.text
    names = [judge["name"] for judge in content(desk)]
    assert len(names) == len(set(names)) == len(before_rounds()) + 6


def before_rounds() -> list[str]:
    text = (Path(__file__).parents[2] / "workspaces" / "atlantis" / WEIGHTS).read_text("utf-8")
    return [str(judge["name"]) for judge in parse_marked(text, WEIGHTS)[0].content["judges"]]


def test_a_named_expert_who_stands_in_the_file_is_told_and_not_replaced(desk: Served) -> None:
    name = before_rounds()[0]
    form = {"weights": WEIGHTS, "mode": "named", "closes": LATER, "people": f"{name}; Harbour\nBea Birch\nCai Cedar"}
    refused = desk.enter().post("/ask", form)
    assert refused.status == 422
    assert f"{name}: the file {WEIGHTS}" in refused.text


def test_an_anonymous_round_takes_a_number_of_experts_and_tells_the_least_beforehand(desk: Served) -> None:
    planner = desk.enter()
    assert "From 3 to 200 different persons" in planner.get("/ask").text
    _, links, _ = opened(planner, "anonymous", "４")
    assert len(links) == 4
    refused = planner.post("/ask", {"weights": WEIGHTS, "mode": "anonymous", "closes": LATER, "people": "2"})
    assert refused.status == 422
    assert "from 3 to 200" in refused.text


def test_an_office_that_is_too_long_is_not_called_a_name(desk: Served) -> None:
    people = f"Ann Alder; {'x' * 3000}\nBea Birch\nCai Cedar"
    form = {"weights": WEIGHTS, "mode": "coded", "closes": LATER, "people": people}
    refused = desk.enter().post("/ask", form)
    assert refused.status == 422
    assert "the office of Ann Alder is longer than 200 characters" in refused.text
    assert "cannot be the name" not in refused.text
