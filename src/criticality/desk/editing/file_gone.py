"""A file that was taken away while its form was open: what was typed is shown, so that it can be copied."""

from collections.abc import Iterator

from starlette.responses import Response

from criticality.desk.editing.document_view import label
from criticality.desk.editing.form_fields import form_of
from criticality.desk.editing.meanwhile import Remembered
from criticality.desk.visits import Visit
from criticality.files.yaml import parse_marked

_CELL = "cell:"


def gone(visit: Visit, file: str) -> Response:
    """The page of a file that is not there any more, with what was typed into its form."""
    return visit.page("file_gone.html", 404, file=file[:200], typed=list(_typed(visit, file)))


def _typed(visit: Visit, file: str) -> Iterator[tuple[str, str]]:
    """Where in the file something was typed, and what: of a form what differs from the file as it was shown."""
    before = visit.desk.part(Remembered).text(visit.field("was"))
    marked = None if before is None or file.endswith(".csv") else parse_marked(before, file)[0]
    form = None if marked is None else form_of(file, marked.content)
    known = {} if form is None else {each.name: each for each in form.every()}
    for name, value in visit.form.items():
        text = value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
        if name.startswith("[") and text and not (name in known and text == known[name].value.strip()):
            yield known[name].spelled if name in known else name, text
        elif text and name.startswith(_CELL):
            yield visit.say(label(name.removeprefix(_CELL))), text
        elif text and name in ("text", "because"):
            yield visit.t(f"editing.{name}"), text
