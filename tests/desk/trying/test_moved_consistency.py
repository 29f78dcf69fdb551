"""Judgements that are moved at the desk beside their consistency, as `check` measures it."""

from pathlib import Path

import pytest

from criticality.desk.sessions import Sessions
from criticality.desk.trying.live import Live
from criticality.desk.trying.tried import Trial
from criticality.desk.visits import Desk
from criticality.files.workspace import Workspace
from desk_served import served
from weighting.minerals.test_in_pairs import CONSISTENT, judge, workspace
from workspace_builder import WEIGHTS, atlantis

PAIR = "j.1.dimensions.economic_importance~supply_risk"


def trial_of(root: Path, words: dict[str, str]) -> Trial:
    live = Live(Desk(Workspace(root), Sessions()))
    return Trial(live, live.assessments()[0], "", {}, words)


def test_the_judge_and_the_panel_stand_with_the_figure_of_the_file_and_the_one_now(tmp_path: Path) -> None:
    trial = trial_of(atlantis(tmp_path), {PAIR: "3"})
    judge_fit, panel = trial.fits
    assert (judge_fit.judge, judge_fit.group, judge_fit.measure) == ("Harbourmaster", "dimensions", "CR")
    # Consistency ratios worked out by hand: λmax of the 3 × 3 matrix, (λmax − 3) / 2 / 0.58.
    assert judge_fit.before == pytest.approx(0.0158, abs=5e-4)
    assert judge_fit.now > judge_fit.before
    assert panel.judge == ""
    assert not panel.excessive
    assert panel.now == pytest.approx(
        trial.decision.weights.consistency.set_index(["judge", "group"]).at[
            ("group", "dimensions"), "consistency_ratio"
        ]
    )


def test_above_the_limit_the_judgement_that_fits_least_is_an_offer_on_the_page(tmp_path: Path) -> None:
    with served(atlantis(tmp_path)) as desk:
        for language, words in (("en", "fits least with the other judgements"), ("zh-Hant", "最不一致")):
            page = desk.enter().get(f"/?lang={language}&{PAIR}=-8")
            assert words in page.text
            assert WEIGHTS in page.text, "the whole panel contradicts itself: told as check tells it"


def test_nothing_is_told_of_judgements_that_nobody_moved(tmp_path: Path) -> None:
    assert trial_of(atlantis(tmp_path), {"d.environmental_impact": "out"}).fits == ()


def test_judged_minerals_are_called_by_their_names_and_measured_like_criteria(tmp_path: Path) -> None:
    root = workspace(tmp_path, [judge(CONSISTENT), judge(CONSISTENT, "Judge B")])
    table = root / "data/minerals.csv"
    for code in ("alpha", "beta"):
        table.write_text(table.read_text("utf-8").replace(f"{code},,{code},", f"{code},,{code.title()},"), "utf-8")
    trial = trial_of(root, {"j.1.resilience.alpha~beta": "6"})
    assert {fit.group for fit in trial.fits} == {"resilience"}
    names = {control.first.to("en") for control in trial.controls.judgements if control.group == "resilience"}
    assert names == {"Alpha", "Beta"}
