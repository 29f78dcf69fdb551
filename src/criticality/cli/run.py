"""`criticality run` and `criticality report`."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import Progress

from criticality.assess import Decider, assess
from criticality.checking.check import load_inputs
from criticality.cli.arguments import languages_of, workspace_at
from criticality.cli.pages import require_machine_for, teller, write_pages
from criticality.cli.show import print_list
from criticality.comparison.previous import previous_comparison
from criticality.errors import InputError
from criticality.files.workspace import Workspace
from criticality.model.record import Record
from criticality.model.results import Inputs, Result
from criticality.records.compose import compose_record
from criticality.records.environment import environment_of
from criticality.records.store import write_record
from criticality.report.html.inspection import template_problems
from criticality.report.pdf.fonts import font_digests

Progressing = Callable[[int, int], None]


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
    require_machine_for(languages)
    workspace = workspace_at(order.workspace)
    inputs = _inputs(order, workspace.root)
    tell = teller(order.quiet)
    _print_warnings(inputs, tell)
    tell(f"assessing {len(inputs.candidates)} minerals by {len(inputs.weighted)} weighted criteria")
    with _bar(order.quiet) as progress:
        result = _assessed(order, workspace.root, inputs, progress)
    record = compose_record(inputs, result, environment_of(font_digests()))
    previous = previous_comparison(record, workspace.runs, Decider())
    if previous is not None:
        record["result"]["comparison"] = previous
    folder, written = write_record(workspace.runs, record, lambda path: write_pages(record, path, languages, tell))
    if order.quiet:
        typer.echo(str(folder))
        return
    _print_end(record, folder, written=written)


def _assessed(order: Order, root: Path, inputs: Inputs, progress: Progressing) -> Result:
    """Assess; what the cells refuse is told with its line."""
    try:
        return assess(inputs, workers=order.workers, progress=progress)
    except InputError:
        _inputs(order, root, cells=True)
        raise


def _inputs(order: Order, root: Path, *, cells: bool = False) -> Inputs:
    workspace, here = Workspace(root), Path.cwd()
    overrides = dict(order.overrides)
    for key, folder in (("weights", "weights"), ("scenario", "scenarios")):
        if overrides.get(key) and overrides[key] != "none":
            overrides[key] = workspace.find_file(overrides[key], folder, here)
    file = workspace.find_assessment(order.assessment, here)
    return load_inputs(workspace, file, overrides, template_problems, cells=cells)


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


def _print_end(record: Record, folder: Path, *, written: bool) -> None:
    print_list(record)
    if not written:
        typer.echo("this run was already recorded; the recomputation agrees")
    typer.echo(f"run {record['run_id']}")
    for path in sorted(folder.glob("list.*")):
        typer.echo(f"  {path}")
    typer.echo(f"  {folder / 'record.json'}")
    typer.echo(f"  {folder / 'tables'}")
