"""What `check` says beside the adopted list: nothing where no list was adopted, or where the files have an error.

What it says where there is one stands in test_adopting.py.
"""

from pathlib import Path

from criticality.api.life.beside_adopted import since_problems
from criticality.errors import Problem
from criticality.files.workspace import Workspace
from criticality.text.message import Message
from workspace_builder import atlantis


def test_nothing_is_decided_without_an_adopted_run(tmp_path: Path) -> None:
    assert list(since_problems(Workspace(atlantis(tmp_path)), ())) == []


def test_a_record_whose_summary_is_gone_is_told_unless_the_files_have_an_error(tmp_path: Path) -> None:
    files = Workspace(atlantis(tmp_path))
    (files.runs / "2025-03-01-00000000").mkdir(parents=True)
    (files.runs / "2025-03-01-00000000" / "record.json").write_text("{}", "utf-8")
    (told,) = since_problems(files, ())
    assert (told.code, told.severity) == ("adopting.unreadable", "warning")
    wrong = Problem("weights/equal.yaml", 1, None, "", Message("cli.aborted"))
    assert list(since_problems(files, [wrong])) == []
