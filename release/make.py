"""Make a release: wheel, source archive, bill of materials and checksums, built in a clean copy and tried as installed.

    python3 release/make.py [FOLDER]          # FOLDER: where the files go; dist/VERSION without it

It refuses a tree with changes, versions that differ, and a changelog whose first entry is of another version. The
tools come from ``requirements-release.lock`` and the packages of the software from ``requirements.lock``, each by its
hash, into environments of their own. The same commit gives the same wheel and the same source archive. What it does
not do: sign, and look for known vulnerabilities (docs/how-to/release.md).
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SBOM, LICENCES, SUMS = "sbom.cdx.json", "LICENCES-OF-DEPENDENCIES.txt", "SHA256SUMS"


def versions(root: Path) -> dict[str, str]:
    """Return every statement of the version, by file."""
    changelog = re.search(r"(?m)^## (\S+)", (root / "CHANGELOG.md").read_text("utf-8"))
    citation = re.search(r"(?m)^version: [\"']?([^\"'\s]+)", (root / "CITATION.cff").read_text("utf-8"))
    package = re.search(r'(?m)^__version__ = "([^"]+)"', (root / "src/criticality/__init__.py").read_text("utf-8"))
    return {
        "pyproject.toml": str(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]),
        "src/criticality/__init__.py": package[1] if package else "",
        "CITATION.cff": citation[1] if citation else "",
        "CHANGELOG.md": changelog[1] if changelog else "",
    }


def licences(bill: dict[str, Any]) -> str:
    """Return a line for each component of a bill of materials: name, version, licences as it declares them."""
    lines = []
    for part in sorted(bill["components"], key=lambda each: str(each["name"]).casefold()):
        stated = [entry.get("expression") or _licence(entry.get("license", {})) for entry in part.get("licenses", [])]
        lines.append(f"{part['name']} {part['version']}: {', '.join(sorted(set(stated))) or 'not declared'}\n")
    return "".join(lines)


def _licence(entry: dict[str, Any]) -> str:
    return str(entry.get("id") or entry.get("name") or "not declared")


def sums(folder: Path) -> str:
    """Return the SHA-256 of every file of a folder, as ``sha256sum`` writes them."""
    files = sorted(path for path in folder.iterdir() if path.name != SUMS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def _said(*words: object, cwd: Path | None = None, **more: str) -> str:
    environment = {**os.environ, **more}
    done = subprocess.run(
        list(map(str, words)), cwd=cwd, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


def _environment(folder: Path, *install: object) -> Path:
    """Make an environment and return its Python."""
    _said(sys.executable, "-m", "venv", folder)
    python = folder / "bin" / "python"
    _said(python, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", *install)
    return python


def make(root: Path, target: Path, room: Path) -> None:
    """Write the files of a release into a folder."""
    stated = versions(root)
    if len(set(stated.values())) != 1:
        sys.exit(f"release: the versions differ: {stated}")
    if _said("git", "-C", root, "status", "--porcelain"):
        sys.exit("release: the tree has changes; commit them first")
    copy = room / "copy"
    _said("git", "clone", "--quiet", root, copy)
    day = _said("git", "-C", root, "log", "-1", "--format=%ct")
    tools = _environment(room / "tools", "--require-hashes", "-r", copy / "requirements-release.lock")
    target.mkdir(parents=True)
    _said(tools, "-m", "build", "--no-isolation", "--outdir", target, copy, SOURCE_DATE_EPOCH=day)
    (wheel,) = target.glob("*.whl")
    used = _environment(room / "used", "--require-hashes", "-r", copy / "requirements.lock")
    bill = target / SBOM
    _said(tools, "-m", "cyclonedx_py", "environment", used, "--output-reproducible", "--of", "JSON", "-o", bill)
    (target / LICENCES).write_text(licences(json.loads(bill.read_text("utf-8"))), "utf-8")
    _said(used, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", wheel)
    _said(used.parent / "criticality", "init", "tried", cwd=room)
    print(_said(used.parent / "criticality", "run", "--language", "none", "--lang", "en", cwd=room / "tried"))
    (target / SUMS).write_text(sums(target), "utf-8")


def main() -> None:
    """Make the release and say what to sign."""
    version = versions(ROOT)["pyproject.toml"]
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder", nargs="?", type=Path, default=ROOT / "dist" / version, metavar="FOLDER")
    target: Path = words.parse_args().folder
    if target.exists():
        sys.exit(f"release: {target} is there already")
    with tempfile.TemporaryDirectory() as room:
        make(ROOT, target.resolve(), Path(room))
    print((target / SUMS).read_text("utf-8"), end="")
    print(f"sign it: ssh-keygen -Y sign -f KEY -n criticality-release {target / SUMS}")


if __name__ == "__main__":
    main()
