"""What each lever would need to take a listed mineral off the list: cells for chapter 7 and for the factsheets."""

from collections.abc import Mapping, Sequence

from criticality.model.input_record import SourceEntry
from criticality.model.policy_record import HeldStock, LeverPart, LeverRow, Limit, PolicyRecord
from criticality.model.record import RankingRow, known
from criticality.report.reader import Reader
from criticality.text.numbers import chance, fixed, plain

ALONE = ("diversify", "recycle", "substitute", "reduce")
SHOWN = (*ALONE, "combination", "stockpile")


def policy_of(reader: Reader) -> PolicyRecord:
    """Return what the record says of levers; empty where they were not tried."""
    return reader.result.get("policy") or {}


def levers(reader: Reader) -> dict[str, object]:
    """Return section 7.1: the table of listed minerals by lever, and what it finds."""
    recorded = policy_of(reader).get("levers") or {}
    standing = {row["mineral"]: row for row in reader.ranking}
    by_mineral = {row["mineral"]: recorded[row["mineral"]] for row in reader.ranking if row["mineral"] in recorded}
    return {
        "heads": [reader.words(f"lever.{kind}") for kind in (*ALONE, "combination")],
        "rows": [
            {
                "id": f"sheet-{mineral}",
                **reader.named(mineral),
                "cells": _cells(reader, standing[mineral], rows, (*ALONE, "combination")),
            }
            for mineral, rows in by_mineral.items()
        ],
        "limits": _limits(reader, by_mineral),
        "finding": _finding(reader, by_mineral),
        "tried": _tried(reader, [row for rows in by_mineral.values() for row in rows]),
    }


def _limits(reader: Reader, by_mineral: Mapping[str, Sequence[LeverRow]]) -> dict[str, object] | None:
    """Return the limit of each lever of each mineral, and the sources of the limits, numbered as they occur."""
    numbers: dict[str, int] = {}
    rows = [
        {
            **reader.named(mineral),
            "cells": [_limit(reader, limits.get(kind), numbers) for kind in ALONE],
        }
        for mineral, rows in by_mineral.items()
        if (limits := {row["lever"]: limit for row in rows if (limit := row.get("limit"))})
    ]
    sources = [f"[{number}] {_source(reader, source)}" for source, number in numbers.items()]
    return {"rows": rows, "sources": sources} if rows else None


def _limit(reader: Reader, limit: Limit | None, numbers: dict[str, int]) -> str:
    if limit is None:
        return reader.words("limit.no_lever")
    if not limit["stated"]:
        return reader.words("limit.unknown")
    ends = [_share(end) for end in (limit.get("low"), limit.get("high")) if end is not None]
    spread = reader.words("limit.spread", low=ends[0], high=ends[1]) if len(set(ends)) > 1 else ""
    cited = [f"[{numbers.setdefault(source, len(numbers) + 1)}]" for source in limit["sources"]]
    because = "".join(cited) or reader.words.text(limit["because"])
    return reader.words("limit.stated", limit=_share(known(limit["value"])), spread=spread, because=because)


def _source(reader: Reader, code: str) -> str:
    entry: SourceEntry = reader.inputs["sources"].get(code) or {}
    parts = (entry.get("title"), entry.get("publisher"), entry.get("published"))
    return reader.words.listing([str(part) for part in parts if part]) or code


def lever_box(reader: Reader, mineral: str) -> list[dict[str, object]]:
    """Return the levers of one mineral, and the stock that the scenario holds of it, as titles and cells.

    Nothing where levers were not tried for it and nothing is held.
    """
    rows = (policy_of(reader).get("levers") or {}).get(mineral) or ()
    standing = next((row for row in reader.ranking if row["mineral"] == mineral), None)
    kinds = [kind for kind in SHOWN if any(row["lever"] == kind for row in rows)]
    cells = _cells(reader, standing, rows, kinds)
    box: list[dict[str, object]] = [
        {"title": reader.words(f"lever.{kind}"), "cell": cell} for kind, cell in zip(kinds, cells, strict=True)
    ]
    held = [row for row in policy_of(reader).get("held") or () if row["mineral"] == mineral]
    return box + [
        {"title": reader.words("lever.held"), "cell": {"possible": False, "text": held_stock(reader, row)}}
        for row in held
    ]


