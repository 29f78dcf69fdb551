"""What the other answers to the choices make of a mineral, in a line for the terminal."""

from collections.abc import Mapping

from criticality.model.record import Record
from criticality.model.robustness_record import ChoicesRecord, MineralResult
from criticality.text.numbers import chance
from criticality.text.phrases import in_both

STANDINGS: Mapping[str, str] = {
    "": "–",
    "firm": "穩固 firm",
    "sound": "堅實 sound",
    "contested": "有爭議 contested",
    "leaning_out": "傾向不列 leaning out",
    "out": "不列 out",
}


def standing_of(record: Record, mineral: str) -> str | None:
    """P of a mineral as stated and over all answers, and what it hangs on; None if not assessed."""
    choices = record["result"].get("choices")
    row = None if choices is None else next(row for row in choices["minerals"] if row["mineral"] == mineral)
    if choices is None or row is None or row["standing"] is None:
        return None
    span = f"from {chance(row['p_lowest'], 1)} to {chance(row['p_highest'], 1)}"
    mean = "" if row["p_all"] is None else f"mean over all answers {chance(row['p_all'], 1)}, "
    stated = f"P(listed) {chance(row['p_listed'], 1)} as stated"
    return f"{stated}; {mean}{span}{_hangs(choices, row)}; {STANDINGS[row['standing']]}"


def _hangs(choices: ChoicesRecord, row: MineralResult) -> str:
    questions = {choice["code"]: in_both(choice["question"], " · ") for choice in choices["choices"]}
    named = [f"{code} ({questions[code]})" for code in row["hangs_on"]]
    return f"; hangs on {'; '.join(named)}" if named else ""


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
    named = ", ".join(f"{count} {STANDINGS[name]}" for name, count in counts.items())
    over = f"over {len(choices['combinations'])} combinations of answers"
    return f"{over}, of the list: {named}; on it under some: {len(choices['outer'])}"
