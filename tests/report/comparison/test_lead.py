"""The first lines of the page of a comparison, its marks, and its rows as CSV."""

import copy
from decimal import Decimal
from typing import Any

import pytest
from pairs import bar_rises, compared, minds_change, mine_closes

from criticality.report.comparison import lead
from criticality.report.comparison_reader import View


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    return compared((), (mine_closes, minds_change, bar_rises))


@pytest.fixture
def view(content: Any) -> View:
    return View(copy.deepcopy(content))


def test_the_sentence_counts_both_lists_and_shares_out_entries_and_exits(content: Any, view: View) -> None:
    text = lead.sentence(view)
    runs = content["runs"]
    assert text["en"].startswith(f"{runs['a']['listed']} → {runs['b']['listed']} minerals listed: ")
    assert f"{len(content['left'])} left" in text["en"]
    assert f"{len(lead.stayed(view))} are on both lists" in text["en"]
    assert runs["b"]["listed"] == len(lead.stayed(view)) + len(content["entered"])
    assert "What brought entries and exits about" in text["en"]
    shares = [
        int(part.split()[-1]) for part in text["en"].split("about: ")[1].replace("\u00a0%", "").rstrip(".").split(", ")
    ]
    assert abs(sum(shares) - 100) <= len(shares)


def test_chances_that_were_drawn_otherwise_do_not_compare(view: View) -> None:
    runs, inputs = view.content["runs"], view.content["inputs"]
    runs["a"]["draws"], runs["b"]["draws"] = 1000, 0
    assert "one of the two runs only" in str(lead.chances(view))
    runs["b"]["draws"] = 2000
    entry: Any = {"file": "a.yaml", "place": "robustness.draws", "before": 1000, "after": 2000, "group": "sureness"}
    inputs.append(entry)
    assert lead.chances(view) is None
    inputs.append({**entry, "place": "robustness.weight_draw", "before": "judgements", "after": "dirichlet"})
    assert "does not compare directly: they drew at random in different ways (weight_draw)" in str(lead.chances(view))


def test_weights_are_over_all_and_add_up(view: View) -> None:
    rows = lead.weights(view)
    for side in ("a", "b"):
        whole = [float(str(row[side]).removesuffix(" %")) for row in rows if row["is_dimension"]]
        parts = [float(str(row[side]).removesuffix(" %")) for row in rows if not row["is_dimension"]]
        assert sum(whole) == pytest.approx(100, abs=0.2)
        assert sum(parts) == pytest.approx(100, abs=0.4)


@pytest.mark.parametrize(
    ("move", "share", "said"), [("entered", 0.45, True), ("entered", 0.55, False), ("left", 0.6, True)]
)
def test_a_move_that_the_draws_do_not_bear_out_is_marked(view: View, move: str, share: float, said: bool) -> None:
    mover: Any = {
        "mineral": "austrium",
        "p_after": share,
        "caution": {"weights": [], "missing": [], "scenario": [], "near": True},
    }
    texts = [mark["en"] for mark in lead.marks(view, mover, move)]
    assert texts[0] == "near a threshold"
    assert any("simulations" in text for text in texts) is said


def test_a_cause_without_a_figure_or_under_a_scenario_is_marked(view: View) -> None:
    caution = {"weights": [], "missing": ["companionality"], "scenario": ["supply_risk"], "near": False}
    mover: Any = {"mineral": "austrium", "p_after": None, "caution": caution}
    english = [mark["en"] for mark in lead.marks(view, mover, "entered")]
    assert [text.split(":")[0] for text in english] == ["no figure of its own on", "changed by a scenario"]
    assert view.player("companionality")["en"] in english[0]


def test_a_comparison_of_an_earlier_version_has_no_marks_and_no_weights(view: View) -> None:
    del view.content["weights"]
    mover: Any = {"mineral": "austrium", "p_after": 0.1}
    assert lead.weights(view) == []
    assert lead.overall(view, mover) is None
    assert lead.marks(view, mover, "moved_tier") == []


@pytest.mark.parametrize(
    ("a", "b", "written"),
    [
        (0.03, 0.25, ("3.0 %", "25.0 %", "+22.0")),
        (0.0304, 0.0306, ("3.04 %", "3.06 %", "+0.02")),
        (0.1004, 0.1016, ("10.04 %", "10.16 %", "+0.12")),
        (0.2, 0.2 + 1e-15, ("20.0 %", "20.0 %", "")),
        (0.2, 0.20000004, ("20.000000 %", "20.000004 %", "+0.000004")),
        (None, 0.2, ("–", "20.0 %", "")),
    ],
)
def test_a_change_of_weight_is_the_difference_of_what_stands_beside_it(
    view: View, a: Any, b: Any, written: Any
) -> None:
    view.content["weights"] = [{"code": "supply_risk", "is_dimension": True, "a": a, "b": b}]
    (row,) = lead.weights(view)
    assert (row["a"], row["b"], row["change"]) == written
    mover: Any = {
        "mineral": "austrium",
        "caution": {"weights": ["supply_risk"], "missing": [], "scenario": [], "near": 0},
    }
    assert f"{written[0]} → {written[1]}".replace("\u00a0", " ") in str(lead.overall(view, mover))


def test_every_change_of_a_table_of_weights_is_the_difference_of_the_figures_beside_it(view: View) -> None:
    sides = [(0.0304, 0.0306), (0.10043, 0.11117), (0.07777, 0.05555), (1 / 3, 0.25), (0.125, 0.15005)]
    view.content["weights"] = [{"code": "supply_risk", "is_dimension": False, "a": a, "b": b} for a, b in sides]
    for row in lead.weights(view):
        a, b = (Decimal(str(row[side]).removesuffix("\u00a0%").removesuffix(" %")) for side in ("a", "b"))
        assert Decimal(str(row["change"]).replace("−", "-")) == b - a


@pytest.mark.parametrize(("whose", "said"), [("a", "run A alone"), ("b", "run B alone"), ("ab", "person.")])
def test_the_mark_of_weights_that_nobody_adopted_says_which_run(view: View, whose: str, said: str) -> None:
    for key, run in view.content["runs"].items():
        run["illustrative"] = key in whose
    assert view.mark is not None
    assert view.mark["en"].endswith(said) or f"{said}." in view.mark["en"]
