"""`criticality data import`: what a publisher's release would change in data/, and the writing of it."""

from contextlib import nullcontext
from pathlib import Path

from criticality.api.workspace import open_folder
from criticality.cli.terminal.say import say
from criticality.errors import InputError, Problem, UsageError
from criticality.files.encoding import read_text
from criticality.files.load import leads_out, read_assessment
from criticality.files.workspace import Workspace
from criticality.model.dataset import TABLES
from criticality.records.drafts import alone_in
from criticality.refresh.apart import read_apart
from criticality.refresh.baci import ALL_REPORTERS
from criticality.refresh.changes import Plan, plan_changes, write_table
from criticality.refresh.reading.release import Release
from criticality.text.message import Message, joined

_SHOWN = 10


def import_usgs_mcs(folder: Path | None, file: Path, source: str, *, write: bool, excel: bool = False) -> None:
    """Show or enter world production and reserves."""
    enter_releases(open_folder(folder), read_apart("usgs-mcs", file, source), write=write, excel=excel)


def import_wgi(folder: Path | None, file: Path, source: str, *, write: bool, excel: bool = False) -> None:
    """Show or enter governance estimates."""
    enter_releases(open_folder(folder), read_apart("wgi", file, source), write=write, excel=excel)


def import_baci(
    folder: Path | None,
    file: Path,
    source: str,
    country_codes: Path | None,
    country: str,
    *,
    write: bool,
    all_reporters: bool = False,
    excel: bool = False,
) -> None:
    """Show or enter a year of the country's trade, or of every country's."""
    if all_reporters and country:
        raise UsageError(Message("refresh.country_or_all"))
    workspace = open_folder(folder)
    whose = ALL_REPORTERS if all_reporters else country or _country(workspace)
    releases = read_apart("baci", file, source, country=whose, country_codes=country_codes)
    enter_releases(workspace, releases, write=write, excel=excel)


def enter_releases(workspace: Workspace, releases: list[Release], *, write: bool, excel: bool = False) -> None:
    """Show or enter what releases change; whoever writes is alone from the reading of the tables to their writing."""
    files = ("data/sources.yaml", *(TABLES[release.table].path for release in releases))
    outside = [leads_out(file) for file in files if workspace.leads_out(workspace.root / file)]
    if outside:
        raise InputError(outside)
    with alone_in(workspace.root / "data") if write and (workspace.root / "data").is_dir() else nullcontext():
        _compare(workspace, releases, write=write, excel=excel)


def _compare(workspace: Workspace, releases: list[Release], *, write: bool, excel: bool = False) -> None:
    plans = [plan_changes(workspace.root, release) for release in releases]
    for release, plan in zip(releases, plans, strict=True):
        _print(release, plan)
    _require_source(workspace, releases, write=write, excel=excel)
    changed = [plan for plan in plans if plan.changes]
    if not changed:
        say(Message("refresh.nothing_changes"))
    elif not write:
        say(Message("refresh.not_written"))
    for plan in changed if write else ():
        path = write_table(workspace.root, plan, excel=excel)
        say(Message("refresh.written", file=workspace.relative(path), count=len(plan.changes)))


def _print(release: Release, plan: Plan) -> None:
    new = sum(change.before is None for change in plan.changes)
    counts = {"changed": len(plan.changes) - new, "new": new, "same": plan.same}
    say(Message("refresh.counts", table=plan.table, source=release.source, **counts))
    for change in plan.changes:
        say(Message("refresh.change", change=change.told()))
    if plan.unmatched:
        say(Message("refresh.unmatched", count=len(plan.unmatched)))
        for key in plan.unmatched[:_SHOWN]:
            say(f"    {' '.join(part for part in key if part)}")
        if len(plan.unmatched) > _SHOWN:
            say(Message("refresh.more_rows", count=len(plan.unmatched) - _SHOWN))
    for name in plan.added:
        say(Message("refresh.added_column", column=name))
    for sentence in release.remarks:
        say(Message("refresh.note", note=sentence))
    for sentence in release.left_out:
        say(Message("refresh.not_there", what=sentence))


def _require_source(workspace: Workspace, releases: list[Release], *, write: bool, excel: bool = False) -> None:
    path = workspace.root / "data" / "sources.yaml"
    known, problems = read_text(path, workspace.relative(path)) if path.is_file() else ("", [])
    if known is None:
        raise InputError(problems)
    for source in sorted({row["source"] for release in releases for row in release.rows}):
        if f"\n{source}:" not in f"\n{known}":
            message, hint = Message("refresh.no_source", source=source), Message("refresh.add_source")
            problem = Problem("data/sources.yaml", 1, None, "", message, hint, "error" if write else "warning")
            if write:
                raise InputError([problem])
            say(str(problem))


def _country(workspace: Workspace) -> str:
    """The country assessed: the only one that the assessments of the workspace name."""
    readings = [read_assessment(workspace, workspace.relative(path), {}) for path in workspace.documents("assessments")]
    countries = sorted({reading.assessment.country for reading in readings if reading.assessment})
    if len(countries) != 1:
        named, example = joined(countries) or Message("refresh.no_country"), countries[0] if countries else "KOR"
        raise UsageError(Message("refresh.one_country", countries=named, example=example))
    return countries[0]
