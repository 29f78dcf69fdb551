"""Chapter 2, minerals that a reader may miss or wonder at: a paragraph for each, read from the record.

Which minerals, and what is said of each, follow from fixed rules below. The figures are those of the record; nothing is
computed but their distances, and no reason is added to them.
"""

import re
from collections.abc import Iterator, Mapping

from criticality.model.assessment import INSUFFICIENT
from criticality.model.record import HeldCondition, IndicatorCell, RankingRow, number
from criticality.model.rows.alternatives import unmet
from criticality.report.age import said_of_mineral
from criticality.report.chapters.factsheet_summary import since, unscored
from criticality.report.chapters.result import is_present, value_text
from criticality.report.conditions import PLACE, threshold_text
from criticality.report.conditions import value_text as threshold_value
from criticality.report.facts import answer_number, foreign_lists, lapsed
from criticality.report.notes import first_years, is_unrestricted, largest_supplier, largest_use, supply_share
from criticality.report.reader import Reader
from criticality.text.numbers import fixed, percent, plain

MOST = 2
"""Criteria named for a dimension that is too low."""
HANGS = 0.1
"""Width of the range of P(listed) over all answers below which it is not told."""

UNNAMED = re.compile(r"others?(/unspecified| uses)?|其他.*", re.IGNORECASE)
"""What tables of uses call the part of use that their source does not tell apart."""
IMPORTS = frozenset({"import_concentration", "restricted_share"})
"""Indicators of the country's own sources, unless world supply stands in for them."""


def expected(reader: Reader) -> list[dict[str, str]]:
    """Return the minerals that get a paragraph with its sentences: those of the country's own lists, then by rank."""
    named, others = _lists(reader)
    own = reader.assessment["country"]
    found = [row for row in reader.ranking if _wondered_at(reader, row, named, len(others))]
    found.sort(key=lambda row: own not in named.get(row["mineral"], ()))
    return [
        {
            **reader.named(row["mineral"]),
            "standing": _standing(reader, row),
            "text": reader.words("sum.space").join(_sentences(reader, row, named, len(others))),
        }
        for row in found
    ]


def _standing(reader: Reader, row: RankingRow) -> str:
    tier = reader.tier(row["tier"])
    return tier if row["rank"] is None else reader.words("expected.standing", tier=tier, rank=row["rank"])


def _lists(reader: Reader) -> tuple[Mapping[str, set[str]], set[str]]:
    """Return the governments whose newest list names each mineral, and all governments but the country's own.

    The country itself stands among those that name a mineral where any of its lists does.
    """
    named: dict[str, set[str]] = {}
    lists = foreign_lists(reader)
    for jurisdiction, members in lists.items():
        for mineral in members:
            named.setdefault(mineral, set()).add(jurisdiction)
    own = reader.assessment["country"]
    for row in reader.table("official_lists"):
        if row["jurisdiction"] == own:
            named.setdefault(str(row["mineral"]), set()).add(own)
    return named, set(lists)


def _wondered_at(reader: Reader, row: RankingRow, named: Mapping[str, set[str]], others: int) -> bool:
    """Whether a mineral gets a paragraph: off the list and expected on it, or moved by an answer or an event."""
    if _moved_by_answers(reader, row["mineral"]):
        return True
    if row["listed"]:
        return False
    by = named.get(row["mineral"], set[str]())
    own = reader.assessment["country"] in by
    return own or 2 * len(by - {reader.assessment["country"]}) >= others > 0 or _low(reader, row) or _moved(reader, row)


def _low(reader: Reader, row: RankingRow) -> bool:
    """Whether its tier holds only while something stays low: important, and well supplied."""
    return any(
        entry["comparison"] == "below" and entry["holds"] and entry["tier"] == row["tier"] for entry in row["because"]
    )


def _moved(reader: Reader, row: RankingRow) -> bool:
    """Whether what happened since the figures were counted would give it another tier."""
    return any(
        outcome["mineral"] == row["mineral"] and outcome["by_figures"]["tier"] != outcome["with_events"]["tier"]
        for outcome in reader.result.get("events", [])
    )


def _sentences(reader: Reader, row: RankingRow, named: Mapping[str, set[str]], others: int) -> list[str]:
    said = [_named_by(reader, named.get(row["mineral"], set[str]()), others)]
    if row["tier"] == INSUFFICIENT:
        said += [unscored(reader, row), _missing(reader, row["mineral"], [c["code"] for c in reader.weighted])]
    else:
        said += [*_conditions(reader, row), *_answers(reader, row["mineral"]), _probability(reader, row)]
        said.append(_hangs_on(reader, row["mineral"]))
    said += [said_of_mineral(reader, row), since(reader, row)]
    return [sentence for sentence in said if sentence]


