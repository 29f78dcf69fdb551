"""A new text of a file checked, and saved with the sentence that says what changed."""

from criticality.desk.editing.checked import Checked, check_before_saving
from criticality.desk.editing.editable_files import FileRead
from criticality.desk.saving import Change, Saved, save
from criticality.desk.visits import Visit
from criticality.errors import InputError, Problem, disk_error


def checked(visit: Visit, read: FileRead, text: str) -> Checked:
    """What `check` says of a new text."""
    return check_before_saving(visit.desk.workspace, read.file, (read.mark + text).encode("utf-8", "surrogatepass"))


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
