"""The annexes on method: addresses that are safe to follow, and matrices whose judgements contradict each other."""

import pytest
from sample_record import sample_record

from criticality.report.catalogue import Words, read_catalogue
from criticality.report.chapters.annex_method import criteria, judgements, link, weights
from criticality.report.html.rendering import packaged_templates
from criticality.report.reader import Reader


def reader_of(**shape) -> Reader:  # type: ignore[no-untyped-def]
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
    assert link(source) == address  # type: ignore[arg-type]


def test_a_matrix_above_the_limit_of_consistency_is_marked() -> None:
    rows = judgements(reader_of())["consistency"]
    assert [row["above"] for row in rows] == [False, True, False]  # type: ignore[attr-defined]


def test_weights_without_judges_have_no_judgements() -> None:
    reader = reader_of(weights="equal")
    assert judgements(reader)["judges"] == judgements(reader)["consistency"] == []
    assert weights(reader)["by_judge"] == []


def test_every_criterion_of_the_record_is_described() -> None:
    reader = reader_of()
    assert [entry["code"] for entry in criteria(reader)] == list(reader.criteria)
