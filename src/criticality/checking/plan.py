"""What can be wrong with the assessment itself: candidates, criteria, methods, robustness."""

import re
from collections.abc import Iterable, Iterator, Sequence

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked, Path
from criticality.model.assessment import Assessment
from criticality.ranking.kernels import METHODS
from criticality.ranking.panel import KNOWN_METHODS, NEVER_DONE

_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
_STALE = 10
RAW_METHODS = tuple(name for name, method in METHODS.items() if not method.needs_scale)


def plan_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of the assessment's own entries."""
    assessment = reading.assessment
    if assessment is None:
        return
    marked = reading.marks[reading.paths["assessment"]]
    yield from _candidate_problems(reading, assessment, marked)
    yield from _criterion_problems(reading, assessment, marked)
    yield from _method_problems(reading, assessment, marked)
    yield from _robustness_problems(reading, assessment, marked)


def unread_problems(reading: Reading) -> Iterator[Problem]:
    """What documents that could not be read name and nobody knows: told at once with what is wrong with their keys."""
    minerals = reading.tables.get("minerals")
    for key, found in (("assessment", reading.assessment), ("scenario", reading.scenario)):
        marked = reading.marks.get(reading.paths.get(key, ""))
        if found is None and marked is not None and minerals is not None:
            known = set(minerals["mineral"])
            for place, code in _named_minerals(marked.content, ()):
                if code not in known and _CODE.match(code):
                    message = f"there is no mineral {code!r} in data/minerals.csv"
                    yield marked.problem(place, message, nearest(code, known))


