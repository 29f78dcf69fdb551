"""What a paper of a government must not say: old evidence as today's safety, and partners nobody may be pointed to."""

# Holds: report/age.py.

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sample_record import Record, sample_record

from criticality.report.pages import render_html, render_page
from criticality.text.kept import coded, note
from criticality.text.message import Message

LANGUAGES = ("en", "zh-Hant")
WORDS = Path(__file__).parents[3] / "src" / "criticality" / "report" / "templates" / "words.json"


def text_of(record: Record, language: Any) -> str:
    page = re.sub(r"<style.*?</style>", "", render_html(record, language), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


def narrowest(years: str) -> Message:
    top = note("note.top", country="USA", share=0.47)
    return note("note.narrowest", stage="processing", years=years, top=top)


def low_risk(said: Message) -> Record:
    """A record whose first mineral stands in a tier of low risk, on evidence with a note."""
    record = sample_record()
    dimension = record["inputs"]["dimensions"][0]["code"]
    tier = {
        "name": "supplied",
        "title": {"en": "Supplied", "zh-Hant": "供應穩定"},
        "listed": False,
        "when": [{"of": dimension, "at_least": None, "below": 0.9}],
        "because": None,
    }
    record["inputs"]["assessment"]["rule"]["tiers"].append(tier)
    row = record["result"]["ranking"][0]
    row.update(tier="supplied", rule_tier="supplied", listed=False)
    for cell in record["result"]["indicators"]:
        if cell["mineral"] == row["mineral"]:
            cell["note"], cell["said"] = str(said), coded(said)
    return record


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_low_risk_on_evidence_older_than_five_years_is_not_said_of_today(language: str) -> None:
    said = {
        "en": ("more than 5 years old", "is of 2020: it is more than"),
        "zh-Hant": ("距今逾 5 年", "為 2020 年資料"),
    }
    record = low_risk(narrowest("2016–2020"))
    sheet = unescape(render_page(record, language, mineral=record["result"]["ranking"][0]["mineral"]))
    page = f"{text_of(record, language)} {sheet}"
    for words in said[language]:
        assert words in page.replace("\u2009", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("years", ["2024", note("note.no_year")])
def test_evidence_of_these_years_or_of_none_is_not_called_old(years: str) -> None:
    page = text_of(low_risk(narrowest(years)), "en")
    assert "years old" not in page


def test_a_country_that_is_not_printed_is_no_partner_on_any_page() -> None:
    record = sample_record(policy=True)
    hidden = next(page["country"] for page in record["result"]["policy"]["partners"] if page["named"])
    table = record["inputs"]["data"]["countries"]
    table["columns"] += ["print", "print_because"]
    table["rows"] = [[*row, "yes", ""] for row in table["rows"]]
    table["rows"].append([hidden, "Sanctionia", "受制裁國", False, "", "yes", ""])
    assert '<th scope="row">Sanctionia</th>' in chapter_of(record)
    table["rows"][-1][-2:] = ["no", "Under sanctions of the United Nations."]
    assert "Sanctionia" not in chapter_of(record)
    assert "One producing country is not printed" in chapter_of(record)


def chapter_of(record: Record) -> str:
    page = render_html(record, "en")
    return page[page.index('id="policy-partners"') :].split("</section>")[0]


def test_a_source_that_cuts_its_exports_is_not_said_to_keep_them() -> None:
    words = json.loads(WORDS.read_text("utf-8"))
    assert not [key for key, text in words.items() if "保留" in text["zh-Hant"]]
    assert "縮減" in words["held_back.title"]["zh-Hant"]
