"""The weights file that is asked for and that takes the answers, with the criteria that it weighs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from criticality.errors import InputError, Problem
from criticality.files.encoding import read_text
from criticality.files.load import WEIGHTS, Reading, leads_out, read_criteria
from criticality.files.messages import problems_of
from criticality.files.positions import Marked
from criticality.files.workspace import Workspace
from criticality.files.yaml import parse_marked
from criticality.model.assessment import Assessment
from criticality.model.criteria import Criterion, Dimension
from criticality.model.judgements import AhpWeights
from criticality.model.ratios import ends_of, middle_of
from criticality.questionnaires.questions import Questions, questions_of
from criticality.text.message import Message, sentence
from criticality.weighting.ahp import LARGEST_GROUP
from criticality.weighting.indices import RANDOM_INDICES
from criticality.weighting.vocabulary import word_problems

_NOBODY = {"name": "–", "comparisons": dict[str, object]()}
"""Stands in for the judges of a file whose list is still empty, while the rest of it is read."""


@dataclass(frozen=True)
class PanelFile:
    """A set of judged weights as it stands in its file, and what it weighs.

    Attributes
    ----------
    workspace, file, text
        Where it stands, and how it is written.
    marked, weights
        Its content with the place of everything, and as a document; `judges` may still be empty.
    criteria, dimensions, known
        Those of the assessment, and the codes of all criteria of the workspace.
    assessment
        The assessment whose criteria are asked about.
    """

    workspace: Workspace
    file: str
    text: str
    marked: Marked
    weights: AhpWeights
    criteria: tuple[Criterion, ...]
    dimensions: tuple[Dimension, ...]
    known: tuple[str, ...]
    assessment: Assessment

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.workspace.root / self.file

    @property
    def day(self) -> date:
        """The date of the assessment, which stands for every time of writing."""
        return self.assessment.date

    @property
    def own_words(self) -> dict[str, float]:
        """Words of the file for how much → the number, or the middle of the interval, that they stand for."""
        return {word: middle_of(ends_of(by, {})) for word, by in self.weights.words.items()}

    def questions(self, seed: int | None = None) -> Questions:
        """The questions that a judge of this file answers."""
        return questions_of(self.criteria, self.dimensions, seed)


def read_panel(workspace: Workspace, weights: str, start: Path, assessment: str | None = None) -> PanelFile:
    """Read a set of weights of the method ``ahp`` and the criteria that it weighs.

    Parameters
    ----------
    workspace, weights, start
        The file as it was named on the command line, from the folder `start`.
    assessment
        Whose criteria; by default those of the assessments that use the file, or else of all.

    Raises
    ------
    InputError
        If a file has problems, if the weights are not judged, or if assessments ask about different criteria.
    """
    file = workspace.find_file(weights, "weights", start)
    text, marked, document = read_judged(workspace, file)
    reading, chosen = _whose_criteria(workspace, file, start, assessment)
    criteria = tuple(criterion for criterion in reading.criteria.values() if criterion.role == "weighted")
    assert reading.dimensions is not None
    panel = PanelFile(
        workspace, file, text, marked, document, criteria, reading.dimensions, reading.known_criteria, chosen
    )
    _require_questions(panel)
    return panel


def read_judged(workspace: Workspace, file: str) -> tuple[str, Marked, AhpWeights]:
    """Read a set of weights of the method ``ahp``, whose list of judges may be empty."""
    if workspace.leads_out(workspace.root / file):
        raise InputError([leads_out(file)])
    text, problems = read_text(workspace.root / file, file)
    if text is None:
        raise InputError(problems)
    marked, problems = parse_marked(text, file)
    if problems:
        raise InputError(problems)
    document = judged(marked)
    if not isinstance(document, AhpWeights):
        method = marked.content.get("method")
        message = Message("asking.not_judged", method=method)
        raise InputError([marked.problem(("method",), message, Message("asking.write_ahp"))])
    return text, marked, document


def judged(marked: Marked) -> object:
    """Return the content of a weights file as a document; its list of judges may be empty."""
    content = marked.content
    empty = isinstance(content, dict) and content.get("method") == "ahp" and content.get("judges") in ([], None)
    try:
        if not (empty and isinstance(content, dict) and "judges" in content):
            return WEIGHTS.validate_python(content)
        document = WEIGHTS.validate_python({**content, "judges": [_NOBODY]})
    except ValidationError as error:
        raise InputError(problems_of(error, marked, WEIGHTS)) from error
    return document.model_copy(update={"judges": ()})


def _whose_criteria(workspace: Workspace, file: str, start: Path, assessment: str | None) -> tuple[Reading, Assessment]:
    if assessment is not None:
        named = [workspace.find_file(assessment, "assessments", start)]
    else:
        named = [workspace.relative(path) for path in workspace.documents("assessments")]
    found = [_criteria_of(workspace, name) for name in named]
    problems = [problem for reading, _ in found for problem in reading.problems if problem.severity == "error"]
    if problems or not found:
        nothing = Problem("assessments", 1, None, "", Message("files.no_assessment"), Message("asking.copy_assessment"))
        raise InputError(problems or [nothing])
    using = [entry for entry in found if entry[1] is not None and entry[1].weights == file] or found
    if len({_asked(reading) for reading, _ in using}) > 1:
        names = [reading.paths["assessment"] for reading, _ in using]
        message = Message("asking.differ", names=names)
        raise InputError([Problem(file, 1, None, "", message, Message("asking.name_assessment", name=names[0]))])
    reading, chosen = using[0]
    assert chosen is not None
    return reading, chosen


def _criteria_of(workspace: Workspace, name: str) -> tuple[Reading, Assessment | None]:
    reading = Reading(workspace, {"assessment": name})
    assessment: Assessment | None = reading.document(name, Assessment)
    if assessment is not None:
        read_criteria(reading, assessment.criteria if assessment.criteria == "all" else list(assessment.criteria))
    return reading, assessment


def _asked(reading: Reading) -> str:
    return questions_of(tuple(reading.criteria.values()), reading.dimensions or ()).digest


def _require_questions(panel: PanelFile) -> None:
    problems = list(_unaskable(panel))
    if problems:
        raise InputError(problems)


def _unaskable(panel: PanelFile) -> Iterator[Problem]:
    questions = panel.questions()
    if not questions.groups:
        yield Problem(panel.file, 1, None, "", Message("asking.nothing_to_ask"), Message("asking.weigh_two"))
    for finding in word_problems(panel.weights):
        yield panel.marked.problem(finding.path, finding.message, sentence(finding.hint or ""), at="key")
    for group in questions.groups:
        if len(group.items) > LARGEST_GROUP:
            title = RANDOM_INDICES[panel.weights.random_index].title
            message = Message("weighting.group_too_large", group=group.code, items=len(group.items), index=title)
            yield Problem(panel.file, 1, None, "judges", message, Message("weighting.split_dimension"))
