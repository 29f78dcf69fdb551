"""The seal of a record: which files it has, that each is inside its folder, and that nobody altered one.

``SHA256SUMS`` names every file of the record and is made anew when pages are added. ``SHA256SUMS.record`` names the
record alone (record.json, summary.json, tables) and is written once, with it; so a signature over it stays good when
pages are printed later. ``sha256sum -c`` checks both without this software.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from criticality.errors import RecordError, with_hint
from criticality.interchange.run_crate import CRATE
from criticality.records.index import RECORD, SUMMARY
from criticality.records.line_ends import only_line_ends_differ, told
from criticality.text.message import Message, joined

SUMS, OWN_SUMS, NEXT_SUMS = "SHA256SUMS", "SHA256SUMS.record", ".SHA256SUMS.next"
PRINTING = "printing.json"
TABLES = ("acceptability", "consistency", "indicators", "methods", "ranking", "weights")
TABLES_OF_CHOICES = ("choices", "combination_p", "combinations")
OLD_FILES = (RECORD, SUMMARY, *(f"tables/{name}.csv" for name in TABLES))
"""The files that a record of format 1 has."""
OWN_FILES = (*OLD_FILES, *(f"tables/{name}.csv" for name in TABLES_OF_CHOICES))
"""The files that every record of today's format has."""
SOME_FILES = ("tables/dimensions.csv", CRATE)
"""The files that some records have: those whose dimensions have several levels, those since version 0.7."""

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_ADDED = re.compile(r"list\..+|factsheet\..+|policy\.json|printing\.json|ro-crate-metadata\.json|tables/.+")
"""Names that only this software gives; what else stands in the folder (a signature, a letter) is its owner's."""

_LARGEST_SUMS = 1_000_000
Sums = dict[str, str]
"""Name, with ``/``, relative to the folder → SHA-256 in hexadecimal digits."""


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sums_text(sums: Mapping[str, str]) -> str:
    """Return a seal as ``sha256sum`` writes it, sorted by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))


def checked(folder: Path) -> dict[str, bytes]:
    """Read the record's own files and make sure that every sealed file is what was written.

    Records of format 1 have no seal of their own; their pages stand outside the seal.

    Returns
    -------
    dict
        Name → bytes of record.json, summary.json and the tables: what was checked, read once.

    Raises
    ------
    RecordError
        Naming every file that is missing, altered, a link, or not sealed; or whose line ends alone differ.
    """
    sums, coming = read_sums(folder, SUMS), next_sums(folder)
    own, other_ends = {}, []
    unnamed = [name for name in own_files(sums) if name not in sums]
    faults: list[str] = [Message("records.not_named", sums=SUMS, file=name) for name in unnamed]
    for name, digest in sorted({**coming, **sums}.items()):
        content, fault = _read(folder, name)
        if content is not None and sha256(content) not in (digest, coming.get(name)):
            other_ends += [name] if only_line_ends_differ(content, digest) else []
            fault = "" if name in other_ends else Message("records.not_as_written", file=name)
        if fault and not (name in coming and not (folder / name).exists()):
            faults.append(fault)
        if content is not None and name in own_files(sums):
            own[name] = content
    known = {**coming, **sums}
    added = [name for name in _added_files(folder) if OWN_SUMS in sums or name.startswith("tables/")]
    faults += [Message("records.named_nowhere", sums=SUMS, file=name) for name in added if name not in known]
    if faults:
        raise broken(folder, joined(faults, "semicolon"), incomplete=all(map(_is_missing, faults)))
    if other_ends:
        raise _other_line_ends(folder, other_ends)
    return own


def own_files(sums: Sums) -> tuple[str, ...]:
    """The files of the record itself, by its seal; pages are not among them."""
    some = tuple(name for name in SOME_FILES if name in sums)
    return (*OWN_FILES, *some) if OWN_SUMS in sums else OLD_FILES


def _added_files(folder: Path) -> list[str]:
    """The files beside the record whose names only this software gives."""
    tables = folder / "tables"
    found = [*folder.iterdir(), *(tables.iterdir() if tables.is_dir() else ())]
    names = (path.relative_to(folder).as_posix() for path in found if not path.name.startswith("."))
    return sorted(name for name in names if name != "tables" and _ADDED.fullmatch(name))


def read_sums(folder: Path, file: str) -> Sums:
    """Read a seal: lines of digest and name, each name inside the folder and told once.

    Raises
    ------
    RecordError
        If it is missing or holds anything else.
    """
    content, fault = _read(folder, file, _LARGEST_SUMS)
    if content is None:
        raise broken(folder, fault, incomplete=_is_missing(fault))
    sums: Sums = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or not _is_inside(match[2]) or match[2] in sums:
            code = "records.named_twice" if match and match[2] in sums else "records.no_digest"
            raise broken(folder, Message(code, file=file, number=number, line=line[:80]))
        sums[match[2]] = match[1]
    if RECORD not in sums:
        raise broken(folder, Message("records.not_named", sums=file, file=RECORD))
    return sums


def next_sums(folder: Path) -> Sums:
    """The seal that was about to be put in place when a command was killed; of pages alone, never of the record."""
    if not (folder / NEXT_SUMS).is_file():
        return {}
    return {
        name: digest for name, digest in read_sums(folder, NEXT_SUMS).items() if name not in (*OWN_FILES, *SOME_FILES)
    }


def read_sealed(folder: Path, name: str) -> bytes | None:
    """Read one sealed file; None where the seal names no such file.

    Raises
    ------
    RecordError
        If it is missing or was altered.
    """
    digests = [sums[name] for sums in (read_sums(folder, SUMS), next_sums(folder)) if name in sums]
    if not digests:
        return None
    content, fault = _read(folder, name)
    if content is None:
        raise broken(folder, fault, incomplete=_is_missing(fault))
    if sha256(content) not in digests:
        if any(only_line_ends_differ(content, digest) for digest in digests):
            raise _other_line_ends(folder, [name])
        raise broken(folder, Message("records.not_as_written", file=name))
    return content


def broken(folder: Path, what: str, *, incomplete: bool = False) -> RecordError:
    """Say what is wrong with a record, that it was altered or lacks a file, and what to do."""
    code = "records.incomplete" if incomplete else "records.altered"
    return RecordError(with_hint(Message(code, run=folder.name, what=what), Message("records.broken_hint")))


def _is_missing(fault: str) -> bool:
    return isinstance(fault, Message) and fault.code == "records.missing"


def _other_line_ends(folder: Path, names: Sequence[str]) -> RecordError:
    message, hint = told(names)
    return RecordError(with_hint(Message("records.of_run", run=folder.name, what=message), hint))


def _is_inside(name: str) -> bool:
    parts = name.split("/")
    return name.isprintable() and "\\" not in name and not any(part in ("", ".", "..") for part in parts)


def _read(folder: Path, name: str, largest: int | None = None) -> tuple[bytes | None, str]:
    """The bytes of a file that stands in the folder itself, or what is wrong; a link or a device is never opened."""
    path = folder
    for part in name.split("/"):
        path = path / part
        if path.is_symlink():
            return None, Message("records.link", file=name)
    if not path.is_file():
        return None, Message("records.no_file" if path.exists() else "records.missing", file=name)
    if largest is not None and path.stat().st_size > largest:
        return None, Message("records.too_large", file=name)
    return path.read_bytes(), ""
