"""Other odds of the options of choices: a file ``{choice: {option: odds}}`` that a reviewer brings."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from criticality.errors import InputError, Problem
from criticality.files.messages import nearest
from criticality.files.yaml import read_document
from criticality.model.choice import Choice
from criticality.model.document import Code, Number

Odds = dict[str, dict[str, float]]
_ODDS: TypeAdapter[Any] = TypeAdapter(dict[Code, dict[Code, Annotated[Number, Field(ge=0)]]])


def read_odds(path: Path, choices: Sequence[Choice]) -> Mapping[str, Mapping[str, float]]:
    """Read the odds that are to hold in place of those recorded.

    Parameters
    ----------
    path
        The file.
    choices
        The choices of the run, as recorded.

    Raises
    ------
    InputError
        With every problem of the file: names nobody knows, an option raised from 0, a choice whose odds are all 0.
    """
    if not path.is_file():
        raise InputError([Problem(str(path), 1, None, "", "this file does not exist", "Check the spelling.")])
    read, marked, problems = read_document(path, _ODDS, str(path))
    found: Odds = read or {}
    known = {choice.code: choice for choice in choices}
    for code, odds in found.items():
        choice = known.get(code)
        if choice is None:
            message = f"the run has no choice {code!r}"
            problems.append(marked.problem((code,), message, nearest(code, known), at="key"))
            continue
        recorded = {option.code: option.odds for option in choice.options}
        for option, value in odds.items():
            if option not in recorded:
                message = f"{code} has no option {option!r}"
                problems.append(marked.problem((code, option), message, nearest(option, recorded), at="key"))
            elif recorded[option] == 0 and value > 0:
                message = f"{option!r} had odds of 0 in the run: it was not evaluated in combination with the others"
                hint = "Give it odds in the file of the choice, and run the assessment again."
                problems.append(marked.problem((code, option), message, hint))
        if not any({**recorded, **odds}.values()):
            message = f"the odds of every option of {code} would be 0: no answer would count"
            problems.append(marked.problem((code,), message, "Leave one above 0.", at="key"))
    if problems:
        raise InputError(problems)
    return found