def held_stock(reader: Reader, row: HeldStock) -> str:
    """Say how much of a mineral the scenario holds, and how long that lasts."""
    days, needed = plain(row["days"]), fixed(row["days_needed"], 0)
    if not row["days_needed"]:
        return reader.words("held.idle", days=days)
    if row["lasts_days"] is None:
        return reader.words("held.outlasts", days=days, needed=needed)
    return reader.words("held.lasts", days=days, lasts=fixed(row["lasts_days"], 0), needed=needed)


def _cells(
    reader: Reader, standing: RankingRow | None, rows: Sequence[LeverRow], kinds: Sequence[str]
) -> list[dict[str, object]]:
    by_kind = {row["lever"]: row for row in rows}
    return [_cell(reader, standing, by_kind[kind]) if kind in by_kind else _blank() for kind in kinds]


def _blank() -> dict[str, object]:
    return {"possible": False, "text": "–"}


def _cell(reader: Reader, standing: RankingRow | None, row: LeverRow) -> dict[str, object]:
    words = reader.words
    if row.get("possible") is None:
        return {"possible": False, "text": words.text(row.get("because"))}
    if row["lever"] == "stockpile":
        return {"possible": False, "text": _stock(reader, row)}
    text = _possible(reader, row) if row["possible"] else words("lever.cannot", why=_why(reader, standing, row))
    if row["possible"] and not limited(row):
        text = (
            words("lever.open_parts", parts=text) if row["lever"] == "combination" else words("lever.open", amount=text)
        )
    if row.get("p_listed") is not None:
        text += words("lever.then", p=chance(row["p_listed"]))
    if row.get("verified") is False:
        text += words("lever.not_confirmed")
    return {"possible": bool(row["possible"]) and limited(row), "text": text}


def limited(row: LeverRow) -> bool:
    """Whether a limit is stated for every lever of a row; rows of older records have no limit and count as limited."""
    if row["lever"] == "combination":
        return bool(row.get("limits_stated", True))
    limit = row.get("limit")
    return limit is None or bool(limit["stated"])


def _limit_of(row: LeverRow) -> float | None:
    """The stated limit of a lever; None where none is stated."""
    limit = row.get("limit")
    return None if limit is None else limit["value"]


def _stock(reader: Reader, row: LeverRow) -> str:
    if not row.get("rides_out"):
        return reader.words("lever.nothing_lost")
    return reader.words("lever.rides_out", days=fixed(row["rides_out"]["value"], 0))


def _possible(reader: Reader, row: LeverRow) -> str:
    if row["lever"] != "combination":
        written, limit = amount(reader, row, known(row["needed"])["value"]), _limit_of(row)
        return written if limit is None else reader.words("lever.within", amount=written, limit=_share(limit))
    named = [
        reader.words(
            "lever.part", lever=reader.words(f"lever.{part['lever']}"), amount=amount(reader, part, part["value"])
        )
        for part in row["parts"]
    ]
    parts = " + ".join(named)
    return reader.words("lever.cost", parts=parts, cost=fixed(known(row["needed"])["value"])) if limited(row) else parts


def amount(reader: Reader, row: LeverRow | LeverPart, value: float) -> str:
    """Write the amount of a lever, with the origin and the partner of a diversification."""
    share = _share(value)
    if row["lever"] == "diversify":
        move = {
            "origin": reader.country(str(row.get("from") or "")),
            "partner": reader.country(str(row.get("to") or "")),
        }
        return reader.words("lever.move", share=share, **move)
    now = row.get("now")
    if row["lever"] == "recycle" and now is not None:
        return reader.words("lever.raise", now=_share(now), share=share)
    return share


def _share(value: float) -> str:
    """Write a share that the record has rounded up to four decimals: all its digits, no trailing zeros."""
    return f"{plain(round(100 * value, 2))} %"


