"""A trial kept as files: the weights and the assessment that were looked at, copied as text with what was moved.

A draft is a new file beside the one that it is made from, whose comments and layout it keeps. It is never adopted: its
status is illustrative, nobody has confirmed it, and its title says what it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from criticality.desk.saving import FILE_NAME, Change
from criticality.desk.trying.controls import (
    AnyControl,
    DimensionControl,
    JudgementControl,
    NumberControl,
    threshold_key,
)
from criticality.desk.trying.live import DRAFT
from criticality.desk.trying.moved_inputs import weights_of
from criticality.desk.trying.tried import Trial
from criticality.errors import InputError, Problem
from criticality.files.editing.lists import quoted
from criticality.files.editing.values import with_values, without_key
from criticality.files.encoding import read_text
from criticality.files.load import WEIGHTS as WEIGHTS_KIND
from criticality.files.positions import Path
from criticality.files.workspace import Workspace
from criticality.files.yaml import parse_marked
from criticality.model.assessment import Assessment, Tier
from criticality.model.document import LANGUAGES, Text
from criticality.model.judgements import AhpWeights
from criticality.text.message import Message
from criticality.text.numbers import plain


@dataclass(frozen=True)
class Draft:
    """The new files of a trial, and the sentence that says what differs."""

    changes: tuple[Change, ...]
    sentence: str
    assessment: str
    weights: str


def draft_of(workspace: Workspace, trial: Trial, name: str, because: str) -> Draft:
    """Return the files in which a trial is kept.

    Parameters
    ----------
    name
        Of the files, without the ending of every draft.
    because
        The reason for what was moved; it stands at every judgement moved.

    Raises
    ------
    InputError
        If the name or the reason cannot be, nothing was moved, or a text could not be made.
    """
    problems = list(_refusals(workspace, trial, name, because))
    if problems:
        raise InputError(problems)
    moved, before = trial.moved, trial.base.inputs
    paths, weights_file, assessment_file = before.paths, "", ""
    changes = []
    if moved.weights is not before.weights:
        weights_file = f"weights/{name}{DRAFT}"
        changes.append(Change(weights_file, _weights_text(workspace, trial, paths["weights"], name, because)))
    if moved.assessment is not before.assessment or trial.answers:
        assessment_file = f"assessments/{name}{DRAFT}"
        used = weights_file or (trial.weights_file if trial.weights_file else "")
        changes.append(Change(assessment_file, _assessment_text(workspace, trial, paths["assessment"], name, used)))
    return Draft(tuple(changes), _sentence(trial, name), assessment_file, weights_file)


def _refusals(workspace: Workspace, trial: Trial, name: str, because: str) -> Iterator[Problem]:
    if not FILE_NAME.fullmatch(name):
        yield Problem("name", 1, None, "", Message("trying.no_name", name=name), Message("trying.name_hint"))
    elif any((workspace.root / folder / f"{name}{DRAFT}").exists() for folder in ("weights", "assessments")):
        yield Problem("name", 1, None, "", Message("trying.name_taken", name=name), Message("trying.name_hint"))
    if not because.strip():
        yield Problem("because", 1, None, "", Message("trying.no_reason"), Message("trying.reason_hint"))
    if not trial.controls.moved:
        yield Problem("name", 1, None, "", Message("trying.nothing_moved"), Message("trying.move_first"))
    yield from trial.refused


# ── the texts ────────────────────────────────────────────────────────────────


def _weights_text(workspace: Workspace, trial: Trial, file: str, name: str, because: str) -> str:
    stated, weights = trial.base.inputs.weights, trial.moved.weights
    values: dict[Path, str] = {("title",): _title(stated.title, name), ("status",): "illustrative"}
    if weights.leave_out != stated.leave_out:
        values["leave_out",] = _flow(list(weights.leave_out))
    for control in trial.controls.judgements:
        if control.moved:
            values |= dict(_judgement(trial, control, because))
    for share in trial.controls.shares:
        if share.moved:
            values |= {("weights", *share.path): share.word, ("normalise",): "true"}
    text = with_values(without_key(_text(workspace, file), "confirmed"), values)
    as_moved = weights_of(stated, trial.controls, _text_of(because), overruled=trial.moved.overruled)
    expected = as_moved.model_copy(
        update={"title": _titled(stated.title, name), "status": "illustrative", "confirmed": None}
    )
    _require(text, file, WEIGHTS_KIND, expected)
    return text


def _judgement(trial: Trial, control: JudgementControl, because: str) -> Iterator[tuple[Path, str]]:
    weights = trial.base.inputs.weights
    assert isinstance(weights, AhpWeights)  # other weights have no judgement to move
    judges = weights.judges
    judge = next(place for place, entry in enumerate(judges) if entry.name == control.judge)
    order = judges[judge].comparisons[control.group].index(control.judgement)
    changed, place = control.changed(), ("judges", judge, "comparisons", control.group, order)
    yield (*place, "more"), changed.more
    yield (*place, "than"), changed.than
    yield (*place, "by"), f"{changed.by:g}"
    yield (*place, "because"), quoted(because)


def _assessment_text(workspace: Workspace, trial: Trial, file: str, name: str, weights: str) -> str:
    stated, changed = trial.base.inputs.assessment, trial.moved.assessment
    values: dict[Path, str] = {("title",): _title(stated.title, name)}
    update: dict[str, object] = {"title": _titled(stated.title, name), "rule": changed.rule}
    if weights:
        values["weights",], update["weights"] = weights, weights
    if trial.answers:
        answers = {**stated.answers, **trial.answers}
        values["answers",], update["answers"] = _flow(answers), answers
    moved = {control.key: control.word for control in trial.controls.thresholds if control.moved}
    for tier_place, tier in enumerate(stated.rule.tiers):
        for place, condition in enumerate(tier.conditions):
            if threshold_key(condition) in moved:
                path: Path = ("rule", "tiers", tier_place, *_path_in(tier, place), condition.comparison)
                inner: Path = ("value",) if condition.in_own_unit else ()
                values[(*path, *inner)] = moved[threshold_key(condition)]
    text = with_values(_text(workspace, file), values)
    read, problems = parse_marked(_text(workspace, file), file)
    own = None if problems else Assessment.model_validate(read.content)
    _require(text, file, TypeAdapter(Assessment), None if own is None else own.model_copy(update=update))
    return text


def _path_in(tier: Tier, place: int) -> Path:
    """Where a condition of a tier stands: under `when`, or in one of the alternatives."""
    number = tier.alternative_of[place]
    order = [other for other in range(place) if tier.alternative_of[other] == number]
    return ("any", number - 1, "when", len(order)) if number else ("when", len(order))


def _text(workspace: Workspace, file: str) -> str:
    text, problems = read_text(workspace.root / file, file)
    if text is None or any(problem.severity == "error" for problem in problems):
        raise InputError(problems)
    return text


def _require(text: str, file: str, kind: TypeAdapter[Any], expected: object) -> None:
    """Refuse a text that does not say what was moved.

    Raises
    ------
    InputError
        If it does not: a fault of the program, which writes nothing.
    """
    marked, problems = parse_marked(text, file)
    if problems or kind.validate_python(marked.content) != expected:
        message, hint = Message("asking.not_as_answered"), Message("asking.report_this")
        raise InputError(problems or [Problem(file, 1, None, "", message, hint)])


def _titled(title: Text, name: str) -> Text:
    said = {
        language: Message("trying.draft_title", title=title.to(language), name=name).said(language)
        for language in LANGUAGES
    }
    return Text.model_validate(said)


def _title(title: Text, name: str) -> str:
    made = _titled(title, name)
    return f"{{en: {quoted(made.to('en'))}, zh-Hant: {quoted(made.to('zh-Hant'))}}}"


def _text_of(words: str) -> Text:
    return Text.model_validate({"en": words, "zh-Hant": words})


def _flow(value: Mapping[str, str] | list[str]) -> str:
    """A mapping or a list of codes as it is written on one line."""
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    return "{" + ", ".join(f"{key}: {word}" for key, word in value.items()) + "}"


def _sentence(trial: Trial, name: str) -> str:
    """What was moved, in one English sentence of codes, for the subject of a commit."""
    said = [_said(control) for control in trial.controls.moved]
    first = said[0] if len(said) == 1 else f"{said[0]} and {len(said) - 1} more"
    return f"draft {name}: {first}"


def _said(control: AnyControl) -> str:
    if isinstance(control, JudgementControl):
        changed = control.changed()
        return f"{control.judge}: {changed.more} over {changed.than} {control.stated_by} → {changed.by:g}"
    if isinstance(control, NumberControl):
        return f"{control.key[2:].partition('@')[0]} {plain(control.stated)} → {control.shown}"
    if isinstance(control, DimensionControl):
        return f"{control.code} {'counts' if control.now else 'left out'}"
    return f"{control.code}: {control.stated} → {control.now}"
