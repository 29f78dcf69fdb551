"""Whatever a step says of a mineral, a weight, a method or a test is said in the edition's language."""

import re

import pytest
from sample_record import sample_record

from criticality.report.catalogue import Words, read_catalogue
from criticality.report.html.rendering import packaged_templates
from criticality.report.reader import Reader
from criticality.report.reasons import concerned, reason
from criticality.text.kept import Said, coded, note
from criticality.text.message import Message, joined, sentences

CATALOGUE = read_catalogue(packaged_templates()["words.json"])
ITEM, GROUP = "criterion_1", "supply_risk"
CONTRADICTION = {"group": "dimensions", "measure": "CR", "ratio": "0.210", "limit": "0.1"}
SENTENCES: dict[str, Message] = {
    "coverage of supply_risk 0.223 < 0.5": note("said.coverage", of=GROUP, share=0.2231, least=0.5),
    "no evidence for criterion_1": note("said.no_evidence", of=ITEM),
    "no evidence for criterion_1, criterion_2": note("said.no_evidence", of=[ITEM, "criterion_2"]),
    "no criterion tells the minerals apart": Message("ranking.nothing_tells_apart"),
    "no mineral has enough evidence to be scored": Message("ranking.nobody_scored"),
    "it divides by the least value of a criterion, and a scaled 0 is an ordinary value here": Message(
        "ranking.ocra_divides"
    ),
    "pymcdm refuses the matrix: types": Message("ranking.pymcdm_refuses", said="types"),
    "pymcdm finds no finite score for every mineral": Message("ranking.no_finite_score"),
    "works on scaled values, and there is no scale for criterion_1, criterion_2": Message(
        "ranking.works_on_scaled", lacking=[ITEM, "criterion_2"]
    ),
    "it needs a scale for every criterion": note("said.needs_scale"),
    "the methods on scaled values need a scale for every criterion": note("said.methods_need_scale"),
    "supply_risk has no weighted criterion in this assessment and gets no weight.": note(
        "said.without_criteria", of=GROUP
    ),
    "no weighted criterion of the assessment belongs to supply_risk: it counts for nothing anyway.": note(
        "said.stated", sentence=Message("weighting.dimension_empty", dimension=GROUP)
    ),
    "the weight of criterion_1 is ignored: the assessment omits it.": note(
        "said.stated", sentence=Message("weighting.weight_ignored", criterion=ITEM, why=Message("weighting.is_omitted"))
    ),
    "judgements on criterion_1 are ignored: it is a screening criterion.": note(
        "said.stated",
        sentence=Message("weighting.judgements_ignored", item=ITEM, why=Message("weighting.is_screening")),
    ),
    "judgements on supply_risk are ignored: no weighted criterion of the assessment belongs to it.": note(
        "said.stated",
        sentence=Message("weighting.judgements_ignored", item=GROUP, why=Message("weighting.has_no_criterion")),
    ),
    "supply_risk has no weight; its criteria count alike in its printed score.": note("said.weightless", of=GROUP),
    "supply_risk is left out: it counts for nothing in the score.": note("said.left_out", of=GROUP),
    "Judge A left a pair of dimensions open; completed at least λmax: supply_risk over criterion_1 by 2.5.": note(
        "said.completed", judge="Judge A", of="dimensions", more=GROUP, than=ITEM, by="2.5"
    ),
    "the judgements of Judge B in dimensions contradict each other: CR 0.210 > 0.1; "
    "supply_risk over criterion_1 by 5 hurts most.": note(
        "said.stated",
        sentence=Message(
            "weighting.hurts_most",
            contradiction=Message("weighting.judge_contradicts", judge="Judge B", **CONTRADICTION),
            **{"more": GROUP, "than": ITEM, "by": "5"},
        ),
    ),
    "the joined judgements in dimensions contradict each other: CR 0.210 > 0.1.": note(
        "said.stated", sentence=Message("weighting.joined_contradict", **CONTRADICTION)
    ),
    "the 2 judgements of Judge A in supply_risk tie 3 items and could not contradict each other: "
    "CR 0.000 says nothing about them.": note(
        "said.stated", sentence=Message("weighting.tied_only", count=2, judge="Judge A", group=GROUP, items=3)
    ),
    "the joined judgements in dimensions contradict each other: GCI 0.210 > 0.1.": note(
        "said.stated", sentence=Message("weighting.joined_contradict", **{**CONTRADICTION, "measure": "GCI"})
    ),
    "supply_risk rests on 1 of 2 judges: Judge A.": note(
        "said.stated",
        sentence=Message("weighting.partly_judged", **{"group": GROUP, "count": 1, "all": 2, "judges": ["Judge A"]}),
    ),
    "no judgement of Judge B counts in this assessment.": note(
        "said.stated", sentence=Message("weighting.judge_not_used", judge="Judge B")
    ),
    "the weight of Judge B in supply_risk counts for nothing: the judge does not compare it.": note(
        "said.stated", sentence=Message("weighting.weight_unused", judge="Judge B", group=GROUP)
    ),
    "the weights added up to 0.997 and were rescaled to 1 (normalise: true).": note(
        "said.stated", sentence=Message("weighting.rescaled", total="0.997")
    ),
    "critic weights of the scaled values (of: scaled): fixed anchors, 1 is most critical.": note(
        "said.critic_of_scaled"
    ),
    "entropy weights of the scaled values (of: scaled): fixed anchors, 1 is most critical.": note(
        "said.entropy_of_scaled"
    ),
    "critic weights of the figures in their own units (of: raw), whatever their scale and direction.": note(
        "said.critic_of_raw"
    ),
    "entropy weights of the figures in their own units (of: raw), whatever their scale and direction.": note(
        "said.entropy_of_raw"
    ),
    "it is all that supply_risk rests on, and the rule names supply_risk": note("said.rests_on", of=GROUP),
    "no weight would be left beside supply_risk": note("said.none_left", of=GROUP),
    "the weights are equal, there are no judges": note("said.no_judges", kind="equal"),
    "there is only one judge": note("said.one_judge"),
    "a triangle shows three dimensions, here are 4": note("said.triangle", n=4),
    "nothing varies": note("said.nothing_varies"),
    "vary method": note("said.step_method_drawn"),
    "weight triangle": note("said.step_triangle"),
    "sobol": note("said.step_sobol"),
    "drop one judge": note("said.step_judges"),
    "drop judge Judge A": note("said.step_judge", judge="Judge A"),
    "drop criterion_1": note("said.step_criterion", of=ITEM),
    "method topsis_flat": note("said.step_method", method="topsis_flat"),
}


