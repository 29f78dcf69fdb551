"""The digest of a run: SHA-256 of its inputs in canonical form. Loads no module of the method, so it is fast."""

import hashlib
import json
from collections.abc import Mapping

from criticality import __version__
from criticality.model.input_record import AssessmentEntry, JudgeEntry, RecordInputs, WeightsEntry
from criticality.model.record import RecordResult

FORMAT, FORMATS = 2, (1, 2)
"""The format of record.json that is written, and those that are read: 2 holds a digest of its result, 1 does not."""


def canonical_json(content: object) -> str:
    """JSON with sorted keys and without spaces; floats in their shortest exact form."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def object_json(texts: Mapping[str, str]) -> str:
    """The same for an object whose values are JSON already: a large value is encoded once, and alone in memory."""
    return "{" + ",".join(f"{canonical_json(key)}:{texts[key]}" for key in sorted(texts)) + "}"


def values_json(content: Mapping[str, object]) -> dict[str, str]:
    """Key → JSON of its value."""
    return {key: canonical_json(value) for key, value in content.items()}


def digest_of(inputs: RecordInputs, software: str = __version__) -> str:
    """SHA-256 of canonical inputs and software version; the paths of the files do not count."""
    counted = {key: value for key, value in _order_free(inputs).items() if key != "paths"}
    said = {"inputs": object_json(values_json(counted)), "software": canonical_json({"criticality": software})}
    return hashlib.sha256(object_json(said).encode("utf-8")).hexdigest()


def result_digest_of(result: RecordResult) -> str:
    """SHA-256 of the result in canonical form."""
    return digest_of_text(result_json(result))


def result_json(result: RecordResult) -> str:
    """The result in canonical form."""
    return object_json(values_json(result))


def digest_of_text(text: str) -> str:
    """SHA-256 of a text that is in canonical form already."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


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
