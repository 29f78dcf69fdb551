"""What becomes of the inputs under an option: nothing, a table that does not hold, a list that cannot be decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from criticality.checking.evidence import evidence_problems
from criticality.choices.answered import Variants
from criticality.choices.design import Design, design_of
from criticality.choices.evaluate import undecidable
from criticality.deciding import Decider
from criticality.errors import InputError, Problem
from criticality.files.choices.choice_files import changes_of, file_of
from criticality.files.load import Reading
from criticality.files.positions import Path
from criticality.files.tables import evidence_problems as row_problems
from criticality.model.choice import Option
from criticality.model.dataset import TABLES, Dataset
from criticality.model.judgements import AhpWeights
from criticality.model.results import Choices, ChoiceTable, Inputs
from criticality.model.rows.confidential_rows import FAR as CONFIDENTIAL_LINES
from criticality.scenarios.options import answered
from criticality.scenarios.replaced_rows import key_of, with_rows
from criticality.text.message import Message

_FAR = 10_000_000
"""Added to the lines of rows of an option's file while they stand in a table of data/, to tell them apart."""


def effect_problems(reading: Reading, inputs: Inputs, chosen: Choices) -> Iterator[Problem]:
    """Problems that show once each option is applied alone.

    Parameters
    ----------
    reading
        Without problems of its own.
    inputs
        Before any option.
    chosen
        The choices and their files.
    """
    told_before = set(map(_cause, evidence_problems(reading)))
    checked: set[str] = set()
    for choice in chosen.documents:
        for place, option in changes_of(choice):
            assert option.change is not None
            found = []
            for file in (option.change.tables or {}).values():
                if file not in checked:
                    checked.add(file)
                    found += list(_of_table(reading, file, chosen.tables[file], told_before))
            where = file_of(choice.code), (*place,)
            found += found or list(_of_option(reading, inputs, option, chosen, where))
            yield from found


def _cause(problem: Problem) -> tuple[str, ...]:
    return problem.file, problem.where, problem.message


def _of_table(reading: Reading, file: str, rows: ChoiceTable, told_before: set[tuple[str, ...]]) -> Iterator[Problem]:
    """What does not hold in a table once the rows of a file stand in it, told at the row of the file."""
    table = TABLES[rows.table]
    marked_rows = ChoiceTable(rows.table, rows.frame.assign(line=rows.frame["line"] + _FAR))
    frame = _with_lines(reading.dataset, marked_rows)
    for record in frame[frame["line"].between(_FAR + 1, CONFIDENTIAL_LINES - 1)].to_dict("records"):
        plain: dict[str, Any] = {str(name): cell for name, cell in record.items()}
        yield from row_problems({**plain, "line": plain["line"] - _FAR}, table, file)
    for problem in evidence_problems(replace(reading, tables={**reading.tables, rows.table: frame})):
        if _cause(problem) in told_before or problem.file != table.path:
            continue
        line = problem.line - _FAR if problem.line > _FAR else int(rows.frame["line"].max())
        yield replace(problem, file=file, line=line)


def _with_lines(dataset: Dataset, rows: ChoiceTable) -> pd.DataFrame:
    """A table with the rows of a file put in; those have the lines of the file."""
    frame = with_rows(dataset, rows).tables[rows.table]
    lines = dict(zip(key_of(rows.frame, TABLES[rows.table].key), rows.frame["line"].tolist(), strict=True))
    keys = key_of(frame, TABLES[rows.table].key)
    return frame.assign(line=[lines.get(key, line) for key, line in zip(keys, frame["line"].tolist(), strict=True)])


def _of_option(
    reading: Reading, inputs: Inputs, option: Option, chosen: Choices, where: tuple[str, Path]
) -> Iterator[Problem]:
    """An option that changes nothing, or whose change cannot be made."""
    marked = reading.marks[where[0]]
    try:
        changed = answered(inputs, [option], chosen)
    except InputError as error:
        yield from error.problems
        return
    if same_content(inputs, changed):
        message = Message("checking.option_like_that", option=option.code)
        yield marked.problem(where[1], message, Message("checking.change_something"), at="key")
    elif not _can_be_drawn(inputs, changed):
        assessment = reading.paths["assessment"]
        message = Message("checking.nothing_to_draw", assessment=assessment)
        hint = Message("checking.name_judged_weights", assessment=assessment)
        yield marked.problem((*where[1], "assessment", "weights"), message, hint)


def _can_be_drawn(inputs: Inputs, changed: Inputs) -> bool:
    """Whether the weights of an option have the judgements that the assessment draws."""
    plan = inputs.assessment.robustness
    drawn = plan.draws > 0 and "weights" in plan.vary and plan.weight_draw == "judgements"
    return not drawn or changed.weights is inputs.weights or isinstance(changed.weights, AhpWeights)


def same_content(one: Inputs, other: Inputs) -> bool:
    """Whether two inputs have the same documents and tables, whatever the lines of their files."""
    documents = ("assessment", "criteria", "weights", "dimensions")
    if any(getattr(one, name) != getattr(other, name) for name in documents):
        return False
    first, second = one.dataset.tables, other.dataset.tables
    return first.keys() == second.keys() and all(
        first[name] is second[name] or _bare(first[name], second[name]) for name in first
    )


def _bare(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    columns = [name for name in other.columns if name != "line"]
    filled = one.assign(**{name: "" for name in columns if name not in one})
    return bool(filled[columns].reset_index(drop=True).equals(other[columns].reset_index(drop=True)))


# ── every combination ────────────────────────────────────────────────────────


def combination_problems(reading: Reading, inputs: Inputs) -> Iterator[Problem]:
    """Combinations that cannot be decided: options alone first, and of combinations the first of each cause.

    Parameters
    ----------
    inputs
        Under the stated answers, with their choices.
    """
    if inputs.choices is None or not inputs.choices.considered:
        return
    design, variants, decide = design_of(inputs.assessment, inputs.choices), Variants(inputs), Decider()
    told: set[str] = set()
    failed: list[Mapping[str, str]] = []
    alone = list(dict.fromkeys(design.alone.values()))
    for row in (*alone, *(row for row in range(len(design.options)) if row not in alone)):
        answers = design.answers(row)
        if any(bad.items() <= answers.items() for bad in failed):
            continue
        try:
            decide.ranked(variants.inputs(answers))
        except InputError as error:
            first = undecidable(design, row, error).problems[0]
            failed.append(_deviating(design, row))
            cause = next(problem.message for problem in error.problems)
            if cause not in told:
                told.add(cause)
                yield _located(reading, design, row, first)


def _deviating(design: Design, row: int) -> dict[str, str]:
    stated = design.answers(design.stated)
    return {code: option for code, option in design.answers(row).items() if stated[code] != option}


def _located(reading: Reading, design: Design, row: int, problem: Problem) -> Problem:
    """The problem at the line of the option that comes last in the combination."""
    others = _deviating(design, row)
    if not others:
        return problem
    code = list(others)[-1]
    choice = next(entry for entry in design.choices if entry.code == code)
    place = [option.code for option in choice.options].index(others[code])
    line, column = reading.marks[file_of(code)].key_at(("options", place, "change"))
    return replace(problem, line=line, column=column, where=f"options[{place + 1}].change")


__all__: Sequence[str] = ["combination_problems", "effect_problems", "same_content"]
