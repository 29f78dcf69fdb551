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

from criticality.text.language import MessageLanguage
from criticality.text.message import Message, said
from criticality.text.own_words import OWN_MESSAGES, shipped_words

_REASONS = {
    errno.ENOSPC: "errors.disk_full",
    errno.EDQUOT: "errors.disk_full",
    errno.EROFS: "errors.read_only",
    errno.EACCES: "errors.not_allowed",
    errno.ENOMEM: "errors.no_memory",
}
"""What the system says in a word of its own → what a planner is told."""

Severity = Literal["error", "warning"]
_OWN_MESSAGES = f"templates/{OWN_MESSAGES}"


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
        What is wrong: a `Message`, so that it can be said in either language.
    hint
        What to do about it.
    severity
        ``warning`` does not stop a run.

    ``str(problem)`` is in the language of the process.
    """

    file: str
    line: int
    column: int | None
    where: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    @property
    def code(self) -> str:
        """The name of the message, the same in every language; empty where it has none."""
        return self.message.code if isinstance(self.message, Message) else ""

    def __str__(self) -> str:
        return self.said()

    def said(self, language: MessageLanguage | None = None) -> str:
        """Return the problem in `language`, or in that of the process; a record keeps it in English.

        What is wrong with a workspace's own words is said in the shipped ones.
        """
        if self.file == _OWN_MESSAGES:
            with shipped_words():
                return self._said(language)
        return self._said(language)

    def _said(self, language: MessageLanguage | None) -> str:
        place = f"{self.file}:{self.line}" + (f":{self.column}" if self.column else "")
        wrong = Message("errors.warning", message=self.message) if self.severity == "warning" else self.message
        head = ": ".join(part for part in (place, self.where, said(wrong, language)) if part)
        hint = Message("errors.hint", hint=self.hint)
        return f"{head}\n{said(hint, language)}" if self.hint else head


class CriticalityError(Exception):
    """Base of every error this package raises on purpose; as a text it is in the language of the process."""

    def __str__(self) -> str:
        return said(self.args[0]) if self.args else ""


class InputError(CriticalityError):
    """The planner's files have problems; `problems` lists all of them, errors and warnings."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.column or 0, p.where, p.message)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return self.said()

    def said(self, language: MessageLanguage | None = None) -> str:
        """Return all problems in `language`, or in that of the process."""
        return "\n".join(problem.said(language) for problem in self.problems)


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
    file = error.filename or Message("errors.a_file")
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return MachineError(with_hint(Message("errors.open_files", file=file), Message("errors.open_files_hint")))
    wrong = Message("errors.unwritable", file=file, reason=reason_of(error))
    return MachineError(with_hint(wrong, Message("errors.unwritable_hint")))


def reason_of(error: OSError) -> str:
    """Say why the system could not do something, in words where it is one of the usual reasons, else in its own."""
    if error.errno in _REASONS:
        return Message(_REASONS[error.errno])
    return error.strerror or str(error) or type(error).__name__


def with_hint(message: str, hint: str) -> Message:
    """Return a message with what to do about it on a line of its own, as a problem has it."""
    return Message("errors.with_hint", message=message, hint=hint)
