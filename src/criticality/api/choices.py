"""The choices of a workspace, and those of a run with what they move, as recorded or under other odds."""

from pathlib import Path
from typing import TYPE_CHECKING

from criticality.errors import RecordError, with_hint
from criticality.files.workspace import Workspace
from criticality.model.record import Record
from criticality.model.robustness_record import ChoicesRecord
from criticality.text.message import Message

if TYPE_CHECKING:
    from criticality.model.choice import Choice


def choices_of_workspace(workspace: Workspace) -> "tuple[Choice, ...]":
    """Read every choice of a workspace for its first assessment.

    Raises
    ------
    InputError
        With every problem of the assessment and its choices.
    """
    from criticality.checking.check import load_inputs

    if not workspace.documents("choices"):
        return ()
    files = [workspace.relative(path) for path in workspace.documents("assessments")]
    file = files[0] if files else workspace.find_assessment(None, Path.cwd())
    inputs = load_inputs(workspace, file, {"choices": "all"}, cells=False)
    return () if inputs.choices is None else inputs.choices.documents


def choices_of_run(record: Record, odds: Path | None = None) -> ChoicesRecord | None:
    """What the choices of a run move, as recorded or under the odds of a file; None where it considered no choice.

    Raises
    ------
    RecordError
        If odds are given, and the run considered no choice or made no draws that they could weigh.
    InputError
        With every problem of the file of odds.
    """
    found = record["result"].get("choices")
    if odds is None:
        return found
    from criticality.choices.reweighing import reweighed
    from criticality.files.choices.odds import read_odds
    from criticality.records.restore import inputs_from

    chosen = inputs_from(record).choices
    if chosen is None or found is None or not found["p"]:
        code = "api.odds_without_choice" if found is None else "api.odds_without_draws"
        message = Message(code, run=record["run_id"])
        raise RecordError(with_hint(message, Message("api.run_with_choices")))
    known = {choice.code: choice for choice in chosen.documents}
    choices = [known[code] for code in chosen.considered]
    return reweighed(found, choices, read_odds(odds, choices))


def as_object(found: ChoicesRecord | None) -> dict[str, object]:
    """The object that ``criticality choices RUN --json`` prints."""
    if found is None:
        return {"design": None, "choices": [], "minerals": {}, "core": [], "outer": []}
    return {
        "design": dict(found["design"]),
        "choices": [
            {
                "code": row["code"],
                "question": row["question"],
                "crossed": row["crossed"],
                "options": row["options"],
                "memberships_moved": len(row["moved"]),
                "moved": row["moved"],
                "share_of_variance": row["share_of_variance"],
                "share_error": row["share_error"],
            }
            for row in found["choices"]
        ],
        "minerals": {
            row["mineral"]: {name: value for name, value in row.items() if name != "mineral"}
            for row in found["minerals"]
        },
        "core": found["core"],
        "outer": found["outer"],
    }
