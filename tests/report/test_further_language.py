"""The pages in a further language: its own words where its file has them; English words and layout elsewhere."""

# Holds: report/catalogue.py.

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_record import sample_record

from criticality.api.pages import language_words
from criticality.report.catalogue import laid_out_as, read_catalogue, words_of
from criticality.report.html.inspection import template_problems
from criticality.report.pages import render_page
from criticality.text.translations import FOLDER, translation, translation_files

STUB = {
    "pages": {
        "eyebrow": "Taksado de kritikaj mineraloj, {country}",
        "chapter.limits": "Limoj",
        "front.finding": "{nenio} listigitaj",
        "result.title.one": "unu",
    }
}


@pytest.fixture(autouse=True)
def _stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "eo.json").write_text(json.dumps(STUB), encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    for cached in (translation_files, translation):
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in (translation_files, translation):
        cached.cache_clear()


def test_page_one_speaks_the_language_of_the_file_and_english_where_it_is_silent() -> None:
    record = sample_record()
    page, english = (render_page(record, language, edition="short") for language in ("eo", "en"))

    assert '<html lang="eo">' in page
    assert "Taksado de kritikaj mineraloj, Arcadia" in page
    assert "Critical-minerals assessment" in english
    assert "Critical-minerals assessment" not in page
    assert "nenio" not in page, "a place that nothing fills: the English sentence stands"
    assert page.count("<table") == english.count("<table")


def test_a_workspace_may_have_words_of_its_own_in_that_language_too() -> None:
    own = json.dumps({"eyebrow": {"eo": "Listo de {country}"}})
    record = sample_record()
    record["inputs"]["templates"] = {"words.json": own}

    assert template_problems({"words.json": own}) == []
    assert "Listo de Arcadia" in render_page(record, "eo", edition="short")


def test_the_word_for_the_language_is_its_tag() -> None:
    assert language_words()["eo"] == ("eo",)
    assert "fr" not in language_words()
    assert (laid_out_as("eo"), laid_out_as("zh-Hant")) == ("en", "zh-Hant")


def test_a_sentence_for_one_thing_is_taken_where_there_is_one_of_it() -> None:
    catalogue = read_catalogue('{"result.title": {"en": "{n}"}, "result.title.one": {"en": "one"}}')

    assert words_of(catalogue, "eo")("result.title", n=1) == "unu"
    assert words_of(catalogue, "eo")("result.title", n=2) == "2"
