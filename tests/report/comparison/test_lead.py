"""The first lines of the page of a comparison, its marks, and its rows as CSV."""

import base64
import copy
import csv
import io
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
    assert any("draws" in text for text in texts) is said


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


def test_the_csv_has_every_row_and_nothing_that_a_spreadsheet_evaluates(view: View) -> None:
    view.content["minerals"]["austrium"] = {"en": "=HYPERLINK(1)", "zh-Hant": "@x"}
    address = lead.as_csv(view)
    text = base64.b64decode(address.partition(",")[2]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["mineral"] for row in rows] == [row["mineral"] for row in view.content["ranks"]]
    (spoiled,) = [row for row in rows if row["mineral"] == "austrium"]
    assert (spoiled["name_en"], spoiled["name_zh"]) == ("'=HYPERLINK(1)", "'@x")
    assert float(spoiled["score_b"]) == next(
        row["b"]["score"] for row in view.content["ranks"] if row["mineral"] == "austrium"
    )
