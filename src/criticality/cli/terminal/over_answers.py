"""What the other answers to the choices make of a mineral, in a line for the terminal."""

from collections.abc import Mapping

from criticality.cli.terminal.titles import named
from criticality.model.record import Record
from criticality.model.robustness_record import ChoicesRecord, MineralResult
from criticality.text.message import Message, joined
from criticality.text.numbers import chance

_STANDINGS: Mapping[str, str] = {
    "firm": "answers.firm",
    "sound": "answers.sound",
    "contested": "answers.contested",
    "leaning_out": "answers.leaning_out",
    "out": "answers.out",
}


def standing(code: str | None) -> str:
    """Return the word for a standing over all answers; a dash where there is none."""
    return Message(_STANDINGS[code]) if code else "–"


def standing_of(record: Record, mineral: str) -> str | None:
    """P of a mineral as stated and over all answers, and what it hangs on; None if not assessed."""
    choices = record["result"].get("choices")
    row = None if choices is None else next(row for row in choices["minerals"] if row["mineral"] == mineral)
    if choices is None or row is None or row["standing"] is None:
        return None
    draws = choices["design"]["draws"]
    low, high = chance(row["p_lowest"], 1, draws), chance(row["p_highest"], 1, draws)
    mean = "" if row["p_all"] is None else Message("answers.mean", p=chance(row["p_all"], 1, draws))
    p = chance(row["p_listed"], 1, record["inputs"]["assessment"]["robustness"]["draws"])
    hangs, word = _hangs(choices, row), standing(row["standing"])
    return Message("answers.of_mineral", p=p, mean=mean, low=low, high=high, hangs=hangs, standing=word)


def _hangs(choices: ChoicesRecord, row: MineralResult) -> str:
    questions = {choice["code"]: named(choice["question"]) for choice in choices["choices"]}
    on = [Message("answers.question", code=code, question=questions[code]) for code in row["hangs_on"]]
    return Message("answers.hangs", on=joined(on, "semicolon")) if on else ""


def summary_of(record: Record) -> str | None:
    """How many of the list stand whatever is answered; None where nothing was assessed."""
    choices = record["result"].get("choices")
    if choices is None or not choices["design"]["draws"]:
        return None
    listed = {row["mineral"] for row in record["result"]["ranking"] if row["listed"]}
    counts = dict.fromkeys(("firm", "sound", "contested"), 0)
    for row in choices["minerals"]:
        if row["mineral"] in listed and row["standing"] in counts:
            counts[row["standing"]] += 1
    each = joined([Message("answers.some", count=count, standing=standing(code)) for code, count in counts.items()])
    combinations, outer = len(choices["combinations"]), len(choices["outer"])
    return Message("answers.summary", combinations=combinations, standings=each, outer=outer)
