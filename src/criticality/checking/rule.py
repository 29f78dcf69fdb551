"""What can be wrong with the list rule: tiers, conditions, coverage, groups, designations."""

from collections.abc import Iterator

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked, Path
from criticality.model.assessment import RESERVED_TIERS, Assessment, Condition


def rule_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of the assessment's rule."""
    assessment = reading.assessment
    if assessment is None:
        return
    marked = reading.marks[reading.paths["assessment"]]
    yield from _tier_problems(assessment, marked)
    for position, tier in enumerate(assessment.rule.tiers):
        for number, condition in enumerate(tier.when):
            place: Path = ("rule", "tiers", position, "when", number)
            yield from _condition_problems(reading, condition, place, marked)
    yield from _coverage_problems(reading, assessment, marked)
    yield from _group_problems(reading, assessment, marked)
    yield from _designation_problems(reading, assessment, marked)


def _tier_problems(assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    names = [tier.name for tier in assessment.rule.tiers]
    for position, name in enumerate(names):
        place: Path = ("rule", "tiers", position, "name")
        if name in RESERVED_TIERS:
            yield marked.problem(place, f"the tier {name!r} is reserved", "Choose another name.")
        if name in names[:position]:
            yield marked.problem(place, f"a second tier {name!r}", "Tiers need different names.")
    if not any(tier.listed for tier in assessment.rule.tiers):
        message = "no tier is listed: the list would always be empty"
        yield marked.problem(("rule", "tiers"), message, "Write listed: true in one.", severity="warning")


def _condition_problems(reading: Reading, condition: Condition, place: Path, marked: Marked) -> Iterator[Problem]:
    if not 0 <= condition.threshold <= 1:
        key = "at_least" if condition.at_least is not None else "below"
        message = f"{condition.threshold:g} is no threshold: scores lie between 0 and 1"
        yield marked.problem((*place, key), message, "Write 45 % as 0.45.")
    if condition.of == "score" or reading.dimensions is None:
        return
    dimensions = [dimension.code for dimension in reading.dimensions]
    if condition.of in dimensions:
        yield from _dimension_problems(reading, condition.of, (*place, "of"), marked)
    elif condition.of in reading.criteria:
        if reading.criteria[condition.of].scale is None:
            message = f"the criterion {condition.of!r} has no scale to compare with"
            yield marked.problem((*place, "of"), message, f"Add a scale to criteria/{condition.of}.yaml.")
    elif f"criteria/{condition.of}.yaml" not in reading.marks:
        known = ["score", *dimensions, *reading.criteria]
        message = f"{condition.of!r} is neither score nor a dimension nor a criterion of this assessment"
        yield marked.problem((*place, "of"), message, nearest(condition.of, known))


def _dimension_problems(reading: Reading, dimension: str, place: Path, marked: Marked) -> Iterator[Problem]:
    inside = [c for c in reading.criteria.values() if c.dimension == dimension and c.role == "weighted"]
    unread = any(file.startswith("criteria/") and file[9:-5] not in reading.criteria for file in reading.marks)
    if not inside and not unread:
        message = f"the dimension {dimension!r} has no weighted criterion in this assessment"
        yield marked.problem(place, message, "Add a criterion to it, or drop the condition.")
    elif any(criterion.scale is None for criterion in inside):
        message = f"the dimension {dimension!r} has criteria without a scale, so it has no score"
        yield marked.problem(place, message, "Add the scales, or compare the score.")


def _coverage_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    coverage = assessment.rule.coverage
    if coverage is None:
        return
    for position, code in enumerate(coverage.must_have):
        if code not in reading.criteria and f"criteria/{code}.yaml" not in reading.marks:
            place: Path = ("rule", "coverage", "must_have", position)
            message = f"{code!r} is no criterion of this assessment"
            yield marked.problem(place, message, nearest(code, reading.criteria))
    named = {condition.of for tier in assessment.rule.tiers if tier.listed for condition in tier.when}
    if coverage.at_least > 0 and reading.dimensions and not named & {entry.code for entry in reading.dimensions}:
        message = "at_least has no effect: no listed tier names a dimension"
        hint = "Add a condition on a dimension, or list criteria under must_have."
        yield marked.problem(("rule", "coverage", "at_least"), message, hint, severity="warning")


def _group_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    minerals = reading.tables.get("minerals")
    if minerals is None:
        return
    groups = {group for group in minerals["group"] if group}
    names = [entry.group for entry in assessment.rule.groups]
    for position, name in enumerate(names):
        place: Path = ("rule", "groups", position, "group")
        if name not in groups:
            yield marked.problem(place, f"there is no group {name!r} in data/minerals.csv", nearest(name, groups))
        if name in names[:position]:
            yield marked.problem(place, f"a second rule for the group {name!r}", "Keep one of them.")


def _designation_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    tiers = [tier.name for tier in assessment.rule.tiers]
    minerals = reading.tables.get("minerals")
    assessed = None if minerals is None else dict(zip(minerals["mineral"], minerals["candidate"], strict=True))
    named = [entry.mineral for entry in assessment.rule.designations]
    for position, entry in enumerate(assessment.rule.designations):
        place: Path = ("rule", "designations", position)
        if entry.tier not in tiers:
            yield marked.problem((*place, "tier"), f"there is no tier {entry.tier!r}", nearest(entry.tier, tiers))
        if entry.mineral in named[:position]:
            yield marked.problem((*place, "mineral"), f"{entry.mineral!r} is designated twice", "Keep one of them.")
        if assessed is None:
            continue
        if entry.mineral not in assessed:
            message = f"there is no mineral {entry.mineral!r} in data/minerals.csv"
            yield marked.problem((*place, "mineral"), message, nearest(entry.mineral, assessed))
        elif not assessed[entry.mineral] or (
            assessment.candidates != "all" and entry.mineral not in assessment.candidates
        ):
            message = f"{entry.mineral!r} is designated but is no candidate of this assessment"
            yield marked.problem((*place, "mineral"), message, "Make it a candidate, or drop the designation.")
