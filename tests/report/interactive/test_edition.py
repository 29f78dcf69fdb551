"""`criticality report RUN --html`: written by a child process (report/interactive/child.py), sealed, and verified."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from criticality import Workspace
from criticality.errors import TemplateError
from criticality.report.interactive.edition import INTERACTIVE, write_interactive
from workspace_builder import ATLANTIS, criticality


@pytest.mark.slow
def test_the_page_is_written_sealed_and_verified(tmp_path: Path) -> None:
    shutil.copytree(ATLANTIS, tmp_path / "w")
    run = Workspace(tmp_path / "w").assess(draws=0)
    paths = run.report("both", edition="html")
    assert [path.name for path in paths] == [INTERACTIVE, "list.xlsx", "list.ods"]
    assert run.folder is not None
    page = (run.folder / INTERACTIVE).read_bytes()
    assert sorted(path.name for path in run.folder.glob("list.*")) == [INTERACTIVE, "list.ods", "list.xlsx"]
    assert INTERACTIVE in run.verify().proved
    assert (run.report("en", edition="html"), (run.folder / INTERACTIVE).read_bytes()) == (paths, page)
    with (run.folder / INTERACTIVE).open("ab") as file:
        file.write(b"<p>not ours</p>")
    found = criticality("verify", run.run_id, "--workspace", tmp_path / "w")
    assert found.code == 1
    assert INTERACTIVE in found.said


def test_a_broken_template_is_told_with_its_line(tmp_path: Path) -> None:
    record = Workspace(ATLANTIS).assess(draws=0).record
    own = {"factsheet.html": "{{ sheet.name }}\n{{ nowhere }}"}
    broken: Any = {**record, "inputs": {**record["inputs"], "templates": own}}
    with pytest.raises(TemplateError, match=r"templates/factsheet\.html:2"):
        write_interactive(broken, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", [("--preview",), ("--only", "austrium"), ("--edition", "short")])
def test_html_with_another_kind_of_page_is_refused(other: tuple[str, ...]) -> None:
    found = criticality("report", "latest", "--html", *other)
    assert found.code == 2
    assert "list.html" in found.said
