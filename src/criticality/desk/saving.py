"""Files of the workspace saved from the desk: whole or not at all, one commit a save, or a line in a journal.

A save is refused where a file has changed since it was read. The commit has the sentence as its subject and the reason
as a trailer; where there is no repository, or git refuses, the same is written into a journal, and said. A commit takes
whole files: lines that somebody wrote into one of them by other means and did not commit go along, and that is said.
"""

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from criticality.desk.roles import User
from criticality.errors import InputError, Problem
from criticality.files.workspace import Workspace
from criticality.records.drafts import alone_in, draft_folder, put
from criticality.text.message import Message

STATE = "output/desk"
"""Where the desk keeps what is no decision; git ignores it."""
JOURNAL = "journal.jsonl"
FILE_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
"""Of a file that is made at the desk, without folder and ending."""
_LONGEST_SUBJECT, _SECONDS = 72, 60


@dataclass(frozen=True)
class Change:
    """The new text of a file.

    Attributes
    ----------
    file
        Relative to the workspace, with forward slashes.
    text
        What is to stand in it.
    was
        The SHA-256 of the bytes that were read; None for a file that must not be there yet.
    """

    file: str
    text: str
    was: str | None = None


@dataclass(frozen=True)
class Saved:
    """What became of a save: the commit, or, where there is none, why not; `along`: files with more in the commit."""

    files: tuple[str, ...]
    commit: str = ""
    journal: bool = False
    refused: str = ""
    along: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """A file that a request has written, for the log: SHA-256 of its bytes before and after, and what was said of it.

    Attributes
    ----------
    before
        None for a new file.
    """

    file: str
    before: str | None
    after: str
    says: str
    because: str
    commit: str


WRITTEN: ContextVar[list[Written] | None] = ContextVar("WRITTEN", default=None)
"""Where a request keeps what it has written; None where nobody asks for it."""


