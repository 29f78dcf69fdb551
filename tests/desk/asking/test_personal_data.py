"""What is kept of experts: names in the desk's own file alone, and deleted there when somebody asks for it."""

# Holds: desk/asking/panels_read.py.

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from criticality.desk.asking.panels_read import PanelsRead
from criticality.desk.asking.round_store import RoundStore
from desk_served import Served, Visitor, served
from workspace_builder import WEIGHTS, atlantis

NAMES = ("Ann Alder", "Bea Birch", "Cai Cedar")
OFFICE, REASON = "Harbour Authority", "A reason of my own."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    with served(atlantis(tmp_path)) as under_way:
        yield under_way


def opened(desk: Served, mode: str = "coded") -> list[str]:
    people = "\n".join(f"{name}; {OFFICE}" for name in NAMES)
    closes = str(date.today() + timedelta(days=30))
    visitor = desk.enter()
    sent = {"weights": WEIGHTS, "mode": mode, "closes": closes, "people": people}
    page = visitor.followed(visitor.post("/ask", sent))
    return re.findall(r"http://[^<]+(/q/[^<]+)</code>", page.text)


def answer_one(desk: Served, link: str) -> None:
    page = Visitor(desk).get(link)
    number = re.search(r'name="number" value="(\w+)"', page.text)
    assert number
    side = re.findall(r'name="side" value="(\w+)"', page.text)[0]
    sent = Visitor(desk).bare_post(link, {"number": number[1], "side": side, "by": "2.0", "because": REASON})
    assert sent.status == 303


def store_of(desk: Served) -> RoundStore:
    return RoundStore(desk.desk.workspace.root / "output/desk/rounds.sqlite")


def files_with(desk: Served, word: str) -> set[str]:
    root = desk.desk.workspace.root
    found = (path for path in root.rglob("*") if path.is_file() and word.encode() in path.read_bytes())
    return {path.relative_to(root).as_posix() for path in found}


def test_who_an_expert_is_stands_in_the_file_of_rounds_alone_and_is_deleted_there(desk: Served) -> None:
    links = opened(desk)
    answer_one(desk, links[0])
    for word in (*NAMES, REASON):
        assert files_with(desk, word) == {"output/desk/rounds.sqlite"}, word
    (first, *others) = store_of(desk).people(1)
    desk.enter().post("/ask/1", {"do": "erase", "sure": "yes", "person": first.number})
    assert files_with(desk, first.name) == files_with(desk, REASON) == set()
    assert Visitor(desk).get(links[0]).status == 404
    assert [each.name for each in store_of(desk).people(1)] == ["", *(each.name for each in others)]
    page = desk.enter().get("/ask/1").text
    assert first.name not in page
    assert page.count('value="erase"') == 2, "nothing is left to delete of who was deleted"


def test_of_a_named_expert_the_name_is_deleted_too(desk: Served) -> None:
    opened(desk, "named")
    first = store_of(desk).people(1)[0]
    desk.enter().post("/ask/1", {"do": "erase", "sure": "yes", "person": first.number})
    assert files_with(desk, first.name) == set()
    assert desk.enter().get("/ask/1").status == 200


def test_all_that_a_round_holds_of_people_is_deleted_when_it_is_over(desk: Served) -> None:
    links, planner = opened(desk), desk.enter()
    answer_one(desk, links[0])
    planner.post("/ask/1", {"do": "purge", "sure": "yes"})
    assert len(store_of(desk).people(1)) == 3, "an open round still needs them"
    planner.post("/ask/1", {"do": "end", "sure": "yes"})
    assert 'value="purge"' in planner.get("/ask/1").text
    planner.post("/ask/1", {"do": "purge", "sure": "yes"})
    for word in (*NAMES, OFFICE, REASON):
        assert files_with(desk, word) == set(), word
    assert planner.get("/ask/1").status == 200
    assert planner.get("/ask").status == 200


def test_questions_are_read_again_when_a_file_that_they_are_made_of_changes(desk: Served) -> None:
    panels, root = PanelsRead(desk.desk), desk.desk.workspace.root
    first = panels.of(WEIGHTS)
    assert panels.of(WEIGHTS) is first
    path = root / "criteria/dimensions.yaml"
    path.write_text(path.read_text("utf-8") + "# later\n", "utf-8")
    again = panels.of(WEIGHTS)
    assert again is not first
    assert panels.of(WEIGHTS) is again


@pytest.mark.parametrize("deed", ["erase", "end", "purge", "forget"])
def test_what_cannot_be_undone_is_not_done_by_one_click(desk: Served, deed: str) -> None:
    opened(desk)
    planner, first = desk.enter(), store_of(desk).people(1)[0]
    if deed in ("purge", "forget"):
        planner.post("/ask/1", {"do": "end", "sure": "yes"})
    before = store_of(desk).round(1)
    refused = planner.post("/ask/1", {"do": deed, "person": first.number})
    assert refused.status == 422
    assert "cannot be undone" in refused.text
    assert 'name="sure" value="yes" required' in refused.text
    assert store_of(desk).round(1) == before
    assert first.name in {each.name for each in store_of(desk).people(1)}


def test_who_was_revoked_can_be_let_in_again_and_who_was_deleted_cannot(desk: Served) -> None:
    opened(desk)
    planner, (first, second, *_) = desk.enter(), store_of(desk).people(1)
    planner.post("/ask/1", {"do": "revoke", "person": first.number})
    assert planner.get("/ask/1").text.count('value="renew"') == 3
    again = planner.post("/ask/1", {"do": "renew", "person": first.number})
    (link,) = re.findall(r"http://[^<]+(/q/[^<]+)</code>", again.text)
    assert Visitor(desk).get(link).status == 200
    planner.post("/ask/1", {"do": "erase", "sure": "yes", "person": second.number})
    assert planner.get("/ask/1").text.count('value="renew"') == 2
    assert "/q/" not in planner.post("/ask/1", {"do": "renew", "person": second.number}).text


def test_links_of_a_desk_on_one_machine_are_not_said_to_work_elsewhere(desk: Served) -> None:
    planner = desk.enter()
    people = "Ann Alder\nBea Birch\nCai Cedar"
    form = {"weights": WEIGHTS, "mode": "coded", "closes": "2099-12-31", "people": people}
    page = planner.followed(planner.post("/ask", form))
    assert "on this machine alone" in page.text
    assert f"criticality ask {WEIGHTS}" in page.text
