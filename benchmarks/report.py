"""What a page costs: our printed list beside Chromium printing the same HTML and typst setting the same text.

One JSON object a line: ``engine`` (criticality | chromium | typst), ``language`` (``both``: the two editions at once,
as ``criticality run`` makes them), ``pages``, ``seconds`` (wall clock, processes started inside the clock),
``cpu_seconds`` (of the processes it waited for), ``seconds_per_page``, ``peak_mb`` (of the largest process), ``bytes``;
``not_done`` says why an engine is missing. Only the first makes the archive copy: PDF/A-3a and PDF/UA-1, tagged, page
numbers in the contents, the record attached. Chromium prints the same HTML and style sheet; typst gets the same
headings, paragraphs and tables, but no charts, in the same font.

    python -m venv peers && peers/bin/pip install . -r benchmarks/requirements.txt
    peers/bin/python benchmarks/report.py output/runs/2026-11-23-1a2b3c4d

With ``--patches ROUNDS`` it measures instead what each patch of WeasyPrint saves: the English edition with all patches,
without each of them and with none, in random order; ``without`` names the patch and ``user_seconds`` is to be compared.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from criticality.model.document import Language
from criticality.report import render_html
from criticality.report.pdf.fonts import FAMILY, font_files, write_configuration
from criticality.report.pdf.weasyprint_patches import PATCHES

LANGUAGES: tuple[Language, ...] = ("zh-Hant", "en")
RECORD = ".printed.json"
"""The record with the levers in it, where the program that is measured finds it."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_SPECIAL = re.compile(r"([\\\[\]#*_`$<>@~/=+\-])")


def read_record(run: Path) -> dict[str, Any]:
    """Read the record as it is printed: with what the levers would change, kept beside it."""
    record: dict[str, Any] = json.loads((run / "record.json").read_text("utf-8"))
    policy = run / "policy.json"
    if policy.is_file():
        record["result"]["policy"] = json.loads(policy.read_text("utf-8"))
    return record


def measured(
    engine: str, language: str, command: list[str], targets: list[Path], task: Path = Path(os.devnull)
) -> dict[str, Any]:
    """Run a program to its end; its wall clock, processor time and the memory of its largest process."""
    started = time.perf_counter()
    with task.open("rb") as given:
        process = subprocess.Popen(command, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds, process.returncode = time.perf_counter() - started, os.waitstatus_to_exitcode(status)
    if process.returncode or not all(target.is_file() for target in targets):
        return {"engine": engine, "language": language, "not_done": f"{command[0]} ended with {process.returncode}"}
    pages = sum(map(count_pages, targets))
    return {
        "engine": engine,
        "language": language,
        "pages": pages,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "user_seconds": round(used.ru_utime, 2),
        "seconds_per_page": round(seconds / pages, 4),
        "peak_mb": round(used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1),
        "bytes": sum(target.stat().st_size for target in targets),
    }


def count_pages(path: Path) -> int:
    """Count the pages of a PDF."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def by_criticality(run: Path, languages: Sequence[Language], scratch: Path) -> dict[str, Any]:
    """Print editions as a run does: each in a process of its own, side by side."""
    folder = scratch / "-".join(languages)
    shutil.copytree(run, folder, ignore=shutil.ignore_patterns("*.pdf"))
    targets = [folder / f"list.{language}.pdf" for language in languages]
    (folder / RECORD).write_text(json.dumps(read_record(run)), "utf-8")
    program = (
        "import json, pathlib, sys; from criticality.report import write_lists; folder = pathlib.Path(sys.argv[1]); "
        "lists = [('full', code) for code in sys.argv[2:]]; "
        f"write_lists(json.loads((folder / {RECORD!r}).read_text('utf-8')), folder, lists)"
    )
    named = languages[0] if len(languages) == 1 else "both"
    return measured("criticality", named, [sys.executable, "-c", program, str(folder), *languages], targets)


WITHOUT = """
from criticality.report.pdf import weasyprint_patches as patches
patches.PATCHES = [patch for patch in patches.PATCHES if patch.__name__ != NAME and NAME != "all"]
if NAME in ("spare_pseudo_elements", "all"):
    patches.spare_pseudo_elements = lambda source, texts: False
from criticality.report.pdf.child import serve, write_edition
serve(write_edition)
"""
"""A child process that prints an edition without one patch, or without all."""


def without_patches(run: Path, rounds: int, scratch: Path) -> Iterator[dict[str, Any]]:
    """Print the English edition again and again, each time without another patch."""
    target, given = scratch / "list.en.pdf", scratch / "task"
    pages = [{"name": target.name, "mineral": None}]
    task = {"record": read_record(run), "folder": str(run), "language": "en", "pages": pages, "targets": [str(target)]}
    given.write_text(json.dumps(task, sort_keys=True), "utf-8")
    os.environ.update(FONTCONFIG_FILE=str(write_configuration(scratch)), PYTHONHASHSEED="0", PYTHONUTF8="1")
    names = ["none", "all", "spare_pseudo_elements", *(patch.__name__ for patch in PATCHES)]
    for _ in range(rounds):
        for name in random.sample(names, len(names)):
            command = [sys.executable, "-c", WITHOUT.replace("NAME", repr(name))]
            yield {"without": name, **measured("criticality", "en", command, [target], given)}
            target.unlink()


def by_chromium(page: str, language: str, scratch: Path) -> dict[str, Any]:
    """Let Chromium print the page to PDF."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        return {"engine": "chromium", "language": language, "not_done": "no Chromium on this machine"}
    source, target = scratch / f"{language}.html", scratch / f"chromium.{language}.pdf"
    source.write_text(page, "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={scratch / 'profile'}"]
    printing = ["--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()]
    return measured("chromium", language, [program, *options, *printing], [target])


def by_typst(page: str, language: str, scratch: Path) -> dict[str, Any]:
    """Let typst set the headings, paragraphs and tables of the page."""
    if find_spec("typst") is None:
        return {"engine": "typst", "language": language, "not_done": "typst is not installed"}
    source, target = scratch / f"{language}.typ", scratch / f"typst.{language}.pdf"
    source.write_text(in_typst(page, language), "utf-8")
    folder = str(font_files()[0].parent)
    program = f"import typst; typst.compile({str(source)!r}, output={str(target)!r}, font_paths=[{folder!r}])"
    return measured("typst", language, [sys.executable, "-c", program], [target])


def in_typst(page: str, language: str) -> str:
    """Write the text of a page in typst's markup."""
    reading = Blocks()
    reading.feed(page)
    head = (
        f'#set page(paper: "a4", margin: 20mm, numbering: "1")\n#set text(font: "{FAMILY}", size: 9pt, lang: '
        f'"{language[:2]}")\n#set table(stroke: 0.4pt)\n#outline()\n'
    )
    return head + "\n\n".join(reading.blocks)


class Blocks(HTMLParser):
    """Reads headings, paragraphs and tables of a page as blocks of typst's markup; drawings and styles are skipped."""

    SKIPPED = ("svg", "style", "script", "title")

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._text: list[str] = []
        self._rows: list[list[str]] | None = None
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a row or something skipped."""
        self._skipping += tag in self.SKIPPED
        if tag == "table":
            self._flush("")
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in {"h1", "h2", "p", "li"}:
            self._flush("")

    def handle_endtag(self, tag: str) -> None:
        """End a block, a cell or a table."""
        self._skipping -= tag in self.SKIPPED
        if tag in {"td", "th"} and self._rows:
            self._rows[-1].append(f"[{self._taken()}]")
        elif tag == "table" and self._rows is not None:
            self.blocks.extend(self._table(self._rows))
            self._rows = None
        elif tag in {"h1", "h2", "p", "li"} and self._rows is None:
            self._flush({"h1": "= ", "h2": "== ", "li": "- "}.get(tag, ""))

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if not self._skipping:
            self._text.append(_SPECIAL.sub(r"\\\1", data))

    def _taken(self) -> str:
        text, self._text = " ".join("".join(self._text).split()), []
        return text

    def _flush(self, mark: str) -> None:
        text = self._taken()
        if text:
            self.blocks.append(mark + text)

    @staticmethod
    def _table(rows: list[list[str]]) -> Iterator[str]:
        width = max((len(cells) for cells in rows), default=0)
        if width:
            cells = [", ".join([*cells, *["[]"] * (width - len(cells))]) for cells in rows]
            yield f"#table(columns: (1fr,) * {width},\n" + ",\n".join(cells) + ")"


def main() -> None:
    """Measure every engine on every edition and print a line each."""
    parser = argparse.ArgumentParser(description="Seconds a page and peak memory of the printed list.")
    parser.add_argument("run", type=Path, help="folder of a run: record.json and tables/")
    parser.add_argument("--patches", type=int, metavar="ROUNDS", help="measure what each patch of WeasyPrint saves")
    asked = parser.parse_args()
    run = asked.run.resolve()
    record = read_record(run)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        if asked.patches:
            for found in without_patches(run, asked.patches, scratch):
                sys.stdout.write(json.dumps(found) + "\n")
                sys.stdout.flush()
            return
        for language in LANGUAGES:
            page = render_html(record, language)
            for found in (
                by_criticality(run, [language], scratch),
                by_chromium(page, language, scratch),
                by_typst(page, language, scratch),
            ):
                sys.stdout.write(json.dumps(found) + "\n")
                sys.stdout.flush()
        sys.stdout.write(json.dumps(by_criticality(run, LANGUAGES, scratch)) + "\n")


if __name__ == "__main__":
    main()
