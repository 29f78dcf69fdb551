"""What only the indicators can see in the tables: rows that fit their columns and not each other."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isnan

from criticality.errors import Problem, Severity
from criticality.indicators.cell import is_missing
from criticality.indicators.dependence import ANY_TARGET, targets
from criticality.indicators.evidence import (
    ProductionRow,
    PropertyRow,
    RestrictionRow,
    Row,
    TradeRow,
    grouped,
    rows_in,
    rows_of,
    trade_rows,
    without_weight,
)
from criticality.indicators.quality.screening import jumping, odd_blocks, with_later_year
from criticality.indicators.quality.unit_slips import FACTOR, WEIGHTY, production_outliers, trade_outliers
from criticality.indicators.registry import INDICATORS, ParameterProblem, nearest
from criticality.indicators.supply import ROUNDED
from criticality.model.criteria import Criterion
from criticality.model.dataset import INPUT_RATE, TABLES, WORLD, Dataset
from criticality.model.publishers import publisher_of, publishers_of
from criticality.model.units import whole_of
from criticality.text.message import Message

TOLERANCE = 1.0 + ROUNDED
"""How far the rows may exceed their stated total before one of them must be wrong (totals are rounded)."""

DIGITS: Mapping[str, int] = {"HS6": 6}
"""Digits of a code of a customs tariff; a national one may be given by the heading it belongs to."""

_MAY_BE_EMPTY = frozenset({"countries", "export_restrictions", "judgements"})
_PARTS_OF_FORMULAS = frozenset({"production", "end_uses", "sectors", "mineral_properties"})
"""Tables without any row of which a published formula has no value for any mineral."""


def data_problems(dataset: Dataset, criteria: Sequence[Criterion], country: str, reference_year: int) -> list[Problem]:
    """Return the problems between rows of the tables that the criteria's indicators read."""
    read = {table for criterion in criteria for table in INDICATORS[criterion.indicator].tables}
    problems: list[Problem] = []
    if "mineral_properties" in read:
        properties = rows_of(dataset, "mineral_properties", PropertyRow)
        problems += _stated_problems(properties, criteria, reference_year)
    if "production" in read:
        problems += _production_problems(dataset, reference_year)
    problems += _weightless(rows_of(dataset, "trade", TradeRow), country)
    if "trade" in read:
        problems += _trade_problems(trade_rows(dataset), country, reference_year)
    if "export_restrictions" in read:
        problems += _target_problems(rows_of(dataset, "export_restrictions", RestrictionRow))
    return sorted(set(problems))


def property_problems(dataset: Dataset, criterion: Criterion) -> list[ParameterProblem]:
    """Return what leaves a whole criterion without evidence (worth a warning): path in its file, message, hint."""
    indicator = INDICATORS[criterion.indicator]
    absent = [name for name in indicator.tables if name not in _MAY_BE_EMPTY and dataset.table(name).empty]
    if absent:
        tables = [TABLES[name].path for name in absent]
        return [
            (("indicator",), Message("indicators.tables_empty", indicator=criterion.indicator, tables=tables), None)
        ]
    if "mineral_properties" not in indicator.tables:
        return []
    known = tuple(sorted(dataset.table("mineral_properties")["property"].unique()))
    wanted = (str(criterion.parameters["property"]),) if "property" in criterion.parameters else indicator.properties
    chosen = "property" in criterion.parameters
    path = ("parameters", "property") if chosen else ("indicator",)
    return [
        (
            path,
            Message("indicators.no_property", name=name),
            nearest(name, known) if chosen else Message("indicators.fixed_property", name=name),
        )
        for name in wanted
        if name not in known
    ]


def formula_problems(dataset: Dataset, criterion: Criterion) -> list[ParameterProblem]:
    """Return what leaves a weighted published formula without any value, as `property_problems` does: errors.

    Nobody could tell a list that the middle of a scale decides from one that the formula decides.
    """
    indicator = INDICATORS[criterion.indicator]
    if not indicator.published or criterion.role != "weighted":
        return []
    path, code, hint = ("indicator",), criterion.indicator, Message("indicators.formula_hint")
    absent = [name for name in indicator.tables if name in _PARTS_OF_FORMULAS and dataset.table(name).empty]
    if absent:
        tables = [TABLES[name].path for name in absent]
        return [(path, Message("indicators.formula_without_table", indicator=code, tables=tables), hint)]
    known = set(dataset.table("mineral_properties")["property"]) if indicator.properties else set()
    lacking = [name for name in indicator.properties if name not in known]
    message = Message("indicators.formula_without_part", indicator=code, names=lacking)
    return [(path, message, hint)] if lacking else []


