"""`ask` and `collect` on the command line: exit codes, what is written where, the same in both languages."""

# Holds: cli/questionnaires/ask.py, cli/questionnaires/collect.py, cli/questionnaires/commands.py.

import re
from pathlib import Path

import pytest

from criticality.questionnaires.order import Order
from questionnaires.filling import ATLANTIS_WEIGHTS, again, answers_of, atlantis_panel, filled, saved
from workspace_builder import Outcome, atlantis, criticality, edit, run

HAN, FIGURE = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"\d+\.\d+")


def ask(root: Path, *words: object) -> Outcome:
    return criticality("ask", ATLANTIS_WEIGHTS, "--workspace", root, *words)


def collect(root: Path, *words: object) -> Outcome:
    return criticality("collect", *words, "--into", ATLANTIS_WEIGHTS, "--workspace", root)


def answered(root: Path, name: str = "e.ods", judge: str = "Judge E") -> Path:
    """A questionnaire with the answers of a judge of the file, as another judge gives them."""
    panel = atlantis_panel(root.parent / f"for {name}")
    answers = answers_of(panel, "Harbourmaster")
    return saved(filled(panel, Order(judge, None, "both"), answers), panel, root.parent / name)


@pytest.mark.parametrize(
    ("words", "kinds"), [((), [".ods"]), (("--xlsx",), [".xlsx"]), (("--ods", "--xlsx"), [".ods", ".xlsx"])]
)
def test_a_questionnaire_is_written_in_the_kinds_named(
    words: tuple[str, ...], kinds: list[str], tmp_path: Path
) -> None:
    root = atlantis(tmp_path)
    outcome = ask(root, "--judge", "Judge E/F", *words)
    assert outcome.code == 0, outcome.said
    made = sorted((root / "output/questionnaires").iterdir())
    assert [path.name for path in made] == [f"two-offices.Judge-E-F{kind}" for kind in kinds]
    for path in made:
        assert f"output/questionnaires/{path.name}: 8 pairs for Judge E/F" in outcome.out
    assert f"collect FILE --into {ATLANTIS_WEIGHTS}" in outcome.out


def test_another_questionnaire_of_the_name_is_never_overwritten(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    words = ("--judge", "E", "--to", tmp_path / "out", "--closes", "2026-12-31", "--shuffle", 3)
    assert ask(root, *words).code == 0
    before = (tmp_path / "out/two-offices.E.ods").read_bytes()
    assert ask(root, *words).code == 0, "the same once more"
    outcome = ask(root, *words[:-1], 4)
    assert (outcome.code, "may hold answers" in outcome.err) == (1, True)
    assert (tmp_path / "out/two-offices.E.ods").read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("--judge", " "),
        ("--judge", "group"),
        ("--judge", "a\x1b[2J"),
        ("--judge", "E", "--language", "fr"),
        ("--judge", "E", "--language", "none"),
        ("--judge", "E", "--closes", "soon"),
        (),
    ],
)
def test_wrong_words_are_refused_before_anything_is_read(words: tuple[str, ...], tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    outcome = ask(root, *words)
    assert (outcome.code, outcome.out) == (2, ""), outcome.said
    assert not (root / "output").exists()


def test_some_groups_alone_are_asked_about(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    outcome = ask(root, "--judge", "E", "--group", "supply_risk", "--group", "dimensions")
    assert "6 pairs for E" in outcome.out
    wrong = ask(root, "--judge", "F", "--group", "suply_risk")
    assert (wrong.code, "Did you mean 'supply_risk'?" in wrong.err) == (2, True)


def test_a_judge_who_is_there_already_may_be_asked_again_and_that_is_said(tmp_path: Path) -> None:
    outcome = ask(atlantis(tmp_path), "--judge", "Harbourmaster")
    assert outcome.code == 0
    assert "--replace" in outcome.err


def test_answers_are_shown_and_not_entered_without_write(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    path, before = answered(root), (root / ATLANTIS_WEIGHTS).read_bytes()
    outcome = collect(root, path)
    assert outcome.code == 0, outcome.said
    assert "Judge E · – · 2026-11-30" in outcome.out
    assert re.search(r"supply_risk +2 +economic_importance +因為 Q01", outcome.out)
    assert "CR of supply_risk: 0.003" in outcome.out
    assert re.search(r"environmental_impact +22\.4 % +17\.7 %|environmental_impact +22\.4 % +\d+\.\d %", outcome.out)
    assert "Nothing was written" in outcome.out
    assert (root / ATLANTIS_WEIGHTS).read_bytes() == before


def test_answers_entered_pass_check_and_run(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    first = answered(root)
    outcome = collect(root, first, answered(root, "f.xlsx", "Judge F"), "--write")
    assert outcome.code == 0, outcome.said
    assert f"{ATLANTIS_WEIGHTS}: 2 judges entered" in outcome.out
    assert criticality("check", "--workspace", root).code == 0
    assert run(root, "--draws", 0).code == 0
    once_more = collect(root, first, "--write")
    assert (once_more.code, "--replace" in once_more.err) == (1, True)
    assert collect(root, first, "--write", "--replace").code == 0


def test_every_problem_of_every_file_is_told_and_nothing_is_entered(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    before = (root / ATLANTIS_WEIGHTS).read_bytes()
    good, text = answered(root), tmp_path / "notes.txt"
    text.write_text("no workbook", "utf-8")
    twice = tmp_path / "twice.ods"
    twice.write_bytes(good.read_bytes())
    outcome = collect(root, good, twice, text, tmp_path / "nowhere.ods", "--write")
    assert (outcome.code, outcome.out) == (1, "")
    for name, said in (("twice.ods", "a second time"), ("notes.txt", "no workbook"), ("nowhere.ods", "does not exist")):
        assert re.search(rf"{name}:1: .*{said}", outcome.err), outcome.err
    assert "3 problems; nothing was written." in outcome.err
    assert (root / ATLANTIS_WEIGHTS).read_bytes() == before


def test_a_judge_alone_in_the_panel_has_no_weights_before(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    panel = again(atlantis_panel(tmp_path / "other"))
    (root / ATLANTIS_WEIGHTS).write_text(panel.text.partition("judges:")[0] + "judges: []\n", "utf-8")
    outcome = collect(root, answered(root))
    assert outcome.code == 0, outcome.said
    assert "Weights of the panel (one judge)" in outcome.out
    assert re.search(r"environmental_impact +– ", outcome.out)


@pytest.mark.parametrize("broken", [False, True])
def test_both_commands_say_the_same_in_both_languages(broken: bool, tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    path = answered(root)
    if broken:
        edit(root, "criteria/water_burden.yaml", "dimension:", "role: screening\ndimension:")
    for command in (("collect", path, "--into"), ("ask", "--judge", "E")):
        words = (*command, ATLANTIS_WEIGHTS, "--workspace", root)
        english, chinese = (criticality(*words, "--lang", language) for language in ("en", "zh-Hant"))
        assert english.code == chinese.code == (1 if broken and command[0] == "collect" else 0), english.said
        assert HAN.search(chinese.said)
        assert set(FIGURE.findall(english.out)) == set(FIGURE.findall(chinese.out))
        assert "Traceback" not in english.said + chinese.said


def test_help_says_what_each_option_is_in_both_languages() -> None:
    for command in ("ask", "collect"):
        english, chinese = (criticality(command, "--help", "--lang", language).out for language in ("en", "zh-Hant"))
        assert set(re.findall(r"--[a-z]+", english)) == set(re.findall(r"--[a-z]+", chinese))
        assert HAN.search(chinese)
        assert "help." not in english