def _named_by(reader: Reader, by: set[str], others: int) -> str:
    """Say which governments' lists name a mineral; nothing where no list was read."""
    if not others and not by:
        return ""
    own = reader.assessment["country"]
    count = len(by - {own})
    how = ".alone" if not count else ".all" if count == others > 1 else ""
    key = f"expected.named{'.own' if own in by else ''}{how}"
    return reader.words(key, country=reader.country(own), count=count, all=others)


# ── what it fails, and by what ───────────────────────────────────────────────


def _conditions(reader: Reader, row: RankingRow) -> Iterator[str]:
    """Say which conditions are not met and by how much, of a listed mineral which are, and what takes most."""
    entries = {
        (entry["of"], entry["comparison"], entry.get("unit")): entry
        for tier in reader.rule["tiers"]
        if tier["listed"]
        for entry in _told([entry for entry in row["because"] if entry["tier"] == tier["name"]])
    }
    failing = [entry for entry in entries.values() if not entry["holds"]]
    holding = [entry for entry in entries.values() if entry["holds"]]
    for key, part in (("expected.fails", failing), ("expected.meets", holding if row["listed"] else [])):
        if part:
            yield reader.words(key, conditions=reader.words("sum.join").join(_condition(reader, e) for e in part))
    for entry in failing if not row["listed"] else ():
        yield from _what_takes_most(reader, row, entry["of"], [other["of"] for other in failing])


def _told(conditions: list[HeldCondition]) -> list[HeldCondition]:
    """The conditions of a tier that hold, and those that must hold for the mineral to enter."""
    failing = unmet(conditions)
    return [entry for entry in conditions if entry["holds"] or entry in failing]


def _condition(reader: Reader, entry: HeldCondition) -> str:
    value, threshold = entry["value"], entry["threshold"]
    if value is None:
        return reader.of(entry["of"])
    above, of, unit = value >= threshold, entry["of"], entry.get("unit", "")
    distance = threshold_value(reader, of, abs(value - threshold), unit)
    key = "expected.above" if above else "expected.below"
    if unit == PLACE:
        key, distance = "expected.behind" if value > threshold else "expected.ahead", plain(abs(value - threshold))
    return reader.words(
        key,
        of=reader.of(of),
        value=threshold_value(reader, of, value, unit),
        distance=distance,
        threshold=threshold_text(reader, of, threshold, unit),
    )


def _what_takes_most(reader: Reader, row: RankingRow, of: str, failing: list[str]) -> Iterator[str]:
    """Name the criteria that take most from a dimension; of the score, first the dimension that takes most from it."""
    if of == "score":
        first = reader.levels.roots
        scores = [(value, code) for code, value in row["dimensions"].items() if value is not None and code in first]
        if scores and not set(failing) & set(reader.every_dimension):
            value, code = min(scores)
            yield reader.words("expected.lowest", dimension=reader.of(code), value=fixed(value))
            yield from _what_takes_most(reader, row, code, failing)
        return
    shares = reader.levels.shares(of)
    losses = sorted(
        (-share * (1 - scaled), criterion)
        for criterion, share in shares.items()
        if is_present(cell := reader.cells.get((row["mineral"], criterion)))
        and cell is not None
        and (scaled := cell["scaled"]) is not None
    )
    cells = [reader.cells[row["mineral"], code] for loss, code in losses[:MOST] if loss < 0]
    if named := list(_criteria(reader, cells)):
        yield reader.words("expected.most", of=reader.of(of), criteria=reader.words("sum.join").join(named))
    yield _missing(reader, row["mineral"], [code for code in shares if code != of])


def _criteria(reader: Reader, cells: list[IndicatorCell]) -> Iterator[str]:
    """Write criteria with value, grade and what their notes say, which is not said twice."""
    told = set[str]()
    for cell in cells:
        grade = reader.words("expected.grade", grade=cell["grade"] or "–")
        said = [mark for mark in _marks(reader, cell) if mark not in told]
        told.update(said)
        free = is_unrestricted(cell)
        if free and (acts := lapsed(reader, cell["mineral"])):
            said.append(reader.words("expected.lapsed", acts=acts))
        yield reader.words(
            "expected.unrestricted" if free else "expected.criterion",
            criterion=reader.criterion(cell["criterion"]),
            value=value_text(reader, cell),
            marks=reader.words("sum.join").join([grade, *said]),
        )


