"""The catalogue has words in both languages for whatever a record may hold."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import criticality
from criticality.indicators.registry import INDICATORS
from criticality.model.assessment import Robustness
from criticality.ranking.panel import KNOWN_METHODS
from criticality.report.catalogue import read_catalogue, words_of
from criticality.report.html.rendering import packaged_templates

CATALOGUE = read_catalogue(packaged_templates()["words.json"])
SOURCE = Path(criticality.__file__).parent


def kinds_of_checks() -> set[str]:
    """Return the kinds named where a check is made: the first argument of ``found``."""
    texts = [path.read_text("utf-8") for path in [SOURCE / "diagnostics.py", *(SOURCE / "indicators").rglob("*.py")]]
    return {kind for text in texts for kind in re.findall(r'\bfound\(\s*"(\w+)"', text)}


@pytest.mark.parametrize(
    "key",
    [
        *(f"formula.{name}" for name in INDICATORS),
        *(f"method.{name}" for name in KNOWN_METHODS),
        *(f"check.{kind}" for kind in sorted(kinds_of_checks())),
        *(f"vary.{name}" for name in ("weights", "data", "thresholds", "method")),
    ],
)
def test_what_is_registered_has_words_in_both_languages(key: str) -> None:
    texts = CATALOGUE[key]
    assert texts["en"].strip()
    assert re.search("[\u4e00-\u9fff]", texts["zh-Hant"]) or key in {"method.vikor", "method.promethee_ii"}


def test_the_checks_are_found_where_they_are_made() -> None:
    assert {"correlated", "coverage_of_mineral", "unit_value", "odd_figure", "proxied"} <= kinds_of_checks()


def test_the_factors_that_may_vary_are_these_four() -> None:
    with pytest.raises(ValueError, match=r"weights.*data.*thresholds.*method"):
        Robustness.model_validate({"draws": 1, "seed": 1, "vary": ["weather"]})


def test_no_text_is_named_twice_and_both_languages_fill_the_same_places() -> None:
    pairs = json.loads(packaged_templates()["words.json"], object_pairs_hook=lambda found: found)
    assert [key for key, times in Counter(key for key, _ in pairs).items() if times > 1] == []
    for key, texts in CATALOGUE.items():
        places = [set(re.findall(r"\{\w+\}", texts[language])) for language in ("en", "zh-Hant")]
        assert places[0] == places[1] or key.endswith(".one") or key.startswith("lever.stays_to_"), key


@pytest.mark.parametrize(
    ("iso", "en", "zh"),
    [
        ("2026-03-02", "2 March 2026", "2026 年 3 月 2 日"),
        ("2025-04", "April 2025", "2025 年 4 月"),
        ("2025", "2025", "2025"),
        ("from 2025-04", "from 2025-04", "from 2025-04"),
        (None, "", ""),
    ],
)
def test_a_date_is_written_out_in_each_language(iso: str | None, en: str, zh: str) -> None:
    assert (words_of(CATALOGUE, "en").day(iso), words_of(CATALOGUE, "zh-Hant").day(iso)) == (en, zh)
