"""`criticality compare`: two runs, a run with the adopted one, several, or the files against a revision."""

from dataclasses import dataclass
from pathlib import Path

from criticality.api.run import Run
from criticality.api.workspace import Workspace, open_folder
from criticality.cli.compare_markdown import markdown_of
from criticality.cli.compare_text import print_comparison, print_series
from criticality.cli.terminal.say import say, say_json
from criticality.cli.terminal.titles import Titles
from criticality.comparison.files import COMPARISON, comparison_folder, put_file, put_json
from criticality.comparison.series import series_of
from criticality.errors import UsageError, with_hint
from criticality.files.revision import commit_of
from criticality.model.comparison_record import ComparisonRecord
from criticality.model.record import Record
from criticality.records.life.adopted_runs import adopted_runs
from criticality.text.message import Message


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
    workspace = Workspace(order.workspace)
    if order.base is not None:
        _against_revision(order, workspace)
        return
    if not order.runs:
        raise UsageError(Message("comparing.needs_two"))
    runs = [workspace.read_run(name) for name in order.runs]
    if len(runs) == 1:
        runs = [_adopted_before(open_folder(order.workspace).runs, workspace, runs[0]), *runs]
    folder = comparison_folder(open_folder(order.workspace).runs, [run.run_id for run in runs])
    if len(runs) == 2:
        _two(order, runs[0].compare(runs[1]).content, runs[1].record, folder)
    else:
        _several(order, [run.record for run in runs], folder)


def _adopted_before(records: Path, workspace: Workspace, run: Run) -> Run:
    """The run of the adopted list against which a run is held.

    Raises
    ------
    UsageError
        If no list of its country was adopted before it, so that two runs are needed.
    """
    base = adopted_runs(records).base_of(run.record["inputs"]["assessment"])
    if base is None:
        message = Message("adopting.no_base", run=run.run_id)
        raise UsageError(with_hint(message, Message("adopting.no_base_hint")))
    return workspace.read_run(base.folder)


def _two(order: CompareOrder, content: ComparisonRecord, later: Record, folder: Path) -> None:
    put_json(folder, content)
    written = _pages(order, content, folder, _own_words(later))
    if order.json:
        say_json(content)
    elif order.quiet:
        say(str(folder))
    else:
        print_comparison(content, Titles(later))
        _print_paths(folder, written)


def _several(order: CompareOrder, records: list[Record], folder: Path) -> None:
    if order.pdf:
        raise UsageError(Message("comparing.pdf_of_two"))
    content = series_of(records)
    put_json(folder, content)
    written = []
    if order.html:
        from criticality.report.comparison import series_page  # noqa: PLC0415 - pages only when asked for

        written.append(
            put_file(folder, "comparison.html", series_page(content, _own_words(records[-1])).encode("utf-8"))
        )
    if order.json:
        say_json(content)
    elif order.quiet:
        say(str(folder))
    else:
        print_series(content)
        _print_paths(folder, written)


def _own_words(later: Record) -> str | None:
    """The words of the pages that the workspace had of its own at the later run."""
    return later["inputs"]["templates"].get("words.json")


def _pages(order: CompareOrder, content: ComparisonRecord, folder: Path, own: str | None) -> list[Path]:
    written = []
    if order.html:
        from criticality.report.comparison import comparison_page  # noqa: PLC0415 - pages only when asked for

        written.append(put_file(folder, "comparison.html", comparison_page(content, own).encode("utf-8")))
    if order.pdf:
        from criticality.report.comparison.pdf import write_comparison  # noqa: PLC0415 - needs native libraries

        written += write_comparison(content, folder, own)
    return written


def _print_paths(folder: Path, written: list[Path]) -> None:
    for path in (folder / COMPARISON, *written):
        say(f"  {path}")


# ── against a revision ───────────────────────────────────────────────────────


def _against_revision(order: CompareOrder, workspace: Workspace) -> None:
    if len(order.runs) > 1:
        raise UsageError(Message("comparing.base_one"))
    if order.pdf or order.html:
        raise UsageError(Message("comparing.base_forms"))
    assert order.base is not None
    files = open_folder(order.workspace)
    name = files.find_assessment(order.runs[0] if order.runs else None, Path.cwd())
    content = workspace.compare_with_revision(order.base, name).content
    commit = commit_of(files, order.base)
    if order.json:
        say_json(content)
    else:
        say(markdown_of(content, order.base, commit, name))
