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
from criticality.text.message import Message

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
        raise InputError(
            [Problem(str(path), 1, None, "", Message("files.does_not_exist"), Message("files.check_spelling"))]
        )
    read, marked, problems = read_document(path, _ODDS, str(path))
    found: Odds = read or {}
    known = {choice.code: choice for choice in choices}
    for code, odds in found.items():
        choice = known.get(code)
        if choice is None:
            message = Message("files.no_choice", code=code)
            problems.append(marked.problem((code,), message, nearest(code, known), at="key"))
            continue
        recorded = {option.code: option.odds for option in choice.options}
        for option, value in odds.items():
            if option not in recorded:
                message = Message("files.no_option", code=code, option=option)
                problems.append(marked.problem((code, option), message, nearest(option, recorded), at="key"))
            elif recorded[option] == 0 and value > 0:
                message = Message("files.odds_were_zero", option=option)
                hint = Message("files.give_odds")
                problems.append(marked.problem((code, option), message, hint))
        if not any({**recorded, **odds}.values()):
            message = Message("files.odds_all_zero", code=code)
            problems.append(marked.problem((code,), message, Message("files.leave_one"), at="key"))
    if problems:
        raise InputError(problems)
    return found
