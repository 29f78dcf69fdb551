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
from criticality.text.message import Message

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
                    message = Message("checking.no_mineral", mineral=code)
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

_FOLLOWS = frozenset({"checking.no_own_row_up_to", "checking.later_day", "checking.later_year"})
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
        message = Message("checking.year_too_early", year=year, first=min(years), last=max(years))
        return [marked.problem(("reference_year",), message, Message("checking.write_list_year"))]
    if years and year > max(years) + _STALE:
        message = Message("checking.year_too_late", year=year, years=_STALE, newest=max(years))
        return [marked.problem(("reference_year",), message, Message("checking.write_figures_year"))]
    if plan.date.year < year:
        message = Message("checking.day_before_year", day=plan.date, year=year)
        return [marked.problem(("as_of",), message, Message("checking.write_later_day"))]
    if plan.date.year > year + FAR:
        message = Message("checking.day_far_after", day=plan.date, years=FAR, year=year)
        return [marked.problem(("as_of",), message, Message("checking.mend_day_or_year"))]
    return []


def without_years(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems without those that follow from a reference year or a day that cannot be meant."""
    return [problem for problem in problems if problem.where not in _OF_YEARS and problem.code not in _FOLLOWS]


def _twice(codes: Sequence[str], key: str, marked: Marked) -> Iterator[Problem]:
    for position, code in enumerate(codes):
        if code in codes[:position]:
            yield marked.problem(
                (key, position), Message("checking.stands_twice", word=code), Message("checking.keep_one")
            )


def _candidate_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    minerals = reading.tables.get("minerals")
    if minerals is None:
        return
    assessed = dict(zip(minerals["mineral"], minerals["candidate"], strict=True))
    if assessment.candidates == "all":
        if not any(assessed.values()):
            yield marked.problem(
                ("candidates",), Message("checking.nobody_is_candidate"), Message("checking.mark_some")
            )
        return
    yield from _twice(assessment.candidates, "candidates", marked)
    for position, code in enumerate(assessment.candidates):
        place = ("candidates", position)
        if code not in assessed:
            yield marked.problem(place, Message("checking.no_mineral", mineral=code), nearest(code, assessed))
        elif not assessed[code]:
            hint = Message("checking.write_yes_there")
            yield marked.problem(place, Message("checking.is_no_candidate", mineral=code), hint)


def _criterion_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    if assessment.criteria != "all":
        yield from _twice(assessment.criteria, "criteria", marked)
        for position, code in enumerate(assessment.criteria):
            if code not in reading.known_criteria:
                message = Message("checking.no_criterion_file", criterion=code)
                yield marked.problem(("criteria", position), message, nearest(code, reading.known_criteria))
    elif not reading.known_criteria:
        yield marked.problem(("criteria",), Message("checking.criteria_empty"), Message("checking.one_file_each"))
    broken = any(problem.file.startswith("criteria/") for problem in reading.problems)
    if reading.criteria and not broken and not any(c.role == "weighted" for c in reading.criteria.values()):
        yield marked.problem(("criteria",), Message("checking.all_screening"), Message("checking.weigh_one"))


def _method_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    for position, method in enumerate(assessment.also_rank_by):
        if method in NEVER_DONE:
            message = Message("checking.method_not_done", method=method, why=Message(NEVER_DONE[method]))
            hint = Message("checking.take_method_out", method=method)
            yield marked.problem(("also_rank_by", position), message, hint, severity="warning")
        elif method not in KNOWN_METHODS:
            message = Message("checking.no_method", method=method)
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
            message = Message("checking.method_needs_scale", method=needing[0])
            hint = Message("checking.add_scale_or_rank", n=len(RAW_METHODS), methods=" or ".join(RAW_METHODS))
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
        hint = Message("checking.without_judgements_hint")
        return marked.problem(("robustness", "weight_draw"), Message("checking.judgements_need_ahp"), hint)
    message = Message("checking.nothing_to_draw", assessment=assessment)
    hint = Message("checking.ask_for_no_draws", assessment=assessment)
    return reading.marks[weights].problem(("method",), message, hint)


def _twice_in(factors: Sequence[str], marked: Marked) -> Iterator[Problem]:
    for position, factor in enumerate(factors):
        if factor in factors[:position]:
            yield marked.problem(
                ("robustness", "vary", position),
                Message("checking.stands_twice", word=factor),
                Message("checking.keep_one_short"),
            )