def reader(language: str) -> Reader:
    return Reader(sample_record(), Words(CATALOGUE, language))


def used(said: list[Said]) -> set[str]:
    """The codes of sentences and of those in their slots."""
    inner = [value for entry in said for value in entry.get("slots", {}).values() if isinstance(value, dict)]
    return {entry["code"] for entry in said} | (used(inner) if inner else set())


@pytest.mark.parametrize("english", SENTENCES)
def test_the_record_keeps_the_english_sentence_that_it_always_had(english: str) -> None:
    assert SENTENCES[english] == english


@pytest.mark.parametrize("english", SENTENCES)
def test_every_sentence_of_the_record_is_said_in_chinese_with_titles_in_place_of_codes(english: str) -> None:
    told = reason(reader("zh-Hant"), coded(SENTENCES[english]), english)
    names = r"pymcdm|TOPSIS|CRITIC|CR|GCI|λmax|Judge [AB]|Sobol|equal|of: raw|of: scaled|其原文：.*"
    left = re.sub(names, "", told)
    assert not re.search("[A-Za-z]{2}|[{}]", left), told
    assert told != english


@pytest.mark.parametrize("english", SENTENCES)
def test_no_english_page_shows_a_code_of_a_criterion_or_dimension(english: str) -> None:
    told = reason(reader("en"), coded(SENTENCES[english]), english)
    assert not re.search(r"criterion_\d|supply_risk|\bdimensions\b(?!, here)|[{}]", told), told


def test_every_sentence_that_a_record_keeps_has_a_case_here() -> None:
    cases = set().union(*(used(coded(sentence)) for sentence in SENTENCES.values()))
    assert set(sentences("said")) - cases == set()


def test_several_reasons_are_joined_as_the_language_has_it() -> None:
    thin = [note("said.coverage", of=GROUP, share=0.09, least=0.5), note("said.no_evidence", of=ITEM)]
    said, shown = coded(joined(thin, "semicolon")), reader("zh-Hant")
    words = shown.words
    first = words("said.coverage", of=shown.of(GROUP), share="9.0 %", least="50.0 %")
    assert reason(shown, said, "") == f"{first}；{words('said.no_evidence', of=shown.of(ITEM))}"
    assert concerned(said, "said.coverage") == [GROUP]
    assert concerned(said, "said.no_evidence") == [ITEM]


@pytest.mark.parametrize("said", [None, [], [{"code": "said.of_another_version"}], [{"code": "nowhere"}]])
def test_a_sentence_without_a_code_that_is_known_is_printed_as_it_stands(said: list[Said] | None) -> None:
    assert reason(reader("zh-Hant"), said, "A committee's own remark; and more") == "A committee's own remark; and more"
