"""A link that leads out of the workspace is refused everywhere: nothing outside is read into a record or written."""

from pathlib import Path

import pytest

from criticality.files.stray import LOGOS
from longer import sampled
from workspace_builder import ASSESSMENT, WEIGHTS, atlantis, check, criticality, problems, run

FILES = (
    ASSESSMENT,
    WEIGHTS,
    "criteria/climate_burden.yaml",
    "criteria/dimensions.yaml",
    "data/minerals.csv",
    "data/production.csv",
    "data/sources.yaml",
    "templates/custom.css",
    "templates/words.json",
    *(f"templates/{name}" for name in LOGOS),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = atlantis(tmp_path)
    (made / "templates").mkdir(exist_ok=True)
    return made


def secret(root: Path, file: str) -> Path:
    """A file outside, with content that would be valid in the workspace."""
    outside = root.parent / "secret"
    content = (root / file).read_bytes() if (root / file).is_file() else b"{}"
    outside.write_bytes(content)
    return outside


@pytest.mark.parametrize("file", sampled(FILES, 4))
def test_a_file_that_is_a_link_leading_out_is_refused_at_its_name(file: str, root: Path) -> None:
    outside = secret(root, file)
    (root / file).unlink(missing_ok=True)
    (root / file).symlink_to(outside)
    for outcome in (check(root), run(root)):
        assert outcome.code == 1, outcome.said
        told = {found["file"] for found in problems(outcome) if "leads out of the workspace" in found["said"]}
        assert told & {file, ASSESSMENT}, "at the link, or where the assessment names it"
    assert not (root / "output").exists()


@pytest.mark.parametrize("folder", ["criteria", "data", "weights", "templates"])
def test_a_folder_that_is_a_link_leading_out_is_refused(folder: str, root: Path) -> None:
    if folder == "templates":
        (root / folder / "custom.css").write_text("p {}", "utf-8")
    (root / folder).rename(root.parent / folder)
    (root / folder).symlink_to(root.parent / folder)
    outcome = run(root)
    assert outcome.code == 1, outcome.said
    assert "leads out of the workspace" in outcome.err
    assert not (root / "output").exists()


def test_a_scenario_that_is_a_link_leading_out_is_refused(root: Path) -> None:
    (root.parent / "s.yaml").write_text("title: S\nshocks: []\n", "utf-8")
    (root / "scenarios").mkdir(exist_ok=True)
    (root / "scenarios" / "s.yaml").symlink_to(root.parent / "s.yaml")
    outcome = run(root, "--scenario", "s")
    assert outcome.code == 1
    assert "outside the workspace" in outcome.err or "leads out of the workspace" in outcome.err


def test_a_link_inside_the_workspace_is_followed(root: Path) -> None:
    (root / "weights" / "same.yaml").symlink_to(root / WEIGHTS)
    assert run(root, "--weights", "same").code == 0


def test_a_comparison_is_not_written_through_a_link(root: Path) -> None:
    first = Path(run(root).out.strip()).name
    second = Path(run(root, "--weights", "equal").out.strip()).name
    outside = root.parent / "elsewhere"
    outside.mkdir()
    (root / "output" / "comparisons").symlink_to(outside)
    outcome = criticality("compare", first, second, "--workspace", root)
    assert outcome.code == 1
    assert "this is a link" in outcome.err
    assert list(outside.iterdir()) == []
