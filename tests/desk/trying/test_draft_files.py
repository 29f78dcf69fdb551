"""See and try through the server: what a form moves, what a script is given, and drafts."""

# Holds: desk/trying/pages.py, desk/trying/explained.py.

import re
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import yaml

from confidential_workspace import confidential
from criticality.checking.check import check_workspace
from criticality.files.workspace import Workspace
from desk_served import Served, served
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis

JUDGEMENT = "j.1.dimensions.economic_importance~supply_risk"
THRESHOLD = "t.score@0.5"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    root = atlantis(tmp_path)
    with served(root) as under_way:
        yield under_way


def root_of(desk: Served) -> Path:
    return desk.desk.workspace.root


def test_a_form_leads_to_an_address_that_holds_only_what_was_moved(desk: Served) -> None:
    visitor = desk.enter("reader")
    page = visitor.get("/").text
    fields = dict(re.findall(r'name="([jtdc]\.[^"]+)"[^>]*? value="([^"]*)"', page))
    assert len(fields) > 10
    answer = visitor.post("/", {**fields, JUDGEMENT: "3"})
    assert (answer.status, answer.headers["location"]) == (303, f"/?{JUDGEMENT}=3")
    moved = visitor.get(answer.headers["location"])
    assert moved.status == 200
    assert re.search(rf'name="{re.escape(JUDGEMENT)}"[^>]* value="3"', moved.text)


def test_other_weights_are_shown_as_they_are_and_not_as_the_sliders_stood(desk: Served) -> None:
    root, visitor = root_of(desk), desk.enter("reader")
    text = (root / WEIGHTS).read_text("utf-8")
    changed = text.replace("than: economic_importance, by: 2", "than: economic_importance, by: 3")
    (root / "weights/other.yaml").write_text(changed, "utf-8")
    shown = {"shown": f"{ASSESSMENT} {WEIGHTS}", "a": ASSESSMENT, JUDGEMENT: "1", THRESHOLD: "0.6"}
    same = visitor.post("/", {**shown, "w": WEIGHTS})
    assert same.headers["location"] == f"/?{THRESHOLD}=0.6"
    other = visitor.post("/", {**shown, "w": "weights/other.yaml"})
    assert other.headers["location"] == "/?w=weights%2Fother.yaml"
    script = visitor.post("/", {**shown, "w": "weights/other.yaml"}, **{"HX-Request": "true"})
    assert script.headers["hx-redirect"] == "/?w=weights%2Fother.yaml"


def test_a_script_is_given_the_list_first_and_the_probabilities_second(desk: Served) -> None:
    visitor = desk.enter("reader")
    first = visitor.post("/", {JUDGEMENT: "3"}, **{"HX-Request": "true"})
    assert first.headers["hx-replace-url"] == f"/?{JUDGEMENT}=3"
    assert "<html" not in first.text
    assert "…" in first.text
    asked = unescape(re.findall(r'hx-get="(/chances[^"]+)"', first.text)[0])
    second = visitor.get(asked, **{"HX-Request": "true"})
    assert "<html" not in second.text
    assert " %" in second.text
    assert not re.search(r">(0|100) %<", second.text)
    assert visitor.get(asked).headers["location"] == f"/?{JUDGEMENT}=3", "without a script, the page"


def test_who_entered_and_left_and_why_is_said_in_the_words_of_a_comparison(desk: Served) -> None:
    visitor = desk.enter("reader")
    page = visitor.get(f"/?{THRESHOLD}=0.72&why=1").text
    assert "Leaves:" in page
    assert re.search(r"left: the threshold of .+ on the score rose from 0.5 to 0.72", page)
    chinese = visitor.get(f"/?{THRESHOLD}=0.72&why=1&lang=zh-Hant").text
    assert "退出清單" in chinese
    compared = visitor.get(f"/compared?{THRESHOLD}=0.72")
    assert compared.status == 200
    assert "sandbox" in compared.headers["content-security-policy"]


def test_why_is_marked_where_it_rests_on_confidential_figures(desk: Served, tmp_path: Path) -> None:
    mark, question = "contains confidential figures – not for publication", f"?{THRESHOLD}=0.72&lang=en"
    with served(confidential(tmp_path / "marked")) as under_way:
        visitor = under_way.enter("reader")
        assert visitor.get(f"/{question}&why=1").text.count(mark) == 2, "of the list, and of the reasons"
        assert visitor.get(f"/why{question}", **{"HX-Request": "true"}).text.count(mark) == 1
        assert mark in visitor.get(f"/compared{question}").text
    assert mark not in desk.enter("reader").get(f"/{question}&why=1").text


