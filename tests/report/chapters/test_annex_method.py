"""The annexes on method and the references: safe addresses, numbers of references, contradicting judgements."""

# Holds: report/chapters/references.py.

import pytest
from sample_record import sample_record

from criticality.report.captions.of_annexes import caption_of_judge
from criticality.report.catalogue import Words, read_catalogue
from criticality.report.chapters.annex_method import criteria, judgements, weights
from criticality.report.chapters.references import References, link
from criticality.report.html.rendering import packaged_templates
from criticality.report.reader import Reader


def reader_of(**shape) -> Reader:
    return Reader(sample_record(**shape), Words(read_catalogue(packaged_templates()["words.json"]), "en"))


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ({"doi": "10.1016/0377-2217(90)90057-I"}, "https://doi.org/10.1016/0377-2217(90)90057-I"),
        ({"url": "https://www.usgs.gov/mcs"}, "https://www.usgs.gov/mcs"),
        ({"url": "javascript:alert(1)"}, ""),
        ({"url": "file:///etc/passwd"}, ""),
        ({"url": None}, ""),
        ({}, ""),
    ],
)
def test_only_web_addresses_become_links(source: dict[str, str], address: str) -> None:
    assert link(source) == address


def test_a_matrix_above_the_limit_of_consistency_is_named_and_the_others_are_counted() -> None:
    found = judgements(reader_of(), caption_of_judge)
    assert found["above"] == ["Above the limit: Judge B, Dimensions, 0.210."]
    assert "3 matrices of comparisons" in str(found["consistency"])
    assert "the highest ratio is 0.210 (Judge B, Dimensions)" in str(found["consistency"])


def test_weights_without_judges_have_no_judgements() -> None:
    reader = reader_of(weights="equal")
    assert (
        judgements(reader, caption_of_judge)["judges"]
        == judgements(reader, caption_of_judge)["above"]
        == weights(reader)["judges"]
        == []
    )
    assert judgements(reader, caption_of_judge)["consistency"] == ""


def test_every_criterion_of_the_record_is_described_in_whole_sentences() -> None:
    reader = reader_of()
    found = criteria(reader, References(reader))
    assert [entry["code"] for entry in found] == list(reader.criteria)
    for entry in found:
        said = str(entry["text"])
        assert all(word in said for word in ("Computed: ", "Scale: ", "Where evidence is missing: "))
        assert said.endswith((".", "?"))


def test_anchors_are_written_in_groups_of_three_digits() -> None:
    reader = reader_of()
    scaled = next(iter(reader.criteria.values()))
    scaled["scale"] = {"kind": "log", "zero_at": 100000, "one_at": 1000000000}
    assert "from 100,000 (0) to 1,000,000,000 (1)" in str(criteria(reader, References(reader))[0]["text"])


def test_groups_of_judgements_stand_in_the_order_of_the_dimensions() -> None:
    """The record has them by code; the pages have every table in the order of the assessment."""
    reader = reader_of()
    order = [reader.words("judge.dimensions"), *reader.every_dimension.values()]
    for judge in judgements(reader, caption_of_judge)["judges"]:
        titles = [str(group["title"]) for group in judge["groups"]]
        assert titles == sorted(titles, key=order.index)
        assert len(titles) > 1


def test_a_publisher_and_a_cited_place_are_named_in_the_language_of_the_page() -> None:
    record = sample_record()
    record["inputs"]["sources"]["news"] = {"title": "A", "publisher": "Central News Agency 中央通訊社"}
    record["inputs"]["data"]["glossary"] = {"columns": ["en", "zh_hant"], "rows": [["Table 18", "表 18"]]}
    criterion = next(entry for entry in record["inputs"]["criteria"] if entry["references"])
    criterion["references"][0]["pages"] = "Table 18"
    for language, who, place in (("en", "Central News Agency", "Table 18"), ("zh-Hant", "中央通訊社", "表 18")):
        reader = Reader(record, Words(read_catalogue(packaged_templates()["words.json"]), language))
        references = References(reader)
        assert next(entry for entry in references.entries if entry["key"] == "news")["who"] == who
        assert references.publication(criterion["references"][0]).endswith(f"] {place}")


def test_the_references_are_numbered_in_the_order_of_author_and_year_and_cited_by_number() -> None:
    reader = reader_of()
    references = References(reader)
    entries = references.entries
    assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))
    names = [(entry["who"].casefold(), entry["year"]) for entry in entries]
    assert names == sorted(names)
    number = {entry["key"]: entry["number"] for entry in entries}
    assert references.cited("usgs_mcs_2026; nobody") == f"[{number['usgs_mcs_2026']}]"
    assert references.cited(None) == references.cited("nobody") == ""
    criterion = next(entry for entry in reader.criteria.values() if entry["references"])
    assert references.publication(criterion["references"][0]).startswith("[")


def test_the_licence_of_a_source_is_said_in_the_language_of_the_page_and_one_of_its_own_as_it_is() -> None:
    record = sample_record()
    record["inputs"]["sources"]["news"] = {"title": "A", "publisher": "B", "licence": "news report, facts cited"}
    record["inputs"]["sources"]["own"] = {"title": "C", "publisher": "D", "licence": "Etalab 2.0"}
    reader = Reader(record, Words(read_catalogue(packaged_templates()["words.json"]), "zh-Hant"))
    written = {entry["key"]: entry["licence"] for entry in References(reader).entries}
    assert (written["news"], written["own"]) == ("新聞報導，僅引用事實", "Etalab 2.0")


def test_a_publication_without_author_or_year_is_cited_all_the_same() -> None:
    reader = reader_of()
    reader.inputs["sources"]["bare"] = {"title": "A title", "publisher": ""}
    reader.inputs["sources"]["undated"] = {"title": "Another", "publisher": "Somebody"}
    written = {entry["key"]: entry["text"] for entry in References(reader).entries}
    assert written["bare"] == "A title."
    assert written["undated"] == "Somebody. Another."