def _named_minerals(content: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Codes of minerals in a document, by the keys under which they stand."""
    if isinstance(content, list):
        for position, value in enumerate(content):
            yield from _named_minerals(value, (*path, position))
    for key, value in content.items() if isinstance(content, dict) else ():
        items = value if isinstance(value, list) else []
        if key in ("candidates", "minerals"):
            yield from (((*path, key, at), code) for at, code in enumerate(items) if isinstance(code, str))
        elif key == "mineral" and isinstance(value, str):
            yield (*path, key), value
        else:
            yield from _named_minerals(value, (*path, key))


FAR = 20
"""Years between the reference year and the day of the list from which one of the two must be wrong."""

_AGED = ("production", "mineral_properties", "trade", "governance", "sectors")
_LEAST_READ = 0.05
"""Share of the dated figures that a reference year must leave to be read."""

_FOLLOWS = re.compile(r"up to the reference year|lies after (that|the day) of the list")
_OF_YEARS = frozenset({"year", "grade", "confirmed.on", "list_date"})


def date_problems(reading: Reading) -> list[Problem]:
    """The one problem of a reference year or a day that cannot be meant, at its key; nothing where both may be."""
    plan = reading.assessment
    if plan is None:
        return []
    marked, year = reading.marks[reading.paths["assessment"]], plan.reference_year
    stated = [reading.tables[name]["year"].dropna() for name in _AGED if name in reading.tables]
    years = [int(found) for column in stated for found in column]
    if years and sum(found <= year for found in years) < _LEAST_READ * len(years):
        message = f"the reference year {year} is before nearly every figure: "
        message += f"those of data/ are of {min(years)} to {max(years)}"
        return [marked.problem(("reference_year",), message, "Later figures are not read: write the year of the list.")]
    if years and year > max(years) + _STALE:
        message = f"the reference year {year} is more than {_STALE} years after the newest figure, of {max(years)}"
        return [marked.problem(("reference_year",), message, "Write the year that the figures are of.")]
    if plan.date.year < year:
        message = f"the day of the list, {plan.date}, is before the reference year {year}"
        return [marked.problem(("as_of",), message, "Write a day of that year or of a later one.")]
    if plan.date.year > year + FAR:
        message = f"the day of the list, {plan.date}, is more than {FAR} years after the reference year {year}"
        return [marked.problem(("as_of",), message, "Mend the day or the reference year.")]
    return []


def without_years(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems without those that follow from a reference year or a day that cannot be meant."""
    return [problem for problem in problems if problem.where not in _OF_YEARS and not _FOLLOWS.search(problem.message)]


def _twice(codes: Sequence[str], key: str, marked: Marked) -> Iterator[Problem]:
    for position, code in enumerate(codes):
        if code in codes[:position]:
            yield marked.problem((key, position), f"{code!r} stands here twice", "Keep one of them.")


def _candidate_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    minerals = reading.tables.get("minerals")
    if minerals is None:
        return
    assessed = dict(zip(minerals["mineral"], minerals["candidate"], strict=True))
    if assessment.candidates == "all":
        if not any(assessed.values()):
            yield marked.problem(("candidates",), "data/minerals.csv has no row with candidate yes", "Mark some.")
        return
    yield from _twice(assessment.candidates, "candidates", marked)
    for position, code in enumerate(assessment.candidates):
        place = ("candidates", position)
        if code not in assessed:
            yield marked.problem(place, f"there is no mineral {code!r} in data/minerals.csv", nearest(code, assessed))
        elif not assessed[code]:
            hint = "Write yes there, or take the mineral out of this list."
            yield marked.problem(place, f"{code!r} is no candidate: data/minerals.csv says candidate no", hint)


def _criterion_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    if assessment.criteria != "all":
        yield from _twice(assessment.criteria, "criteria", marked)
        for position, code in enumerate(assessment.criteria):
            if code not in reading.known_criteria:
                message = f"there is no criterion {code!r}: criteria/{code}.yaml does not exist"
                yield marked.problem(("criteria", position), message, nearest(code, reading.known_criteria))
    elif not reading.known_criteria:
        yield marked.problem(("criteria",), "criteria/ has no criterion", "Write one file per criterion.")
    broken = any(problem.file.startswith("criteria/") for problem in reading.problems)
    if reading.criteria and not broken and not any(c.role == "weighted" for c in reading.criteria.values()):
        yield marked.problem(("criteria",), "no criterion carries weight: all are screening", "Weigh at least one.")


def _method_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    for position, method in enumerate(assessment.also_rank_by):
        if method in NEVER_DONE:
            message = f"{method} is not done: {NEVER_DONE[method]}"
            hint = f"Take {method} out of also_rank_by."
            yield marked.problem(("also_rank_by", position), message, hint, severity="warning")
        elif method not in KNOWN_METHODS:
            message = f"there is no ranking method {method!r}"
            yield marked.problem(("also_rank_by", position), message, nearest(method, KNOWN_METHODS))
    yield from _twice(assessment.also_rank_by, "also_rank_by", marked)
    yield from scale_problems(reading, assessment)


def scale_problems(reading: Reading, assessment: Assessment) -> Iterator[Problem]:
    """Criteria without a scale that the methods of an assessment need, each at its file."""
    needing = [name for name in (assessment.method, *assessment.also_rank_by) if name not in RAW_METHODS]
    if not needing:
        return
    for code, criterion in reading.criteria.items():
        if criterion.role == "weighted" and criterion.scale is None:
            message = f"the criterion has no scale, but {needing[0]} works on scaled values"
            hint = f"Add «scale: {{kind: linear, zero_at: …, one_at: …}}», or rank by {' or '.join(RAW_METHODS)} alone."
            yield reading.marks[f"criteria/{code}.yaml"].problem((), message, hint, at="inside")


def _robustness_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    plan = assessment.robustness
    ahp = reading.weights is None or reading.weights.method == "ahp"
    if plan.draws > 0 and "weights" in plan.vary and plan.weight_draw == "judgements" and not ahp:
        yield _judgements_missing(reading, marked)
    yield from _twice_in(plan.vary, marked)


def _judgements_missing(reading: Reading, marked: Marked) -> Problem:
    """Say that there are no judgements to draw: at the weights, where these are not those that the assessment names."""
    assessment, weights = reading.paths["assessment"], reading.paths["weights"]
    named = marked.content.get("weights") if isinstance(marked.content, dict) else None
    if named is None or named == weights:
        hint = "Write weight_draw: dirichlet or uniform, take weights out of vary, or set draws: 0."
        return marked.problem(("robustness", "weight_draw"), "weight_draw: judgements needs AHP weights", hint)
    message = f"these weights have no judgements, but {assessment} draws judgements (weight_draw)"
    hint = f"Ask for 0 draws with them, or write weight_draw: dirichlet or uniform in {assessment}."
    return reading.marks[weights].problem(("method",), message, hint)


def _twice_in(factors: Sequence[str], marked: Marked) -> Iterator[Problem]:
    for position, factor in enumerate(factors):
        if factor in factors[:position]:
            yield marked.problem(("robustness", "vary", position), f"{factor!r} stands here twice", "Keep one.")