def _stated_problems(rows: list[PropertyRow], criteria: Sequence[Criterion], reference_year: int) -> Iterator[Problem]:
    by_property = grouped(rows, lambda row: row.property)
    for criterion in criteria:
        name, stage = criterion.parameters.get("property"), criterion.parameters.get("stage")
        if criterion.indicator == "observed" and isinstance(name, str):
            chosen = [row for row in by_property.get(name, []) if stage is None or row.stage == stage]
            yield from _ambiguous(chosen, reference_year)
            yield from _odd_units(chosen)
            yield from _only_later(chosen, reference_year, "mineral_properties", _property_subject)
        if criterion.indicator == "lack_of_recycling":
            yield from _ambiguous(by_property.get(INPUT_RATE, []), reference_year)
            yield from _impossible_rates(by_property.get(INPUT_RATE, []))


def _property_subject(row: PropertyRow) -> tuple[str, ...]:
    return row.mineral, row.property


def _production_subject(row: ProductionRow) -> tuple[str, ...]:
    return row.mineral, row.stage


def _trade_subject(row: TradeRow) -> tuple[str, ...]:
    return (row.mineral,)


def _problem(
    table: str, line: int, where: str, message: Message, hint: Message, severity: Severity = "error"
) -> Problem:
    return Problem(TABLES[table].path, line, None, where, message, hint, severity)


def _ambiguous(rows: list[PropertyRow], reference_year: int) -> Iterator[Problem]:
    usable = (row for row in rows if isnan(row.year) or row.year <= reference_year)
    for mineral, group in grouped(usable, lambda row: row.mineral).items():
        newest = max((row.year for row in group if not isnan(row.year)), default=None)
        chosen = [row for row in group if newest is None or row.year == newest]
        if len(chosen) > 1:
            stages = [row.stage or Message("indicators.no_stage") for row in chosen]
            message = Message("indicators.several_stages", property=chosen[0].property, mineral=mineral, stages=stages)
            hint = Message("indicators.name_stage")
            yield _problem("mineral_properties", chosen[1].line, "stage", message, hint)


def _odd_units(rows: list[PropertyRow]) -> Iterator[Problem]:
    counts = Counter(row.unit for row in rows if row.unit)
    if len(counts) < 2:
        return
    common = max(counts, key=lambda unit: (counts[unit], unit))
    for row in rows:
        if row.unit not in {"", common}:
            message = Message(
                "indicators.odd_unit", property=row.property, mineral=row.mineral, unit=row.unit, common=common
            )
            yield _problem("mineral_properties", row.line, "unit", message, Message("indicators.one_unit"))


def _impossible_rates(rows: list[PropertyRow]) -> Iterator[Problem]:
    for row in rows:
        whole = whole_of(row.unit) or 1.0
        if any(not isnan(figure) and not 0 <= figure <= whole for figure in (row.value, row.low, row.high)):
            message = Message(
                "indicators.impossible_rate",
                property=row.property,
                mineral=row.mineral,
                whole=whole,
                unit=row.unit or "1",
            )
            yield _problem("mineral_properties", row.line, "value", message, Message("indicators.share_or_percent"))


def _production_problems(dataset: Dataset, reference_year: int) -> Iterator[Problem]:
    """Problems inside every publisher's block, whether or not it counts, and of the series that count."""
    frame = dataset.table("production")
    every = dataset.tables.get("production", frame)
    rows = rows_in(frame[odd_blocks(frame, None, whole_of, TOLERANCE)], ProductionRow)
    unused = every[~every["line"].isin(frame["line"])]
    others = rows_in(unused[odd_blocks(unused, publishers_of(unused), whole_of, TOLERANCE)], ProductionRow)
    for group in (
        *grouped(rows, lambda row: (row.mineral, row.stage, row.year)).values(),
        *grouped(others, lambda row: (row.mineral, row.stage, row.year, publisher_of(row.source))).values(),
    ):
        mixed = list(_mixed_units(group))
        yield from mixed or _beyond_total(group)
    bare = frame["mineral"].isin(set(frame["mineral"][frame["stage"] == ""]))
    yield from _stages_forgotten(rows_in(frame[bare], ProductionRow))
    yield from production_outliers(rows_in(frame[jumping(frame, FACTOR, WEIGHTY)], ProductionRow))
    late = rows_in(frame[with_later_year(frame, ("mineral", "stage"), reference_year)], ProductionRow)
    yield from _only_later(late, reference_year, "production", _production_subject)


