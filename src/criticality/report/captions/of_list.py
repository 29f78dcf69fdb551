"""What the tables of the listed minerals show, each in a sentence.

Where a table has too little for one, as with a single mineral or no simulations, its caption is its title.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from criticality.model.assessment import INSUFFICIENT
from criticality.model.record import RankingRow
from criticality.report.chapters.annex_evidence import quality
from criticality.report.chapters.cases import borderline, insufficient
from criticality.report.facts import (
    MARKS,
    by_industry,
    expected,
    foreign_lists,
    standing,
    standing_text,
    supplier,
    unmet_codes,
)
from criticality.report.reader import Reader
from criticality.report.short.front import SUPPLIERS_UP_TO
from criticality.text.numbers import fixed


def captions_of_list(reader: Reader) -> dict[str, str]:
    """Return the captions of page one, of the list and of the cases, by the name that the templates know."""
    return {
        "industries": _industries(reader),
        "listed": _listed(reader),
        "overview": _overview(reader),
        "ranked": _ranked(reader),
        "lists": _lists(reader),
        "named": _named(reader),
        "absent": _absent(reader),
        "cases": _cases(reader),
        "insufficient": _insufficient(reader),
        "grades": _grades(reader),
    }


def most_common(values: Iterable[str]) -> tuple[str, int]:
    """Return what stands most often among some values, and how often; the first of several."""
    return next(iter(Counter(values).most_common(1)), ("", 0))


def _industries(reader: Reader) -> str:
    minerals = [row["mineral"] for row in reader.listed]
    (sector, members), *_ = by_industry(reader, minerals) or [("", [])]
    if not sector or len(members) < 2:
        return reader.words("front.industries", n=len(minerals))
    beside = len(minerals) <= SUPPLIERS_UP_TO and any(supplier(reader, mineral) for mineral in minerals)
    key = "caption.industries" if beside else "caption.industries.alone"
    return reader.words(key, count=len(members), all=len(minerals), sector=reader.sector(sector))


def _listed(reader: Reader) -> str:
    scored = sorted(((row["score"], row["mineral"]) for row in reader.listed if row["score"] is not None), reverse=True)
    if len(scored) < 2:
        return reader.words("short.table", n=len(reader.listed))
    (high, first), (low, last) = scored[0], scored[-1]
    return reader.words(
        "caption.listed",
        **{"all": len(reader.listed), "first": reader.name(first), "last": reader.name(last)},
        **{"high": fixed(high, 2), "low": fixed(low, 2)},
    )


def _overview(reader: Reader) -> str:
    found = Counter(code for row in reader.listed if (code := standing(reader, row)) in MARKS)
    if len(reader.listed) < 2 or not found:
        return reader.words("overview.caption")
    counts = [
        reader.words("caption.standing", count=count, standing=standing_text(reader, code))
        for code, count in sorted(found.items(), key=lambda entry: list(MARKS).index(entry[0]))
    ]
    return reader.words("caption.overview", all=len(reader.listed), counts=reader.words.listing(counts))


def _ranked(reader: Reader) -> str:
    ranks = [row["rank"] for row in reader.listed if row["rank"] is not None]
    if len(ranks) < 2:
        return reader.words("ranked.caption", n=len(reader.scored))
    return reader.words("caption.ranked", listed=len(ranks), all=len(reader.scored), last=max(ranks))


def _lists(reader: Reader) -> str:
    """Say how many other governments list every mineral of this list, and which mineral the fewest of them list."""
    lists, listed = foreign_lists(reader), [row["mineral"] for row in reader.listed]
    if len(lists) < 2 or len(listed) < 2:
        return reader.words("lists.caption")
    whole = sum(members.issuperset(listed) for members in lists.values())
    on = {mineral: sum(mineral in members for members in lists.values()) for mineral in listed}
    rarest = min(listed, key=lambda mineral: on[mineral])
    return reader.words(
        "caption.lists",
        **{"whole": whole, "all": len(lists), "listed": len(listed)},
        **{"name": reader.name(rarest), "fewest": on[rarest]},
    )


def _named(reader: Reader) -> str:
    own = reader.assessment["country"]
    named = {row["mineral"] for row in reader.table("official_lists") if row["jurisdiction"] == own}
    rows = [row for row in reader.ranking if row["mineral"] in named and not row["listed"]]
    return _unmet(reader, rows, "caption.named", reader.words("short.names.absent"))


def _absent(reader: Reader) -> str:
    found, lists = expected(reader), len(foreign_lists(reader))
    title = reader.words("short.absent.caption", lists=lists)
    return _unmet(reader, [row for row, _ in found], "caption.absent", title, lists=lists)


def _unmet(reader: Reader, rows: Sequence[RankingRow], key: str, title: str, **more: object) -> str:
    """Say what most of some minerals that are not listed do not reach."""
    of, count = most_common(code for row in rows for code in unmet_codes(reader, row))
    if len(rows) < 2 or not count:
        return title
    return reader.words(key, all=len(rows), count=count, of=reader.of(of), **more)


def _cases(reader: Reader) -> str:
    cases = [case["of"] for case in borderline(reader)]
    of, count = most_common(of for of in cases if of != "–")
    if count < 2:
        return reader.words("borderline.caption")
    return reader.words("caption.cases", all=len(cases), count=count, of=of)


def _insufficient(reader: Reader) -> str:
    rows = insufficient(reader)
    absent = [str(title) for row in rows if isinstance(row["absent"], list) for title in row["absent"]]
    criterion, count = most_common(absent)
    if len(reader.in_tier(INSUFFICIENT)) < 2 or not count:
        return reader.words("insufficient.caption")
    key = "caption.insufficient.all" if count == len(rows) else "caption.insufficient"
    return reader.words(key, all=len(rows), count=count, criterion=criterion)


def _grades(reader: Reader) -> str:
    title = reader.words("short.limits.caption", n=len(reader.listed))
    finding = str(quality(reader)["finding"])
    return reader.words("sum.space").join(part for part in (finding, title) if part)
