"""The pages of runs: those under way, the records with their editions, comparisons, scenarios and levers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.responses import FileResponse, HTMLResponse, Response

from criticality.api.pages import POLICY
from criticality.api.run import Run
from criticality.api.scenarios import read_scenarios
from criticality.api.workspace import Workspace
from criticality.comparison.names import Wording
from criticality.comparison.series import series_of
from criticality.desk.editing.file_titles import shown_file, title_of_file
from criticality.desk.running.job_store import Job
from criticality.desk.running.jobs import Jobs
from criticality.desk.running.kept_results import KeptResults
from criticality.desk.running.shelf import confidential_mark, files_of, on_the_clock, record_folder, records_of
from criticality.desk.site import opened_by, refused
from criticality.desk.trying.live import READ_FOLDERS, Live
from criticality.desk.visits import INLINE_POLICY, Route, Visit
from criticality.errors import InputError, MachineError, Problem
from criticality.model.assessment import MOST_DRAWS
from criticality.model.policy_record import LeverRow
from criticality.policy.outcomes import Outcome
from criticality.records.index import folders_of
from criticality.records.store import read_beside
from criticality.report.comparison.page import comparison_page, series_page
from criticality.report.workbook import Names
from criticality.text.message import Message

_KINDS: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_NUMBER = re.compile(r"\d{1,10}")
_CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
"""As a source is called in a record."""
_PERCENT = re.compile(r"\b\d+\.\d+(?= ?%)")
_MOST_COMPARED, _EARLIER = 12, 4


def overview(visit: Visit) -> Response:
    """What runs, what can be run, and every record."""
    part = "running_jobs.html" if visit.is_partial else "runs.html"
    return visit.page(part, **_shown(visit))


def start(visit: Visit) -> Response:
    """Put a run into the queue."""
    live = visit.desk.part(Live)
    try:
        words = _asked(visit, live)
    except InputError as error:
        return visit.page("runs.html", 422, **_shown(visit, problems=error.problems))
    visit.desk.part(Jobs).ask(words, visit.user.name)
    return visit.redirect("/runs")


def cancel(visit: Visit) -> Response:
    """Cancel a run that waits or is under way."""
    number = visit.request.path_params["job"]
    if not _NUMBER.fullmatch(number):
        return refused(visit, 404)
    visit.desk.part(Jobs).cancel(int(number))
    return visit.redirect("/runs")


def record(visit: Visit) -> Response:
    """One record: what it lists, its files, and what the levers would change."""
    folder = record_folder(visit.desk.workspace, visit.request.path_params["run"])
    if folder is None:
        return refused(visit, 404)
    row = next(row for row in records_of(visit.desk.workspace) if row.folder == folder)
    files, mark = _in_order(files_of(folder), visit.language), confidential_mark(folder)
    return visit.page("record.html", record=row, files=files, kind=_kind, confidential=mark)


def file(visit: Visit) -> Response:
    """One file of a record; only those that the page of the record names."""
    folder = record_folder(visit.desk.workspace, visit.request.path_params["run"])
    found = None if folder is None else files_of(folder).get(visit.request.path_params["file"])
    if found is None:
        return refused(visit, 404)
    kind = _KINDS[found.suffix]
    inline = found.suffix in (".pdf", ".html")
    policy = INLINE_POLICY if found.suffix == ".html" else "default-src 'none'; frame-ancestors 'none'"
    headers = {} if found.suffix == ".pdf" else {"Content-Security-Policy": policy}
    disposition = "inline" if inline else "attachment"
    return FileResponse(
        found, media_type=kind, filename=found.name, content_disposition_type=disposition, headers=headers
    )


def compare(visit: Visit) -> Response:
    """Two records side by side, or a matrix of several, on the pages that `criticality compare --html` writes."""
    names = list(dict.fromkeys(visit.query.getlist("run")))
    folders = [record_folder(visit.desk.workspace, name) for name in names]
    if not 2 <= len(names) <= _MOST_COMPARED or None in folders:
        message = Message("running.choose_two", most=_MOST_COMPARED)
        problem = Problem("runs", 1, None, "", message, Message("running.tick"))
        return visit.page("runs.html", 422, **_shown(visit, problems=(problem,)))
    order = {folder.name: place for place, folder in enumerate(folders_of(visit.desk.workspace.runs))}
    found = sorted({folder.name: folder for folder in folders if folder}.values(), key=lambda each: order[each.name])
    asked = ("compare", visit.language, *(folder.name for folder in found))
    page = visit.desk.part(KeptResults).of(asked, found, lambda: _compared(visit, found))
    return HTMLResponse(page, headers={"Content-Security-Policy": INLINE_POLICY})


def _compared(visit: Visit, folders: Sequence[Path]) -> str:
    """The page of two records side by side, or of several in a matrix, the one made first in front."""
    runs = [Workspace(visit.desk.workspace.root).read_run(folder) for folder in folders]
    opened = opened_by(visit, "/runs", "running.back")
    if len(runs) == 2:
        return comparison_page(runs[0].compare(runs[1]).content, opened=opened)
    return series_page(series_of([run.record for run in runs]), opened=opened)


def levers(visit: Visit) -> Response:
    """What each lever would have to change to take a mineral of a record off the list."""
    folder = record_folder(visit.desk.workspace, visit.request.path_params["run"])
    if folder is None:
        return refused(visit, 404)
    mineral = visit.query.get("mineral", "")
    asked = ("levers", visit.language, folder.name, mineral)
    values = visit.desk.part(KeptResults).of(asked, [folder], lambda: _moved_by(visit, folder, mineral))
    return visit.page("levers.html", **values)


def _moved_by(visit: Visit, folder: Path, asked: str) -> Mapping[str, object]:
    """The levers of a mineral of a record as the page shows them; of its first one where none on the list is asked."""
    run = Workspace(visit.desk.workspace.root).read_run(folder)
    reader = next(reader for reader in Names(run.record).readers if reader.words.language == visit.language)
    listed = [str(row["mineral"]) for row in run.record["result"]["ranking"] if row["listed"]]
    mineral = asked if asked in listed else (listed[0] if listed else "")
    rows = _levers_of(run, folder, mineral) if mineral else []
    names = {code: name[visit.language] for code, name in Wording(run.record).minerals.items()}
    sources = run.record["inputs"]["sources"]

    def titled(text: str) -> str:
        """A sentence with the titles of its sources in place of their codes, and three digits of every percentage."""
        named = _CODE.sub(lambda found: sources[found[0]]["title"] if found[0] in sources else found[0], text)
        return _PERCENT.sub(_in_three_digits, named)

    shown = [
        {
            "row": row,
            "lever": reader.coded("lever", row["lever"]),
            "because": titled(row["because"][visit.language] or ""),
        }
        for row in rows
    ]
    values = {"listed": listed, "names": names, "mineral": mineral, "rows": shown}
    return {"run": run.run_id, "confidential": run.is_confidential, **values}


def _in_three_digits(found: re.Match[str]) -> str:
    """A percentage as a planner reads it; what is not all of it is never said to be."""
    short = f"{float(found[0]):.3g}"
    return found[0] if float(short) >= 100 > float(found[0]) else short


def _levers_of(run: Run, folder: Path, mineral: str) -> Sequence[LeverRow]:
    """The levers of a mineral: those that were worked out for the pages of the record, else worked out now."""
    kept = read_beside(folder, POLICY)
    found = (run.policy(mineral) if kept is None or mineral not in kept["levers"] else kept)["levers"]
    return found.get(mineral, [])


def scenarios(visit: Visit) -> Response:
    """The scenarios of the workspace; with ``?decided=1``, what each of them makes of the list."""
    workspace = visit.desk.workspace
    files = [workspace.relative(path) for path in workspace.documents("scenarios")]
    titles = {file: title_of_file(visit, file) or file for file in files}
    names, outcomes = dict[str, str](), dict[str, Outcome]()
    if files and "decided" in visit.query:
        paths = [workspace.root / folder for folder in READ_FOLDERS]
        names, outcomes = visit.desk.part(KeptResults).of(("scenarios", visit.language), paths, lambda: _decided(visit))
    return visit.page("scenarios.html", titles=titles, outcomes=outcomes, names=names)


def _decided(visit: Visit) -> tuple[dict[str, str], dict[str, Outcome]]:
    """The names of the minerals, and what each scenario makes of the list, by its file."""
    known = visit.desk.part(Live).assessments()
    found = read_scenarios(visit.desk.workspace, known[0] if known else None)
    if found is None:
        return {}, {}
    names = {code: name[visit.language] for code, name in found.mineral_names.items()}
    return names, {row["file"]: row for row in found.outcomes(0)}


# ── what was asked, and what a page shows ────────────────────────────────────


def _state(job: Job) -> Message:
    return Message(f"running.state_{job.state}")


_WHAT: Mapping[str, str] = {
    "list.short.*.pdf": "list_short",
    "list.public.*.pdf": "list_public",
    "list.*.pdf": "list",
    "list.html": "interactive",
    "list.ods": "ods",
    "list.xlsx": "xlsx",
    "comparison.*": "comparison",
    "preview.*": "preview",
    "record.json": "record",
    "summary.json": "summary",
    "policy.json": "policy",
    "printing.json": "printing",
    "ro-crate-metadata.json": "ro_crate",
    "*.csv": "csv",
}
"""Names of files of a record → the word for what they are; the first that fits counts."""
_ORDER = (".pdf", ".html", ".xlsx", ".ods", ".csv")


def _kind(name: str) -> Message:
    """What a file of a record is, with the language of a printed edition."""
    found = next((kind for pattern, kind in _WHAT.items() if fnmatchcase(name, pattern)), "other")
    kind = Message(f"running.kind_{found}")
    language = name.removesuffix(".pdf").rpartition(".")[2]
    if not name.endswith(".pdf") or not found.startswith("list"):
        return kind
    known = {"en": Message("running.in_english"), "zh-Hant": Message("running.in_chinese")}
    return Message("running.kind_in", kind=kind, language=known.get(language, language))


def _in_order(names: Iterable[str], language: str) -> list[str]:
    """The files of a record, those for reading in front: printed editions, first in the language of the page."""
    places = {ending: place for place, ending in enumerate(_ORDER)}

    def place(name: str) -> tuple[int, bool, str]:
        return places.get(name[name.rfind(".") :], len(places)), not name.endswith(f".{language}.pdf"), name

    return sorted(names, key=place)


def _asked(visit: Visit, live: Live) -> dict[str, object]:
    """The words of a run from its form.

    Raises
    ------
    InputError
        With everything that cannot be.
    """
    root, workspace = live.workspace.root, live.workspace
    words: dict[str, object] = {"lang": visit.language, "language": "both", "edition": "all"}
    problems = list[Problem]()
    for field, folder in (("assessment", "assessments"), ("weights", "weights"), ("scenario", "scenarios")):
        given = visit.field(field)
        if given and given != "none":
            try:
                words[field] = workspace.find_file(given, folder, root)
            except InputError as error:
                problems += error.problems
    if "assessment" not in words and not problems:
        words["assessment"] = workspace.find_assessment(None, root)
    if visit.field("scenario") == "none":
        words["scenario"] = "none"
    draws = visit.field("draws").strip()
    if draws and not (_NUMBER.fullmatch(draws) and int(draws) <= MOST_DRAWS):
        hint = Message("workspace.whole_between", least=0, most=f"{MOST_DRAWS:,}")
        problems.append(Problem("draws", 1, None, "", Message("workspace.not_possible", value=draws), hint))
    elif draws:
        words["draws"] = str(int(draws))
    if visit.field("language") in ("none", "en", "zh-Hant"):
        words["language"] = visit.field("language")
    answers = {key[2:]: word for key, word in parse_qsl(visit.field("state")) if key.startswith("c.")}
    if answers:
        words["answers"] = answers
    if problems:
        raise InputError(problems)
    return words


def _shown(visit: Visit, **more: object) -> Mapping[str, object]:
    live, workspace = visit.desk.part(Live), visit.desk.workspace
    jobs, unread = _jobs(visit)
    since = _since(visit, jobs)
    return {
        "current": [job for job in reversed(jobs) if job.number >= since],
        "earlier": [job for job in jobs if job.number < since][:_EARLIER],
        "since": since,
        "state": _state,
        "asked_at": lambda job: on_the_clock(datetime.fromisoformat(job.asked)),
        "unread": unread,
        "busy": any(not job.is_over for job in jobs),
        "records": records_of(workspace),
        "assessments": live.assessments(),
        "weights_files": [workspace.relative(path) for path in workspace.documents("weights")],
        "shown_file": lambda name: shown_file(visit, name),
        "scenario_files": [workspace.relative(path) for path in workspace.documents("scenarios")],
        "asked": {
            name: visit.query.get(name, visit.field(name)) for name in ("assessment", "weights", "scenario", "draws")
        },
        "may_run": visit.user.may("planner") and not unread,
        "problems": (),
        **more,
    }


def _jobs(visit: Visit) -> tuple[Sequence[Job], str]:
    """The last jobs; none, and why, where their database cannot be read: the records are shown all the same."""
    try:
        return visit.desk.part(Jobs).store.all(), ""
    except MachineError as error:
        return (), error.args[0]


def _since(visit: Visit, jobs: Sequence[Job]) -> int:
    """The number of the job from which on they stand at the head of the page: the first that is under way.

    A page that is open keeps the number that it was sent with, so that what ends meanwhile is not lost from sight.
    """
    asked = visit.query.get("since", "")
    if visit.is_partial and _NUMBER.fullmatch(asked):
        return int(asked)
    under_way = [job.number for job in jobs if not job.is_over]
    nothing = 0 if visit.is_partial else 1 + max((job.number for job in jobs), default=0)
    return min(under_way, default=nothing)


RUNNING = (
    Route("/runs", "reader", get=overview, nav="desk.nav_runs"),
    Route("/runs/start", "planner", post=start),
    Route("/runs/{job}/cancel", "planner", post=cancel),
    Route("/records/{run}", "reader", get=record),
    Route("/records/{run}/levers", "reader", get=levers),
    Route("/records/{run}/files/{file}", "reader", get=file),
    Route("/compare", "reader", get=compare),
    Route("/scenarios", "reader", get=scenarios, nav="desk.nav_scenarios"),
)
