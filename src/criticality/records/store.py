"""Records of runs: written once, atomically, and refused when altered."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from criticality.errors import RecordError
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record, RecordSummary
from criticality.records.csv_tables import csv_tables
from criticality.records.digest import canonical_json, digest_of
from criticality.records.index import RECORD, SUMMARY, made_again
from criticality.records.line_ends import only_line_ends_differ, told

SUMS = "SHA256SUMS"


def write_record(runs: Path, record: Record, finish: Callable[[Path], None]) -> tuple[Path, bool]:
    """Write a record as a folder of its own, all or nothing.

    Parameters
    ----------
    runs
        The folder of the records.
    record
        What `compose_record` made.
    finish
        Adds the pages to the folder while it is still hidden.

    Returns
    -------
    folder
        Where the record stands.
    written
        False if the same run was recorded before.

    Raises
    ------
    RecordError
        If a record of this id exists and its result differs, or the folder cannot be written.
    """
    folder = runs / record["run_id"]
    if folder.exists():
        _refuse_difference(folder, record)
        finish(folder)
        made_again(folder)
        return folder, False
    runs.mkdir(parents=True, exist_ok=True)
    _sweep(runs)
    hidden = runs / f".{record['run_id']}.{os.getpid()}"
    hidden.mkdir()
    try:
        _fill(hidden, record)
        finish(hidden)
        return _reveal(hidden, folder, record)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _reveal(hidden: Path, folder: Path, record: Record) -> tuple[Path, bool]:
    try:
        hidden.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        _refuse_difference(folder, record)
        return folder, False
    return folder, True


def _fill(folder: Path, record: Record) -> None:
    texts = {f"tables/{name}": text for name, text in csv_tables(record).items()}
    texts[RECORD] = canonical_json(record) + "\n"
    texts[SUMMARY] = canonical_json(summary_of(record)) + "\n"
    texts[SUMS] = "".join(f"{_sha256(text.encode())}  {name}\n" for name, text in sorted(texts.items()))
    (folder / "tables").mkdir()
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))


def keep_beside(folder: Path, name: str, content: Mapping[str, object]) -> None:
    """Keep what was computed from a record beside it, with its digest among those of the record; it is written once."""
    text = canonical_json(content) + "\n"
    sums = {**dict(_sums(folder)), name: _sha256(text.encode())}
    lines = "".join(f"{digest}  {kept}\n" for kept, digest in sorted(sums.items()))
    for target, content_of_target in ((name, text), (SUMS, lines)):
        draft = folder / f".{target}.{os.getpid()}"
        draft.write_bytes(content_of_target.encode("utf-8"))
        draft.replace(folder / target)


def read_beside(folder: Path, name: str) -> PolicyRecord | None:
    """Read what was kept beside a record (``policy.json``); None where nothing was.

    Raises
    ------
    RecordError
        If it was altered.
    """
    sums = dict(_sums(folder))
    if name not in sums:
        return None
    _refuse_altered(folder, {name: sums[name]})
    content: PolicyRecord = json.loads((folder / name).read_text("utf-8"))
    return content


def summary_of(record: Record) -> RecordSummary:
    """What a list of runs shows of each, so that the list is printed without opening whole records."""
    inputs, result = record["inputs"], record["result"]
    parts: dict[str, object] = {
        "assessment": inputs["assessment"],
        "criteria": inputs["criteria"],
        "data": inputs["data"],
        "scenario": inputs["scenario"],
        "weights": inputs["weights"],
    }
    if "choices" in inputs:
        parts["choices"] = inputs["choices"]
    return {
        "run_id": record["run_id"],
        "as_of": record["as_of"],
        "title": inputs["assessment"]["title"],
        "weights": inputs["weights"]["title"],
        "scenario": inputs["scenario"]["title"] if inputs["scenario"] else None,
        "software": record["software"],
        "candidates": len(result["candidates"]),
        "listed": sorted(row["mineral"] for row in result["ranking"] if row["listed"]),
        "parts": {name: _sha256(canonical_json(part).encode())[:12] for name, part in parts.items()},
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _refuse_difference(folder: Path, record: Record) -> None:
    before = read_record(folder)
    compared = [canonical_json([side["digest"], side["result"]]) for side in (before, record)]
    if compared[0] != compared[1]:
        message = f"{folder.name} is already recorded with another result; the same inputs must give the same result"
        hint = "The machine's libraries may differ from those in the record: compare its `environment`."
        raise RecordError(f"{message}\n    hint: {hint}")


def _sweep(runs: Path) -> None:
    """Remove the hidden folders of runs that were killed."""
    for path in runs.glob(".*"):
        process = path.name.rpartition(".")[2]
        if path.is_dir() and process.isdigit() and not _alive(int(process)):
            shutil.rmtree(path, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def read_record(folder: Path) -> Record:
    """Read a record and make sure that nobody altered it.

    Raises
    ------
    RecordError
        If a file is missing or its digest is another (or its line ends alone are, which is said), or the inputs do not
        give the run's id.
    """
    _refuse_altered(folder, dict(_sums(folder)))
    try:
        record: Record = json.loads((folder / RECORD).read_text("utf-8"))
        digest = digest_of(record["inputs"], record["software"]["criticality"])
        run_id = f"{record['as_of']}-{digest[:8]}"
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{folder.name}: the record cannot be read ({type(error).__name__})") from error
    if digest != record["digest"] or run_id != record["run_id"]:
        raise _broken(folder, "was altered", "its inputs do not give its run id")
    return record


def _refuse_altered(folder: Path, sums: Mapping[str, str]) -> None:
    """Refuse a record whose files are not what was written; other line ends alone are told as that."""
    other_ends = []
    for name, expected in sums.items():
        path = folder / name
        if not path.is_file():
            raise _broken(folder, "is incomplete", f"{name} is missing")
        content = path.read_bytes()
        if _sha256(content) == expected:
            continue
        if not only_line_ends_differ(content, expected):
            raise _broken(folder, "was altered", f"{name} is not what was written")
        other_ends.append(name)
    if other_ends:
        message, hint = told(other_ends)
        raise RecordError(f"{folder.name}: {message}\n    hint: {hint}")


def _broken(folder: Path, how: str, what: str) -> RecordError:
    hint = "Bring it back from a copy, or move the folder away and run the assessment again."
    return RecordError(f"{folder.name}: the record {how}: {what}\n    hint: {hint}")


def _sums(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = (folder / SUMS).read_text("utf-8", "replace").splitlines()
    except OSError as error:
        raise _broken(folder, "is incomplete", f"{SUMS} is missing") from error
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    if RECORD not in sums:
        raise _broken(folder, "was altered", f"{SUMS} does not name {RECORD}")
    yield from sorted(sums.items())
