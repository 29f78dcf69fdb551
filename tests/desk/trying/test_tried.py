"""What is moved at the desk gives the list that the command line gives for the same files, and an address for it."""

# Holds: desk/trying/controls.py, desk/trying/read_controls.py, desk/trying/moved_inputs.py.

import gc
import random
import shutil
import tracemalloc
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import criticality as crit
from criticality.deciding import Decider
from criticality.desk.sessions import Sessions
from criticality.desk.trying.controls import (
    AnswerControl,
    AnyControl,
    DimensionControl,
    JudgementControl,
    NumberControl,
)
from criticality.desk.trying.draft_files import draft_of
from criticality.desk.trying.live import DRAWS, Live, _built
from criticality.desk.trying.tried import Trial
from criticality.desk.visits import Desk
from criticality.files.workspace import Workspace
from criticality.robustness.acceptability import p_listed
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, edit

JUDGEMENT = "j.1.dimensions.economic_importance~supply_risk"


def live_of(root: Path) -> Live:
    return Live(Desk(Workspace(root), Sessions()))


def trial_of(root: Path, words: Mapping[str, str], live: Live | None = None) -> Trial:
    return Trial(live or live_of(root), ASSESSMENT, "", {}, words)


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional country with two questions that no measurement answers."""
    root = atlantis(tmp_path_factory.mktemp("answered"))
    (root / "choices").mkdir(exist_ok=True)
    (root / "choices/environment.yaml").write_text(
        "code: environment\nquestion: Does the environment count?\noptions:\n"
        "  - {code: counts, title: It counts, because: As stated.}\n"
        "  - {code: left_out, title: Left out, because: Others do., "
        "change: {weights: {leave_out: [environmental_impact]}}}\n",
        "utf-8",
    )
    (root / "choices/method.yaml").write_text(
        "code: method\nquestion: Which method?\noptions:\n"
        "  - {code: stated, title: As stated, because: As stated.}\n"
        "  - {code: ratings, title: Weighted mean, because: Simple., change: {assessment: {method: ahp_ratings}}}\n",
        "utf-8",
    )
    return root


def test_an_address_without_a_word_moves_nothing(answered: Path) -> None:
    trial = trial_of(answered, {})
    assert trial.decision is trial.stated.decision
    assert (trial.controls.moved, trial.controls.address(), trial.differs) == ((), "", False)
    assert not any(row.move for row in trial.rows)


def test_a_form_that_is_sent_as_it_was_shown_moves_nothing(answered: Path) -> None:
    shown = {control.key: control.word for control in trial_of(answered, {}).controls.all}
    assert len(shown) >= 20
    assert trial_of(answered, shown).controls.moved == ()


def test_a_link_shows_the_same_list_again(answered: Path) -> None:
    from urllib.parse import parse_qsl

    words = {JUDGEMENT: "8", "d.environmental_impact": "out", "c.method": "ratings"}
    trial = trial_of(answered, words)
    again = trial_of(answered, dict(parse_qsl(trial.controls.address())))
    assert trial.controls.address() == again.controls.address()
    assert [(row.mineral, row.rank, row.tier) for row in trial.rows] == [
        (r.mineral, r.rank, r.tier) for r in again.rows
    ]


@pytest.mark.parametrize(
    "word",
    [
        "j.9.dimensions.a~b=3",
        f"{JUDGEMENT}=9",
        f"{JUDGEMENT}=1.5",
        f"{JUDGEMENT}=nan",
        f"{JUDGEMENT}=",
        "t.score@0.77=0.5",
        "d.environmental_impact=maybe",
        "c.method=other",
        "c.other=stated",
        "x=1",
        "t.score@0.5=inf",
        "t.score@0.5=-1",
    ],
)
def test_a_word_of_an_address_that_names_nothing_is_told(answered: Path, word: str) -> None:
    key, _, value = word.partition("=")
    trial = trial_of(answered, {key: value})
    assert trial.controls.ignored == (word,)
    assert trial.decision is trial.stated.decision


def test_a_judgement_moved_to_the_other_side_turns_round(answered: Path) -> None:
    trial = trial_of(answered, {JUDGEMENT: "-4"})
    (control,) = trial.controls.moved
    assert isinstance(control, JudgementControl)
    changed = control.changed()
    assert (changed.more, changed.than, changed.by) == ("economic_importance", "supply_risk", 5.0)
    assert (control.position, control.by) == (1, "5")
    assert trial.without(control).decision is trial.stated.decision


def test_what_lies_between_the_steps_of_a_slider_is_not_moved_by_a_browser(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, ASSESSMENT, "{of: score, at_least: 0.50}", "{of: score, at_least: 0.4995}")
    edit(
        root,
        WEIGHTS,
        'than: economic_importance, by: 2, because: "Ships',
        'than: economic_importance, by: 2.5, because: "Ships',
    )
    trial = trial_of(root, {})
    (score,) = [control for control in trial.controls.thresholds if control.stated == 0.4995]
    (judged,) = [control for control in trial.controls.judgements if control.ratio == 2.5]
    assert (score.step, judged.step) == ("0.0001", "any")
    assert float(score.word) == 0.4995
    form = {control.key: control.word for control in trial.controls.all}
    assert trial_of(root, form).controls.moved == (), "a form that is posted as it was shown"
    (moved,) = trial_of(root, {**form, judged.key: "-1" if judged.position < 0 else "1"}).controls.moved
    assert isinstance(moved, JudgementControl)
    assert moved.by == "2"


def test_a_dimension_that_holds_dimensions_alone_can_be_left_out(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    edit(root, "criteria/dimensions.yaml", "{code: supply_risk,", "{code: supply_risk, parent: risks,")
    path = root / "criteria/dimensions.yaml"
    path.write_text(path.read_text("utf-8") + "- {code: risks, title: {en: Risks, zh-Hant: 風險}}\n", "utf-8")
    (root / WEIGHTS).write_text("title: Equal\nmethod: equal\n", "utf-8")
    controls = {control.code: control for control in trial_of(root, {}).controls.dimensions}
    assert set(controls) == {"economic_importance", "supply_risk", "environmental_impact", "risks"}
    trial = trial_of(root, {"d.risks": "out"})
    assert [control.code for control in trial.controls.moved if isinstance(control, DimensionControl)] == ["risks"]
    weights = trial.decision.weights.table.set_index("criterion")["global_weight"]
    assert weights["supply_concentration"] == 0
    assert weights.sum() == pytest.approx(1)


def test_ranks_before_and_after_are_drawn_for_those_of_a_list_that_move(answered: Path) -> None:
    trial = trial_of(answered, {"d.economic_importance": "out"})
    chart = trial.slopes
    assert chart is not None
    moved = {row.mineral for row in trial.rows if row.rank != row.rank_before and (row.listed or row.listed_before)}
    assert {slope.mineral for slope in chart.slopes} == moved
    assert trial_of(answered, {}).slopes is None


def test_with_every_dimension_left_out_nothing_is_decided_and_that_is_told(answered: Path) -> None:
    dimensions = trial_of(answered, {}).controls.dimensions
    trial = trial_of(answered, {control.key: "out" for control in dimensions})
    assert [problem.code for problem in trial.refused] == ["trying.nothing_counts"]
    assert trial.decision is trial.base.decision


def test_probabilities_after_a_move_are_those_of_the_same_draws_made_anew(answered: Path) -> None:
    for words in ({JUDGEMENT: "5"}, {"c.method": "ratings"}, {"d.environmental_impact": "out"}):
        trial = trial_of(answered, words)
        anew = p_listed(_built(trial.moved.inputs, trial.decision), DRAWS)
        assert dict(trial.chances) == pytest.approx(anew, abs=1e-12), words


def moved_at_random(control: AnyControl, draw: random.Random) -> str:
    if isinstance(control, JudgementControl):
        return str(draw.randint(-8, 8))
    if isinstance(control, DimensionControl):
        return draw.choice(("in", "in", "out"))
    if isinstance(control, AnswerControl):
        return draw.choice([code for code, _ in control.options])
    return str(round(draw.uniform(0, 1), 2))


@pytest.mark.parametrize("moves", [4, pytest.param(1_000, marks=pytest.mark.slow)])
def test_each_list_of_a_session_is_that_of_the_command_line_for_the_files_of_its_draft(
    answered: Path, tmp_path: Path, moves: int
) -> None:
    draw, live = random.Random(20261130), live_of(answered)
    root = shutil.copytree(answered, tmp_path / "atlantis")  # the session never sees a file change
    some, compared = trial_of(answered, {}, live).controls.all, 0
    for number in range(moves):
        words = {control.key: moved_at_random(control, draw) for control in draw.sample(some, 4)}
        trial = trial_of(answered, words, live)
        if trial.refused or not trial.controls.moved:
            continue
        draft = draft_of(live.workspace, trial, f"draft-{number}", "To see.")
        for change in draft.changes:
            (root / change.file).write_text(change.text, "utf-8")
        given = {"weights": draft.weights} if draft.weights and not draft.assessment else {}
        run = crit.Workspace(root).assess(draft.assessment or ASSESSMENT, **given, draws=0, choices="none")
        found = {row.mineral: (row.tier, row.listed) for row in trial.rows}
        scores = {row.mineral: round(row.score, 12) for row in trial.rows if row.score is not None}
        assert found == {m: (row["tier"], row["listed"]) for m, row in run.ranking.to_dict("index").items()}, words
        assert scores == run.ranking["score"].dropna().to_dict(), words
        compared += 1
        for change in draft.changes:
            (root / change.file).unlink()
    assert compared > moves / 3


def test_a_dimension_left_out_by_hand_and_by_an_answer_is_kept_as_the_answer_alone(
    answered: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(answered, tmp_path / "atlantis")
    words = {"c.environment": "left_out", "d.environmental_impact": "out", "t.economic_importance@0.4": "0.88"}
    trial = trial_of(root, words)
    draft = draft_of(Workspace(root), trial, "twice", "To see.")
    for change in draft.changes:
        (root / change.file).write_text(change.text, "utf-8")
    assert draft.weights == ""  # the option of the answer would change nothing, and the draft would be refused
    run = crit.Workspace(root).assess(draft.assessment, draws=0, choices="none")
    assert {row.mineral: row.tier for row in trial.rows} == run.ranking["tier"].to_dict()


def test_planners_who_move_something_at_once_see_each_their_own_list(answered: Path) -> None:
    live, other = live_of(answered), live_of(answered)
    words = [{JUDGEMENT: str(position)} for position in (-6, -4, -2, 0, 2, 3)] + [{"c.method": "ratings"}, {}]
    alone = [trial_of(answered, some, other).rows for some in words]
    with ThreadPoolExecutor(len(words)) as planners:
        together = list(planners.map(lambda some: trial_of(answered, some, live).rows, words))
    assert together == alone
    assert len({rows[0].score for rows in alone}) > 3


@pytest.mark.parametrize("moves", [8, pytest.param(1_000, marks=pytest.mark.slow)])
def test_in_a_long_session_each_list_is_decided_as_if_it_were_the_first(answered: Path, moves: int) -> None:
    draw, live = random.Random(7), live_of(answered)
    some = trial_of(answered, {}, live).controls.all
    decided = 0
    for _ in range(moves):
        words = {control.key: moved_at_random(control, draw) for control in draw.sample(some, 2)}
        trial = trial_of(answered, words, live)
        if not trial.refused:
            decided += 1
            anew = Decider()(trial.moved.inputs)
            assert anew.ranking.scores.equals(trial.decision.ranking.scores), words
            assert anew.critical_list.table.equals(trial.decision.critical_list.table), words
    assert decided > moves / 3


@pytest.mark.parametrize("moves", [16, pytest.param(1_000, marks=pytest.mark.slow)])
def test_memory_stays_as_it_is_however_often_something_is_moved(answered: Path, moves: int) -> None:
    draw, live = random.Random(1), live_of(answered)
    every = trial_of(answered, {}, live).controls.all
    some = [control for control in every if not isinstance(control, AnswerControl)]

    def move() -> None:
        words = {control.key: moved_at_random(control, draw) for control in draw.sample(some, 2)}
        trial = trial_of(answered, words, live)
        assert trial.rows
        assert trial.fits is not None
        assert trial.chances

    for _ in range(10):
        move()
    tracemalloc.start()
    try:
        for _ in range(moves // 2):
            move()
        gc.collect()  # what is merely not collected yet is no loss: beside many old objects that is seldom done
        half, _ = tracemalloc.get_traced_memory()
        for _ in range(moves // 2):
            move()
        gc.collect()
        whole, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert whole - half < 500_000


def test_a_stated_weight_that_is_moved_scales_the_others(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    live = live_of(root)
    codes = [criterion.code for criterion in live.base(ASSESSMENT).inputs.weighted]
    lines = "".join(f"  {code}: {1 / len(codes)!r}\n" for code in codes)
    (root / "weights/direct.yaml").write_text(
        f"title: Direct\nmethod: direct\nbecause: To see.\nweights:\n{lines}normalise: true\n"
    )
    trial = Trial(live, ASSESSMENT, "weights/direct.yaml", {}, {f"v.{codes[0]}": "0.5"})
    (control,) = trial.controls.moved
    assert isinstance(control, NumberControl)
    weights = trial.decision.weights.table.set_index("criterion")["global_weight"]
    assert weights.sum() == pytest.approx(1)
    assert weights[codes[0]] == pytest.approx(0.5 / (0.5 + (len(codes) - 1) / len(codes)))
    assert trial.differs


def test_judgements_that_contradict_each_other_are_told_as_check_tells_them(tmp_path: Path) -> None:
    trial = trial_of(atlantis(tmp_path), {JUDGEMENT: "8"})
    (problem,) = trial.refused
    assert problem.file == WEIGHTS
    assert "contradict each other" in problem.message
    assert trial.decision is trial.base.decision
