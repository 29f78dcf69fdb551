"""What a release is made of: one version everywhere, licences and checksums; the whole of it in the slow form."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def making() -> ModuleType:
    spec = importlib.util.spec_from_file_location("making", ROOT / "release/make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_file_that_states_the_version_states_the_same(making: ModuleType) -> None:
    stated = making.versions(ROOT)
    assert len(stated) == 4
    assert len(set(stated.values())) == 1, stated


def test_licences_are_listed_by_name_and_what_is_not_declared_is_said(making: ModuleType) -> None:
    parts = [
        {"name": "b", "version": "2", "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Own terms"}}]},
        {"name": "A", "version": "1", "licenses": [{"expression": "MIT OR Apache-2.0"}]},
        {"name": "c", "version": "3"},
    ]
    assert making.licences({"components": parts}) == (
        "A 1: MIT OR Apache-2.0\nb 2: MIT, Own terms\nc 3: not declared\n"
    )


def test_checksums_are_those_that_sha256sum_checks(making: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "one.whl").write_bytes(b"one")
    (tmp_path / "SHA256SUMS").write_text(making.sums(tmp_path), "utf-8")
    assert making.sums(tmp_path) == f"{hashlib.sha256(b'one').hexdigest()}  one.whl\n"
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "one.whl: OK\n")


def test_versions_that_differ_stop_a_release(making: ModuleType, tmp_path: Path) -> None:
    for name in ("pyproject.toml", "CITATION.cff", "CHANGELOG.md", "src/criticality/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8"), "utf-8")
    text = (tmp_path / "CITATION.cff").read_text("utf-8")
    (tmp_path / "CITATION.cff").write_text(text.replace("\nversion: ", "\nversion: 9."), "utf-8")
    with pytest.raises(SystemExit, match="the versions differ"):
        making.make(tmp_path, tmp_path / "dist", tmp_path / "room")
    assert not (tmp_path / "dist").exists()


@pytest.mark.slow
def test_a_release_of_a_clean_tree_is_made_twice_with_the_same_bytes(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    for name in ("first", "second"):
        subprocess.run([sys.executable, clone / "release/make.py", tmp_path / name], check=True)
    files = {path.name: path.read_bytes() for path in (tmp_path / "first").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "second").iterdir()} == files
    assert len(files) == 5
    assert b'"CycloneDX"' in files["sbom.cdx.json"]
