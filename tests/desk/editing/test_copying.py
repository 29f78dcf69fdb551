"""A file copied under another name at the desk: the copy stands alone, and nobody has adopted it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from criticality.desk.editing.copying import copy_of, may_be_copied
from criticality.desk.editing.editable_files import read_file
from criticality.errors import InputError
from criticality.files.workspace import Workspace
from criticality.files.yaml import parse_marked
from desk_served import Served, served
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, criticality, edit


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    with served(atlantis(tmp_path)) as under_way:
        yield under_way


def test_a_copy_is_the_text_of_the_file_but_for_its_title_and_who_adopted_it(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, WEIGHTS, "status: adopted\n", "status: adopted\nconfirmed: {by: Council, on: 2025-03-01}\n")
    before = (root / WEIGHTS).read_text("utf-8")
    change = copy_of(Workspace(root), read_file(Workspace(root), WEIGHTS), "second-try")
    assert (change.file, change.was) == ("weights/second-try.yaml", None)
    read, problems = parse_marked(change.text, change.file)
    assert not problems
    own = parse_marked(before, WEIGHTS)[0].content
    title = {"en": f"{own['title']['en']} (second-try)", "zh-Hant": f"{own['title']['zh-Hant']}（second-try）"}
    assert read.content == {
        **{k: v for k, v in own.items() if k != "confirmed"},
        "status": "illustrative",
        "title": title,
    }
    assert "# speaks for two departments" in change.text


@pytest.mark.parametrize("name", ["", "Über", "../x", "a/b", "two-offices", "x" * 61, "-a"])
def test_a_name_that_cannot_be_or_is_taken_is_told(tmp_path: Path, name: str) -> None:
    workspace = Workspace(atlantis(tmp_path))
    with pytest.raises(InputError):
        copy_of(workspace, read_file(workspace, WEIGHTS), name)


def test_documents_that_stand_alone_can_be_copied_and_no_other() -> None:
    assert may_be_copied(WEIGHTS)
    assert may_be_copied(ASSESSMENT)
    assert not may_be_copied("criteria/water_burden.yaml")
    assert not may_be_copied("data/minerals.csv")


def test_the_copy_is_shown_and_check_has_nothing_against_it(desk: Served) -> None:
    planner, root = desk.enter(), desk.desk.workspace.root
    assert "Copy as a new file" in planner.get(f"/files/{WEIGHTS}").text
    assert "Copy as a new file" not in planner.get("/files/criteria/water_burden.yaml").text
    refused = planner.post(f"/files/{WEIGHTS}", {"what": "copy", "name": "Two Offices"})
    assert refused.status == 422
    assert 'value="Two Offices"' in refused.text, "what was typed is kept"
    made = planner.post(f"/files/{WEIGHTS}", {"what": "copy", "name": "third", "because": "To try."})
    assert made.headers["location"] == "/files/weights/third.yaml", "the page of the copy has its address"
    assert "weights/third.yaml: copy of" in planner.followed(made).text
    assert "copy of" not in planner.followed(made).text, "it is told once"
    assert criticality("check", "--workspace", root).code == 0
