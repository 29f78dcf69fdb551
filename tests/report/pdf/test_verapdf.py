"""Both claims of the printed PDFs put to veraPDF, the reference validator; tests/verapdf.py is its command."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
from printed_lists import Printed

import verapdf
from criticality.report import write_factsheets
from lacking import lacking


def verdicts(*paths: Path) -> list[dict[str, Any]]:
    """Ask veraPDF in a process of its own: a Java machine and pytest's own signals do not mix."""
    if verapdf.lacks():
        lacking(f"veraPDF needs {', '.join(verapdf.lacks())}")
    asked = [sys.executable, str(verapdf.__file__), "--json", *map(str, paths)]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert answer.returncode in {0, 1}, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_the_list_and_a_factsheet_hold_both_claims(printed: Printed) -> None:
    mineral = printed.record["result"]["candidates"][0]
    (sheet,) = write_factsheets(printed.record, printed.folder, ["en"], [mineral])
    found = verdicts(printed.editions["zh-Hant"], printed.short["en"], printed.public["zh-Hant"], sheet)
    assert [(v["file"], v["claim"], v["failures"]) for v in found if not v["holds"]] == []
    assert len(found) == 4 * 2
    assert min(v["checks"] for v in found) > 500


def test_a_file_that_breaks_a_rule_is_told_with_clause_and_test_number(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")
    archive, access = verdicts(tmp_path / "blank.pdf")
    assert not archive["holds"] and not access["holds"]
    told = {(failure["clause"], failure["test"]): failure["message"] for failure in access["failures"]}
    assert "StructTreeRoot" in told["7.1", 11]
