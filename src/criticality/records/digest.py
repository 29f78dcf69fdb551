"""The digest of a run: SHA-256 of its inputs in canonical form. Loads no module of the method, so it is fast."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from criticality import __version__
from criticality.model.input_record import AssessmentEntry, JudgeEntry, RecordInputs, WeightsEntry
from criticality.model.record import RecordResult

FORMAT, FORMATS = 2, (1, 2)
"""The format of record.json that is written, and those that are read: 2 holds a digest of its result, 1 does not."""


Pieces = Sequence[str]
"""Canonical JSON in pieces that follow each other."""


def canonical_json(content: object) -> str:
    """JSON with sorted keys and without spaces; floats in their shortest exact form."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def pieces_of(content: Mapping[str, object]) -> Pieces:
    """The same as pieces, one for each key, which need not be joined to be digested or written."""
    return tuple(object_pieces({key: (canonical_json(value),) for key, value in content.items()}))


def object_pieces(values: Mapping[str, Pieces]) -> Iterator[str]:
    """The same of an object whose values are pieces already: a large value is encoded once."""
    for place, key in enumerate(sorted(values)):
        yield f"{',' if place else '{'}{canonical_json(key)}:"
        yield from values[key]
    yield "}" if values else "{}"


def digest_of_pieces(pieces: Iterable[str]) -> str:
    """SHA-256 of JSON in pieces, in hexadecimal digits."""
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece.encode("utf-8"))
    return found.hexdigest()


def digest_of(inputs: RecordInputs, software: str = __version__) -> str:
    """SHA-256 of canonical inputs and software version; the paths of the files do not count."""
    counted = {key: value for key, value in _order_free(inputs).items() if key != "paths"}
    said = {"inputs": pieces_of(counted), "software": pieces_of({"criticality": software})}
    return digest_of_pieces(object_pieces(said))


def result_digest_of(result: RecordResult) -> str:
    """SHA-256 of the result in canonical form."""
    return digest_of_pieces(pieces_of(result))


def _order_free(inputs: RecordInputs) -> RecordInputs:
    """Put the lists whose order means nothing into one order: candidates, criteria, judges, judgements."""
    plan = inputs["assessment"]
    assessment: AssessmentEntry = {
        **plan,
        "candidates": _sorted(plan["candidates"]),
        "criteria": _sorted(plan["criteria"]),
    }
    weights: WeightsEntry = {**inputs["weights"]}
    if "judges" in weights:
        weights["judges"] = sorted((_judge(entry) for entry in weights["judges"]), key=canonical_json)
    return {**inputs, "assessment": assessment, "weights": weights}


def _sorted(codes: str | list[str]) -> str | list[str]:
    return sorted(codes) if isinstance(codes, list) else codes


def _judge(judge: JudgeEntry) -> JudgeEntry:
    groups = {name: sorted(judgements, key=canonical_json) for name, judgements in judge["comparisons"].items()}
    return {**judge, "comparisons": groups}
