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

_ONE = "Options need different codes."


def choice_problems(choice: Choice, code: str, marked: Marked) -> Iterator[Problem]:
    """Problems of one choice by itself."""
    if choice.code != code:
        message = f"the code is {choice.code!r} but the file is called {code}.yaml"
        yield marked.problem(("code",), message, "The file of a choice bears its code.")
    elif code in COLUMNS:
        message = f"{code!r} is a column of tables/combinations.csv: no choice may have it as its code"
        yield marked.problem(("code",), message, "Give the choice and its file another code.")
    codes = [option.code for option in choice.options]
    for position, option in enumerate(choice.options):
        if option.code in codes[:position]:
            yield marked.problem(("options", position, "code"), f"a second option {option.code!r}", _ONE)
        if position == 0 and option.change is not None:
            message = f"{option.code!r} is the first option: it states the inputs as they are and changes nothing"
            hint = "Put an option without a change first, or take the change out."
            yield marked.problem(("options", 0, "change"), message, hint, at="key")
        if position and option.change is None:
            message = f"the option {option.code!r} changes nothing: it has no change"
            yield marked.problem(("options", position), message, "Add «change: {…}», or take the option out.")
        changes = [before.change for before in choice.options[:position]]
        if position and option.change is not None and option.change in changes:
            other = choice.options[changes.index(option.change)].code
            message = f"{option.code!r} makes the same change as {other!r}: one answer would count twice"
            yield marked.problem(("options", position, "change"), message, "Change one, or take it out.", at="key")
    yield from _odds_problems(choice, marked)


def _odds_problems(choice: Choice, marked: Marked) -> Iterator[Problem]:
    if not any(option.odds > 0 for option in choice.options):
        message = "the odds of every option are 0: no answer would count"
        yield marked.problem(("options", 0, "odds"), message, "Give the first option odds above 0.")
    elif choice.options[0].odds == 0:
        message = f"the odds of {choice.options[0].code!r} are 0, but it is the first option, the stated one"
        yield marked.problem(("options", 0, "odds"), message, "Give it odds above 0, or put another option first.")
    odd = next((place for place, option in enumerate(choice.options) if option.odds not in (0.0, 1.0)), None)
    if not choice.crossed and odd is not None:
        message = "the choice is not crossed, so these odds weigh nothing"
        hint = "Say crossed: true, or leave the odds out."
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
            message = f"there is no choice {code!r}: {file_of(code)} does not exist"
            yield marked.problem(("choices", position), message, nearest(code, known))
        if code in named[:position]:
            yield marked.problem(("choices", position), f"{code!r} stands here twice", "Keep one of them.")
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


def _answer_problem(reading: Reading, code: str, option: str) -> tuple[str, str, str] | None:
    """Where an answer is wrong (``key``: the choice, ``value``: the option), what is wrong, and a hint."""
    if code not in reading.choices.known:
        return (
            "key",
            f"there is no choice {code!r}: {file_of(code)} does not exist",
            nearest(code, reading.choices.known),
        )
    choice = reading.choices.documents.get(code)
    if choice is None:
        return None
    codes = [entry.code for entry in choice.options]
    if option in codes:
        return None
    return "value", f"{code} has no option {option!r}", nearest(option, codes)


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
        message = f"{asked or 512} combinations cannot hold every pair of options"
        hint = f"Write at least {error.needed}, or full ({size} combinations), or one_at_a_time."
        marked = reading.marks[reading.paths["assessment"]]
        yield marked.problem(("robustness", "combinations"), message, hint)
