"""What a command says of confidential figures is marked, as every page is: not for publication."""

from pathlib import Path

import pytest

from confidential_workspace import confidential
from criticality import Workspace
from workspace_builder import ASSESSMENT, check, criticality, edit

MARK, IN_CHINESE = "contains confidential figures – not for publication", "含機密數值，不得公開"
BAR, HIGHER = "{of: score, at_least: 0.50}", "{of: score, at_least: 0.65}"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A workspace with confidential rows, and two runs of it, the second with a higher bar."""
    root = confidential(tmp_path_factory.mktemp("marked"))
    first = Workspace(root).assess(draws=0).save("none").name
    edit(root, ASSESSMENT, BAR, HIGHER)
    return root, [first, Workspace(root).assess(draws=0).save("none").name]


@pytest.mark.parametrize(
    "words",
    [("show", "austrium"), ("show", "norwegium", "--evidence"), ("levers", "austrium"), ("levers", "norwegium")],
)
def test_an_answer_on_one_mineral_is_marked(room: tuple[Path, list[str]], words: tuple[str, ...]) -> None:
    root, runs = room
    command, *rest = words
    out = criticality(command, runs[0], *rest, "--workspace", root).out
    assert out.splitlines().count(MARK) == 1, out
    assert IN_CHINESE in criticality(command, runs[0], *rest, "--workspace", root, "--lang", "zh-Hant").out


def test_check_marks_its_answer_once_where_it_has_told_something(room: tuple[Path, list[str]], tmp_path: Path) -> None:
    assert MARK not in check(room[0]).out, "nothing was told"
    edit(room[0], ASSESSMENT, "country: ATL", "status: superseded\ncountry: ATL")
    told = check(room[0]).out.splitlines()
    edit(room[0], ASSESSMENT, "status: superseded\ncountry: ATL", "country: ATL")
    assert (told.count(MARK), told[-2]) == (1, MARK)
