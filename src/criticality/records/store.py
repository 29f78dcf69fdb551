"""Records of runs: written once, atomically, and refused when altered."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from criticality.errors import RecordError, with_hint
from criticality.interchange.run_crate import CRATE, SealedFile, crate_text
from criticality.model.policy_record import PolicyRecord
from criticality.model.record import Record, RecordSummary
from criticality.records.additions import additions
from criticality.records.beside import sealed_json
from criticality.records.csv_tables import csv_tables
from criticality.records.digest import Pieces, canonical_json, object_pieces
from criticality.records.drafts import draft_folder, put
from criticality.records.index import RECORD, SUMMARY, refuse_link
from criticality.records.order.when_made import mark_made
from criticality.records.parse_record import record_from, summary_from
from criticality.records.run_summary import summary_of
from criticality.records.seal import OWN_SUMS, SUMS, broken, checked, read_sealed, sums_text
from criticality.text.message import Message


def write_record(
    runs: Path, record: Record, finish: Callable[[Path], None], *, encoded: Mapping[str, Pieces] | None = None
) -> tuple[Path, bool]:
    """Write a record as a folder of its own, all or nothing.

    Parameters
    ----------
    runs
        The folder of the records.
    record
        What `compose_record` made.
    finish
        Adds the pages to the folder while it is still hidden.
    encoded
        JSON of parts of the record that is there already, by key.

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
        mark_made(folder / RECORD, is_new=False)
        return folder, False
    runs.mkdir(parents=True, exist_ok=True)
    with draft_folder(runs, record["run_id"]) as draft:
        hidden = draft / record["run_id"]
        hidden.mkdir()
        _fill(hidden, record, encoded or {})
        finish(hidden)
        written = _reveal(hidden, folder, record)
    mark_made(folder / RECORD, is_new=written[1])
    return written


def _reveal(hidden: Path, folder: Path, record: Record) -> tuple[Path, bool]:
    try:
        put(hidden, folder)
    except OSError:
        if not folder.exists():
            raise
        _refuse_difference(folder, record)
        return folder, False
    return folder, True


def _fill(folder: Path, record: Record, encoded: Mapping[str, Pieces]) -> None:
    """Write the files of a record, each piece by piece, so that no large text is held twice."""
    (folder / "tables").mkdir()
    made: dict[str, SealedFile] = {}

    def write(name: str, pieces: Iterable[str]) -> None:
        digest, size = sha256(), 0
        with (folder / name).open("wb") as file:
            for piece in pieces:
                content = piece.encode("utf-8")
                digest.update(content)
                size += file.write(content)
        made[name] = SealedFile(size, digest.hexdigest())

    for name, text in csv_tables(record).items():
        write(f"tables/{name}", [text])
    rest = {key: [canonical_json(value)] for key, value in record.items() if key not in encoded}
    write(RECORD, [*object_pieces({**rest, **encoded}), "\n"])
    write(SUMMARY, [canonical_json(summary_of(record)), "\n"])
    write(CRATE, [crate_text(record, made)])
    for seal in (OWN_SUMS, SUMS):  # the second names the first
        write(seal, [sums_text({name: file.sha256 for name, file in made.items()})])


def keep_beside(folder: Path, name: str, content: Mapping[str, object]) -> None:
    """Keep what was computed from a record beside it, sealed."""
    with additions(folder) as drafts:
        (drafts / name).write_bytes((canonical_json(content) + "\n").encode("utf-8"))


def read_beside(folder: Path, name: str) -> PolicyRecord | None:
    """Read what was kept beside a record (``policy.json``); None where nothing was.

    Raises
    ------
    RecordError
        If it was altered.
    """
    return sealed_json(folder, name, PolicyRecord)


def _refuse_difference(folder: Path, record: Record) -> None:
    before = read_record(folder)
    compared = [canonical_json([side["digest"], side["result"]]) for side in (before, record)]
    if compared[0] != compared[1]:
        message = Message("records.another_result", run=folder.name)
        raise RecordError(with_hint(message, Message("records.another_result_hint")))


def read_summary(folder: Path) -> RecordSummary:
    """Read the summary that a list of runs shows, without opening the record.

    Raises
    ------
    RecordError
        If it is missing, was altered, or is that of another run.
    """
    refuse_link(folder)
    content = read_sealed(folder, SUMMARY)
    if content is None:
        raise broken(folder, Message("records.not_named", sums=SUMS, file=SUMMARY))
    return summary_from(folder, content)


def read_record(folder: Path) -> Record:
    """Read a record and make sure that nobody altered it.

    Raises
    ------
    RecordError
        If a file is missing, is not what was written or not what the record gives, or the record does not fit itself:
        inputs that do not give the run's id, a result that does not fit its digest, another shape.
    """
    return record_from(folder, checked(folder))