def _why(reader: Reader, standing: RankingRow | None, row: LeverRow) -> str:
    """Say why a lever cannot: the mineral is designated, nothing can be moved, or what remains at its best amount."""
    if standing is not None and standing["designated"]:
        return reader.words("lever.why.designated")
    if standing is not None and standing["entered_with_group"]:
        return reader.words("lever.why.group")
    if row.get("lists_the_rest"):
        return reader.words("lever.why.lists_the_rest")
    if row.get("remaining") is None:
        return reader.words("lever.why.no_partner" if row["lever"] == "diversify" else "lever.why.at_most")
    left = fixed(row["remaining"])
    if row["lever"] == "combination":
        return reader.words("lever.why.all", left=left)
    limit = _limit_of(row)
    if limit is not None and limit == row.get("now"):
        why = reader.words("lever.why.closed", limit=_share(limit), left=left)
    elif row["best"] == row.get("now"):
        why = reader.words("lever.why.no_help", left=left)
    else:
        best = amount(reader, {**row, "now": None}, row["best"])
        why = reader.words("lever.why.remains", best=best, left=left)
        why += reader.words("lever.why.its_limit") if row["best"] == limit else ""
    return why + _beyond(reader, row)


def _beyond(reader: Reader, row: LeverRow) -> str:
    """Say what would be needed beyond a stated limit."""
    beyond = row.get("beyond_limit")
    if not beyond:
        return ""
    if beyond["needed"] is None:
        return reader.words("lever.why.not_even_all", left=fixed(beyond["remaining"]))
    return reader.words("lever.why.needed", needed=_share(beyond["needed"]["value"]))


# ── what the table finds ─────────────────────────────────────────────────────


def _finding(reader: Reader, by_mineral: Mapping[str, Sequence[LeverRow]]) -> str:
    """Say how many minerals each lever alone takes off within its limit, the cheapest combination, and what remains."""
    words = reader.words
    sentences = [taken_off(reader, by_mineral)]
    combinations = [
        (known(row["needed"])["value"], mineral, row)
        for mineral, rows in by_mineral.items()
        for row in rows
        if row["lever"] == "combination" and _within(row)
    ]
    if combinations:
        _, mineral, row = min(combinations, key=lambda entry: entry[:2])
        sentences.append(words("levers.cheapest", mineral=reader.name_and_symbol(mineral), how=_possible(reader, row)))
    beyond = [reader.name_and_symbol(m) for m, rows in by_mineral.items() if _beyond_limits(rows)]
    if beyond:
        sentences.append(words("levers.beyond", n=len(beyond), minerals=words.listing(beyond)))
    immovable = [
        reader.name_and_symbol(m) for m, rows in by_mineral.items() if not any(row.get("possible") for row in rows)
    ]
    if immovable:
        sentences.append(words("levers.stuck", minerals=words.listing(immovable)))
    return words("sum.space").join(sentences)


def taken_off(reader: Reader, by_mineral: Mapping[str, Sequence[LeverRow]]) -> str:
    """Say how many minerals each lever alone takes off the list within its limit."""
    words = reader.words
    able = {
        kind: [m for m, rows in by_mineral.items() if any(row["lever"] == kind and _within(row) for row in rows)]
        for kind in ALONE
    }
    anyhow = {mineral for minerals in able.values() for mineral in minerals}
    counts = words.listing(
        [words("lever.count", lever=words(f"lever.{kind}"), count=len(minerals)) for kind, minerals in able.items()]
    )
    return words("levers.finding", n=len(anyhow), all=len(by_mineral), counts=counts)


def _within(row: LeverRow) -> bool:
    return bool(row.get("possible")) and limited(row)


def _beyond_limits(rows: Sequence[LeverRow]) -> bool:
    """Whether only levers without a stated limit take a mineral off."""
    return any(row.get("possible") for row in rows) and not any(_within(row) for row in rows)


def _tried(reader: Reader, rows: Sequence[LeverRow]) -> str:
    """Say whether every answer was confirmed by deciding the whole list again."""
    held = [verified for row in rows if (verified := row.get("verified")) is not None]
    if not held:
        return reader.words("levers.untried")
    return reader.words("levers.tried", held=sum(held), all=len(held))
