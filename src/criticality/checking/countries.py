"""Whose figures an assessment reads: its country must be known, and have rows in the tables that are a country's."""

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from criticality.errors import Problem
from criticality.files.choices.choice_files import file_of
from criticality.files.load import Reading
from criticality.files.messages import nearest
from criticality.files.positions import Marked, Path
from criticality.indicators.table import INDICATORS
from criticality.model.dataset import TABLES
from criticality.model.rows.ownership import (
    COUNTRIES,
    OWNED,
    foreign_judgements,
    not_later,
    replaced_rows,
    wholly_stated,
)
from criticality.text.message import Message

_TRADE, _FEW = "trade", 3
_CURRENCY, _JUMP = re.compile(r"[A-Z]{3}"), 5.0
"""A currency is written as three capital letters; a rate this many times that of the year before is told."""
_TOLD_TO_READERS = frozenset({"title", "question", "note", "because"})
NO_ROW_HINTS = {
    "trade": "checking.add_imports",
    "sectors": "checking.add_value_added",
    "end_uses": "checking.add_uses",
}


def country_problems(reading: Reading) -> Iterator[Problem]:
    """Problems of the assessment's country, and warnings of rows that are another country's."""
    plan = reading.assessment
    if plan is None:
        return
    marked = reading.marks[reading.paths["assessment"]]
    countries = reading.tables.get("countries")
    if countries is not None and plan.country not in set(countries["country"]):
        message = Message("checking.no_country", country=plan.country)
        yield marked.problem(("country",), message, nearest(plan.country, countries["country"]))
        return
    for name in (_TRADE, *OWNED):
        frame = reading.tables.get(name)
        if frame is None:
            continue
        frame = frame if name == _TRADE else not_later(frame, plan.reference_year)
        own, others = _own(name, frame, plan.country), _others(name, frame, plan.country)
        readers = _readers(reading, name)
        if readers and own.empty:
            told = {"table": TABLES[name].path, "country": plan.country, "readers": readers}
            if len(others):
                message = Message("checking.no_own_row_others", others=_named(others["whose"]), **told)
            elif frame.empty:
                message = Message("checking.no_own_row_up_to", year=plan.reference_year, **told)
            else:
                message = Message("checking.no_own_row", **told)
            yield marked.problem(("country",), message, Message(NO_ROW_HINTS[name], country=plan.country))
        elif len(others):
            yield _passed_over(name, others, plan.country)
        if name in OWNED:
            yield from _replaced(name, frame, plan.country)
        if name == "sectors":
            yield from _nobodys(reading, frame, plan.country)
    yield from _rates(reading, plan.country, plan.reference_year)
    if countries is not None:
        yield from _foreign_judgements(countries, plan.country)
        yield from _foreign_names(reading, countries, plan.country)


def tables_without(reading: Reading, country: str) -> Iterator[tuple[str, list[str]]]:
    """The tables in which a country has no row of its own though weighted criteria read it there, and which do."""
    for name in (_TRADE, *OWNED):
        frame, readers = reading.tables.get(name), _readers(reading, name)
        if frame is not None and readers and _own(name, frame, country).empty:
            yield name, readers


def _rates(reading: Reading, country: str, until: int) -> Iterator[Problem]:
    """Rates of exchange that carry no amount, or carry it over at another size than was meant."""
    frame = reading.tables.get("exchange_rates")
    if frame is None:
        return
    path = TABLES["exchange_rates"].path
    before: dict[str, tuple[str, float, int]] = {}
    for row in frame.sort_values(["country", "year", "line"]).to_dict("records"):
        whose, currency, rate, line = str(row["country"]), str(row["currency"]), float(row["per_usd"]), int(row["line"])
        if not _CURRENCY.fullmatch(currency):
            message, hint = Message("checking.no_currency", currency=currency), Message("checking.currency_code")
            yield Problem(path, line, None, "currency", message, hint)
        known, last, other = before.get(whose, (currency, rate, line))
        if known != currency:
            message = Message("checking.two_currencies", country=whose, currency=currency, other=known, line=other)
            yield Problem(path, line, None, "currency", message, Message("checking.one_currency"), "warning")
        elif max(rate, last) > _JUMP * min(rate, last):
            message = Message("checking.rate_jumps", rate=f"{rate:g}", last=f"{last:g}", line=other)
            yield Problem(path, line, None, "per_usd", message, Message("checking.rate_of_a_dollar"), "warning")
        before[whose] = (currency, rate, line)
    if not ((frame["country"] == country) & (frame["year"] <= until)).any():
        message = Message("checking.no_exchange_rate", country=country, year=until)
        yield Problem(path, 1, None, "country", message, Message("checking.add_exchange_rate"), "warning")


def _named(codes: Iterable[str]) -> Message:
    """Codes of countries as words: the first few of them, and how many more."""
    names = sorted(set(codes))
    if len(names) > _FEW:
        return Message("checking.names_and_more", names=names[:_FEW], more=len(names) - _FEW)
    return Message("checking.names", names=names)


def _readers(reading: Reading, table: str) -> list[str]:
    """The weighted criteria whose indicator reads a table."""
    return [
        code
        for code, criterion in sorted(reading.criteria.items())
        if criterion.role == "weighted"
        and criterion.indicator in INDICATORS
        and table in INDICATORS[criterion.indicator].tables
    ]


def _own(name: str, frame: pd.DataFrame, country: str) -> pd.DataFrame:
    if name == _TRADE:
        return frame[(frame["reporter"] == country) & (frame["flow"] == "import")]
    return frame[frame["country"].isin([country, ""])]


