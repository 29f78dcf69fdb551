"""What a list of runs shows of a record, kept beside it so that no record is opened for the list."""

from criticality.model.input_record import AssessmentEntry
from criticality.model.record import LifeEntry, Record, RecordSummary
from criticality.records.digest import canonical_json
from criticality.records.seal import sha256


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
    summary: RecordSummary = {
        "run_id": record["run_id"],
        "as_of": record["as_of"],
        "title": inputs["assessment"]["title"],
        "weights": inputs["weights"]["title"],
        "scenario": inputs["scenario"]["title"] if inputs["scenario"] else None,
        "software": record["software"],
        "candidates": len(result["candidates"]),
        "listed": sorted(row["mineral"] for row in result["ranking"] if row["listed"]),
        "parts": {name: sha256(canonical_json(part).encode())[:12] for name, part in parts.items()},
    }
    life = life_of(inputs["assessment"])
    return summary if life is None else {**summary, "life": life}


def life_of(plan: AssessmentEntry) -> LifeEntry | None:
    """Where a list stands; None for a draft that is to be reviewed by no day, as those of earlier versions are."""
    if "status" not in plan and "review_by" not in plan:
        return None
    life: LifeEntry = {"status": plan.get("status", "draft"), "country": plan["country"]}
    if "adopted" in plan:
        life["adopted"] = plan["adopted"]
    if "review_by" in plan:
        life["review_by"] = plan["review_by"]
    return life
