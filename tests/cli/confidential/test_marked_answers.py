"""What a command says of confidential figures is marked, as every page is: not for publication."""

import json
from pathlib import Path

import pytest
from pairs import record

from confidential_workspace import confidential
from criticality import Workspace
from criticality.api.comparison import comparison_of
from criticality.cli.compare_markdown import markdown_of
from criticality.cli.compare_text import print_series
from criticality.comparison.series import series_of
from criticality.records.public.public_form import public_form
from criticality.records.store import read_record
from criticality.report.comparison import series_page
from criticality.report.comparison.pdf import signed_page
from workspace_builder import ASSESSMENT, atlantis, check, criticality, edit

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


@pytest.mark.parametrize("words", [(), ("austrium",), ("norwegium",)])
def test_levers_as_json_say_so_too(room: tuple[Path, list[str]], tmp_path: Path, words: tuple[str, ...]) -> None:
    root, runs = room
    said = json.loads(criticality("levers", runs[0], *words, "--json", "--workspace", root).out)
    assert (said["confidential"], len(said) > 1) == (True, True)
    public = atlantis(tmp_path)
    run = Workspace(public).assess(draws=0).save("none").name
    assert "confidential" not in json.loads(criticality("levers", run, *words, "--json", "--workspace", public).out)


def test_check_marks_its_answer_once_where_it_has_told_something(room: tuple[Path, list[str]], tmp_path: Path) -> None:
    assert MARK not in check(room[0]).out, "nothing was told"
    edit(room[0], ASSESSMENT, "country: ATL", "status: superseded\ncountry: ATL")
    told = check(room[0]).out.splitlines()
    edit(room[0], ASSESSMENT, "status: superseded\ncountry: ATL", "country: ATL")
    assert (told.count(MARK), told[-2]) == (1, MARK)


def test_a_comparison_is_marked_wherever_it_goes(room: tuple[Path, list[str]]) -> None:
    root, runs = room
    out = criticality("compare", *runs, "--html", "--workspace", root).out
    folder = root / "output" / "comparisons" / "--".join(runs)
    assert out.splitlines().count(MARK) == 1
    content = json.loads((folder / "comparison.json").read_text("utf-8"))
    assert content["confidential"] is True
    assert all(mark in (folder / "comparison.html").read_text("utf-8") for mark in (MARK, IN_CHINESE))
    for language, mark in (("en", MARK), ("zh-Hant", IN_CHINESE)):
        page = signed_page(content, language)
        assert page.count(mark) == 1
        assert "@bottom-center" in page, "it stands in the margin of every page too"
    assert markdown_of(content, "main", "0" * 40, ASSESSMENT).count(f"{IN_CHINESE} · {MARK}") == 1


def test_a_matrix_of_several_runs_is_marked_too(
    room: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    content = series_of([read_record(room[0] / "output/runs" / run) for run in room[1]])
    print_series(content)
    assert MARK in capsys.readouterr().out
    assert all(mark in series_page(content) for mark in (MARK, IN_CHINESE))


def test_public_forms_and_runs_without_confidential_figures_have_no_mark(room: tuple[Path, list[str]]) -> None:
    public = public_form(read_record(room[0] / "output/runs" / room[1][0]))
    assert "confidential" not in series_of([public, record()])
    assert "confidential" not in comparison_of(record(), record()).content


def test_the_answer_of_a_sweep_and_its_page_are_marked(room: tuple[Path, list[str]]) -> None:
    (room[0] / "sweeps" / "small.yaml").write_text(
        f"title: Methods\nassessment: {ASSESSMENT}\nvary: {{method: [topsis, ahp_ratings]}}\n", "utf-8"
    )
    out = criticality("sweep", "small", "--workspace", room[0]).out
    assert out.splitlines().count(MARK) == 1, out
    (page,) = (room[0] / "output").rglob("sweep.html")
    assert all(mark in page.read_text("utf-8") for mark in (MARK, IN_CHINESE))
    assert json.loads((page.parent / "summary.json").read_text("utf-8"))["confidential"] is True
