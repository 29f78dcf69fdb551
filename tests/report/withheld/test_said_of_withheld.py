"""No byte of what a public run prints holds a confidential figure; what the office prints holds it, and says so."""

import html
import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import cast

import pytest

import criticality as crit
from confidential_workspace import confidential, found_in
from criticality.model.document import EDITIONS, LANGUAGES
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record
from criticality.policy.results import policy_results
from criticality.records.public.public_form import public_form
from criticality.records.public.public_policy import public_policy
from criticality.records.restore import inputs_from
from criticality.report.interactive.assembled import interactive_page
from criticality.report.pages import render_page
from criticality.report.workbook import WORKBOOKS, workbook_bytes
from workspace_builder import criticality

WITHHELD = {"en": "withheld – confidential", "zh-Hant": "不公開（機密）"}
PRINTED = {"austrium": "86 %", "norwegium": "31.6"}
"""What the factsheet of a mineral prints of a confidential figure, in the few digits of a page."""
MARK = {"en": "contains confidential figures – not for publication", "zh-Hant": "含機密數值，不得公開"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Record:
    record = crit.Workspace(confidential(tmp_path_factory.mktemp("withheld"))).assess(draws=200).record
    policy = cast(PolicyRecord, policy_results(inputs_from(record)))
    return {**record, "result": {**record["result"], "policy": policy}}


@pytest.fixture(scope="module")
def public(whole: Record) -> Record:
    bare = {key: each for key, each in whole["result"].items() if key != "policy"}
    made = public_form(cast(Record, {**whole, "result": bare}))
    policy = public_policy(whole["result"]["policy"], made["result"]["confidential"]["minerals"])
    return {**made, "result": {**made["result"], "policy": policy}}


def pages(record: Record) -> dict[str, str]:
    made = {
        f"{edition}.{language}": render_page(record, language, edition=edition)
        for edition in EDITIONS
        for language in LANGUAGES
    }
    sheets = {f"austrium.{language}": render_page(record, language, mineral="austrium") for language in LANGUAGES}
    return {**made, **sheets, "list.html": interactive_page(record)}


def parts(record: Record, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(record, name))) as book:
        return html.unescape("\n".join(book.read(entry).decode("utf-8", "replace") for entry in book.namelist()))


def test_no_page_of_a_public_record_holds_a_figure_and_each_says_that_it_is_withheld(public: Record) -> None:
    made = pages(public)
    assert {name: found for name, text in made.items() if (found := found_in(text))} == {}
    for name, text in made.items():
        for language in LANGUAGES if name == "list.html" else [name.partition(".")[2]]:
            assert WITHHELD[language] in text, name
    for mineral, printed in PRINTED.items():
        assert printed not in render_page(public, "en", mineral=mineral)
    assert not [name for name, text in made.items() if any(mark in text for mark in MARK.values())]


def test_the_office_s_own_pages_hold_them_and_carry_the_mark(whole: Record) -> None:
    made = pages(whole)
    for mineral, printed in PRINTED.items():
        assert printed in render_page(whole, "en", mineral=mineral)
    for name, text in made.items():
        for language in LANGUAGES if name == "list.html" else [name.partition(".")[2]]:
            assert MARK[language] in text, name
            assert WITHHELD[language] not in text, name


def test_pages_of_a_record_without_confidential_figures_say_nothing_of_them(whole: Record) -> None:
    bare = {key: entry for key, entry in whole["inputs"].items() if key != "confidential"}
    result = {key: entry for key, entry in whole["result"].items() if key != "confidential"}
    text = render_page(cast(Record, {**whole, "inputs": bare, "result": result}), "en")
    assert "confidential" not in text.partition("<body>")[2].replace("Confidential figures", "")


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_workbook_withholds_the_same_and_names_the_cells(name: str, public: Record, whole: Record) -> None:
    text = parts(public, name)
    assert found_in(text) == []
    assert WITHHELD["en"] in text
    assert WITHHELD["zh-Hant"] in text
    assert "機密 Confidential" in text
    own = parts(whole, name)
    assert "73419.2187" in own
    assert MARK["en"] in own
    assert MARK["zh-Hant"] in own


def test_nothing_can_be_tried_on_the_page_of_a_public_record_and_it_says_why(public: Record) -> None:
    assert "Nothing can be tried here: some figures are withheld as confidential" in interactive_page(public)


def test_a_figure_that_is_withheld_is_not_said_to_be_missing(public: Record) -> None:
    sheet = render_page(public, "en", mineral="austrium")
    assert "Neither world supply nor imports by country are known" not in sheet
    assert "no figure" not in sheet
    assert "Shares of world supply: withheld – confidential." in sheet
    assert "What would take it off the list is withheld" in sheet
    assert "nearest to failing" not in sheet
    assert "is what would take these off: Austrium." in render_page(public, "en")
    short = render_page(public, "en", edition="short")
    line = " ".join(re.findall(r"no import figures of their own: ([^<]*)", short))
    assert "Ilmenium" in line
    assert "Austrium" not in line


def _read(path: Path, into: Path) -> dict[str, str]:
    """The texts of a PDF: its content uncompressed, what is read off its pages, and the files attached to it."""
    plain = into / "plain.pdf"
    subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, plain], check=False)
    read = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    attached = into / path.stem
    attached.mkdir()
    subprocess.run(["pdfdetach", "-saveall", "-o", attached, path], check=False, capture_output=True)
    texts = {each.name: each.read_text("utf-8", "replace") for each in attached.iterdir()}
    content = plain.read_text("latin-1").rpartition("\nxref\n")[0]  # then come places, of any digits
    return {"content": content, "text": read.stdout.decode("utf-8"), **texts}


@pytest.mark.slow
def test_no_byte_of_a_public_run_holds_a_figure_and_the_run_of_the_office_does(tmp_path: Path) -> None:
    root = confidential(tmp_path)
    held: dict[bool, set[str]] = {}
    for is_public in (True, False):
        words = ["--public"] if is_public else []
        assert criticality("run", *words, "--draws", 0, "--workspace", root, "--quiet").code == 0
        folder = max((root / "output" / "runs").iterdir(), key=lambda path: (path / "record.json").stat().st_mtime)
        held[is_public] = set()
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            into = tmp_path / f"{is_public}-{path.name}"
            into.mkdir(exist_ok=True)
            if path.suffix == ".pdf":
                texts = _read(path, into)
                content = texts.pop("content")  # of places on a page, too: whole figures alone mean anything there
                assert is_public is False or "73419" not in content
            elif path.suffix in (".xlsx", ".ods"):
                with zipfile.ZipFile(path) as book:
                    texts = {name: book.read(name).decode("utf-8", "replace") for name in book.namelist()}
            else:
                texts = {path.name: path.read_text("utf-8")}
            held[is_public] |= {path.name for text in texts.values() if found_in(text)}
    assert held[True] == set()
    assert {"record.json", "list.en.pdf", "list.zh-Hant.pdf", "list.xlsx", "list.ods"} <= held[False]
