"""Judgements that nobody gave are marked on every page that shows one, and stand under no real office's name."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from sample_record import Record, sample_record

from criticality.report.pages import render_html
from criticality.text.phrases import ILLUSTRATIVE

LANGUAGES = ("en", "zh-Hant")
WEIGHTS = Path(__file__).parents[2] / "weights"
REAL = (
    "Ministry",
    "Executive Yuan",
    "Administration",
    "Agency",
    "MOEA",
    "行政院",
    "經濟部",
    "環境部",
    "署",
    "委員會",
    "中心",
)


def annex(record: Record, language: Any) -> str:
    page = unescape(render_html(record, language))
    return page[page.index('id="annex-judgements"') : page.index('id="annex-weights"')]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mark_stands_at_the_head_under_every_judge_and_over_every_table_of_judgements(language: str) -> None:
    record = sample_record()
    record["inputs"]["weights"]["status"] = "illustrative"
    mark, shown = ILLUSTRATIVE[language], annex(record, language)
    judges = shown.split('<h2 id="judge-')
    assert mark in judges[0]
    assert len(judges) == 1 + len(record["inputs"]["weights"]["judges"])
    for judge in judges[1:]:
        assert mark in judge[: judge.index("<table")]
        assert all(mark in table for table in judge.split('<table class="sentences">')[1:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_adopted_judgements_carry_no_mark(language: str) -> None:
    record = sample_record()
    record["inputs"]["weights"]["status"] = "adopted"
    assert ILLUSTRATIVE[language] not in unescape(render_html(record, language))


@pytest.mark.parametrize("name", [path.name for path in sorted(WEIGHTS.glob("*.yaml"))])
def test_no_real_office_stands_over_an_illustrative_judgement(name: str) -> None:
    weights = yaml.safe_load((WEIGHTS / name).read_text("utf-8"))
    for judge in weights.get("judges") or ():
        if weights["status"] == "illustrative":
            assert judge["office"].startswith("Point of view: ")
            assert not any(word in judge["office"] for word in REAL)


@pytest.mark.parametrize("name", [path.name for path in sorted(WEIGHTS.glob("*.yaml"))])
def test_the_reasons_of_a_point_of_view_do_not_speak_for_an_office(name: str) -> None:
    weights = yaml.safe_load((WEIGHTS / name).read_text("utf-8"))
    reasons = [
        sentence["because"]["en"]
        for judge in weights.get("judges") or ()
        for sentences in judge["comparisons"].values()
        for sentence in sentences
    ]
    assert not [reason for reason in reasons if re.search(r"\b(?:we|us|our|mandate)\b", reason, re.IGNORECASE)]
