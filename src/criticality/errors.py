"""What can go wrong, in the words of the person who has to mend it.

::

    CriticalityError
    ├── InputError      the planner's files have problems: all of them are listed   exit 1
    ├── RecordError     a run record is unknown, altered or cannot be written       exit 1
    ├── TemplateError   a page template is broken                                   exit 1
    ├── UsageError      the command line asks for something that makes no sense     exit 2
    └── MachineError    a native library, a font or disk space is lacking           exit 3
"""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one file, with the place and a hint how to mend it.

    Attributes
    ----------
    file
        Path relative to the workspace, with forward slashes.
    line, column
        Counted from 1; a problem of the whole file stands at line 1 without a column.
    where
        The place in the file's own words, e.g. ``judges[2].comparisons.supply_risk[1].by``.
    message
        What is wrong.
    hint
        What to do about it.
    severity
        ``warning`` does not stop a run.
    """

    file: str
    line: int
    column: int | None
    where: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f":{self.column}" if self.column else "")
        mark = "warning: " if self.severity == "warning" else ""
        head = f"{place}: {self.where}: {mark}{self.message}" if self.where else f"{place}: {mark}{self.message}"
        return f"{head}\n    hint: {self.hint}" if self.hint else head


class CriticalityError(Exception):
    """Base of every error this package raises on purpose."""


class InputError(CriticalityError):
    """The planner's files have problems; `problems` lists all of them, errors and warnings."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.column or 0, p.where, p.message)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RecordError(CriticalityError):
    """A run record is unknown, altered, unreadable or differs from its recomputation."""


class TemplateError(CriticalityError):
    """A page template cannot be rendered; the message names file and line."""


class UsageError(CriticalityError):
    """The words on the command line do not fit together."""


class MachineError(CriticalityError):
    """The machine lacks something the task needs: a native library, a font, disk space."""


def disk_error(error: OSError) -> MachineError:
    """Say that a file or folder cannot be written, in the words of the command line."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        hint = "Raise the number of files that may be open at once (ulimit -n)."
        return MachineError(f"{error.filename or 'a file'}: too many files are open\n    hint: {hint}")
    hint = "Is the folder writable, and is there room on the disk?"
    return MachineError(f"{error.filename or 'a file'}: {error.strerror or error}\n    hint: {hint}")
