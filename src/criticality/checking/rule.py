"""What can be wrong with the list rule: tiers, conditions, coverage, groups, designations."""

from collections.abc import Iterator

from criticality.errors import Problem
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked, Path
from criticality.model.assessment import RESERVED_TIERS, Assessment, Condition
from criticality.model.rows.hierarchy import hierarchy_of
from criticality.text.message import Message


def rule_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of the assessment's rule."""
    assessment = reading.assessment
    if assessment is None:
        return
    marked = reading.marks[reading.paths["assessment"]]
    yield from _tier_problems(assessment, marked)
    for position, tier in enumerate(assessment.rule.tiers):
        place: Path = ("rule", "tiers", position)
        for number, condition in enumerate(tier.when):
            yield from _condition_problems(reading, condition, (*place, "when", number), marked)
        for number, entry in enumerate(tier.any or ()):
            for within, condition in enumerate(entry.when):
                inside: Path = (*place, "any", number, "when", within)
                yield from _condition_problems(reading, condition, inside, marked)
    yield from _coverage_problems(reading, assessment, marked)
    yield from _group_problems(reading, assessment, marked)
    yield from _designation_problems(reading, assessment, marked)


def _tier_problems(assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    names = [tier.name for tier in assessment.rule.tiers]
    for position, name in enumerate(names):
        place: Path = ("rule", "tiers", position, "name")
        if name in RESERVED_TIERS:
            yield marked.problem(
                place, Message("checking.tier_reserved", tier=name), Message("checking.choose_another_name")
            )
        if name in names[:position]:
            yield marked.problem(place, Message("checking.tier_twice", tier=name), Message("checking.tiers_differ"))
    designated = {entry.tier for entry in assessment.rule.designations}
    for position, tier in enumerate(assessment.rule.tiers):
        if tier.designations_only and tier.name not in designated:
            message, hint = Message("checking.nobody_designated", tier=tier.name), Message("checking.designate")
            place = ("rule", "tiers", position, "designations_only")
            yield marked.problem(place, message, hint, severity="warning")
        elif tier.any is not None and len(tier.any) == 1:
            message = Message("checking.one_alternative")
            place = ("rule", "tiers", position, "any")
            yield marked.problem(place, message, Message("checking.write_under_when"), severity="warning")
    if not any(tier.listed for tier in assessment.rule.tiers):
        message = Message("checking.no_tier_listed")
        yield marked.problem(("rule", "tiers"), message, Message("checking.write_listed"), severity="warning")


def _condition_problems(reading: Reading, condition: Condition, place: Path, marked: Marked) -> Iterator[Problem]:
    if condition.top is not None:
        yield from _place_problems(reading, condition.top, (*place, "top"), marked)
    elif condition.in_own_unit:
        yield from _own_unit_problems(reading, condition, place, marked)
    elif not 0 <= condition.threshold <= 1:
        message = Message("checking.no_threshold", value=f"{condition.threshold:g}")
        hint = Message("checking.write_as_share")
        if condition.of in reading.criteria:
            hint = Message("checking.write_in_own_unit", value=f"{condition.threshold:g}")
        yield marked.problem((*place, condition.comparison), message, hint)
    if condition.of == "score" or reading.dimensions is None:
        return
    dimensions = [dimension.code for dimension in reading.dimensions]
    if condition.of in dimensions:
        yield from _dimension_problems(reading, condition.of, (*place, "of"), marked)
    elif condition.of in reading.criteria:
        if reading.criteria[condition.of].scale is None and not condition.in_own_unit:
            message = Message("checking.criterion_without_scale", criterion=condition.of)
            yield marked.problem((*place, "of"), message, Message("checking.add_scale", criterion=condition.of))
    elif f"criteria/{condition.of}.yaml" not in reading.marks:
        known = ["score", *dimensions, *reading.criteria]
        message = Message("checking.nothing_to_compare", word=condition.of)
        yield marked.problem((*place, "of"), message, nearest(condition.of, known))


def _place_problems(reading: Reading, top: int, place: Path, marked: Marked) -> Iterator[Problem]:
    """More places than there are candidates, so that the condition keeps nobody out."""
    assessment, minerals = reading.assessment, reading.tables.get("minerals")
    if assessment is None or minerals is None:
        return
    every = assessment.candidates == "all"
    count = int(minerals["candidate"].sum()) if every else len(assessment.candidates)
    if top >= count:
        message = Message("checking.as_many_places", top=top, count=count)
        yield marked.problem(place, message, Message("checking.fewer_places"), severity="warning")


def _own_unit_problems(reading: Reading, condition: Condition, place: Path, marked: Marked) -> Iterator[Problem]:
    """A threshold in the unit of a figure, of what has no figures."""
    where: Path = (*place, condition.comparison, "unit")
    if condition.of == "score":
        yield marked.problem(where, Message("checking.score_without_unit"), Message("checking.name_a_criterion"))
    elif reading.dimensions is not None and condition.of in {entry.code for entry in reading.dimensions}:
        message = Message("checking.dimension_without_unit", dimension=condition.of)
        yield marked.problem(where, message, Message("checking.name_a_criterion"))


def _dimension_problems(reading: Reading, dimension: str, place: Path, marked: Marked) -> Iterator[Problem]:
    tree = hierarchy_of(tuple(reading.criteria.values()), reading.dimensions or ())
    inside = [reading.criteria[code] for code in tree.criteria_of(dimension) if code in reading.criteria]
    unread = any(file.startswith("criteria/") and file[9:-5] not in reading.criteria for file in reading.marks)
    if not inside and not unread:
        message = Message("checking.dimension_empty", dimension=dimension)
        yield marked.problem(place, message, Message("checking.dimension_empty_hint"))
    elif any(criterion.scale is None for criterion in inside):
        message = Message("checking.dimension_without_score", dimension=dimension)
        yield marked.problem(place, message, Message("checking.dimension_without_score_hint"))


def _coverage_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    coverage = assessment.rule.coverage
    if coverage is None:
        return
    for position, code in enumerate(coverage.must_have):
        if code not in reading.criteria and f"criteria/{code}.yaml" not in reading.marks:
            place: Path = ("rule", "coverage", "must_have", position)
            message = Message("checking.no_criterion_here", criterion=code)
            yield marked.problem(place, message, nearest(code, reading.criteria))
    named = assessment.rule.tested(of_the_list=True)
    if coverage.at_least > 0 and reading.dimensions and not named & {entry.code for entry in reading.dimensions}:
        message = Message("checking.coverage_without_effect")
        hint = Message("checking.coverage_without_effect_hint")
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
            message = Message("checking.no_group", group=name)
            yield marked.problem(place, message, nearest(name, groups))
        if name in names[:position]:
            message = Message("checking.group_twice", group=name)
            yield marked.problem(place, message, Message("checking.keep_one"))


def _designation_problems(reading: Reading, assessment: Assessment, marked: Marked) -> Iterator[Problem]:
    tiers = [tier.name for tier in assessment.rule.tiers]
    minerals = reading.tables.get("minerals")
    assessed = None if minerals is None else dict(zip(minerals["mineral"], minerals["candidate"], strict=True))
    named = [entry.mineral for entry in assessment.rule.designations]
    for position, entry in enumerate(assessment.rule.designations):
        place: Path = ("rule", "designations", position)
        if entry.tier not in tiers:
            message = Message("checking.no_tier", tier=entry.tier)
            yield marked.problem((*place, "tier"), message, nearest(entry.tier, tiers))
        if entry.mineral in named[:position]:
            message = Message("checking.designated_twice", mineral=entry.mineral)
            yield marked.problem((*place, "mineral"), message, Message("checking.keep_one"))
        if assessed is None:
            continue
        if entry.mineral not in assessed:
            message = Message("checking.no_mineral", mineral=entry.mineral)
            yield marked.problem((*place, "mineral"), message, nearest(entry.mineral, assessed))
        elif not assessed[entry.mineral] or (
            assessment.candidates != "all" and entry.mineral not in assessment.candidates
        ):
            message = Message("checking.designated_no_candidate", mineral=entry.mineral)
            yield marked.problem((*place, "mineral"), message, Message("checking.designated_no_candidate_hint"))
