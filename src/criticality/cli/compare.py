"""`criticality compare`: two runs, several runs, or the assessment as it stands against a revision."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from criticality.assess import Decider, assess
from criticality.checking.check import load_inputs
from criticality.cli.arguments import workspace_at
from criticality.cli.compare_markdown import markdown_of
from criticality.cli.compare_text import print_comparison, print_series
from criticality.comparison.compare import compare_records
from criticality.comparison.files import COMPARISON, comparison_folder, one_object, put_file, put_json
from criticality.comparison.series import series_of
from criticality.errors import InputError, Problem, UsageError
from criticality.files.revision import commit_of, workspace_at_revision
from criticality.files.workspace import Workspace
from criticality.model.comparison_record import ComparisonRecord
from criticality.model.record import Record
from criticality.records.compose import compose_record
from criticality.records.store import find_run, read_record

ALONE = {"draws": 0, "compare_with": "none"}
"""Overrides for an assessment at a revision: no draws, and no previous run, for a repository holds no records."""


@dataclass(frozen=True)
class CompareOrder:
    """What the command line asked for."""

    workspace: Path | None
    runs: tuple[str, ...]
    base: str | None
    json: bool
    pdf: bool
    html: bool
    quiet: bool


def compare(order: CompareOrder) -> None:
    """Compare, write output/comparisons/…, and print what differs."""
    workspace = workspace_at(order.workspace)
    if order.base is not None:
        _against_revision(order, workspace)
        return
    if len(order.runs) < 2:
        raise UsageError("compare needs two runs or more: criticality compare RUN_A RUN_B")
    records = [read_record(find_run(workspace.runs, name, Path.cwd())) for name in order.runs]
    folder = comparison_folder(workspace.runs, [record["run_id"] for record in records])
    if len(records) == 2:
        _two(order, records, folder)
    else:
        _several(order, records, folder)


def _two(order: CompareOrder, records: list[Record], folder: Path) -> None:
    content = compare_records(records[0], records[1], Decider())
    put_json(folder, content)
    written = _pages(order, content, folder)
    if order.json:
        typer.echo(one_object(content))
    elif order.quiet:
        typer.echo(str(folder))
    else:
        print_comparison(content)
        _print_paths(folder, written)


def _several(order: CompareOrder, records: list[Record], folder: Path) -> None:
    if order.pdf:
        raise UsageError("--pdf shows two runs; with more, use --html or --json")
    content = series_of(records)
    put_json(folder, content)
    written = []
    if order.html:
        from criticality.report.comparison import series_page  # noqa: PLC0415 - pages only when asked for

        written.append(put_file(folder, "comparison.html", series_page(content).encode("utf-8")))
    if order.json:
        typer.echo(one_object(content))
    elif order.quiet:
        typer.echo(str(folder))
    else:
        print_series(content)
        _print_paths(folder, written)


def _pages(order: CompareOrder, content: ComparisonRecord, folder: Path) -> list[Path]:
    written = []
    if order.html:
        from criticality.report.comparison import comparison_page  # noqa: PLC0415 - pages only when asked for

        written.append(put_file(folder, "comparison.html", comparison_page(content).encode("utf-8")))
    if order.pdf:
        from criticality.report.comparison.pdf import write_comparison  # noqa: PLC0415 - needs native libraries

        written += write_comparison(content, folder)
    return written


def _print_paths(folder: Path, written: list[Path]) -> None:
    for path in (folder / COMPARISON, *written):
        typer.echo(f"  {path}")


# ── against a revision ───────────────────────────────────────────────────────


def _against_revision(order: CompareOrder, workspace: Workspace) -> None:
    if len(order.runs) > 1:
        raise UsageError("with --base name one assessment at most: criticality compare --base REV [ASSESSMENT]")
    if order.pdf or order.html:
        raise UsageError("--base writes Markdown, or one JSON object with --json")
    assert order.base is not None
    name = workspace.find_assessment(order.runs[0] if order.runs else None, Path.cwd())
    commit = commit_of(workspace, order.base)
    with tempfile.TemporaryDirectory(prefix="criticality-base-") as scratch:
        before = workspace_at_revision(workspace, order.base, Path(scratch))
        first = _assessed(before, name, f"{order.base}:")
    second = _assessed(workspace, name, "")
    content = compare_records(first, second, Decider())
    typer.echo(one_object(content) if order.json else markdown_of(content, order.base, commit, name))


def _assessed(workspace: Workspace, name: str, prefix: str) -> Record:
    """The record of an assessment without draws; a problem of the revision says that it stands there."""
    try:
        inputs = load_inputs(workspace, workspace.find_assessment(name, workspace.root), ALONE)
    except InputError as error:
        raise InputError(_placed(problem, prefix) for problem in error.problems) from error
    return compose_record(inputs, assess(inputs), {})


def _placed(problem: Problem, prefix: str) -> Problem:
    return replace(problem, file=f"{prefix}{problem.file}")