@dataclass(frozen=True)
class Uncommitted:
    """What a file holds that no commit has: `committed` is its text in the last one, None where it is in none."""

    committed: str | None


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, by which a later save knows whether it changed."""
    return hashlib.sha256(content).hexdigest()


def state_folder(workspace: Workspace) -> Path:
    """Return the folder of what is no decision, made with a rule that keeps it out of git."""
    folder = workspace.root / STATE
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n", "utf-8")
    return folder


def save(workspace: Workspace, user: User, changes: Sequence[Change], sentence: str, because: str = "") -> Saved:
    """Write files and commit them.

    Raises
    ------
    InputError
        If a file has changed since it was read, or lies outside the workspace; nothing is written.
    OSError
        If a file cannot be written; what was written before it is taken back.
    """
    paths = [_path(workspace, change) for change in changes]
    with ExitStack() as held:
        for folder in sorted({path.parent for path in paths}):
            folder.mkdir(exist_ok=True)
            held.enter_context(alone_in(folder))
        changed = [problem for change, path in zip(changes, paths, strict=True) if (problem := _changed(change, path))]
        if changed:
            raise InputError(changed)
        along = tuple(change.file for change in changes if change.was and uncommitted(workspace, change.file))
        _write(changes, paths)
    files = tuple(change.file for change in changes)
    with alone_in(state_folder(workspace)):  # git takes one commit at a time
        commit, refused = _commit(workspace.root, user, files, _told(sentence, along), because)
    if not commit:
        _note(workspace, user, files, sentence, because)
    if (written := WRITTEN.get()) is not None:
        afters = [digest_of(change.text.encode("utf-8")) for change in changes]
        written += [
            Written(change.file, change.was, after, sentence, because, commit)
            for change, after in zip(changes, afters, strict=True)
        ]
    return Saved(files, commit, not commit, refused, along if commit else ())


def uncommitted(workspace: Workspace, file: str) -> Uncommitted | None:
    """Return what a file holds beyond the last commit; None where that is nothing, or there is no repository."""
    code, out = _git(workspace.root, "status", "--porcelain", "--untracked-files=all", "--", f":(literal){file}")
    if code or not out.strip():
        return None
    code, text = _git(workspace.root, "show", f"HEAD:./{file}")
    return Uncommitted(None if code else text)


def _path(workspace: Workspace, change: Change) -> Path:
    path = workspace.inside(change.file)
    if path is None:
        message, hint = Message("desk.outside"), Message("desk.inside_only")
        raise InputError([Problem(change.file, 1, None, "", message, hint)])
    return path


def _changed(change: Change, path: Path) -> Problem | None:
    if change.was is None:
        message, is_other = Message("desk.is_there"), path.exists() or path.is_symlink()
    else:
        message = Message("desk.changed_meanwhile")
        is_other = not path.is_file() or digest_of(path.read_bytes()) != change.was
    return Problem(change.file, 1, None, "", message, Message("desk.load_again")) if is_other else None


def _write(changes: Sequence[Change], paths: Sequence[Path]) -> None:
    """Put every file in place; where one cannot be, those before it are as they were."""
    before = [
        path.read_bytes() if change.was is not None else None for change, path in zip(changes, paths, strict=True)
    ]
    done: list[int] = []
    try:
        for number, (change, path) in enumerate(zip(changes, paths, strict=True)):
            _put(path, change.text.encode("utf-8"))
            done.append(number)
    except OSError:
        for number in done:
            earlier = before[number]
            if earlier is None:
                paths[number].unlink()
            else:
                paths[number].write_bytes(earlier)
        raise


def _put(path: Path, content: bytes) -> None:
    with draft_folder(path.parent, path.name) as drafts:
        draft = drafts / path.name
        draft.write_bytes(content)
        if path.exists():
            draft.chmod(path.stat().st_mode)
        put(draft, path)


# ── who changed what, and why ────────────────────────────────────────────────


def _told(sentence: str, along: Sequence[str]) -> tuple[str, ...]:
    """The subject and the paragraphs of the body of a commit."""
    subject = sentence if len(sentence) <= _LONGEST_SUBJECT else f"{sentence[: _LONGEST_SUBJECT - 1]}…"
    body = [sentence] if subject != sentence else []
    if along:
        body.append(f"It also holds earlier changes of {', '.join(along)} that were made elsewhere and in no commit.")
    return subject, *body


def _commit(root: Path, user: User, files: Sequence[str], told: Sequence[str], because: str) -> tuple[str, str]:
    """Commit these files alone; return the commit, or why there is none: nothing where this is no repository."""
    if _git(root, "rev-parse", "--is-inside-work-tree")[1].strip() != "true":
        return "", ""
    trailers = [f"Desk-User: {_one_line(user.name)}"] if user.name else []
    trailers += [f"Because: {_one_line(because)}"] if because else []
    message = "\n\n".join([*told, "\n".join(trailers)]).strip() + "\n"
    paths = [f":(literal){file}" for file in files]
    for words in (("add", "--", *paths), ("commit", "-q", "-F", "-", "--only", "--", *paths)):
        code, out = _git(root, *words, text=message, author=user.name)
        if code:
            _git(root, "reset", "-q", "--", *paths)  # nothing is left for another commit to take along
            return "", out.strip()[:400] or "git"
    return _git(root, "rev-parse", "--short", "HEAD")[1].strip(), ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _git(root: Path, *words: str, text: str = "", author: str = "") -> tuple[int, str]:
    named: Mapping[str, str] = {}
    name, mark, address = author.partition(" <")
    if mark:
        named = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": address.removesuffix(">")}
    # Looking takes no lock: a page that is shown must not stand in the way of a commit.
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8", **named}
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "-c", f"core.hooksPath={os.devnull}", *words],
            input=text,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_SECONDS,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, str(error)
    return done.returncode, done.stdout or done.stderr


def _note(workspace: Workspace, user: User, files: Sequence[str], sentence: str, because: str) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    entry = {"at": now, "by": user.name, "files": list(files), "says": sentence, "because": because}
    with (state_folder(workspace) / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write(json.dumps(entry, ensure_ascii=False) + "\n")
