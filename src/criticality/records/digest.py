"""The digest of a run: one spelling of its inputs, and the hash of it. Reads records without loading the method."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from criticality import __version__


def canonical_json(content: Any) -> str:
    """JSON with sorted keys and no spare spaces; floats in their shortest exact form."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest_of(inputs: Mapping[str, Any], software: str = __version__) -> str:
    """SHA-256 of canonical inputs and software version; where the files stood is no input."""
    counted = {key: value for key, value in inputs.items() if key != "paths"}
    text = canonical_json({"inputs": _order_free(counted), "software": {"criticality": software}})
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _order_free(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Put the lists whose order means nothing into one order: candidates, criteria, judges, judgements."""
    assessment = dict(inputs["assessment"])
    for key in ("candidates", "criteria"):
        if isinstance(assessment[key], list):
            assessment[key] = sorted(assessment[key])
    weights = dict(inputs["weights"])
    if "judges" in weights:
        weights["judges"] = sorted((_judge(entry) for entry in weights["judges"]), key=canonical_json)
    return {**inputs, "assessment": assessment, "weights": weights}


def _judge(judge: Mapping[str, Any]) -> dict[str, Any]:
    groups = {name: sorted(said, key=canonical_json) for name, said in judge["comparisons"].items()}
    return {**judge, "comparisons": groups}
