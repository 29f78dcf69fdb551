"""The review of a record at the desk: what people said of it, and the forms by which they say more.

What is said is written beside the sealed record, as `criticality review` writes it, under the name of whoever has
entered; a desk with one user alone asks for the name.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from starlette.responses import Response

from criticality.api.life.reviewing import with_review
from criticality.desk.running.shelf import record_folder
from criticality.desk.site import refused
from criticality.desk.visits import Route, Visit, unsure
from criticality.errors import Problem, RecordError
from criticality.model.document import Text
from criticality.model.record import Record, mineral_names, rows
from criticality.model.rows.review_record import open_objections, saying
from criticality.records.life.review_files import LONGEST_TEXT, Review, Statement, add_entry, read_review
from criticality.records.public.form_of import said_of_confidential
from criticality.records.store import read_record
from criticality.report.review.said_in_review import entries_of, line_of
from criticality.report.workbook import Names
from criticality.text.message import Message

SAYS = ("comment", "object", "agree", "withdraw")
"""What a planner may say; signing off is a lead's, at an address of its own."""
_NEEDS_TEXT = ("comment", "object", "withdraw")


def review(visit: Visit) -> Response:
    """What was said of a record."""
    folder = _folder(visit)
    return refused(visit, 404) if folder is None else _page(visit, folder)


def say(visit: Visit) -> Response:
    """Write a comment, an objection, an agreement or a withdrawal."""
    says = visit.field("says")
    return _written(visit, says if says in SAYS else "comment")


def sign_off(visit: Visit) -> Response:
    """Sign the record off; nothing is said of it afterwards."""
    folder = _folder(visit)
    if folder is not None and not visit.is_sure:
        return _page(visit, folder, 422, problems=[unsure()])
    return _written(visit, "sign_off")


def _written(visit: Visit, says: str) -> Response:
    folder = _folder(visit)
    if folder is None:
        return refused(visit, 404)
    record = read_record(folder)
    text, about, number = visit.field("text").strip(), visit.field("about"), visit.field("number")
    withdraws = int(number) if says == "withdraw" and number.isdigit() and len(number) < len("1000000") else None
    by = (visit.field("by").strip() if _asks_for_name(visit) else "") or visit.user.name
    problems = list(_missing(says, by, text, read_review(folder, record)))
    if not problems:
        today = date.today()
        statement = Statement(says, by, today, about or None, text, withdraws)
        try:
            add_entry(folder, record, statement, today)
        except RecordError as error:
            problems = [Problem("review", 1, None, "", error.args[0])]
    if problems:
        return _page(visit, folder, 422, problems=problems)
    return visit.redirect(f"/records/{folder.name}/review")


def _missing(says: str, by: str, text: str, found: Review) -> list[Problem]:
    """What a form lacks, in words of the form."""
    problems = []
    if not by:
        problems.append(Problem("by", 1, None, "", Message("running.review_no_name")))
    over_objections = says == "sign_off" and open_objections(found.entries)
    if not text and (says in _NEEDS_TEXT or over_objections):
        code = "running.review_over_objections" if over_objections else "running.review_no_text"
        problems.append(Problem("text", 1, None, "", Message(code)))
    return problems


def _folder(visit: Visit) -> Path | None:
    return record_folder(visit.desk.workspace, visit.request.path_params["run"])


def _asks_for_name(visit: Visit) -> bool:
    """Whether who speaks is not known by an account or by the office's sign-on."""
    return visit.desk.entry.auth == "local"


def _page(visit: Visit, folder: Path, status: int = 200, **more: object) -> Response:
    record = read_record(folder)
    found = read_review(folder, record)
    return visit.page("review.html", status, **{**_shown(visit, record, found), **more})


def _shown(visit: Visit, record: Record, found: Review) -> Mapping[str, object]:
    readers = Names(with_review(record, found.shown)).readers
    words = next(reader.words for reader in readers if reader.words.language == visit.language)
    names = {code: Text.model_validate(name).to(visit.language) for code, name in mineral_names(record).items()}
    by = visit.field("by").strip() or visit.user.name
    return {
        "run": record["run_id"],
        "confidential": said_of_confidential(record),
        "line": line_of(found.shown, words),
        "entries": entries_of(found.shown, words, lambda code: names.get(code, code)),
        "word": words,
        "faults": [Message("records.in_file", file=file, what=what) for file, what in found.faults],
        "minerals": _menu(record, names),
        "own_open": [entry["number"] for entry in open_objections(found.entries) if entry["by"] == by],
        "kinds": [(says, Message(f"running.review_{says}")) for says in SAYS if says != "withdraw"],
        "is_open": not saying(found.entries, "sign_off"),
        "by": by,
        "asks_for_name": _asks_for_name(visit),
        "filled": {name: visit.field(name) for name in ("says", "about", "text", "number")},
        "longest": LONGEST_TEXT,
    }


def _menu(record: Record, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The minerals with their symbols, in the order of the list: by rank, those that have none last."""
    symbols = {str(row["mineral"]): str(row.get("symbol") or "") for row in rows(record, "minerals")}
    ranks = {row["mineral"]: row["rank"] for row in record["result"]["ranking"] if row["rank"] is not None}
    order = sorted(names, key=lambda code: (ranks.get(code, len(ranks) + 1), code))
    return [(code, f"{names[code]} {symbols[code]}".strip()) for code in order]


REVIEWING = (
    Route("/records/{run}/review", "reader", get=review),
    Route("/records/{run}/review/say", "planner", post=say),
    Route("/records/{run}/review/sign-off", "lead", post=sign_off),
)
