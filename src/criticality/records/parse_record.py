"""From the bytes of a record's files to a record that fits: its format, its shape, its identity, its result."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from criticality import __version__
from criticality.errors import RecordError, with_hint
from criticality.interchange.run_crate import CRATE, SealedFile, crate_text
from criticality.model.record import Record, RecordSummary
from criticality.records.csv_tables import csv_tables
from criticality.records.digest import FORMAT, FORMATS, canonical_json, digest_of, result_digest_of
from criticality.records.index import RECORD, SUMMARY
from criticality.records.reading.first_difference import first_difference_in_text
from criticality.records.reading.shape import misfit, short_row
from criticality.records.reading.strict_json import parse
from criticality.records.run_summary import summary_of
from criticality.records.seal import OWN_SUMS, SUMS, broken, own_files, read_sums, sha256
from criticality.text.message import Message, joined

_VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})")
_RUN_ID = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}")
_FIRST_SEALED = (0, 3, 0)
"""The version that began to write a digest of the result (format 2)."""


def record_from(folder: Path, files: Mapping[str, bytes]) -> Record:
    """Read a record from the bytes that `seal.checked` returned.

    Raises
    ------
    RecordError
        Naming the file, the place in it, and what does not fit.
    """
    try:
        content = parse(files[RECORD])
    except ValueError as error:
        raise broken(folder, _in(RECORD, error.args[0])) from error
    _refuse_other_software(folder, content)
    found = misfit(content, Record)
    record: Record = content
    wrong = _in(RECORD, found) if found else next(_faults(folder, record), None)
    if wrong is None:
        wrong = next(_other_files(folder, record, files), None)
    if wrong:
        raise broken(folder, wrong)
    return record


def _refuse_other_software(folder: Path, content: object) -> None:
    """Refuse a format or a version that this software does not know, before anything is expected of the rest."""
    said = content if isinstance(content, dict) else {}
    form, software = said.get("format"), said.get("software")
    version = software.get("criticality") if isinstance(software, dict) else None
    match = _VERSION.match(version) if isinstance(version, str) else None
    if type(form) is not int or match is None:
        raise broken(folder, _in(RECORD, Message("records.no_format")))
    numbers, own = (tuple(map(int, each.groups())) for each in (match, _VERSION.match(__version__)) if each)
    if form not in FORMATS or numbers > own:
        known = joined([str(each) for each in FORMATS], "and")
        slots = {"format": form, "version": version, "own": __version__, "known": known}
        what = _in(RECORD, Message("records.other_format", **slots))
        message = Message("records.of_run", run=folder.name, what=what)
        raise RecordError(with_hint(message, Message("records.other_format_hint")))
    if (form == FORMAT) != (numbers >= _FIRST_SEALED):
        what = Message("records.format_not_of_version", version=version, format=form)
        raise broken(folder, _in(RECORD, what))


def _in(file: str, what: str) -> Message:
    return Message("records.in_file", file=file, what=what)


def _faults(folder: Path, record: Record) -> Iterator[str]:
    """What does not fit inside record.json, whose shape is right."""
    short = short_row(record)
    if short:
        yield _in(RECORD, short)
    inputs = record["inputs"]
    if not _is_date(record["as_of"]) or record["as_of"] != inputs["assessment"]["as_of"]:
        yield _in(RECORD, Message("records.as_of", date=record["as_of"][:40]))
    digest = digest_of(inputs, record["software"]["criticality"])
    if digest != record["digest"] or record["run_id"] != f"{record['as_of']}-{digest[:8]}":
        yield _in(RECORD, Message("records.other_id"))
    if folder.name != record["run_id"] and (folder.parent.name == "runs" or _RUN_ID.fullmatch(folder.name)):
        yield Message("records.folder_name", name=folder.name, file=RECORD, run=record["run_id"])
    if record["format"] == FORMAT and result_digest_of(record["result"]) != record.get("result_digest"):
        yield _in(RECORD, Message("records.result_digest"))
    yield from _loose_ends(record)


def _loose_ends(record: Record) -> Iterator[str]:
    """What the result says of minerals, dimensions and tiers that the inputs do not have."""
    result, inputs = record["result"], record["inputs"]
    ranked = [row["mineral"] for row in result["ranking"]]
    if sorted(ranked) != sorted(result["candidates"]) or len(set(ranked)) < len(ranked):
        yield _in(RECORD, Message("records.candidates_once"))
    dimensions = {entry["code"] for entry in inputs["dimensions"]}
    tiers = {tier["name"] for tier in inputs["assessment"]["rule"]["tiers"]} | {"not_listed", "insufficient"}
    for place, row in enumerate(result["ranking"]):
        if not dimensions <= row["dimensions"].keys() or row["tier"] not in tiers:
            yield _in(RECORD, Message("records.ranking_loose", place=place))
    criteria = {entry["code"] for entry in inputs["criteria"]}
    for place, cell in enumerate(result["indicators"]):
        if cell["criterion"] not in criteria or cell["mineral"] not in set(ranked):
            yield _in(RECORD, Message("records.indicator_loose", place=place))


def _other_files(folder: Path, record: Record, files: Mapping[str, bytes]) -> Iterator[str]:
    """Tables and summary that are not what record.json gives, and two seals that do not say the same."""
    texts = {f"tables/{name}": text for name, text in csv_tables(record).items()}
    texts[SUMMARY] = canonical_json(summary_of(record)) + "\n"
    for name, text in sorted(texts.items()):
        if name not in files:
            yield Message("records.not_named", sums=SUMS, file=name)
            continue
        found = first_difference_in_text(files[name], text.encode("utf-8"), is_json=name == SUMMARY)
        if found:
            yield Message("records.not_given", file=name, record=RECORD, found=found)
    yield from _other_crate(record, files)
    if record["format"] == FORMAT:
        sums = read_sums(folder, SUMS)
        if OWN_SUMS not in sums:
            yield Message("records.not_named", sums=SUMS, file=OWN_SUMS)
        elif read_sums(folder, OWN_SUMS) != {name: sums[name] for name in own_files(sums)}:
            yield Message("records.seals_differ", own=OWN_SUMS, sums=SUMS)


def _other_crate(record: Record, files: Mapping[str, bytes]) -> Iterator[str]:
    """A crate that is not what the record gives; another version may say it in other words."""
    if CRATE in files and record["software"]["criticality"] == __version__:
        described = {name: SealedFile(len(text), sha256(text)) for name, text in files.items() if name != CRATE}
        text = crate_text(record, described).encode("utf-8")
        if found := first_difference_in_text(files[CRATE], text, is_json=True):
            yield Message("records.not_given", file=CRATE, record=RECORD, found=found)


def summary_from(folder: Path, content: bytes) -> RecordSummary:
    """Read a summary for a list of runs.

    Raises
    ------
    RecordError
        Naming the place in it, and what does not fit.
    """
    try:
        summary = parse(content)
    except ValueError as error:
        raise broken(folder, _in(SUMMARY, error.args[0])) from error
    found = misfit(summary, RecordSummary)
    if found is None and summary["run_id"] != folder.name:
        raise broken(folder, _in(SUMMARY, Message("records.summary_of_other", run=summary["run_id"][:40])))
    if found:
        raise broken(folder, _in(SUMMARY, found))
    read: RecordSummary = summary
    return read


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
