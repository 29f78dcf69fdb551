"""What a file of a workspace means, in sentences: for who did not write it, or wants to be sure that it was read so."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from criticality.files.load import DIMENSIONS_FILE, SOURCES_FILE, WEIGHTS
from criticality.files.tables import read_table
from criticality.files.workspace import Workspace
from criticality.files.yaml import read_document
from criticality.indicators.table import INDICATORS
from criticality.model.assessment import Assessment, Condition, SourceThreshold, Tier
from criticality.model.choice import Choice
from criticality.model.criteria import Criterion, Dimension, Scale, TargetScale
from criticality.model.dataset import TABLES
from criticality.model.document import Source, Text
from criticality.model.judgements import AhpWeights, DirectWeights
from criticality.model.results import AnyWeights
from criticality.model.scenario import Scenario
from criticality.text.language import current_language
from criticality.text.message import Message, is_known, joined

_DIMENSIONS: TypeAdapter[tuple[Dimension, ...]] = TypeAdapter(tuple[Dimension, ...])
_SOURCES: TypeAdapter[dict[str, Source]] = TypeAdapter(dict[str, Source])
_Kind = tuple[Any, Callable[[Any], Iterator[Message]]]
"""What a document is, and what says it in words."""
_FOLDERS = ("assessments", "criteria", "weights", "scenarios", "choices")


def explained(workspace: Workspace, file: str) -> list[Message]:
    """Return what a file says, sentence by sentence; one that has errors is told as such, and `check` says which.

    Parameters
    ----------
    file
        Path relative to the workspace.
    """
    table = next((table for table in TABLES.values() if table.path == file), None)
    if table is not None:
        return _table(workspace, table.name)
    kind, words = _kind_of(file)
    if kind is None:
        return [Message("explained.unknown")]
    document, _, problems = read_document(workspace.root / file, kind, file)
    if document is None:
        return [Message("explained.has_errors", n=len(problems))]
    return list(words(document))


def files_of(workspace: Workspace) -> list[str]:
    """Return the files that `explained` knows, in the order in which a planner reads them."""
    documents = [workspace.relative(path) for folder in _FOLDERS for path in workspace.documents(folder)]
    tables = [table.path for table in TABLES.values() if (workspace.root / table.path).is_file()]
    sources = [SOURCES_FILE] if (workspace.root / SOURCES_FILE).is_file() else []
    return [*documents, *sources, *tables]


def _kind_of(file: str) -> _Kind:
    folder = file.rpartition("/")[0]
    if file == DIMENSIONS_FILE:
        return _DIMENSIONS, _dimensions
    if file == SOURCES_FILE:
        return _SOURCES, _sources
    kinds: Mapping[str, _Kind] = {
        "assessments": (Assessment, _assessment),
        "criteria": (Criterion, _criterion),
        "weights": (WEIGHTS, _weights),
        "scenarios": (Scenario, _scenario),
        "choices": (Choice, _choice),
    }
    return kinds.get(folder, (None, _nothing))


def _nothing(_document: object) -> Iterator[Message]:
    yield from ()


def _in_language(text: Text) -> str:
    return text.to("zh-Hant" if current_language() == "zh-Hant" else "en")


def _dimensions(dimensions: tuple[Dimension, ...]) -> Iterator[Message]:
    names = [f"{_in_language(each.title)} ({each.code})" for each in dimensions]
    yield Message("explained.dimensions", n=len(dimensions), names=names)


def _sources(sources: Mapping[str, Source]) -> Iterator[Message]:
    publishers = sorted({source.publisher for source in sources.values()})
    yield Message("explained.sources", n=len(sources), publishers=len(publishers))


# ── tables ───────────────────────────────────────────────────────────────────


def _table(workspace: Workspace, name: str) -> list[Message]:
    table = TABLES[name]
    frame, problems = read_table(workspace.root / table.path, table, table.path)
    if frame is None:
        return [Message("explained.has_errors", n=sum(problem.severity == "error" for problem in problems))]
    known = f"explained.table_{name}"
    said = [Message(known if is_known(known) else "explained.table_other"), Message("explained.rows", n=len(frame))]
    for column, code in (
        ("mineral", "explained.minerals"),
        ("country", "explained.countries"),
        ("source", "explained.cited"),
    ):
        if column in frame and column != table.key[0] and len(frame):
            said.append(Message(code, n=int(frame[column].nunique())))
    if "year" in frame and frame["year"].notna().any():
        years = frame["year"].dropna()
        said.append(Message("explained.years", first=int(years.min()), last=int(years.max())))
    for column in ("value", "value_usd"):
        if column in frame and frame[column].isna().any():
            said.append(Message("explained.without_figure", n=int(frame[column].isna().sum())))
    readers = sorted(code for code, indicator in INDICATORS.items() if name in indicator.tables)
    if readers:
        said.append(Message("explained.read_by", indicators=readers))
    return said


# ── documents ────────────────────────────────────────────────────────────────


def _criterion(criterion: Criterion) -> Iterator[Message]:
    title = _in_language(criterion.title)
    if criterion.question is not None:
        yield Message("explained.asks", title=title, question=_in_language(criterion.question))
    known = {"indicator": criterion.indicator, "unit": criterion.unit, "dimension": criterion.dimension}
    yield Message("explained.criterion", title=title, **known)
    scale, lowers = criterion.scale, criterion.direction == "lowers_criticality"
    if isinstance(scale, Scale):
        low, high = (scale.one_at, scale.zero_at) if lowers else (scale.zero_at, scale.one_at)
        anchors = {"low": f"{low:,.10g}", "high": f"{high:,.10g}", "unit": criterion.unit}
        yield Message("explained.scale_log" if scale.kind == "log" else "explained.scale", **anchors)
    elif isinstance(scale, TargetScale):
        yield Message("explained.target", best=[f"{end:g}" for end in dict.fromkeys(scale.target)])
    elif scale is not None:
        yield Message("explained.scale_of_kind", kind=scale.kind)
    else:
        yield Message("explained.no_scale")
    yield Message("explained.lowers" if lowers else "explained.raises")
    yield Message(f"explained.missing_{criterion.missing}")
    if criterion.role == "screening":
        yield Message("explained.screening")
    if criterion.confirmed is not None:
        yield Message("explained.confirmed", by=criterion.confirmed.by, on=str(criterion.confirmed.on))
    else:
        yield Message("explained.unconfirmed")


def _weights(weights: AnyWeights) -> Iterator[Message]:
    yield Message("explained.weights", title=_in_language(weights.title), status=Message(f"explained.{weights.status}"))
    if isinstance(weights, AhpWeights):
        pairs = sum(len(judged) for judge in weights.judges for judged in judge.comparisons.values())
        names = [judge.name for judge in weights.judges]
        yield Message("explained.panel", n=len(names), names=names, pairs=pairs)
        yield Message("explained.limit", limit=f"{weights.consistency_limit:g}")
    elif isinstance(weights, DirectWeights):
        shares = [f"{code} {weight:g}" for code, weight in weights.weights.items()]
        yield Message("explained.direct", shares=shares)
    else:
        yield Message(f"explained.method_{weights.method}")
    if weights.leave_out:
        yield Message("explained.leave_out", dimensions=list(weights.leave_out))


def _assessment(plan: Assessment) -> Iterator[Message]:
    title = _in_language(plan.title)
    yield Message(
        "explained.assessment", title=title, country=plan.country, year=plan.reference_year, day=str(plan.date)
    )
    for name, chosen in (("candidates", plan.candidates), ("criteria", plan.criteria)):
        if chosen == "all":
            yield Message(f"explained.all_{name}")
        else:
            yield Message(f"explained.some_{name}", n=len(chosen), codes=list(chosen))
    yield Message("explained.decides", method=plan.method, weights=plan.weights)
    yield Message("explained.because", because=_in_language(plan.rule.because))
    for tier in plan.rule.tiers:
        yield _tier(tier)
    for each in plan.rule.designations:
        slots = {"mineral": each.mineral, "tier": each.tier, "by": each.by, "on": str(each.on)}
        yield Message("explained.designation", because=_in_language(each.because), **slots)
    if plan.adopted is None:
        yield Message("explained.draft")
    else:
        by, act = (_in_language(text) for text in (plan.adopted.by, plan.adopted.act))
        yield Message(f"adopting.{plan.status}", day=str(plan.adopted.on), by=by, act=act)
    if plan.review_by is not None:
        yield Message("adopting.review_by", day=str(plan.review_by))
    if plan.scenario != "none":
        yield Message("explained.under", scenario=plan.scenario)
    draws = plan.robustness.draws
    if draws:
        yield Message("explained.draws", draws=draws, vary=list(plan.robustness.vary))
    else:
        yield Message("explained.no_draws")


def _tier(tier: Tier) -> Message:
    listed = Message("explained.listed" if tier.listed else "explained.not_listed")
    name = _in_language(tier.title) if tier.title is not None else tier.name
    if tier.designations_only:
        return Message("explained.tier_of_designations", name=name, listed=listed)
    conditions = [_condition(condition) for condition in tier.when]
    for entry in tier.any or ():
        conditions.append(Message("explained.or_else", conditions=[_condition(each) for each in entry.when]))
    return Message("explained.tier", name=name, listed=listed, conditions=joined(conditions, "semicolon"))


def _condition(condition: Condition) -> Message:
    if condition.top is not None:
        return Message("explained.top", of=condition.of, count=condition.top)
    stated = condition.at_least if condition.at_least is not None else condition.below
    figure = f"{stated.value:g}" if isinstance(stated, SourceThreshold) else f"{stated:g}"
    code = "explained.at_least" if condition.at_least is not None else "explained.below"
    return Message(code, of=condition.of, figure=figure)


def _scenario(scenario: Scenario) -> Iterator[Message]:
    kinds = [shock.kind for shock in scenario.shocks], [lever.kind for lever in scenario.levers]
    yield Message("explained.scenario", title=_in_language(scenario.title), shocks=len(kinds[0]), levers=len(kinds[1]))
    for each in (*scenario.shocks, *scenario.levers):
        yield Message("explained.because", because=_in_language(each.because))


def _choice(choice: Choice) -> Iterator[Message]:
    yield Message(
        "explained.choice", question=_in_language(choice.question), options=[option.code for option in choice.options]
    )