def test_a_draft_is_new_files_that_pass_the_check_beside_the_old_ones(desk: Served) -> None:
    root, visitor = root_of(desk), desk.enter("planner")
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    state = f"{JUDGEMENT}=5&{THRESHOLD}=0.45&d.environmental_impact=out"
    answer = visitor.post("/drafts", {"state": state, "name": "higher", "because": '船不來："reason" <b>'})
    assert answer.status == 201, answer.text
    assert {path: path.read_bytes() for path in before} == before
    weights, plan = (
        yaml.safe_load((root / folder / "higher-draft.yaml").read_text("utf-8"))
        for folder in ("weights", "assessments")
    )
    first = weights["judges"][0]["comparisons"]["dimensions"][0]
    assert (first["more"], first["by"], first["because"]) == ("supply_risk", 6, '船不來："reason" <b>')
    assert (weights["status"], weights["leave_out"]) == ("illustrative", ["environmental_impact"])
    assert plan["weights"] == "weights/higher-draft.yaml"
    assert "higher" in str(plan["title"])
    assert [problem for problem in check_workspace(Workspace(root)) if problem.severity == "error"] == []
    again = visitor.get("/?a=assessments/higher-draft.yaml").text
    assert "assessments/higher-draft.yaml" in again
    head = visitor.get("/").text.partition("</h1>")[0]
    assert "(draft higher)" not in head, "a draft does not take the place of the assessment"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"state": "", "name": "x", "because": "y"}, "nothing was moved"),
        ({"state": f"{JUDGEMENT}=5", "name": "", "because": "y"}, "cannot be the name"),
        ({"state": f"{JUDGEMENT}=5", "name": "../x", "because": "y"}, "cannot be the name"),
        ({"state": f"{JUDGEMENT}=5", "name": "Large", "because": "y"}, "cannot be the name"),
        ({"state": f"{JUDGEMENT}=5", "name": "equal", "because": "y"}, "already"),
        ({"state": f"{JUDGEMENT}=5", "name": "x", "because": " "}, "needs a reason"),
    ],
)
def test_a_draft_that_cannot_be_kept_is_told_and_nothing_is_written(
    desk: Served, fields: dict[str, str], says: str
) -> None:
    root, visitor = root_of(desk), desk.enter("planner")
    shutil.copy(root / "weights/equal.yaml", root / "weights/equal-draft.yaml")
    before = sorted(root.rglob("*"))
    answer = visitor.post("/drafts", fields)
    assert answer.status == 422
    assert says in unescape(answer.text)
    log = root / "output"
    assert [path for path in sorted(root.rglob("*")) if log not in (path, *path.parents)] == before, "but the log"


def test_html_in_every_field_is_shown_as_text(desk: Served) -> None:
    visitor, bad = desk.enter("planner"), "<script>alert(1)</script>"
    for answer in (
        visitor.get(f"/?x={bad}&{JUDGEMENT}={bad}&c.{bad}=1"),
        visitor.post("/drafts", {"state": f"{JUDGEMENT}=5", "name": bad, "because": bad}),
        visitor.get(f"/?a={bad}"),
        visitor.get(f"/?w={bad}"),
    ):
        assert answer.status in (200, 422)
        assert bad not in answer.text


def test_a_draft_in_a_repository_is_a_commit_with_the_sentence(desk: Served) -> None:
    root = root_of(desk)
    for words in (
        ["init", "-q"],
        ["config", "user.name", "R"],
        ["config", "user.email", "r@example.org"],
        ["add", "."],
        ["commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    answer = desk.enter("planner").post("/drafts", {"state": f"{JUDGEMENT}=2", "name": "more", "because": "So."})
    assert "Committed" in answer.text
    said = subprocess.run(
        ["git", "-C", str(root), "log", "-1", "--format=%s"], check=True, capture_output=True, text=True
    )
    assert said.stdout.strip() == "draft more: Harbourmaster: supply_risk over economic_importance 2 → 3"


def test_the_files_that_are_looked_at_are_those_of_the_workspace(desk: Served) -> None:
    assert (root_of(desk) / ASSESSMENT).is_file()
    assert (root_of(desk) / WEIGHTS).is_file()