def _others(name: str, frame: pd.DataFrame, country: str) -> pd.DataFrame:
    """Rows of other countries; what others export is read, for it tells where they have their goods from."""
    if name == _TRADE:
        odd = frame[(frame["reporter"] != country) & (frame["flow"] == "import")]
        return odd.assign(whose=odd["reporter"])
    odd = frame[~frame["country"].isin([country, ""])]
    return odd.assign(whose=odd["country"])


def _passed_over(name: str, others: pd.DataFrame, country: str) -> Problem:
    first = others.sort_values("line").iloc[0]
    whose = _named(others["whose"])
    message = Message("checking.rows_not_read", n=len(others), whose=whose, country=country)
    hint = Message("checking.unless_country_wrong")
    column = "reporter" if name == _TRADE else "country"
    return Problem(TABLES[name].path, int(first["line"]), None, column, message, hint, "warning")


def _replaced(name: str, frame: pd.DataFrame, country: str) -> Iterator[Problem]:
    """Rows of any country in whose place the country's own are read; an own row that says why is quiet."""
    key = list(OWNED[name])
    own = frame[frame["country"] == country]
    said = own[(own["because"] != "") & (name != "sectors")]
    explained = set(said[key].itertuples(index=False, name=None))
    replaced = frame[replaced_rows(name, frame, country)]
    rows = [row for row in replaced.to_dict("records") if tuple(row[part] for part in key) not in explained]
    if not rows:
        return
    first = min(rows, key=lambda row: int(row["line"]))
    beside = own[own[key[0]] == first[key[0]]]
    told = {"n": len(rows), "more": len(rows) - 1, "country": country, "line": int(beside["line"].min())}
    message = Message("checking.replaced", **told)
    if name == "end_uses" and first["mineral"] in wholly_stated(own):
        message = Message("checking.replaced_wholly", replaced=message, mineral=first["mineral"])
    hint = Message("checking.unless_both_count")
    yield Problem(TABLES[name].path, int(first["line"]), None, "country", message, hint, "warning")


def _nobodys(reading: Reading, sectors: pd.DataFrame, country: str) -> Iterator[Problem]:
    """Sectors that name no country where the tables hold figures of several: value added is always one country's."""
    bare = sectors[sectors["country"] == ""]
    foreign = sorted(_whose(reading) - {country, ""})
    if bare.empty or not (foreign or len(bare) < len(sectors)):
        return
    message = Message("checking.nobodys_rows", n=len(bare), country=country)
    if foreign:
        message = Message("checking.nobodys_rows_beside", nobodys=message, foreign=_named(foreign))
    hint = Message("checking.whose_value_added", country=country)
    yield Problem(TABLES["sectors"].path, int(bare["line"].min()), None, "country", message, hint, "warning")


def _foreign_judgements(countries: pd.DataFrame, country: str) -> Iterator[Problem]:
    """Judgements on partners made for another country's list: who is named is not read, who is hidden stays so."""
    odd = countries[foreign_judgements(countries, country)]
    if odd.empty:
        return
    whose = _named(odd["decided_for"])
    hidden = int((odd["print"] == "no").sum())
    message = Message("checking.foreign_judgements", count=len(odd), whose=whose, country=country)
    if hidden:
        message = Message("checking.foreign_and_hidden", judgements=message, n=hidden)
    hint = Message("checking.decide_partners", country=country)
    yield Problem(TABLES[COUNTRIES].path, int(odd["line"].min()), None, "decided_for", message, hint, "warning")


def _foreign_names(reading: Reading, countries: pd.DataFrame, country: str) -> Iterator[Problem]:
    """Texts for readers that name a country whose figures stand in the tables, but not the one that is assessed."""
    whose = _whose(reading) - {country, ""}
    rows = countries[countries["country"].isin(whose)]
    names = [name for column in ("name_en", "name_zh") for name in rows[column] if name]
    if not names:
        return
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name) for name in names))
    named_here = [reading.paths.get(key, "") for key in ("assessment", "weights", "scenario")]
    files = [*named_here, *_criterion_files(reading), *map(file_of, reading.choices.documents)]
    for file in files:
        if file in reading.marks:
            yield from _naming(reading.marks[file], named, country)


def _naming(marked: Marked, named: "re.Pattern[str]", country: str) -> Iterator[Problem]:
    found = [(path, match) for path, text in _texts(marked.content) if (match := named.search(text))]
    if not found:
        return
    path, match = found[0]
    code = {1: "checking.text_names", 2: "checking.text_names_and_one"}.get(len(found), "checking.text_names_and_more")
    message = Message(code, name=match[0], more=len(found) - 1, country=country)
    yield marked.problem(path, message, Message("checking.write_for_country"), severity="warning")


def _texts(content: object, path: Path = (), *, told: bool = False) -> Iterator[tuple[Path, str]]:
    """The texts below the keys that are printed, with their places."""
    if isinstance(content, str):
        if told:
            yield path, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from _texts(value, (*path, key), told=told or key in _TOLD_TO_READERS)
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from _texts(value, (*path, number), told=told)


def _criterion_files(reading: Reading) -> list[str]:
    return [f"criteria/{code}.yaml" for code in sorted(reading.criteria)]


def _whose(reading: Reading) -> set[str]:
    """The countries whose figures or judgements the tables hold."""
    countries = reading.tables.get(COUNTRIES)
    found = set() if countries is None else set(countries["decided_for"])
    for name in (_TRADE, *OWNED):
        frame = reading.tables.get(name)
        if frame is not None and name == _TRADE:
            found |= set(frame.loc[frame["flow"] == "import", "reporter"])
        elif frame is not None:
            found |= set(frame["country"])
    return found
