"""A new text of a file checked, and saved with the sentence that says what changed."""

from collections.abc import Sequence
from dataclasses import replace

from criticality.desk.editing.checked import Checked, check_before_saving
from criticality.desk.editing.editable_files import FileRead
from criticality.desk.editing.with_titles import Words
from criticality.desk.saving import Change, Saved, save
from criticality.desk.visits import Visit
from criticality.errors import InputError, Problem, disk_error
from criticality.files.yaml import parse_marked
from criticality.text.message import Message

_ADOPTED = ("adopted", "superseded")


def checked(visit: Visit, read: FileRead, text: str) -> Checked:
    """What `check` says of a new text, and whether it is for a lead alone."""
    content = (read.mark + text).encode("utf-8", "surrogatepass")
    found = check_before_saving(visit.desk.workspace, read.file, content)
    words = Words(visit.desk.workspace)
    found = Checked(words.problems(found.own), words.problems(found.others))
    return found if visit.user.may("lead") else replace(found, own=[*_of_leads(read, text), *found.own])


def _of_leads(read: FileRead, text: str) -> Sequence[Problem]:
    """What stands against a change of what is adopted, or by which something would be, by somebody who is no lead."""
    if read.is_table:
        return ()
    for each in (text, read.text):
        marked, _ = parse_marked(each, read.file)
        status = marked.content.get("status") if isinstance(marked.content, dict) else None
        if status in _ADOPTED:
            return [marked.problem(("status",), Message("desk.lead_only", status=status), Message("desk.lead_hint"))]
    return ()


def is_refused(visit: Visit, found: Checked) -> bool:
    """Whether a text may not be saved: for its own errors, or those it makes elsewhere and nobody has agreed to."""
    return bool(found.errors) or (bool(found.others) and not visit.field("anyway"))


def store(visit: Visit, read: FileRead, text: str, sentence: str) -> Saved:
    """Save a new text; the reason is that of the form."""
    changes = [Change(read.file, read.mark + text, read.digest)]
    return save(visit.desk.workspace, visit.user, changes, sentence, visit.field("because").strip())


def is_overtaken(error: InputError) -> bool:
    """Whether a save was refused since the file changed between reading and writing."""
    return any(problem.code == "desk.changed_meanwhile" for problem in error.problems)


def unwritten(read: FileRead, error: OSError) -> Problem:
    """What is said where a file cannot be written; what was typed stays on the page."""
    return Problem(read.file, 1, None, "", disk_error(error).args[0])
