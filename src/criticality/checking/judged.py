"""What can be wrong with minerals judged in pairs: criteria, minerals, pairs said twice, loose parts, consistency."""

from collections.abc import Collection, Iterator
from math import exp

from criticality.errors import Problem, Severity
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.indicators.judged.in_pairs import Sentence, sentences_of, solved
from criticality.model.dataset import TABLES
from criticality.model.judgements import AhpWeights
from criticality.text.message import Message
from criticality.weighting.indices import gci_limit
from criticality.weighting.minerals.in_pairs import judged_codes, mineral_groups, priorities_of_minerals

TABLE = "judgements"
_LIMIT = 0.10
"""Consistency ratio that the residual variance is held against, as in a set of weights without `consistency_limit`."""
_ROUNDING = 1e-12


def judged_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of data/judgements.csv."""
    frame = reading.tables.get(TABLE)
    asked = [code for code, entry in reading.criteria.items() if entry.indicator == "judged"]
    said_in_table = set() if frame is None else set(frame["criterion"])
    yield from _nobody(reading, [code for code in asked if code not in said_in_table])
    if frame is None:
        return
    minerals = reading.tables.get("minerals")
    known = set(minerals["mineral"]) if minerals is not None else set()
    for criterion, line in frame.drop_duplicates("criterion")[["criterion", "line"]].itertuples(index=False):
        if criterion not in asked and f"criteria/{criterion}.yaml" in reading.marks and criterion in reading.criteria:
            message = Message("checking.not_judged", criterion=criterion)
            yield _problem(int(line), "criterion", message, Message("checking.make_it_judged"))
        elif criterion not in asked:
            yield _problem(
                int(line),
                "criterion",
                Message("checking.no_criterion_here", criterion=criterion),
                nearest(criterion, asked),
            )
    for criterion in asked:
        said = sentences_of(frame, criterion)
        yield from _sentence_problems(said, known)
        yield from _weight_problems(criterion, said)
        if said and (not known or all({each.more, each.than} <= known for each in said)):
            yield from _solution_problems(criterion, said)


def _nobody(reading: Reading, asked: list[str]) -> Iterator[Problem]:
    """Warn of criteria under which nobody compares minerals, in the table or in the weights."""
    weights, file = reading.weights, reading.paths.get("weights")
    if weights is None or file is None:
        return
    ahp = isinstance(weights, AhpWeights)
    given = mineral_groups(weights, asked)
    for code in asked:
        marked = reading.marks.get(f"criteria/{code}.yaml")
        if code not in given and marked is not None:
            message = Message("checking.nobody_judges", criterion=code)
            hint = Message("checking.judgements_in_table", method=weights.method)
            hint = Message("checking.let_judges_compare", criterion=code, file=file) if ahp else hint
            severity: Severity = "warning" if reading.has_file(TABLE) else "error"
            yield marked.problem(("indicator",), message, hint, severity=severity)


def _sentence_problems(said: list[Sentence], known: set[str]) -> Iterator[Problem]:
    seen: set[tuple[str, frozenset[str]]] = set()
    for each in sorted(said, key=lambda sentence: sentence.line):
        for column, mineral in (("more", each.more), ("than", each.than)):
            if known and mineral not in known:
                message = Message("checking.no_mineral_judged", mineral=mineral)
                yield _problem(each.line, column, message, nearest(mineral, known))
        pair = each.judge, frozenset((each.more, each.than))
        if each.more == each.than:
            message = Message("weighting.with_itself", item=each.more)
            yield _problem(each.line, "than", message, Message("checking.two_minerals"))
        elif pair in seen:
            message = Message("checking.judged_twice", judge=each.judge, more=each.more, than=each.than)
            yield _problem(each.line, "more", message, Message("weighting.keep_one_sentence"))
        seen.add(pair)


def _weight_problems(criterion: str, said: list[Sentence]) -> Iterator[Problem]:
    """Judges who weigh differently from row to row: each told once, at the first row that differs."""
    first: dict[str, Sentence] = {}
    told: set[str] = set()
    for each in sorted(said, key=lambda sentence: sentence.line):
        other = first.setdefault(each.judge, each)
        if each.weight != other.weight and each.judge not in told:
            told.add(each.judge)
            slots = {"judge": each.judge, "weight": each.weight, "other": other.weight, "line": other.line}
            message = Message("checking.weights_of_judge", criterion=criterion, **slots)
            yield _problem(each.line, "weight", message, Message("checking.one_weight_of_judge"))


def tops_outside(reading: Reading, candidates: Collection[str]) -> Iterator[Problem]:
    """Warn of judged scales whose 1 is a mineral that is no candidate; place and line are those of the criterion."""
    for code, values in _judged_values(reading).items():
        top = max(values, key=lambda mineral: (values[mineral], mineral))
        largest = max((value for mineral, value in values.items() if mineral in candidates), default=0.0)
        if top not in candidates and largest < values[top]:
            message = Message("checking.top_no_candidate", criterion=code, mineral=top, largest=largest)
            hint = Message("checking.top_is_meant")
            yield Problem(f"criteria/{code}.yaml", 1, None, "indicator", message, hint, "warning")


def _judged_values(reading: Reading) -> dict[str, dict[str, float]]:
    """Judged criterion → mineral → its value, of the table or of the judges of the weights."""
    frame, found = reading.tables.get(TABLE), dict[str, dict[str, float]]()
    if frame is not None:
        for code in judged_codes(reading.criteria.values()):
            logs = solved(sentences_of(frame, code)).logs
            found |= {code: {mineral: exp(log) for mineral, log in logs.items()}} if logs else {}
    if reading.weights is not None:
        given = priorities_of_minerals(reading.weights, reading.criteria.values())
        for criterion, rows in given.groupby("criterion") if given is not None else ():
            found[str(criterion)] = dict(zip(map(str, rows["mineral"]), map(float, rows["value"]), strict=True))
    return found


def _solution_problems(criterion: str, said: list[Sentence]) -> Iterator[Problem]:
    if any(each.more == each.than for each in said):
        return
    line, whole = min(each.line for each in said), solved(said)
    if not whole.tied:
        parts = " | ".join(", ".join(part) for part in whole.parts)
        message = Message("checking.judged_untied", criterion=criterion, parts=parts)
        yield _problem(line, "criterion", message, Message("weighting.tie_parts"))
        return
    for judge in sorted({each.judge for each in said}):
        own = [each for each in said if each.judge == judge]
        alone = solved(own)
        limit = gci_limit(len(alone.logs), _LIMIT)
        if alone.variance > limit + _ROUNDING:
            told = {"judge": judge, "criterion": criterion, "figure": alone.variance, "limit": limit}
            message, hint = Message("checking.judge_inconsistent", **told), Message("checking.think_again")
            yield _problem(min(each.line for each in own), "by", message, hint, severity="warning")
    limit = gci_limit(len(whole.logs), _LIMIT)
    if whole.variance > limit + _ROUNDING:
        message = Message("checking.judged_inconsistent", criterion=criterion, figure=whole.variance, limit=limit)
        yield _problem(line, "by", message, Message("checking.think_again"))


def _problem(line: int, column: str, message: Message, hint: Message, *, severity: Severity = "error") -> Problem:
    return Problem(TABLES[TABLE].path, line, None, column, message, hint, severity)
