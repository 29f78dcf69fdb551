"""The options of choices as changes of the inputs: data, criteria, weights, and keys of the assessment.

Kinds of change apply in the order of `criticality.model.choice.KINDS`; within a kind, the options in the order given.
Every function returns its argument itself where no option changes it, so that what is equal stays identical.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial, reduce
from typing import Any

import pandas as pd
from pydantic import ValidationError

from criticality.errors import InputError, Problem
from criticality.model.assessment import Assessment
from criticality.model.choice import Change, Option
from criticality.model.criteria import Criterion
from criticality.model.dataset import Dataset
from criticality.model.results import AnyWeights, Choices, Inputs
from criticality.scenarios.replaced_rows import with_rows
from criticality.scenarios.uses import adapt_uses
from criticality.text.message import Message

ON_DATA = ("tables", "uses", "sectors", "applications")
"""The kinds of change that concern the tables of data/."""


def answered(inputs: Inputs, options: Sequence[Option], files: Choices) -> Inputs:
    """Return the inputs under some options; candidates, templates and warnings stay.

    Parameters
    ----------
    inputs
        Before any option.
    options
        One of each choice, in the order in which the choices apply.
    files
        Holds the tables and weights that options name.
    """
    changed = replace(
        inputs,
        dataset=changed_dataset(inputs.dataset, options, files, inputs.assessment),
        criteria=changed_criteria(inputs.criteria, options),
        weights=changed_weights(inputs.weights, options, files),
        assessment=changed_assessment(inputs.assessment, options),
    )
    return with_order(changed, inputs)


def with_order(changed: Inputs, before: Inputs) -> Inputs:
    """The changed inputs with the order of publishers that their assessment states, if that is another than before."""
    order = changed.assessment.sources
    return changed if order == before.assessment.sources else changed.with_sources(order)


def changing(options: Sequence[Option], kinds: Sequence[str]) -> tuple[Option, ...]:
    """The options that have a change of one of the kinds, in their order."""
    return tuple(
        option
        for option in options
        if option.change is not None and any(getattr(option.change, kind) is not None for kind in kinds)
    )


def rewriting(options: Sequence[Option]) -> tuple[Option, ...]:
    """The options on which the data depend: changes of tables, and another reference year."""
    return tuple(option for option in options if changing((option,), ON_DATA) or _another_year(option) is not None)


def tables_needed(options: Iterable[Option], dataset: Dataset) -> dict[str, pd.DataFrame]:
    """The tables as data/ has them, of those that some options read with the rows that do not count as stated."""
    some = tuple(options)
    named = {name for option in some if option.change for name in option.change.tables or ()}
    every = any(_another_year(option) is not None for option in some)
    return {name: frame for name, frame in dataset.given.items() if every or name in named}


def _another_year(option: Option) -> int | None:
    """The reference year that an option states, if any."""
    change = option.change
    return None if change is None or change.assessment is None else change.assessment.reference_year


def weighing(options: Sequence[Option]) -> tuple[Option, ...]:
    """The options that change the weights: dimensions left out, or another file of weights."""
    return tuple(
        option
        for option in changing(options, ("weights", "assessment"))
        if option.change is not None
        and (option.change.weights is not None or (option.change.assessment and option.change.assessment.weights))
    )


# ── data ─────────────────────────────────────────────────────────────────────


class Frames:
    """Tables changed before, by what changed them: many combinations share a changed table, which is made once."""

    def __init__(self) -> None:
        self._made: dict[Hashable, Dataset] = {}

    def changed(self, kind: str, option: Option, dataset: Dataset, make: Callable[[], Dataset]) -> Dataset:
        """Return the data as `make` changes them, with the same table where the same one was so changed before."""
        key = (kind, id(option), *(id(dataset.tables.get(name)) for name in _tables_of(kind, option)))
        if key not in self._made:
            self._made[key] = make()
        made = self._made[key]
        return reduce(lambda found, name: found.with_table(name, made.tables[name]), _changed_by(kind, option), dataset)

    def counting(self, dataset: Dataset, names: Sequence[str], country: str, year: int) -> Dataset:
        """Return the data with the rows of some tables that count for a country and a reference year, made once."""
        key = ("counting", country, year, *(id(dataset.tables.get(name)) for name in names))
        if key not in self._made:
            self._made[key] = dataset.of_country(country, year)
        made = self._made[key]
        return replace(dataset, tables={**dataset.tables, **{name: made.tables[name] for name in names}})


def _changed_by(kind: str, option: Option) -> tuple[str, ...]:
    """The tables that a kind of change of an option changes."""
    if kind == "tables" and option.change is not None:
        return tuple(option.change.tables or ())
    return ("sectors",) if kind == "sectors" else ("end_uses",)


def _tables_of(kind: str, option: Option) -> tuple[str, ...]:
    """The tables that a kind of change reads."""
    return (*_changed_by(kind, option), "sectors") if kind == "uses" else _changed_by(kind, option)


def changed_dataset(
    dataset: Dataset, options: Sequence[Option], files: Choices, plan: Assessment, frames: Frames | None = None
) -> Dataset:
    """Return the data under some options, with the rows that count for the country and the year.

    Rows of files are put into the tables as data/ has them, because a row that an option takes out may have replaced
    one of any country, which counts again. The other kinds of change see only the rows that count.

    Raises
    ------
    InputError
        If use shares cannot be adapted.
    """
    made = frames or Frames()
    found = _rewritten(dataset, options, files, plan, made)
    for kind in ON_DATA[1:]:
        for option in changing(options, (kind,)):
            found = made.changed(kind, option, found, partial(_made, kind, option, found, files, plan.country))
    return found


def _rewritten(dataset: Dataset, options: Sequence[Option], files: Choices, plan: Assessment, made: Frames) -> Dataset:
    """The data with the rows of the files that options name, and with those of the reference year that they state."""
    some = changing(options, ("tables",))
    years = [year for option in options if (year := _another_year(option)) is not None]
    whole = tables_needed(options, dataset)
    names = {*whole, *(name for option in some if option.change for name in option.change.tables or ())}
    found = replace(dataset, tables={**dataset.tables, **whole})
    for option in some:
        found = made.changed("tables", option, found, partial(_made, "tables", option, found, files, plan.country))
    year = years[-1] if years else plan.reference_year
    return made.counting(found, sorted(names), plan.country, year) if names else dataset


def _made(kind: str, option: Option, dataset: Dataset, files: Choices, country: str) -> Dataset:
    assert option.change is not None
    return _ON_DATA[kind](dataset, option.change, files, country)


def _tables(dataset: Dataset, change: Change, files: Choices, _country: str) -> Dataset:
    for path in (change.tables or {}).values():
        dataset = with_rows(dataset, files.tables[path])
    return dataset


def _uses(dataset: Dataset, change: Change, files: Choices, country: str) -> Dataset:
    assert change.uses is not None
    donor = files.tables[change.uses.donor].frame
    uses = adapt_uses(
        dataset.table("end_uses"),
        dataset.table("sectors"),
        donor,
        country=country,
        sources=change.uses.sources,
        file=change.uses.donor,
    )
    return dataset.with_table("end_uses", uses)


def _sectors(dataset: Dataset, change: Change, _files: Choices, _country: str) -> Dataset:
    assert change.sectors is not None
    sectors = dataset.table("sectors")
    strategic = sectors["sector"].isin(change.sectors.strategic)
    return dataset.with_table("sectors", sectors.assign(strategic=strategic))


def _applications(dataset: Dataset, change: Change, _files: Choices, _country: str) -> Dataset:
    assert change.applications is not None
    uses = dataset.table("end_uses")
    pairs = list(zip(uses["mineral"], uses["application"], strict=True))
    stated = uses["strategic"] if "strategic" in uses else uses["mineral"].map(lambda _: "")
    for word, named in (("yes", change.applications.strategic), ("no", change.applications.not_strategic)):
        meant = pd.Series([pair in set(named) for pair in pairs], uses.index, dtype=bool)
        stated = stated.mask(meant, word)
    return dataset.with_table("end_uses", uses.assign(strategic=stated))


_ON_DATA: Mapping[str, Callable[[Dataset, Change, Choices, str], Dataset]] = {
    "tables": _tables,
    "uses": _uses,
    "sectors": _sectors,
    "applications": _applications,
}


# ── documents ────────────────────────────────────────────────────────────────


def changed_criteria(criteria: tuple[Criterion, ...], options: Sequence[Option]) -> tuple[Criterion, ...]:
    """Return the criteria under some options; a criterion that the assessment does not use stays out.

    Raises
    ------
    InputError
        If the options together, each of which is right by itself, make something of a criterion that is none.
    """
    found = {criterion.code: criterion for criterion in criteria}
    for option in changing(options, ("criteria",)):
        assert option.change is not None
        for code, keys in (option.change.criteria or {}).items():
            if code in found:
                found[code] = _changed_criterion(found[code], keys)
    changed = tuple(found[criterion.code] for criterion in criteria)
    return criteria if all(one is other for one, other in zip(criteria, changed, strict=True)) else changed


def _changed_criterion(criterion: Criterion, keys: Mapping[str, Any]) -> Criterion:
    try:
        return Criterion.model_validate(merged(criterion, keys))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = Message("scenarios.options_clash", criterion=criterion.code, where=where, reason=first["msg"])
        hint = Message("scenarios.change_one")
        raise InputError([Problem(f"criteria/{criterion.code}.yaml", 1, None, where, message, hint)]) from error


def merged(criterion: Criterion, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a criterion with some replaced.

    `parameters` are replaced one by one; so are the keys of a `scale`, unless its `kind` is stated anew.
    """
    said = criterion.model_dump(by_alias=True)
    for key, value in keys.items():
        part = key == "parameters" or (key == "scale" and isinstance(value, Mapping) and "kind" not in value)
        inner = part and isinstance(value, Mapping) and isinstance(said.get(key), dict)
        said[key] = {**said[key], **value} if inner else value
    return said


def changed_weights(weights: AnyWeights, options: Sequence[Option], files: Choices) -> AnyWeights:
    """Return the weights under some options: dimensions left out, then another file of weights."""
    for option in changing(options, ("weights",)):
        assert option.change is not None
        assert option.change.weights is not None
        weights = weights.model_copy(update={"leave_out": option.change.weights.leave_out})
    for option in changing(options, ("assessment",)):
        path = None if option.change is None or option.change.assessment is None else option.change.assessment.weights
        weights = files.weights[path] if path is not None else weights
    return weights


def changed_assessment(assessment: Assessment, options: Sequence[Option]) -> Assessment:
    """Return the assessment under some options."""
    stated: dict[str, Any] = {}
    for option in changing(options, ("assessment",)):
        if option.change is not None and option.change.assessment is not None:
            stated |= option.change.assessment.stated
    return assessment.model_copy(update=stated) if stated else assessment