def _marks(reader: Reader, cell: IndicatorCell) -> Iterator[str]:
    """What the note of a cell says of the largest use, the largest supplier or source of imports, or the year."""
    if use := largest_use(cell):
        sector = reader.sector(use.sector)
        yield reader.words("expected.use", use=reader.term(use.use), share=use.share, sector=sector)
        if reader.criteria[cell["criterion"]]["indicator"] == "strategic_share":
            yield from _unnamed_uses(reader, cell["mineral"], use.use)
    elif place := largest_supplier(cell):
        imports = reader.criteria[cell["criterion"]]["indicator"] in IMPORTS and "world_share" not in cell["flag"]
        country = reader.country(place.country)
        key = "expected.source" if imports else "expected.place"
        yield reader.words(key, country=country, share=supply_share(reader, place.share), year=place.years)
    elif years := first_years(cell):
        yield years.partition("–")[0]


def _unnamed_uses(reader: Reader, mineral: str, named: str) -> Iterator[str]:
    """Say how much of the use the source does not tell apart, with what the table notes on it: batteries may be in it.

    It counts as not strategic, unless its row says otherwise.
    """
    rows = [
        (share, row)
        for row in reader.table("end_uses")
        if row["mineral"] == mineral
        and UNNAMED.fullmatch(str(row["application"]))
        and row["application"] != named
        and row.get("strategic") != "yes"
        and (share := number(row, "share"))
    ]
    if rows:
        share, row = max(rows, key=lambda entry: entry[0])
        note = re.split(r"\. |。", reader.term(row.get("because")))[0].rstrip(".")
        key = "expected.unnamed.noted" if note else "expected.unnamed"
        yield reader.words(key, share=percent(share), note=note[:1].lower() + note[1:])


def _missing(reader: Reader, mineral: str, codes: list[str]) -> str:
    """Name the criteria without evidence of its own; nothing where there are none."""
    absent = [reader.criterion(code) for code in codes if not is_present(reader.cells.get((mineral, code)))]
    return reader.words("expected.missing", criteria=reader.words.listing(absent)) if absent else ""


# ── what it hangs on ─────────────────────────────────────────────────────────


def _moved_by_answers(reader: Reader, mineral: str) -> bool:
    choices = reader.result.get("choices")
    return choices is not None and any(mineral in choice["moved"] for choice in choices["choices"])


def _answers(reader: Reader, mineral: str) -> Iterator[str]:
    """Name every other answer that by itself lists a mineral or takes it off."""
    choices = reader.result.get("choices")
    for choice in choices["choices"] if choices is not None else ():
        for option in choice["options"]:
            for key in ("entered", "left"):
                if mineral in option[key]:
                    yield reader.words(
                        f"expected.{key}",
                        number=answer_number(reader, choice["code"], option["code"]),
                        answer=reader.words.text(option["title"]),
                        question=reader.words.text(choice["question"]),
                    )


def _probability(reader: Reader, row: RankingRow) -> str:
    """Say how often the draws list a mineral, and between what the other answers move it."""
    if row["p_listed"] is None or row["designated"]:
        return ""
    choices = reader.result.get("choices")
    found = next((m for m in choices["minerals"] if m["mineral"] == row["mineral"]), None) if choices else None
    low, high = (found["p_lowest"], found["p_highest"]) if found else (None, None)
    if low is None or high is None or high - low < HANGS:
        return reader.words("expected.p", p=reader.chance(row["p_listed"]))
    return reader.words(
        "expected.p_between",
        p=reader.chance(row["p_listed"]),
        low=reader.chance_over(low),
        high=reader.chance_over(high),
    )


def _hangs_on(reader: Reader, mineral: str) -> str:
    """Name the choices that a mineral hangs on where no sentence on a single answer has named them all."""
    choices = reader.result.get("choices")
    found = next((one for one in choices["minerals"] if one["mineral"] == mineral), None) if choices else None
    if choices is None or found is None or not found["hangs_on"]:
        return ""
    by_itself = {choice["code"] for choice in choices["choices"] if mineral in choice["moved"]}
    if by_itself.issuperset(found["hangs_on"]):
        return ""
    questions = {choice["code"]: reader.words.text(choice["question"]) for choice in choices["choices"]}
    named = [reader.words("expected.question", question=questions[code]) for code in found["hangs_on"]]
    key = "expected.hangs" if by_itself else "expected.hangs.alone"
    return reader.words(key, questions=reader.words.listing(named))
