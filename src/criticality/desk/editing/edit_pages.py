"""The pages of the files: all of them, one as a form and as text, and saving what was changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from starlette.responses import Response

from criticality.desk.editing.checked import Checked
from criticality.desk.editing.copying import copy_of, may_be_copied
from criticality.desk.editing.document_view import DocumentView, label, view_of
from criticality.desk.editing.editable_files import FileRead, editable, read_file
from criticality.desk.editing.file_gone import gone
from criticality.desk.editing.file_titles import title_of_file
from criticality.desk.editing.just_saved import JustSaved
from criticality.desk.editing.meanwhile import Remembered, beyond_commit, difference, with_own_line_ends
from criticality.desk.editing.row_pages import change_row, saved_rows_page, show_rows
from criticality.desk.editing.storing import checked, is_overtaken, is_refused, store, unwritten
from criticality.desk.editing.told import told, told_lines
from criticality.desk.editing.typed_values import edits_of, judgements_without_reason, with_edits
from criticality.desk.editing.with_titles import Words
from criticality.desk.saving import save
from criticality.desk.told_once import ToldOnce
from criticality.desk.visits import Route, Visit
from criticality.errors import InputError, Problem, RecordError
from criticality.files.yaml import parse_marked
from criticality.model.document import Text
from criticality.text.message import Message

WHAT = "what"


def index(visit: Visit) -> Response:
    """The files that may be edited."""
    told_so = {"label": lambda key: visit.say(label(key)), "title_of": lambda file: title_of_file(visit, file)}
    return visit.page("files.html", folders=editable(visit.desk.workspace), **told_so)


def show(visit: Visit) -> Response:
    """One file."""
    read = read_file(visit.desk.workspace, visit.request.path_params["path"])
    visit.desk.part(Remembered).keep(read.digest, read.text)
    if read.is_table:
        return show_rows(visit, read)
    view = view_of(visit.desk.workspace, read, visit.query.get("part", ""))
    return document_page(visit, view, 200, **visit.desk.part(ToldOnce).take(visit))


def change(visit: Visit) -> Response:
    """Check or save what was typed: fields of a form, the whole text, or a row."""
    try:
        return _change(visit)
    except RecordError:
        return gone(visit, visit.request.path_params["path"])
    except InputError as error:
        if not is_overtaken(error):
            raise
        return _change(visit)  # the file is another one now: the page tells the difference


def _change(visit: Visit) -> Response:
    read = read_file(visit.desk.workspace, visit.request.path_params["path"])
    if (again := visit.desk.part(JustSaved).of(visit, read)) is not None:
        return _shown_saved(visit, read, {"saved": again.saved, "sentence": again.sentence, "shown": again.shown})
    if visit.field(WHAT) == "copy" and may_be_copied(read.file):
        return _copied(visit, read)
    if visit.field(WHAT) == "text":
        return _change_text(visit, read)
    return change_row(visit, read) if read.is_table else _change_fields(visit, read)


def _change_fields(visit: Visit, read: FileRead) -> Response:
    typed = {name: value for name, value in visit.form.items() if isinstance(value, str) and name.startswith("[")}
    dropped = [value for value in visit.form.getlist("drop") if isinstance(value, str)]
    view = replace(view_of(visit.desk.workspace, read, visit.field("part")), typed=typed)
    if visit.field("was") != read.digest:
        return _meanwhile(visit, view)
    if view.form is None:
        return document_page(visit, view, 422)
    try:
        edits = edits_of(view.form, view.in_codes(), dropped)
        if not edits:
            return document_page(visit, replace(view, typed={}), nothing=True)
        is_told_why = visit.field("do") == "check" or visit.field("because").strip()
        if not is_told_why and (unexplained := judgements_without_reason(view.marked, edits)):
            return document_page(visit, replace(view, problems=unexplained), 422)
        text = with_edits(read.file, read.text, view.marked, edits)
    except InputError as error:
        return document_page(visit, replace(view, problems=error.problems), 422)
    return _weighed(visit, view, text)


def _weighed(visit: Visit, view: DocumentView, text: str) -> Response:
    """Check the new text of a form, and save it where that was asked for."""
    read, found = view.read, checked(visit, view.read, text)
    if is_refused(visit, found):
        return document_page(visit, replace(view, problems=found.own), 422, others=found.others)
    if visit.field("do") == "check":
        return document_page(visit, replace(view, problems=found.own), sound=True, others=found.others)
    try:
        return _saved(visit, read, text, _told_as(visit, read, text), found)
    except OSError as error:
        return document_page(visit, replace(view, problems=[unwritten(read, error)]), 507)


def _change_text(visit: Visit, read: FileRead) -> Response:
    typed = visit.field("text")
    if visit.field("was") != read.digest and with_own_line_ends(read.text, typed) != read.text:
        before = visit.desk.part(Remembered).text(visit.field("was"))
        visit.desk.part(Remembered).keep(read.digest, read.text)
        mine = with_own_line_ends(read.text, typed)
        return _text_page(visit, read, mine, 409, theirs=difference(before or "", read.text) if before else ())
    text = with_own_line_ends(read.text, typed)
    if text == read.text:
        return _text_page(visit, read, text, nothing=True)
    found = checked(visit, read, text)
    if is_refused(visit, found):
        return _text_page(visit, read, text, 422, problems=found.own, others=found.others)
    if visit.field("do") == "check":
        return _text_page(visit, read, text, problems=found.own, others=found.others, sound=True)
    try:
        return _saved(visit, read, text, _told_as(visit, read, text), found)
    except OSError as error:
        return _text_page(visit, read, text, 507, problems=[unwritten(read, error)])


def _told_as(visit: Visit, read: FileRead, text: str) -> tuple[str, str]:
    """What a new text changes: in codes for the commit, and in words for the page."""
    if read.is_table:
        return told_lines(read.file, read.text, text), Message("editing.told_lines")
    before, after = (parse_marked(each, read.file)[0].content for each in (read.text, text))
    return told(read.file, before, after), Words(visit.desk.workspace).changes(before, after)


def _saved(visit: Visit, read: FileRead, text: str, told_as: tuple[str, str], found: Checked) -> Response:
    saved = store(visit, read, text, told_as[0])
    after = read_file(visit.desk.workspace, read.file)
    visit.desk.part(Remembered).keep(after.digest, after.text)
    visit.desk.part(JustSaved).keep(visit, after, saved, *told_as)
    told_so = {"saved": saved, "sentence": told_as[0], "shown": told_as[1], "others": found.others}
    return _shown_saved(visit, after, told_so, found.own)


def _shown_saved(
    visit: Visit, read: FileRead, told_so: Mapping[str, object], problems: Sequence[Problem] = ()
) -> Response:
    """The page of a file that was saved."""
    if read.is_table:
        return saved_rows_page(visit, read, problems=problems, **told_so)
    view = replace(view_of(visit.desk.workspace, read, visit.field("part")), problems=problems)
    return document_page(visit, view, 200, **told_so)


def _copied(visit: Visit, read: FileRead) -> Response:
    """Write a copy of the file as it stands under another name, and lead to it."""
    workspace, name = visit.desk.workspace, visit.field("name").strip()
    try:
        change = copy_of(workspace, read, name)
        sentence = f"{change.file}: copy of {read.file}"
        saved = save(workspace, visit.user, [change], sentence, visit.field("because").strip())
    except InputError as error:
        view = replace(view_of(workspace, read), problems=error.problems)
        return document_page(visit, view, 422, copy_name=name)
    return visit.desk.part(ToldOnce).leave(visit, f"/files/{change.file}", {"saved": saved, "sentence": sentence})


def _meanwhile(visit: Visit, view: DocumentView) -> Response:
    """The page of a file that changed while its form was open: what differs, and what was typed, kept."""
    before = visit.desk.part(Remembered).text(visit.field("was"))
    visit.desk.part(Remembered).keep(view.read.digest, view.read.text)
    if before is None or view.whole is None:
        return document_page(visit, view, 409, meanwhile=True)
    earlier = view_of(visit.desk.workspace, replace(view.read, text=before), view.part)
    old = {} if earlier.form is None else {each.name: each.value for each in earlier.form.every()}
    typed = {name: text.replace("\r\n", "\n").strip() for name, text in view.typed.items()}
    mine = {name: text for name, text in typed.items() if text != old.get(name, "").strip()}
    now = {each.name: each.value.strip() for each in view.whole.every()}
    if mine and not visit.form.getlist("drop") and all(now.get(name) == text for name, text in mine.items()):
        return document_page(visit, replace(view, typed={}), nothing=True)  # sent twice: it is saved
    theirs = {each.name: each.value for each in view.whole.every() if old.get(each.name, each.value) != each.value}
    shown = replace(view, typed=mine, theirs=theirs)
    return document_page(visit, shown, 409, meanwhile=True, changed=difference(before, view.read.text))


def document_page(visit: Visit, view: DocumentView, status: int = 200, **values: object) -> Response:
    """The page of a document."""
    told_so: Mapping[str, object] = {
        "view": view,
        "id_of": view.id_of,
        "field_of": view.field_of,
        "place_of": lambda each: Words(visit.desk.workspace).place(each.path, view.marked.content),
        "has_problem": view.has_problem,
        "shows_unstated": view.shows_unstated,
        "shows_blank": view.shows_blank,
        "read": view.read,
        "title": title_of_file(visit, view.read.file),
        "own": view.problems,
        "others": (),
        "saved": None,
        "sentence": "",
        "shown": "",
        "meanwhile": False,
        "changed": (),
        "uncommitted": beyond_commit(visit.desk.workspace, view.read),
        "nothing": False,
        "sound": False,
        "may_be_copied": may_be_copied(view.read.file),
        "copy_name": "",
        "stays_adopted": values.get("saved") is not None and _is_adopted(view),
        "label": lambda key: visit.say(label(key)),
        "word": lambda said: said.to(visit.language) if isinstance(said, Text) else said,
        "because": "" if values.get("saved") else visit.field("because"),
    }
    return visit.page("file_form.html", status, **{**told_so, **values})


def _is_adopted(view: DocumentView) -> bool:
    content = view.marked.content
    return isinstance(content, dict) and content.get("status") == "adopted"


def _text_page(visit: Visit, read: FileRead, text: str, status: int = 200, **values: object) -> Response:
    """The page of a file as text alone: what was typed, and what is said of it."""
    told_so: Mapping[str, object] = {
        "read": read,
        "typed": text,
        "problems": (),
        "others": (),
        "theirs": (),
        "uncommitted": beyond_commit(visit.desk.workspace, read),
        "nothing": False,
        "sound": False,
        "conflict": status == 409,
        "mine": difference(read.text, text) if status == 409 else (),
        "because": visit.field("because"),
        "lines": text.splitlines(),
    }
    return visit.page("file_text.html", status, **{**told_so, **values})


EDITING = (
    Route("/files", "planner", get=index, nav="editing.nav"),
    Route("/files/{path:path}", "planner", get=show, post=change),
)