def _stages_forgotten(rows: list[ProductionRow]) -> Iterator[Problem]:
    """Rows without a stage beside rows with one: they would stand as a stage of their own, with shares of their own."""
    for mineral, group in grouped(rows, lambda row: row.mineral).items():
        stages = sorted({row.stage for row in group} - {""})
        bare = sorted((row for row in group if not row.stage), key=lambda row: row.line)
        if stages and bare:
            message = Message("indicators.stage_empty", mineral=mineral, country=bare[0].country, stages=stages)
            message = _and_more(message, len(bare) - 1)
            yield _problem("production", bare[0].line, "stage", message, Message("indicators.write_stage"))


def _mixed_units(rows: list[ProductionRow]) -> Iterator[Problem]:
    """Rows of another unit than most of their mineral, stage and year have."""
    counted = Counter(row.unit for row in rows)
    first = max(rows, key=lambda row: (counted[row.unit], -row.line))
    for row in rows:
        if row.unit != first.unit:
            message = Message(
                "indicators.mixed_units",
                what=_of(row),
                country=row.country,
                unit=row.unit,
                line=first.line,
                other=first.unit,
            )
            yield _problem("production", row.line, "unit", message, Message("indicators.one_unit_each"))


def _beyond_total(rows: list[ProductionRow]) -> Iterator[Problem]:
    stated = [row for row in rows if not is_missing(row.value, row.flag) and not isnan(row.value)]
    parts = [row for row in stated if row.country != WORLD]
    world = next((row for row in stated if row.country == WORLD), None)
    whole = whole_of(rows[0].unit) if world is None else world.value
    summed = sum(row.value for row in parts)
    if whole is None or not parts or summed <= TOLERANCE * whole:
        return
    largest = max(parts, key=lambda row: row.value)
    fault = largest if largest.value > TOLERANCE * whole or world is None else world
    message = Message("indicators.beyond_world", what=_of(fault), sum=summed, unit=fault.unit, whole=whole)
    yield _problem("production", fault.line, "value", message, Message("indicators.mend_large_row"))


def _of(row: ProductionRow) -> str:
    return " ".join((row.mineral, row.stage, *(() if isnan(row.year) else (f"{row.year:.0f}",))))


def _trade_problems(rows: list[TradeRow], country: str, reference_year: int) -> Iterator[Problem]:
    own = [row for row in rows if row.reporter == country and row.flow == "import"]
    yield from _only_later(own, reference_year, "trade", _trade_subject)
    yield from trade_outliers(own)
    read = [row for row in rows if row.flow == "export" or row.reporter == country]
    yield from _two_stages(read)
    yield from _odd_codes(read)
    for group in grouped(own, lambda row: (row.mineral, row.stage, row.year)).values():
        yield from _two_systems(group)
    for group in grouped(own, lambda row: (row.mineral, row.stage, row.code_system, row.code, row.year)).values():
        yield from _beyond_import_total(group, "value_usd", lambda row: row.value_usd)
        yield from _beyond_import_total(group, "quantity_t", lambda row: row.quantity_t)


def _two_stages(rows: Iterable[TradeRow]) -> Iterator[Problem]:
    """The same goods of one partner, code and year at two stages would count twice."""
    key: Callable[[TradeRow], tuple[object, ...]] = lambda row: (  # noqa: E731
        *(row.reporter, row.partner, row.mineral, row.code_system, row.code, row.flow, row.year),
    )
    for group in grouped(rows, key).values():
        if len(group) > 1:
            first, second = sorted(group, key=lambda row: row.line)[:2]
            message = Message(
                "indicators.two_stages",
                row=f"{second.mineral} {second.partner} {second.code} {second.year:.0f}",
                first=first.stage or Message("indicators.none"),
                line=first.line,
                second=second.stage or Message("indicators.none"),
            )
            yield _problem("trade", second.line, "stage", message, Message("indicators.keep_one_row"))


