"""The PDF as an archive and a screen reader meet it: tags, headers, languages, fonts, attachments, the same bytes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from printed_lists import Printed
from sample_record import write_folder

from criticality.errors import TemplateError
from criticality.report import write_lists

LANGUAGES = ("zh-Hant", "en")


def elements(node: Any) -> Any:
    """Yield every structure element below a node of the tag tree."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_header_says_whether_it_heads_a_row_or_a_column(printed: Printed, language: str) -> None:
    with pikepdf.open(printed.editions[language]) as pdf:
        tags = list(elements(pdf.Root.StructTreeRoot))
        headers = [tag for tag in tags if tag.S == "/TH"]
        assert {str(tag.A.Scope) for tag in headers} == {"/Row", "/Column"}
        assert all(str(tag.P.P.S) == "/THead" for tag in headers if tag.A.Scope == "/Column")
        assert all(str(tag.P.P.S) == "/TBody" for tag in headers if tag.A.Scope == "/Row")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_has_a_text_alternative(printed: Printed, language: str) -> None:
    with pikepdf.open(printed.editions[language]) as pdf:
        figures = [tag for tag in elements(pdf.Root.StructTreeRoot) if tag.S == "/Figure"]
        assert figures
        assert all(len(str(tag.Alt)) > 3 for tag in figures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_language_and_bookmarks(printed: Printed, language: str) -> None:
    title = printed.record["inputs"]["assessment"]["title"][language]
    with pikepdf.open(printed.editions[language]) as pdf:
        assert str(pdf.Root.Lang) == language
        assert str(pdf.docinfo["/Title"]).startswith(title)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_outline() as outline:
            chapters = [item.title for item in outline.root]
    assert chapters[0] == title
    numbers = [int(chapter.split()[0]) for chapter in chapters if chapter[0].isdigit()]
    assert numbers == sorted(set(numbers))
    assert {1, 2, 3, 4, 5, 6, 8} <= set(numbers)
    assert sum(chapter.startswith(("Annex ", "附錄")) for chapter in chapters) == 7
    assert len(chapters) == 2 + len(numbers) + 7  # the decision and the contents, the chapters, the annexes


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_claims_stand_in_the_metadata(printed: Printed, language: str) -> None:
    with pikepdf.open(printed.editions[language]) as pdf:
        metadata = pdf.Root.Metadata.read_bytes().decode()
    assert re.search(r'pdfaid:part="3".*pdfaid:conformance="A"|pdfaid:conformance="A".*pdfaid:part="3"', metadata)
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "PDF/UA identification schema" in metadata


def test_the_list_carries_its_own_evidence(printed: Printed) -> None:
    with pikepdf.open(printed.editions["en"]) as pdf:
        files = {name: pdf.attachments[name] for name in pdf.attachments}
        assert sorted(files) == ["ranking.csv", "record.json", "weights.csv"]
        kinds = {name: str(pdf.attachments[name].relationship) for name in files}
        assert kinds == {"record.json": "/Source", "ranking.csv": "/Data", "weights.csv": "/Data"}
        assert files["record.json"].get_file().read_bytes() == (printed.folder / "record.json").read_bytes()
        assert files["record.json"].get_file().creation_date.isoformat().startswith(printed.record["as_of"])
        named = [entry.objgen for entry in pdf.Root.AF]
        assert len(named) == len(set(named)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_is_embedded_and_of_one_family(printed: Printed, language: str) -> None:
    seen = set()
    with pikepdf.open(printed.editions[language]) as pdf:
        for entry in pdf.objects:
            if isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/FontDescriptor":
                assert "/FontFile3" in entry or "/FontFile2" in entry
                seen.add(str(entry.FontName).split("+")[1])
    assert seen == {"Noto-Sans-CJK-TC", "Noto-Sans-CJK-TC-Bold"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_qpdf_finds_nothing(printed: Printed, language: str) -> None:
    with pikepdf.open(printed.editions[language]) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_nothing_was_warned_about(printed: Printed) -> None:
    steps = re.compile(r"list\.((short|public)\.)?(zh-Hant|en)\.pdf: (pages|layout|\d+ pages?|\d+/\d+ .+)")
    assert [line for line in printed.told if not steps.fullmatch(line)] == []


def test_the_same_record_gives_the_same_bytes_under_any_hash_seed_and_locale(printed: Printed, tmp_path: Path) -> None:
    again = write_folder(printed.record, tmp_path / "again")
    code = (
        "import json, sys; from pathlib import Path; from criticality.report import write_lists\n"
        "folder = Path(sys.argv[1]); record = json.loads((folder / 'record.json').read_text('utf-8'))\n"
        "write_lists(record, folder, [('full', 'en')])"
    )
    surroundings = {**os.environ, "PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "Asia/Taipei"}
    subprocess.run([sys.executable, "-c", code, str(again)], check=True, env=surroundings, cwd=tmp_path)
    assert (again / "list.en.pdf").read_bytes() == printed.editions["en"].read_bytes()
    assert sorted(path.name for path in again.iterdir()) == ["list.en.pdf", "record.json", "tables"]


def test_nothing_half_written_is_left_when_a_template_fails(printed: Printed, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(printed.folder, folder, ignore=shutil.ignore_patterns("*.pdf"))
    broken = {**printed.record["inputs"], "templates": {"decision.html": "<p>{{ nothing }}</p>"}}
    with pytest.raises(TemplateError, match=r"^templates/decision\.html:1: 'nothing' is undefined"):
        write_lists({**printed.record, "inputs": broken}, folder, [("full", "en")])
    assert sorted(path.name for path in folder.iterdir()) == ["record.json", "tables"]
