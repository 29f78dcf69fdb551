"""A file is called by the title that it states, or by the word for its table, beside its name."""

from pathlib import Path

from criticality.desk.editing.editable_files import editable
from criticality.desk.editing.file_titles import FileTitles
from criticality.desk.sessions import Sessions
from criticality.desk.visits import Desk
from criticality.files.workspace import Workspace
from criticality.model.dataset import TABLES
from criticality.text.message import Message, is_known
from workspace_builder import WEIGHTS, atlantis, edit


def titles_in(root: Path) -> FileTitles:
    return FileTitles(Desk(Workspace(root), Sessions()))


def test_a_title_is_read_again_when_its_file_changes(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    titles = titles_in(root)
    found = titles.of(WEIGHTS)
    assert found is not None
    assert not isinstance(found, Message)
    before = found.to("en")
    edit(root, WEIGHTS, before, f"{before} of 2026")
    again = titles.of(WEIGHTS)
    assert again is not None
    assert again != found


def test_every_table_has_a_word_and_what_cannot_be_read_has_none(tmp_path: Path) -> None:
    root = atlantis(tmp_path)
    assert [name for name in TABLES if not is_known(f"editing.table_{name}")] == []
    titles = titles_in(root)
    assert all(titles.of(file) for files in editable(Workspace(root)).values() for file in files)
    (root / "weights/broken.yaml").write_text("title: {en: [", "utf-8")
    (root / "weights/else.yaml").symlink_to("/etc/hostname")
    assert [titles.of(f"weights/{name}.yaml") for name in ("broken", "else", "nothing")] == [None, None, None]
