"""Tables opened and saved by LibreOffice, as docs/how-to/excel.md says, are read as they were.

Skipped where LibreOffice is lacking; CI does not install it.
"""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from workspace_builder import check, criticality

pytestmark = pytest.mark.slow
UTF_8 = "csv:Text - txt - csv (StarCalc):44,34,76,1"


def test_tables_come_back_from_libreoffice_with_the_same_cells(tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine (apt-get install libreoffice-calc)")
    root = tmp_path / "new"
    assert criticality("init", root, "--excel").code == 0
    tables = sorted((root / "data").glob("*.csv"))
    before = {path.name: list(csv.reader(path.read_text("utf-8-sig").splitlines())) for path in tables}
    words = [program, f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless", "--convert-to", UTF_8]
    opened = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"
    out = tmp_path / "out"
    subprocess.run(
        [*words, opened, "--outdir", str(out), *map(str, tables)], check=True, capture_output=True, timeout=300
    )
    for path in tables:
        shutil.copy(out / path.name, path)
    after = {path.name: list(csv.reader(path.read_text("utf-8-sig").splitlines())) for path in tables}
    assert after == before
    assert check(root).out == "0 problems, 0 warnings\n"
