"""What a choice, and what an assessment says of choices, shows by its words alone."""

from collections.abc import Iterator

from criticality.choices.design import TooFewError, design_of, full_size
from criticality.errors import Problem
from criticality.files.choices.choice_files import file_of
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked
from criticality.model.assessment import Assessment
from criticality.model.choice import COLUMNS, Choice
from criticality.model.results import Choices
from criticality.text.message import Message


def choice_problems(choice: Choice, code: str, marked: Marked) -> Iterator[Problem]:
    """Problems of one choice by itself."""
    if choice.code != code:
        message = Message("checking.code_unlike_file", code=choice.code, file=code)
        yield marked.problem(("code",), message, Message("checking.choice_bears_code"))
    elif code in COLUMNS:
        message = Message("checking.code_of_column", code=code)
        yield marked.problem(("code",), message, Message("checking.another_code"))
    codes = [option.code for option in choice.options]
    for position, option in enumerate(choice.options):
        if option.code in codes[:position]:
            yield marked.problem(
                ("options", position, "code"),
                Message("checking.option_twice", option=option.code),
                Message("checking.options_differ"),
            )
        if position == 0 and option.change is not None:
            message = Message("checking.first_changes", option=option.code)
            hint = Message("checking.first_without_change")
            yield marked.problem(("options", 0, "change"), message, hint, at="key")
        if position and option.change is None:
            message = Message("checking.option_without_change", option=option.code)
            yield marked.problem(("options", position), message, Message("checking.add_change"))
        changes = [before.change for before in choice.options[:position]]
        if position and option.change is not None and option.change in changes:
            other = choice.options[changes.index(option.change)].code
            message = Message("checking.same_change", option=option.code, other=other)
            hint = Message("checking.change_one")
            yield marked.problem(("options", position, "change"), message, hint, at="key")
    yield from _odds_problems(choice, marked)


def _odds_problems(choice: Choice, marked: Marked) -> Iterator[Problem]:
    if not any(option.odds > 0 for option in choice.options):
        message = Message("checking.odds_all_zero")
        yield marked.problem(("options", 0, "odds"), message, Message("checking.first_odds"))
    elif choice.options[0].odds == 0:
        message = Message("checking.stated_odds_zero", option=choice.options[0].code)
        yield marked.problem(("options", 0, "odds"), message, Message("checking.odds_or_order"))
    odd = next((place for place, option in enumerate(choice.options) if option.odds not in (0.0, 1.0)), None)
    if not choice.crossed and odd is not None:
        message = Message("checking.odds_weigh_nothing")
        hint = Message("checking.say_crossed")
        yield marked.problem(("options", odd, "odds"), message, hint, severity="warning")


# ── the assessment ───────────────────────────────────────────────────────────


def assessment_problems(reading: Reading, assessment: Assessment) -> Iterator[Problem]:
    """Problems of what an assessment says of choices, and of ``--answer``."""
    marked, known = reading.marks[reading.paths["assessment"]], reading.choices.known
    named = () if isinstance(assessment.choices, str) else assessment.choices
    if not marked.content or "choices" not in marked.content:
        named = ()
    for position, code in enumerate(named):
        if code not in known:
            message = Message("checking.no_choice_file", choice=code, file=file_of(code))
            yield marked.problem(("choices", position), message, nearest(code, known))
        if code in named[:position]:
            yield marked.problem(
                ("choices", position), Message("checking.stands_twice", word=code), Message("checking.keep_one")
            )
    for code, option in assessment.answers.items():
        found = _answer_problem(reading, code, option)
        if found is None:
            continue
        key, message, hint = found
        if code in reading.answers_given:
            place = f"--answer {code}={reading.answers_given[code]}"
            yield Problem(place, 1, None, "", message, hint)
        else:
            yield marked.problem(("answers", code), message, hint, at=key)


def _answer_problem(reading: Reading, code: str, option: str) -> tuple[str, Message, Message] | None:
    """Where an answer is wrong (``key``: the choice, ``value``: the option), what is wrong, and a hint."""
    if code not in reading.choices.known:
        return (
            "key",
            Message("checking.no_choice_file", choice=code, file=file_of(code)),
            nearest(code, reading.choices.known),
        )
    choice = reading.choices.documents.get(code)
    if choice is None:
        return None
    codes = [entry.code for entry in choice.options]
    if option in codes:
        return None
    return "value", Message("checking.no_such_option", choice=code, option=option), nearest(option, codes)


def number_problems(reading: Reading, assessment: Assessment, chosen: Choices) -> Iterator[Problem]:
    """A number of combinations that cannot hold every pair of options."""
    asked = assessment.robustness.combinations
    if not chosen.considered:
        return
    try:
        design_of(assessment, chosen)
    except TooFewError as error:
        known = {choice.code: choice for choice in chosen.documents}
        size = full_size([known[code] for code in chosen.considered])
        message = Message("checking.too_few_combinations", asked=asked or 512)
        hint = Message("checking.combinations_hint", least=error.needed, size=size)
        marked = reading.marks[reading.paths["assessment"]]
        yield marked.problem(("robustness", "combinations"), message, hint)
