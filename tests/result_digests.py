"""Digests of everything two shipped workspaces give: the safety net of a change that must change no result.

Run it before and after such a change, in the same environment, and compare what it prints::

    .venv/bin/python tests/result_digests.py > before.txt
    .venv/bin/python tests/result_digests.py > after.txt && diff before.txt after.txt

A line is a digest and what it stands for: the result of a record, its tables, the levers, the comparisons with another
weight file and with a scenario, and the words of every printed page with the place where each stands. ``--no-pages``
leaves the pages out, ``--draws N`` sets how often the list is decided again (default: 20,000).
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("assessments", "choices", "criteria", "data", "scenarios", "templates", "weights")
# workspace, its folder, an assessment, other weights, a scenario
WORKSPACES = (
    ("taiwan", ROOT, "taiwan-2026", "weights/no-environment.yaml", "scenarios/china-gallium-germanium-2023.yaml"),
    ("atlantis", ROOT / "tests/workspaces/atlantis", "atlantis-2024", "weights/equal.yaml", None),
)
COMMAND = (sys.executable, "-P", "-c", "import sys; from criticality.cli import main; sys.exit(main())")


def digest(content: bytes | str) -> str:
    """The first 16 hexadecimal digits of SHA-256."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:16]


def answer(workspace: Path, *words: str) -> str:
    """What a command of this project prints; a command that fails ends the script."""
    called = subprocess.run(
        [*COMMAND, *words, "--workspace", str(workspace)],
        stdout=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    if called.returncode:
        sys.exit(f"exit code {called.returncode}: {' '.join(words)}")
    return called.stdout.decode()


def first_mineral(run: Path) -> str:
    """The code of the mineral in the first row of the ranking."""
    return (run / "tables/ranking.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]


def digests(
    workspace: Path, assessment: str, weights: str, scenario: str | None, options: list[str], *, pages: bool
) -> Iterator[tuple[str, str]]:
    """Yield the name and the digest of everything a workspace gives."""
    language = "both" if pages else "none"
    base = Path(answer(workspace, "run", assessment, "--quiet", "--language", language, *options).strip())
    record = json.loads((base / "record.json").read_text(encoding="utf-8"))
    for part, content in sorted(record.items()):
        yield f"record.{part}", digest(json.dumps(content, sort_keys=True))
    for table in sorted((base / "tables").glob("*.csv")):
        yield f"tables/{table.name}", digest(table.read_bytes())
    yield "levers", digest(answer(workspace, "levers", base.name, "--json"))
    yield "show", digest(answer(workspace, "show", base.name))
    yield "show a mineral", digest(answer(workspace, "show", base.name, first_mineral(base)))
    # no choices: an option that leaves a dimension out changes nothing under weights that leave it out already
    others = {"weights": ["--weights", weights, "--draws", "0", "--choices", "none"]} | (
        {"scenario": ["--scenario", scenario]} if scenario else {}
    )
    for name, words in others.items():
        other = Path(answer(workspace, "run", assessment, "--quiet", "--language", "none", *options, *words).strip())
        yield f"compared with other {name}", digest(answer(workspace, "compare", base.name, other.name, "--json"))
        if pages:
            yield (
                f"compared with other {name}, page",
                digest(answer(workspace, "compare", base.name, other.name, "--html").replace(str(workspace), "")),
            )
    yield "scenarios", digest(answer(workspace, "scenarios"))
    for printed in sorted(workspace.glob("output/**/*.pdf")):
        words = subprocess.run(["pdftotext", "-bbox", str(printed), "-"], stdout=subprocess.PIPE, check=True)
        yield f"words and places: {printed.name}", digest(words.stdout)
    for made in sorted(workspace.glob("output/**/*.html")):
        yield f"page: {made.name}", digest(made.read_bytes())


def main() -> None:
    """Print the digests of both workspaces."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-pages", action="store_true", help="print no PDF and compare no page")
    parser.add_argument("--draws", type=int, default=20_000)
    chosen = parser.parse_args()
    options = ["--draws", str(chosen.draws)]
    for name, source, assessment, weights, scenario in WORKSPACES:
        with tempfile.TemporaryDirectory() as made:
            workspace = Path(made, name)
            for folder in SHIPPED:
                if (source / folder).is_dir():
                    shutil.copytree(source / folder, workspace / folder)
            for what, found in digests(workspace, assessment, weights, scenario, options, pages=not chosen.no_pages):
                print(found, name, what, flush=True)


if __name__ == "__main__":
    main()
