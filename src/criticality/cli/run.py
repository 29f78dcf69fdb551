"""`criticality run` and `criticality report`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import Progress

from criticality.assess import Decider, assess
from criticality.checking.check import load_inputs
from criticality.cli.places import languages_of, workspace_at
from criticality.cli.show import mineral_code, print_list
from criticality.files.workspace import Workspace
from criticality.model.document import Language
from criticality.model.results import Inputs
from criticality.report.fonts import font_digests
from criticality.report.inspection import template_problems
from criticality.report.machine import require_machine
from criticality.report.pdf import write_factsheets, write_lists
from criticality.report.workbook import WORKBOOK, write_workbook
from criticality.runs.environment import environment_of
from criticality.runs.previous import previous_comparison
from criticality.runs.record import compose_record
from criticality.runs.store import find_run, read_record, write_record


@dataclass(frozen=True)
class Order:
    """What the command line asked of a run."""

    workspace: Path | None
    assessment: str | None
    overrides: Mapping[str, Any]
    workers: int
    language: str
    quiet: bool


def run_assessment(order: Order) -> None:
    """Check, assess, record, print the list, write the pages."""
    languages = languages_of(order.language)
    _require_machine(languages)
    workspace = workspace_at(order.workspace)
    inputs = _inputs(order, workspace.root)
    tell = _teller(order.quiet)
    _print_warnings(inputs, tell)
    tell(f"assessing {len(inputs.candidates)} minerals by {len(inputs.weighted)} weighted criteria")
    with _bar(order.quiet) as progress:
        result = assess(inputs, workers=order.workers, progress=progress)
    record = compose_record(inputs, result, environment_of(font_digests()))
    previous = previous_comparison(record, workspace.runs, Decider())
    if previous is not None:
        record["result"]["comparison"] = previous
    folder, written = write_record(workspace.runs, record, lambda path: _pages(record, path, languages, tell))
    if order.quiet:
        typer.echo(str(folder))
        return
    _print_end(record, folder, written=written)


def _inputs(order: Order, root: Path) -> Inputs:
    workspace, here = Workspace(root), Path.cwd()
    overrides = dict(order.overrides)
    for key, folder in (("weights", "weights"), ("scenario", "scenarios")):
        if overrides.get(key) and overrides[key] != "none":
            overrides[key] = workspace.find_file(overrides[key], folder, here)
    return load_inputs(workspace, workspace.find_assessment(order.assessment, here), overrides, template_problems)


def rebuild_pages(folder: Path | None, run: str, language: str, *, minerals: Sequence[str] = (), quiet: bool) -> None:
    """Write the pages of a run again, from its record alone; with `minerals`, their factsheets only."""
    languages = languages_of(language)
    _require_machine(languages)
    found = find_run(workspace_at(folder).runs, run, Path.cwd())
    record = read_record(found)
    if minerals:
        codes = [mineral_code(record, word) for word in minerals]
        paths = write_factsheets(record, found, languages, codes, progress=_teller(quiet))
    else:
        _pages(record, found, languages, _teller(quiet), again=True)
        paths = [found / f"list.{code}.pdf" for code in languages]
        paths += [found / WORKBOOK] if languages else []
    for path in [found] if quiet else paths:
        typer.echo(str(path))


def _require_machine(languages: Sequence[Language]) -> None:
    if languages:
        require_machine()


def _pages(
    record: Mapping[str, Any],
    folder: Path,
    languages: Sequence[Language],
    tell: Callable[[str], None],
    *,
    again: bool = False,
) -> None:
    missing = [language for language in languages if again or not (folder / f"list.{language}.pdf").exists()]
    if missing:
        write_lists(record, folder, missing, progress=tell)
    if languages and (again or not (folder / WORKBOOK).exists()):
        tell(WORKBOOK)
        write_workbook(record, folder)


def _teller(quiet: bool) -> Callable[[str], None]:
    return (lambda _message: None) if quiet else (lambda message: typer.echo(message, err=True))


def _print_warnings(inputs: Inputs, tell: Callable[[str], None]) -> None:
    for problem in inputs.warnings[:10]:
        tell(str(problem))
    if len(inputs.warnings) > 10:
        tell(f"… and {len(inputs.warnings) - 10} more warnings: see `criticality check`")


class _bar:  # noqa: N801 - used as a function
    """A progress bar on stderr for long runs; nothing where nobody watches."""

    def __init__(self, quiet: bool) -> None:
        self.silent = quiet or not sys.stderr.isatty()
        self.bar: Any = None

    def __enter__(self) -> Callable[[int, int], None]:
        if self.silent:
            return lambda _done, _all: None
        self.bar = Progress(console=Console(stderr=True), transient=True)
        self.bar.start()
        task = self.bar.add_task("re-deciding the list", total=None)
        return lambda done, total: self.bar.update(task, completed=done, total=total)

    def __exit__(self, *_error: object) -> None:
        if self.bar is not None:
            self.bar.stop()


def _print_end(record: Mapping[str, Any], folder: Path, *, written: bool) -> None:
    print_list(record)
    if not written:
        typer.echo("this run was already recorded; the recomputation agrees")
    typer.echo(f"run {record['run_id']}")
    for path in sorted(folder.glob("list.*")):
        typer.echo(f"  {path}")
    typer.echo(f"  {folder / 'record.json'}")
    typer.echo(f"  {folder / 'tables'}")
