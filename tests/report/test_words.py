"""The catalogue has words in both languages for whatever a record may hold."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from sample_record import sample_record

import criticality
from criticality.indicators.registry import INDICATORS
from criticality.model.assessment import Robustness
from criticality.ranking.panel import KNOWN_METHODS
from criticality.report.catalogue import Words, read_catalogue
from criticality.report.html.rendering import packaged_templates
from criticality.report.reader import Reader
from criticality.report.reasons import FORMS, translated

CATALOGUE = read_catalogue(packaged_templates()["words.json"])
SOURCE = Path(criticality.__file__).parent
PRODUCERS = ("listing", "weighting/weights.py", "weighting/findings.py", "ranking", "robustness")
SENTENCES = [
    "no criterion tells the minerals apart",
    "coverage of supply_risk 0.223 < 0.5; no evidence for criterion_1",
    "pymcdm refuses the matrix: types array contains only profit criteria",
    "pymcdm finds no finite score for every mineral",
    "works on scaled values, and there is no scale for criterion_1, criterion_2",
    "it needs a scale for every criterion",
    "the methods on scaled values need a scale for every criterion",
    "topsis, topsis_flat and ahp_ratings need a scale for every criterion",
    "supply_risk has no weighted criterion in this assessment and gets no weight.",
    "no weighted criterion of the assessment belongs to supply_risk: it counts for nothing anyway.",
    "the weight of criterion_1 is ignored: the assessment omits it.",
    "judgements on criterion_2 are ignored: it is a screening criterion.",
    "judgements on supply_risk are ignored: no weighted criterion of the assessment belongs to it.",
    "supply_risk has no weight; its criteria count alike in its printed score.",
    "supply_risk is left out: it counts for nothing in the score.",
    "Judge A left a pair of dimensions open; completed at least λmax: supply_risk over economic_importance by 2.5.",
    "the judgements of Judge B in dimensions contradict each other: CR 0.210 > 0.1; "
    "supply_risk over economic_importance by 5 hurts most.",
    "the joined judgements in supply_risk contradict each other: CR 0.210 > 0.1.",
    "it is all that supply_risk rests on, and the rule names supply_risk",
    "no weight would be left beside supply_risk",
    "the weights are equal, there are no judges",
    "there is only one judge",
    "a triangle shows three dimensions, here are 4",
    "nothing varies",
    "vary method",
    "weight triangle",
    "sobol",
    "drop one judge",
    "drop judge Judge A",
    "drop criterion_1",
    "method topsis_flat",
]


def kinds_of_checks() -> set[str]:
    """Return the kinds named where a check is made: the first argument of ``_check``."""
    texts = [path.read_text("utf-8") for path in [SOURCE / "diagnostics.py", *(SOURCE / "indicators").rglob("*.py")]]
    return {kind for text in texts for kind in re.findall(r'_check\(\s*"(\w+)"', text)}


@pytest.mark.parametrize(
    "key",
    [
        *(f"formula.{name}" for name in INDICATORS),
        *(f"method.{name}" for name in KNOWN_METHODS),
        *(f"check.{kind}" for kind in sorted(kinds_of_checks())),
        *(f"vary.{name}" for name in ("weights", "data", "thresholds", "method")),
        *(f"said.{form}" for form in FORMS),
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
        assert places[0] == places[1] or key.endswith(".one"), key


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_of_the_record_is_said_in_chinese(sentence: str) -> None:
    reader = Reader(sample_record(), Words(CATALOGUE, "zh-Hant"))
    told = translated(reader, sentence)
    left = re.sub(r"pymcdm|TOPSIS|CR|λmax|Judge [AB]|Sobol|equal|其原文：.*", "", told)
    assert not re.search("[A-Za-z]{2}", left), told


def test_every_form_has_a_sentence_here() -> None:
    parts = {
        part.rstrip(".") for sentence in SENTENCES for part in re.split(r"; | are ignored: | is ignored: ", sentence)
    }
    known = {*SENTENCES, *parts}
    assert [key for key, form in FORMS.items() if not any(form.fullmatch(part) for part in known)] == []


@pytest.mark.parametrize(
    "words",
    [
        "coverage of {code}",
        "no evidence for {code}",
        "pymcdm refuses the matrix: {reason}",
        "pymcdm finds no finite score for every mineral",
        "works on scaled values, and there is no scale for {lacking}",
        "has no weighted criterion in this assessment and gets no weight.",
        "is left out: it counts for nothing in the score.",
        "has no weight; its criteria count alike in its printed score.",
        "left a pair of {group} open; completed at least λmax: {more} over {than} by {by:.4g}.",
        "contradict each other: CR {ratio} > {limit}",
        "is ignored: {why}",
        "are ignored: {why}",
        "it is all that {name} rests on, and the rule names {name}",
        "the weights are {document.method}, there are no judges",
        "a triangle shows three dimensions, here are {count}",
    ],
)
def test_the_sentences_are_still_written_so(words: str) -> None:
    paths = [SOURCE / name for name in PRODUCERS]
    files = [file for path in paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    files += sorted((SOURCE / "text" / "messages").glob("*.json"))
    assert any(words in file.read_text("utf-8") for file in files)


def test_a_sentence_of_no_known_form_is_printed_as_it_stands() -> None:
    reader = Reader(sample_record(), Words(CATALOGUE, "zh-Hant"))
    assert translated(reader, "A committee's own remark; and more") == "A committee's own remark；and more"