def _odd_codes(rows: Iterable[TradeRow]) -> Iterator[Problem]:
    """Customs codes with another number of digits than their system: rows of one code that look like two."""
    odd = sorted(
        (
            row
            for row in rows
            if row.code_system in DIGITS and not (row.code.isdecimal() and len(row.code) == DIGITS[row.code_system])
        ),
        key=lambda row: row.line,
    )
    if odd:
        first = odd[0]
        message = Message(
            "indicators.odd_code", code=first.code, system=first.code_system, digits=DIGITS[first.code_system]
        )
        hint = Message("indicators.leading_zeros")
        yield _problem("trade", first.line, "code", _and_more(message, len(odd) - 1), hint, "warning")


def _weightless(rows: list[TradeRow], country: str) -> Iterator[Problem]:
    """Quantities of 0 beside a value, told once with their number: the country's imports, and everybody's exports."""
    read = [row for row in rows if row.flow == "export" or row.reporter == country]
    odd = sorted((row for row in read if without_weight(row)), key=lambda row: row.line)
    if odd:
        first = odd[0]
        message = Message("indicators.no_quantity", mineral=first.mineral, partner=first.partner, value=first.value_usd)
        message = _and_more(message, len(odd) - 1)
        hint = Message("indicators.leave_quantity_empty")
        yield _problem("trade", first.line, "quantity_t", message, hint, "warning")


def _and_more(message: Message, count: int) -> Message:
    """The same sentence, with the number of further rows of the same cause where there are any."""
    return Message("indicators.and_more", message=message, n=count) if count > 0 else message


def _two_systems(rows: list[TradeRow]) -> Iterator[Problem]:
    first: Mapping[str, TradeRow] = {row.code_system: row for row in reversed(rows)}
    if len(first) > 1:
        row = first[max(first, key=lambda system: first[system].line)]
        message = Message("indicators.two_systems", mineral=row.mineral, year=row.year, systems=tuple(sorted(first)))
        hint = Message("indicators.keep_one_system")
        yield _problem("trade", row.line, "code_system", message, hint, "warning")


def _beyond_import_total(rows: list[TradeRow], column: str, amount: Callable[[TradeRow], float]) -> Iterator[Problem]:
    stated = [row for row in rows if not isnan(amount(row))]
    world = next((row for row in stated if row.partner == WORLD), None)
    parts = [row for row in stated if row.partner != WORLD]
    summed = sum(amount(row) for row in parts)
    if world is None or amount(world) <= 0 or summed <= TOLERANCE * amount(world):
        return
    largest = max(parts, key=amount)
    fault = largest if amount(largest) > TOLERANCE * amount(world) else world
    message = Message(
        "indicators.beyond_imports",
        mineral=fault.mineral,
        code=fault.code,
        year=fault.year,
        sum=summed,
        world=amount(world),
    )
    yield _problem("trade", fault.line, column, message, Message("indicators.mend_large_row"))


def _only_later(
    rows: Iterable[Row], reference_year: int, table: str, subject: Callable[[Row], tuple[str, ...]]
) -> Iterator[Problem]:
    for key, group in grouped(rows, subject).items():
        years = [getattr(row, "year") for row in group]  # noqa: B009 - every row kind here has a year
        if all(year > reference_year for year in years):
            message = Message("indicators.only_later", what=" ".join(key), reference_year=reference_year)
            hint = Message("indicators.later_reference")
            yield _problem(table, getattr(group[0], "line"), "year", message, hint, "warning")  # noqa: B009


def _target_problems(rows: list[RestrictionRow]) -> Iterator[Problem]:
    for row in rows:
        codes = all(len(code) == 3 and code.isalpha() and code.isupper() for code in targets(row.target))
        if row.target.strip().lower() not in ANY_TARGET and not codes:
            message = Message("indicators.odd_target", target=row.target)
            hint = Message("indicators.write_all")
            yield _problem("export_restrictions", row.line, "target", message, hint, "warning")
