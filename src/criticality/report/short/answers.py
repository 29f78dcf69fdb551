"""What the list hangs on: the minerals whose place another answer to a choice would change, and the choices."""

from criticality.model.robustness_record import ChoicesRecord, MineralResult
from criticality.report.certainty import CONTESTED
from criticality.report.charts.choice_spans import choice_spans
from criticality.report.charts.drawing import Drawing
from criticality.report.facts import answer_number, choices_of, standing_text, width_of
from criticality.report.reader import Reader
from criticality.report.short.front import counts

WIDE = 0.1
"""A mineral off the list is shown where its P(listed) moves by at least this much over the answers."""


def answers(reader: Reader) -> dict[str, object] | None:
    """Return the page on the choices; None where the list was not decided again over any."""
    choices = choices_of(reader)
    if choices is None:
        return None
    every = shown(reader)
    rows = [row for row in every if width_of(row) >= WIDE]
    still = [reader.name(row["mineral"]) for row in every if width_of(row) < WIDE]
    return {
        "sentences": [counts(reader, choices), *_design(reader, choices), *_combined(reader, choices)],
        "chart": _chart(reader, rows),
        "unmoved": reader.words("short.answers.unmoved", n=len(still), names=reader.words.listing(still))
        if still
        else "",
        "choices": [
            {
                "number": number,
                "question": reader.words.text(choice["question"]),
                "options": [
                    {
                        "number": answer_number(reader, choice["code"], option["code"]),
                        "title": reader.words.text(option["title"]),
                        "stated": option["stated"],
                        "size": option["size"],
                        "entered": _named(reader, option["entered"]),
                        "left": _named(reader, option["left"]),
                    }
                    for option in choice["options"]
                ],
            }
            for number, choice in enumerate(choices["choices"], start=1)
        ],
    }


def shown(reader: Reader) -> list[MineralResult]:
    """Return the listed minerals, then those off the list whose P(listed) moves, each in the order of their lowest."""
    choices = choices_of(reader)
    if choices is None:
        return []
    listed = {row["mineral"] for row in reader.listed}
    assessed = [row for row in choices["minerals"] if row["p_lowest"] is not None and row["p_highest"] is not None]
    rows = [row for row in assessed if row["mineral"] in listed or width_of(row) >= WIDE]
    return sorted(
        rows, key=lambda row: (row["mineral"] not in listed, -(row["p_lowest"] or 0.0), -(row["p_highest"] or 0.0))
    )


def _chart(reader: Reader, rows: list[MineralResult]) -> Drawing | None:
    if not rows:
        return None
    chart = choice_spans(reader, rows, [_hangs(reader, row) for row in rows])
    listed = {row["mineral"] for row in reader.listed}
    on = sum(row["mineral"] in listed for row in rows)
    chart.finding = reader.words("short.answers.finding", n=len(rows), on=on, off=len(rows) - on)
    chart.alternative = reader.words("short.answers.alt", n=len(rows), finding=chart.finding)
    return chart


def _hangs(reader: Reader, row: MineralResult) -> str:
    """Return the numbers of the questions that a mineral hangs on, and its standing."""
    parts = (questions(reader, row), standing_text(reader, row["standing"] or ""))
    return reader.words("and").join(part for part in parts if part)


def questions(reader: Reader, row: MineralResult) -> str:
    """Return the questions that a mineral hangs on by their numbers in the table of answers; or nothing."""
    choices = choices_of(reader)
    codes = [choice["code"] for choice in choices["choices"]] if choices else []
    numbers = [reader.words("short.answers.each", number=codes.index(code) + 1) for code in row["hangs_on"]]
    return reader.words("short.answers.numbers", numbers=reader.words.listing(numbers)) if numbers else ""


def _design(reader: Reader, choices: ChoicesRecord) -> list[str]:
    """Say which questions are combined with one another, where not all are."""
    crossed = sum(choice["crossed"] for choice in choices["choices"])
    if crossed in (0, len(choices["choices"])):
        return []
    full = choices["design"]["full"]
    return [reader.words("short.answers.design", crossed=crossed, all=len(choices["choices"]), n=full)]


def _combined(reader: Reader, choices: ChoicesRecord) -> list[str]:
    """Name the contested minerals off the list that no single answer brings in, and the answers that come nearest."""
    listed = {row["mineral"] for row in reader.listed}
    alone = {mineral for choice in choices["choices"] for option in choice["options"] for mineral in option["entered"]}
    rows = [row for row in choices["minerals"] if row["standing"] == CONTESTED and row["mineral"] not in listed | alone]
    if not rows:
        return []
    names = reader.words.listing([reader.name(row["mineral"]) for row in rows])
    highest = max(rows, key=lambda row: row["p_highest"] or 0.0)
    return [reader.words("short.answers.combined", names=names, how=_how(reader, choices, highest))]


def _how(reader: Reader, choices: ChoicesRecord, row: MineralResult) -> str:
    """Return the answers, other than those taken, under which a mineral is listed most often, and how often."""
    answers = next(one["answers"] for one in choices["combinations"] if one["combination"] == row["highest_at"])
    taken = [
        reader.words(
            "short.answers.option",
            number=answer_number(reader, choice["code"], option["code"]),
            text=reader.words.text(option["title"]),
        )
        for choice in choices["choices"]
        for option in choice["options"]
        if option["code"] == answers.get(choice["code"]) and not option["stated"]
    ]
    return reader.words(
        "short.answers.combination",
        name=reader.name(row["mineral"]),
        p=reader.chance_over(row["p_highest"]),
        options=reader.words.listing(taken),
    )


def _named(reader: Reader, minerals: list[str]) -> str:
    return reader.words.listing([reader.name(mineral) for mineral in minerals]) or "–"
