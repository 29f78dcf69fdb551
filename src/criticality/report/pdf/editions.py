"""The two editions of the printed list, each made in a process of its own and put in place when all are done."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from criticality.errors import MachineError, TemplateError
from criticality.model.document import Language
from criticality.report.pdf import refusals as machine
from criticality.report.pdf.fonts import write_configuration

Progress = Callable[[str], None]


@dataclass(frozen=True)
class _Page:
    """One file to print: the whole list, or one mineral's factsheet."""

    path: Path
    draft: Path
    mineral: str | None = None


@dataclass(frozen=True)
class _Edition:
    """The files of one language, printed by one process."""

    language: Language
    pages: tuple[_Page, ...]


def write_lists(
    record: Mapping[str, Any], folder: Path, languages: Sequence[Language], *, progress: Progress | None = None
) -> list[Path]:
    """Print a record: one PDF a language, with the record and its tables attached.

    Parameters
    ----------
    record
        The plain content of ``record.json``.
    folder
        The run's folder: ``record.json`` and ``tables/*.csv`` are attached from there, and
        ``list.<language>.pdf`` is put there, all of them or none.
    languages
        Editions wanted; two are made side by side.
    progress
        Told in a few words what is being done, and what a reader should know of (replaced characters, unsupported CSS).

    Returns
    -------
    list of Path
        The files written, in the order of `languages`.

    Raises
    ------
    MachineError
        Pango or the font is missing, or the pages cannot be written; the message says what to type.
    TemplateError
        A workspace's template is broken; the message starts with its file and line.
    """
    editions = [_Edition(language, (_page(folder, f"list.{language}.pdf"),)) for language in dict.fromkeys(languages)]
    return _write(record, folder, editions, progress)


def write_factsheets(
    record: Mapping[str, Any],
    folder: Path,
    languages: Sequence[Language],
    minerals: Sequence[str],
    *,
    progress: Progress | None = None,
) -> list[Path]:
    """Print single factsheets of a record: ``factsheet.<mineral>.<language>.pdf``.

    Parameters, progress and errors are those of `write_lists`; `minerals` are codes of candidates.
    """
    editions = [
        _Edition(
            language,
            tuple(_page(folder, f"factsheet.{code}.{language}.pdf", code) for code in dict.fromkeys(minerals)),
        )
        for language in dict.fromkeys(languages)
    ]
    return _write(record, folder, editions, progress)


def _page(folder: Path, name: str, mineral: str | None = None) -> _Page:
    return _Page(folder / name, folder / f".{name.removesuffix('.pdf')}.{os.getpid()}.draft", mineral)


def _write(
    record: Mapping[str, Any], folder: Path, editions: Sequence[_Edition], progress: Progress | None
) -> list[Path]:
    """Print all files, then put them in place, all of them or none."""
    pages = [page for edition in editions for page in edition.pages]
    try:
        with tempfile.TemporaryDirectory(prefix="criticality-") as scratch:
            configuration = write_configuration(Path(scratch))
            _print_all(record, folder.resolve(), editions, configuration, progress or (lambda _words: None))
        for page in pages:
            page.draft.replace(page.path)
    except OSError as error:
        raise machine.broken(str(error)) from error
    finally:
        for page in pages:
            with contextlib.suppress(OSError):
                page.draft.unlink(missing_ok=True)
    return [page.path for page in pages]


def _print_all(
    record: Mapping[str, Any], folder: Path, editions: Sequence[_Edition], configuration: Path, progress: Progress
) -> None:
    messages: queue.Queue[tuple[_Edition, dict[str, Any]]] = queue.Queue()
    threads = [
        threading.Thread(target=_print_one, args=(record, folder, edition, configuration, messages), daemon=True)
        for edition in editions
    ]
    for thread in threads:
        thread.start()
    failures: list[dict[str, Any]] = []
    waiting = len(threads)
    while waiting:
        edition, message = messages.get()
        waiting -= "end" in message
        failures += [message] if "error" in message else []
        if "step" in message:
            progress(message["step"])
        for notice in message.get("notices", ()):
            progress(f"{edition.pages[0].path.name}: {notice}")
    if failures:
        kind = MachineError if failures[0]["error"] == "machine" else TemplateError
        raise kind(failures[0]["message"])


def _print_one(
    record: Mapping[str, Any],
    folder: Path,
    edition: _Edition,
    configuration: Path,
    messages: "queue.Queue[tuple[_Edition, dict[str, Any]]]",
) -> None:
    task = {
        "record": record,
        "folder": str(folder),
        "language": edition.language,
        "pages": [
            {"name": page.path.name, "target": str(page.draft.absolute()), "mineral": page.mineral}
            for page in edition.pages
        ],
    }
    settled = False
    try:
        with tempfile.TemporaryFile() as complaints, _start(configuration, complaints) as process:
            assert process.stdin is not None and process.stdout is not None
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(json.dumps(task, sort_keys=True).encode())  # in the order of a record read back
                process.stdin.close()
            for line in process.stdout:
                message = json.loads(line)
                settled = settled or "error" in message or "notices" in message
                messages.put((edition, message))
            process.wait()
            complaints.seek(0)
            last = complaints.read().decode(errors="replace").strip().splitlines()[-1:]
        if not settled:
            reason = f"{edition.pages[0].path.name}: {last[0] if last else f'ended with code {process.returncode}'}"
            messages.put((edition, {"error": "machine", "message": str(machine.broken(reason))}))
    except OSError as error:
        messages.put((edition, {"error": "machine", "message": str(machine.broken(str(error)))}))
    finally:
        messages.put((edition, {"end": True}))


def _start(configuration: Path, complaints: Any) -> "subprocess.Popen[bytes]":
    surroundings = {
        **os.environ,
        "FONTCONFIG_FILE": str(configuration),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "criticality.report.pdf.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=surroundings,
    )
