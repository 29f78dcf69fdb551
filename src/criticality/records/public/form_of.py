"""Whether a record holds confidential figures, or is the public form of one; what is said of it. Loads no figures."""

from criticality.model.record import Record, mineral_names
from criticality.text.message import Message
from criticality.text.named import Named


def is_public_form(record: Record) -> bool:
    """Whether a record is the public form of a run with confidential figures."""
    return "public_form_of" in record["inputs"].get("confidential", {})


def is_confidential(record: Record) -> bool:
    """Whether a record holds confidential figures, and so is not for publication."""
    return "tables" in record["inputs"].get("confidential", {})


def said_of_confidential(record: Record) -> Message | None:
    """Say that a record holds confidential figures, or of which run it is the public form; nothing of any other."""
    resting, names = record["result"].get("confidential"), mineral_names(record)
    entry = record["inputs"].get("confidential", {})
    if resting is None or "public_form_of" not in entry:
        return Message("confidential.holds") if is_confidential(record) else None
    concerned = sorted({cell["mineral"] for cell in resting["cells"]}) or resting["minerals"]
    named = [Named(mineral, names[mineral]) for mineral in concerned]
    run = entry["public_form_of"]["run_id"]
    return Message("confidential.is_public", run=run, n=len(resting["cells"]), minerals=tuple(named))
