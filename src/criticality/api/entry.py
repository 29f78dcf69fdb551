"""What would put a mineral on the list of a run, with the scenarios of the workspace as they stand today."""

from typing import Any

from criticality.api.minerals import mineral_code
from criticality.api.workspace import Workspace, open_folder
from criticality.errors import InputError
from criticality.model.record import Record
from criticality.text.language import MessageLanguage


def is_listed(record: Record, word: str) -> bool:
    """Whether the mineral that a word means is on the list of a run.

    Raises
    ------
    RecordError
        If the run has no such candidate.
    """
    code = mineral_code(record, word)
    return any(row["listed"] for row in record["result"]["ranking"] if row["mineral"] == code)


def ways_onto_list(
    workspace: Workspace, record: Record, word: str, language: MessageLanguage | None = None
) -> dict[str, Any]:
    """Return `criticality.policy.entry.ways.ways_onto` for a mineral of a run, with ``scenarios_not_read`` added.

    That is what is wrong with the scenarios of the workspace, none of which is then tried; empty where nothing is. It
    is said in `language`, or in that of the process.
    """
    from criticality.checking.scenarios import load_scenarios
    from criticality.policy.entry.ways import ways_onto
    from criticality.records.restore import inputs_from

    inputs, problems = inputs_from(record), ""
    try:
        scenarios, _ = load_scenarios(open_folder(workspace.path), inputs)
    except InputError as error:
        scenarios, problems = {}, error.said(language)
    return {**ways_onto(inputs, mineral_code(record, word), scenarios), "scenarios_not_read": problems}
