"""What can be wrong with weights stated as numbers: one number per criterion, or per item of each group."""

from collections.abc import Iterator, Mapping, Sequence

from criticality.model.judgements import DirectWeights
from criticality.text.kept import note
from criticality.text.message import Message
from criticality.text.spelling import nearest
from criticality.weighting.finding import Finding, Path
from criticality.weighting.meant_codes import CodeReading, Codes, did_you_mean, read_criterion, read_item
from criticality.weighting.panel import DIMENSIONS

SUM_TOLERANCE = 1e-6
_ROUNDING = 1e-12


def direct_problems(weights: DirectWeights, codes: Codes) -> Iterator[Finding]:
    """Yield the findings of weights stated as numbers."""
    if weights.by_group:
        yield from _by_group(weights, codes)
        return
    stated: dict[str, float] = {}
    ignored: dict[str, float] = {}
    for code, weight in weights.of_criteria.items():
        reading = read_criterion(code, codes)
        yield from _read(("weights", code), code, weight, reading, (weights.of_criteria, stated, ignored))
    missing = [code for code in codes.active if code not in stated]
    for code in missing:
        yield Finding(("weights",), Message("weighting.no_weight", criterion=code), Message("weighting.write_zero"))
    amiss = list(_sums(("weights",), weights, stated, ignored, missing))
    yield from amiss
    if not amiss and not missing and not _left_over(stated, weights.leave_out, codes):
        yield Finding(("leave_out",), Message("weighting.all_left_out"), Message("weighting.leave_weight_in"))


def _by_group(weights: DirectWeights, codes: Codes) -> Iterator[Finding]:
    """Findings of weights by group: every group of several items has a number for each of them."""
    groups = {code: items for code, items in codes.groups.items() if len(items) > 1}
    meant: set[str] = set()
    for group, numbers in weights.by_group.items():
        if group != DIMENSIONS and group not in codes.dimensions:
            hint = did_you_mean(group, (DIMENSIONS, *codes.dimensions))
            yield Finding(("weights", group), Message("weighting.unknown_group", group=group), hint)
            meant.add(nearest(group, groups) or group)
            continue
        stated: dict[str, float] = {}
        ignored: dict[str, float] = {}
        for code, weight in numbers.items():
            reading = read_item(group, code, codes)
            yield from _read(("weights", group, code), code, weight, reading, (numbers, stated, ignored))
        items = codes.groups.get(group, ())
        missing = [code for code in items if code not in stated]
        for code in missing:
            message = Message("weighting.no_weight_in", item=code, group=group)
            yield Finding(("weights", group), message, Message("weighting.write_zero"))
        if items and not missing:
            yield from _sums(("weights", group), weights, stated, ignored, missing)
    for group, items in groups.items():
        if group not in weights.by_group and group not in meant:
            message = Message("weighting.group_without_numbers", group=group)
            hint = Message("weighting.state_group", group=group, items=list(items))
            yield Finding(("weights",), message, hint)
        numbers = weights.by_group.get(group, {})
        kept = [item for item in items if item not in weights.leave_out]
        if set(items) <= set(numbers) and kept and kept != [*items] and not any(numbers[item] for item in kept):
            yield Finding(("leave_out",), Message("weighting.all_left_out"), Message("weighting.leave_weight_in"))


def _read(
    path: Path,
    code: str,
    weight: float,
    reading: CodeReading,
    found: tuple[Mapping[str, float], dict[str, float], dict[str, float]],
) -> Iterator[Finding]:
    """Enter one number into what is stated or what is ignored; a misspelt code stands for the nearest without one."""
    written, stated, ignored = found
    if reading.message:
        yield Finding(path, reading.message, reading.hint)
    if reading.ignored:
        ignored[code] = weight
        message = Message("weighting.weight_ignored", criterion=code, why=reading.ignored)
        yield Finding(path, message, severity="warning")
    elif reading.code is not None and (reading.code == code or reading.code not in written):
        stated[reading.code] = weight


def _sums(
    path: Path,
    weights: DirectWeights,
    stated: Mapping[str, float],
    ignored: Mapping[str, float],
    missing: Sequence[str],
) -> Iterator[Finding]:
    """Findings of the sum of numbers that belong together."""
    total = sum(sorted(stated.values()))
    aside = [f"{code} {weight:g}" for code, weight in ignored.items()]
    if weights.normalise and total == 0 and not missing:
        yield Finding(path, Message("weighting.all_zero"), Message("weighting.give_weight"))
    elif weights.normalise and total != 0 and not adds_up(total):
        message = note("weighting.rescaled", total=float(f"{total:.9g}"))
        if ignored:
            message = note("weighting.rescaled_without", total=float(f"{total:.9g}"), ignored=aside)
        place: Path = ("normalise",) if len(path) == 1 else path
        yield Finding(place, message, Message("weighting.rescaling_is_meant"), severity="warning")
    elif not weights.normalise and abs(total - 1.0) > SUM_TOLERANCE:
        message = Message("weighting.sum_no_whole", total=f"{total:.9g}")
        if ignored:
            message = Message("weighting.sum_no_whole_without", total=f"{total:.9g}", ignored=aside)
        yield Finding(path, message, Message("weighting.not_rescaled"))


def adds_up(total: float) -> bool:
    """Whether weights add up to 1 but for rounding: then there is nothing to rescale."""
    return abs(total - 1.0) <= _ROUNDING


def _left_over(stated: Mapping[str, float], leave_out: Sequence[str], codes: Codes) -> float:
    """The weight of the criteria that no dimension above them leaves out."""
    return sum(weight for code, weight in stated.items() if not set(codes.tree.path_to(code)) & {*leave_out})
