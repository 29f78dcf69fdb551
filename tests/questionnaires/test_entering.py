"""Answers entered into a weights file: the very judgements, and every other byte of the file as it was."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criticality.errors import InputError
from criticality.model.judgements import Judge
from criticality.questionnaires.entering import joined_with, judge_lines, new_text, panel_problems, write
from criticality.questionnaires.order import Order
from criticality.questionnaires.panel_file import PanelFile
from criticality.questionnaires.returned import Returned, read_returned
from questionnaires.filling import Answers, again, answers_of, atlantis_panel, filled, saved
from workspace_builder import WEIGHTS, check, edit


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> PanelFile:
    return atlantis_panel(tmp_path_factory.mktemp("panel"))


def returned_from(panel: PanelFile, order: Order, answers: Answers, path: Path) -> Returned:
    returned = read_returned(saved(filled(panel, order, answers), panel, path), path.name, panel)
    assert [problem for problem in returned.problems if problem.severity == "error"] == []
    return returned


NUMBERS = st.integers(1, 9) | st.floats(1, 9).map(lambda number: round(number, 2))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_answers_come_back_as_the_very_judgements(panel: PanelFile, data: st.DataObject) -> None:
    """Through a workbook, the text of the file and its reader; in every language, order and kind of file."""
    language = data.draw(st.sampled_from(["en", "zh-Hant", "both"]))
    order = Order("Judge E", "Office 甲", language, data.draw(st.none() | st.integers(0, 99)))
    answers = {}
    for pair in panel.questions().pairs:
        turned, by = data.draw(st.booleans()), float(data.draw(NUMBERS))
        codes = (pair.first.code, pair.second.code)
        answers[codes[::-1] if turned and by > 1 else codes] = by
    with TemporaryDirectory() as folder:
        path = Path(folder) / data.draw(st.sampled_from(["a.ods", "a.xlsx"]))
        returned = returned_from(panel, order, answers, path)
    assert returned.judge is not None
    read = {(each.more, each.than): each.by for group in returned.judge.comparisons.values() for each in group}
    ones = {frozenset(pair) for pair, by in answers.items() if by == 1}
    assert {pair: by for pair, by in read.items() if by > 1} == {pair: by for pair, by in answers.items() if by > 1}
    assert {frozenset(pair) for pair, by in read.items() if by == 1} == ones
    joined = joined_with(panel, [returned])
    text = new_text(panel, joined)  # reads itself again and compares
    assert text.startswith(panel.text)


def harbourmaster(panel: PanelFile, folder: Path, judge: str = "Judge E") -> Returned:
    return returned_from(panel, Order(judge, None, "en"), answers_of(panel, "Harbourmaster"), folder / f"{judge}.ods")


def test_a_judge_is_written_behind_the_others_and_the_file_passes_check(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    before = panel.path.read_bytes()
    joined = joined_with(panel, [harbourmaster(panel, tmp_path), harbourmaster(panel, tmp_path, "王小明")])
    assert [problem for problem in panel_problems(panel, joined) if problem.severity == "error"] == []
    write(panel, new_text(panel, joined))
    after = panel.path.read_bytes()
    assert after.startswith(before)
    added = after[len(before) :].decode()
    assert added.splitlines()[:6] == [
        "  - name: Judge E",
        "    on: 2026-11-30",
        "    weight: 1",
        "    comparisons:",
        "      dimensions:",
        '        - {more: supply_risk, than: economic_importance, by: 2, because: "因為 Q01"}',
    ]
    outcome = check(panel.workspace.root, panel.file)
    assert outcome.code == 0, outcome.said
    assert [judge.name for judge in again(panel).weights.judges][-2:] == ["Judge E", "王小明"]
    assert [path.name for path in panel.path.parent.iterdir() if path.name.startswith(".")] == []


def test_a_replaced_judge_keeps_weight_and_place_and_the_others_their_bytes(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    answers = answers_of(panel, "Harbourmaster")
    del answers["supply_risk", "economic_importance"]
    answers["economic_importance", "supply_risk"] = 1.5
    order = Order("Harbourmaster", "Harbour Office 港務局", "en")
    joined = joined_with(panel, [returned_from(panel, order, answers, tmp_path / "a.ods")])
    assert joined.replaced == {0}
    text = new_text(panel, joined)
    second = panel.text.index("  - name: Warden")
    assert text.startswith(panel.text[: panel.text.index("  - name: Harbourmaster")])
    assert text.endswith(panel.text[second:])
    write(panel, text)
    first = again(panel).weights.judges[0]
    assert (first.name, first.weight, first.on) == ("Harbourmaster", 2, date(2026, 11, 30))
    assert first.comparisons["dimensions"][0].by == 1.5


def test_who_is_asked_again_about_one_group_keeps_the_other_judgements(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    order = Order("Harbourmaster", None, "en", groups=("environmental_impact",))
    returned = returned_from(panel, order, {("water_burden", "climate_burden"): 4.0}, tmp_path / "a.ods")
    joined = joined_with(panel, [returned])
    write(panel, new_text(panel, joined))
    old, new = panel.weights.judges[0], again(panel).weights.judges[0]
    assert new.office == old.office
    kept = {group: judgements for group, judgements in old.comparisons.items() if group != "environmental_impact"}
    assert {group: new.comparisons[group] for group in kept} == kept
    (judgement,) = new.comparisons["environmental_impact"]
    assert (judgement.more, judgement.by) == ("water_burden", 4)


def test_a_judge_of_some_groups_alone_is_entered(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    order = Order("Judge E", None, "en", groups=("environmental_impact",))
    returned = returned_from(panel, order, {("water_burden", "climate_burden"): 4.0}, tmp_path / "a.ods")
    joined = joined_with(panel, [returned])
    assert [problem for problem in panel_problems(panel, joined) if problem.severity == "error"] == []
    write(panel, new_text(panel, joined))
    assert list(again(panel).weights.judges[-1].comparisons) == ["environmental_impact"]
    assert check(panel.workspace.root, panel.file).code == 0


@pytest.mark.parametrize("kind", [".ods", ".xlsx"])
def test_words_of_the_file_are_asked_for_and_entered(kind: str, tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    edit(panel.workspace.root, WEIGHTS, "judges:", "words: {slightly: 2, clearly: [3, 5], 很: 7}\njudges:")
    panel = again(panel)
    answers: dict[tuple[str, str], float | str] = dict(answers_of(panel, "Harbourmaster"))
    answers["supply_risk", "economic_importance"] = "clearly"
    answers["climate_burden", "water_burden"] = "很"
    answers["companionality", "recycling_rate"] = 2.5
    returned = returned_from(panel, Order("Judge E", None, "both"), answers, tmp_path / f"a{kind}")
    write(panel, new_text(panel, joined_with(panel, [returned])))
    judge = again(panel).weights.judges[-1]
    assert judge.comparisons["dimensions"][0].by == "clearly"
    assert judge.comparisons["environmental_impact"][0].by == "很"
    assert "by: clearly, because" in panel.path.read_text("utf-8")
    assert check(panel.workspace.root, panel.file).code == 0


def test_line_ends_and_the_mark_of_utf_8_stay(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    before = b"\xef\xbb\xbf" + panel.path.read_bytes().replace(b"\n", b"\r\n")
    panel.path.write_bytes(before)
    panel = again(panel)
    write(panel, new_text(panel, joined_with(panel, [harbourmaster(panel, tmp_path)])))
    after = panel.path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")


@pytest.mark.parametrize("nothing", ["", " []", " null", "   ~"])
def test_the_first_judges_are_entered_where_nothing_stands_yet(nothing: str, tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    panel.path.write_text(
        panel.text.partition("judges:")[0] + f"judges:{nothing}  # none yet\nleave_out: []\n", "utf-8"
    )
    empty = again(panel)
    write(empty, new_text(empty, joined_with(empty, [harbourmaster(panel, tmp_path)])))
    text = panel.path.read_text("utf-8")
    assert "judges:  # none yet\n  - name: Judge E\n" in text
    assert text.endswith("leave_out: []\n")
    assert check(panel.workspace.root, panel.file).code == 0


def test_the_weight_that_a_replaced_judge_keeps_is_told_where_it_stands(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    answers = answers_of(panel, "Harbourmaster")
    edit(panel.workspace.root, WEIGHTS, "    weight: 2 ", "    weight: {dimensions: 2} ")
    lacking = again(panel)
    returned = returned_from(lacking, Order("Harbourmaster", None, "en"), answers, tmp_path / "a.ods")
    errors = [each for each in panel_problems(lacking, joined_with(lacking, [returned])) if each.severity == "error"]
    assert {problem.code for problem in errors} == {"weighting.weight_lacks"}
    assert {(problem.file, problem.line) for problem in errors} == {(WEIGHTS, 10)}


def test_judges_between_brackets_are_refused(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    sentence = '{more: supply_risk, than: economic_importance, by: 2, because: "x"}'
    edit(panel.workspace.root, WEIGHTS, "incomplete: refuse", "incomplete: complete")
    head = panel.path.read_text("utf-8").partition("judges:")[0]
    panel.path.write_text(f"{head}judges: [{{name: A, comparisons: {{dimensions: [{sentence}]}}}}]\n", "utf-8")
    brackets = again(panel)
    with pytest.raises(InputError) as caught:
        new_text(brackets, joined_with(brackets, [harbourmaster(panel, tmp_path)]))
    assert [problem.code for problem in caught.value.problems] == ["asking.judges_in_brackets"]


def test_a_file_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    text = new_text(panel, joined_with(panel, [harbourmaster(panel, tmp_path)]))
    edit(panel.workspace.root, WEIGHTS, "weight: 2 ", "weight: 3 ")
    before = panel.path.read_bytes()
    with pytest.raises(InputError) as caught:
        write(panel, text)
    assert [problem.code for problem in caught.value.problems] == ["asking.changed"]
    assert panel.path.read_bytes() == before


def test_a_judge_who_contradicts_himself_is_warned_of_at_the_answer_that_hurts_most(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    answers = answers_of(panel, "Harbourmaster")
    del answers["companionality", "recycling_rate"]
    answers["recycling_rate", "companionality"] = 3
    returned = returned_from(panel, Order("Judge E", None, "en"), answers, tmp_path / "a.ods")
    warned = [problem for problem in panel_problems(panel, joined_with(panel, [returned])) if problem.file == "a.ods"]
    assert [(problem.code, problem.severity) for problem in warned] == [("weighting.hurts_most", "warning")]
    assert warned[0].where.startswith("3 Supply-interruption risk!E")
    assert warned[0].hint


def test_one_judge_of_an_empty_panel_who_contradicts_himself_is_refused_as_check_would(tmp_path: Path) -> None:
    panel = atlantis_panel(tmp_path)
    answers = answers_of(panel, "Harbourmaster")
    del answers["companionality", "recycling_rate"]
    answers["recycling_rate", "companionality"] = 9
    panel.path.write_text(panel.text.partition("judges:")[0] + "judges: []\n", "utf-8")
    empty = again(panel)
    returned = returned_from(empty, Order("Judge E", None, "en"), answers, tmp_path / "a.ods")
    errors = [each for each in panel_problems(empty, joined_with(empty, [returned])) if each.severity == "error"]
    assert [problem.code for problem in errors] == ["weighting.hurts_most"]


def test_a_reason_in_hostile_words_is_a_text_of_the_file() -> None:
    because = '"}\n- {more: x}\u202e #'
    judge = Judge.model_validate(
        {"name": "A: b", "comparisons": {"g": [{"more": "a", "than": "b", "by": 2.5, "because": because}]}}
    )
    lines = judge_lines(judge)
    assert lines[0] == '- name: "A: b"'
    assert lines[-1] == '      - {more: a, than: b, by: 2.5, because: "\\"}\\n- {more: x}\\u202E #"}'
