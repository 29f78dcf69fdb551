"""The pages that every desk has beside its own: health, static files, and the words for what was refused."""

from collections.abc import Mapping

from starlette.responses import PlainTextResponse, Response

from criticality.desk.page_files import static_files
from criticality.desk.visits import Visit
from criticality.errors import CriticalityError, InputError, MachineError, RecordError, TemplateError, disk_error
from criticality.model.document import LANGUAGES
from criticality.report.comparison.page import Opened
from criticality.text.message import Message

_WORDS: Mapping[int, str] = {
    400: "desk.refused_400",
    401: "desk.refused_401",
    403: "desk.refused_403",
    404: "desk.refused_404",
    405: "desk.refused_405",
    413: "desk.refused_413",
}
_STATUS: Mapping[type[CriticalityError], int] = {
    InputError: 422,
    RecordError: 404,
    MachineError: 507,
    TemplateError: 500,
}


def health(_visit: Visit) -> Response:
    """Say that the desk answers."""
    return PlainTextResponse("ok\n")


def static(visit: Visit) -> Response:
    """Return a file of the pages; what is none of them is not there."""
    found = static_files().get(visit.request.path_params["name"])
    if found is None:
        return refused(visit, 404)
    headers = {"ETag": found.tag, "Cache-Control": "no-cache"}
    if visit.request.headers.get("if-none-match") == found.tag:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.kind, headers=headers)


def refused(visit: Visit, status: int, why: str = "") -> Response:
    """Return the page that says why something is not shown."""
    words = Message(_WORDS.get(status, "desk.refused_500"))
    if status == 401 and visit.desk.entry.auth == "proxy":
        words = Message("desk.refused_401_proxy")
    return visit.page("refused.html", status, title=words, why=why)


def failed(visit: Visit, error: CriticalityError | OSError) -> Response:
    """Return the page that says what is wrong with the files, a record or the machine, in the words of the commands."""
    told = disk_error(error) if isinstance(error, OSError) else error
    status = next((code for kind, code in _STATUS.items() if isinstance(told, kind)), 422)
    problems = sorted(told.problems, key=lambda each: each.severity != "error") if isinstance(told, InputError) else ()
    why = "" if problems else visit.say(told.args[0] if told.args else "")
    return visit.page("refused.html", status, title=Message("desk.failed"), why=why, problems=problems)


def opened_by(visit: Visit, address: str, code: str) -> Opened:
    """Return by what a page of a comparison is opened: in the language of the desk, with a way back to an address."""
    return Opened(visit.language, address, {language: Message(code).said(language) for language in LANGUAGES})
