"""Put the choices that an assessment uses beside its inputs, and apply the answers it states."""

from collections.abc import Iterator
from dataclasses import replace

from criticality.checking.choices.applied import combination_problems, effect_problems
from criticality.checking.choices.changes import change_problems
from criticality.checking.choices.documents import assessment_problems, choice_problems, number_problems
from criticality.checking.choices.overlaps import overlap_problems
from criticality.errors import InputError, Problem
from criticality.files.choices.choice_files import file_of, read_choices
from criticality.files.load import Reading
from criticality.model.assessment import Assessment
from criticality.model.choice import Choice
from criticality.model.results import AnyWeights, Choices, ChoiceTable, Inputs
from criticality.scenarios.options import answered


def read_used(reading: Reading) -> None:
    """Read the choices that an assessment considers or answers; all there are where the assessment cannot be read."""
    plan = reading.assessment
    wanted = None if plan is None or plan.choices == "all" else [*_considered(plan), *plan.answers]
    reading.choices = read_choices(reading, wanted)


def _considered(plan: Assessment) -> tuple[str, ...]:
    return () if isinstance(plan.choices, str) else plan.choices


def document_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of the choices read, and of what the assessment says of them, by their words."""
    choices = reading.choices.documents
    for code, choice in choices.items():
        yield from choice_problems(choice, code, reading.marks[file_of(code)])
        if choice.code == code:
            yield from change_problems(reading, choice)
    named = tuple(choice for code, choice in choices.items() if choice.code == code)
    yield from overlap_problems(reading, named)
    if reading.assessment is not None:
        yield from assessment_problems(reading, reading.assessment)


def evaluation_problems(reading: Reading, inputs: Inputs, *, computed: bool) -> Iterator[Problem]:
    """Problems that show once options are applied; everything read must be in order.

    Without `computed`, the combinations are not decided: a run decides them anyway, and is refused there.
    """
    chosen = choices_of(reading, inputs)
    if chosen is None or reading.assessment is None:
        return
    found = [*effect_problems(reading, inputs, chosen), *number_problems(reading, reading.assessment, chosen)]
    yield from found
    if computed and not any(problem.severity == "error" for problem in found):
        yield from combination_problems(reading, with_answers(inputs, chosen))


def choices_of(reading: Reading, inputs: Inputs) -> Choices | None:
    """The choices that the run uses: those considered, and those answered by another option than the first."""
    plan, known = inputs.assessment, reading.choices.documents
    considered = tuple(sorted(known)) if plan.choices == "all" else tuple(c for c in _considered(plan) if c in known)
    answers = {
        code: option for code, option in plan.answers.items() if code in known and option != known[code].options[0].code
    }
    codes = [*considered, *sorted(set(answers) - set(considered))]
    if not codes:
        return None
    documents = tuple(known[code] for code in codes)
    return Choices(documents, considered, answers, *_files(reading, documents))


def _files(reading: Reading, documents: tuple[Choice, ...]) -> tuple[dict[str, ChoiceTable], dict[str, AnyWeights]]:
    """The tables and weights that the options of some choices name."""
    changes = [option.change for choice in documents for option in choice.options if option.change is not None]
    tables = {file for change in changes for file in (change.tables or {}).values()}
    tables |= {change.uses.donor for change in changes if change.uses is not None}
    weights = {change.assessment.weights for change in changes if change.assessment is not None}
    return (
        {file: rows for file, rows in reading.choices.tables.items() if file in tables},
        {file: found for file, found in reading.choices.weights.items() if file in weights},
    )


def with_choices(inputs: Inputs, reading: Reading) -> Inputs:
    """The inputs under the stated answers, with the choices that the run uses."""
    chosen = choices_of(reading, inputs)
    return inputs if chosen is None else with_answers(inputs, chosen)


def with_answers(inputs: Inputs, chosen: Choices) -> Inputs:
    """The inputs with the stated answers applied.

    Raises
    ------
    InputError
        If an answer cannot be applied.
    """
    if not chosen.answers:
        return replace(inputs, choices=chosen)
    options = [chosen.stated(choice) for choice in chosen.documents]
    return replace(answered(inputs, options, chosen), choices=replace(chosen, original=inputs))


__all__ = ["InputError", "document_problems", "evaluation_problems", "read_used", "with_choices"]
