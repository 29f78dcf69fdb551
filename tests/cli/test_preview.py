"""A preview of the cover: today's templates over an old record, and nothing in the record changes."""

# Holds: api/preview.py.

from pathlib import Path

from printed_lists import needs_pages

from workspace_builder import atlantis, criticality, run_folder


def test_a_preview_prints_the_cover_and_leaves_the_record_alone(tmp_path: Path) -> None:
    needs_pages()
    root = atlantis(tmp_path)
    folder = run_folder(root)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    shown = criticality("report", folder, "--preview", "--language", "en", "--workspace", root)
    assert shown.code == 0, shown.said
    printed = [Path(line.strip()) for line in shown.out.splitlines() if line.strip().endswith(".pdf")]
    assert printed and all(path.read_bytes().startswith(b"%PDF") for path in printed)
    assert {name: (folder / name).read_bytes() for name in before} == before
