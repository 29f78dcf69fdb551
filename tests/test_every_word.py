"""Every word of the format: draws as the steps themselves, both languages, comparison, levers, schema, slips."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from criticality.assess import Decider
from criticality.checking.check import load_inputs
from criticality.deciding import groups_of
from criticality.files.workspace import Workspace
from criticality.policy.entry.ways import ways_onto
from criticality.report.pages import render_page
from level_slips import LEVEL_SLIPS
from longer import sampled
from more_slips import REFUSED
from robustness.cases import Case
from robustness.engine.test_decide import compare
from rule_slips import RULE_SLIPS, SCALE_SLIPS
from slips import SLIPS
from words_of_the_format import WORDS, Word
from words_written import altered, workspace
from workspace_builder import check, criticality, run_folder

ROOT = Path(__file__).parents[1]
TOLD = {slip.name for slip in (*SLIPS, *RULE_SLIPS, *SCALE_SLIPS, *LEVEL_SLIPS, *REFUSED)}
TOLD_ELSEWHERE = {
    "judged in a table": "indicators/judged/test_in_pairs.py",
    "judged in a weights file": "weighting/minerals/test_in_pairs.py",
}
"""Words whose slips stand in the test of their module."""
NAMES = [word.name for word in WORDS]
NO_DRAWS = altered("assessments/a.yaml", robustness={"draws": 0, "seed": 1})


@pytest.mark.parametrize("word", WORDS, ids=NAMES)
def test_a_word_stands_in_reference_schema_and_slips(word: Word) -> None:
    page, text = word.reference
    assert text in (ROOT / "docs" / page).read_text("utf-8")
    if word.schema is not None:
        name, text = word.schema
        assert text in (ROOT / "docs/schema" / f"{name}.json").read_text("utf-8")
    if word.name in TOLD_ELSEWHERE:
        told = (ROOT / "tests" / TOLD_ELSEWHERE[word.name]).read_text("utf-8")
        assert "zh-Hant" in told and told.count('"resilience"') > 3
    else:
        assert len(word.slips) >= 3 and {*word.slips} <= TOLD


@pytest.mark.parametrize("word", sampled(WORDS, 3), ids=NAMES)
def test_every_draw_of_a_word_is_the_list_of_the_steps_themselves(word: Word, tmp_path: Path) -> None:
    root = workspace(tmp_path, word.make)
    place = Workspace(root)
    inputs = load_inputs(place, place.find_assessment(None, root), {})
    found = Decider()(inputs)
    compare(Case(inputs, found.matrix, found.weights, found.ranking, found.critical_list, groups_of(inputs)))


def text_of(page: str) -> str:
    shown = re.sub(r"<style.*?</style>|<title>.*?</title>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(shown).replace("\u00a0", " ").split())


@pytest.mark.parametrize("word", sampled(WORDS, 5), ids=NAMES)
def test_a_word_is_printed_compared_and_honoured_by_levers(word: Word, tmp_path: Path) -> None:
    root = workspace(tmp_path, word.make, NO_DRAWS)
    assert check(root).code == 0, check(root).said
    before = run_folder(root)
    record: Any = json.loads((before / "record.json").read_text("utf-8"))
    assert word.page[0] in text_of(render_page(record, "en"))
    assert word.page[1] in text_of(render_page(record, "zh-Hant"))

    off_the_list = [row["mineral"] for row in record["result"]["ranking"] if not row["listed"] and row["rank"]]
    place = Workspace(root)
    inputs = load_inputs(place, place.find_assessment(None, root), {})
    ways = ways_onto(inputs, off_the_list[0])["ways"]
    assert any(way["verified"] for way in ways)
    assert criticality("levers", before, "--json", "--workspace", root).code == 0

    word.other(root)
    found = json.loads(criticality("compare", before, run_folder(root), "--json", "--workspace", root).out)
    assert found["inputs"]
    moved = [change[of] for change in found["changes"].values() for of in ("score", "membership")]
    for change in moved:
        assert change["residual"] == pytest.approx(0, abs=1e-9)
    assert bool(word.cause) == any(abs(change[word.cause or "data"]) > 1e-9 for change in moved)
