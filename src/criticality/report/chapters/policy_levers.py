"""What would have to happen for a listed mineral to leave the list, in a sentence each: chapter 7 and factsheets."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from criticality.model.policy_record import HeldStock, LeverPart, LeverRow, PolicyRecord
from criticality.model.record import RankingRow, known
from criticality.report.conditions import distance_text
from criticality.report.reader import Reader
from criticality.report.withheld.said_of_withheld import is_public_form, withheld_names
from criticality.text.numbers import fixed, plain, rounded_up, share

ALONE = ("diversify", "recycle", "substitute", "reduce")
Cite = Callable[[str | None], str]
"""What returns the numbers of sources joined by semicolons, in brackets."""


def policy_of(reader: Reader) -> PolicyRecord:
    """Return what the record says of levers; empty where they were not tried."""
    return reader.result.get("policy") or {}


def levers(reader: Reader, cite: Cite) -> dict[str, object]:
    """Return section 7.1: a sentence on every listed mineral, and what they come to."""
    recorded = policy_of(reader).get("levers") or {}
    standing = {row["mineral"]: row for row in reader.ranking}
    by_mineral = {row["mineral"]: recorded[row["mineral"]] for row in reader.ranking if row["mineral"] in recorded}
    return {
        "rows": [
            {**reader.named(mineral), "text": way(reader, standing[mineral], rows, cite)}
            for mineral, rows in by_mineral.items()
        ],
        "finding": _found(reader, by_mineral),
        "tried": _tried(reader, [row for rows in by_mineral.values() for row in rows]),
    }


def _found(reader: Reader, by_mineral: Mapping[str, Sequence[LeverRow]]) -> str:
    """Say what the levers come to, and of which listed minerals a public record withholds it."""
    silent = [row["mineral"] for row in reader.listed if row["mineral"] not in by_mineral and is_public_form(reader)]
    if not silent:
        return _finding(reader, by_mineral)
    withheld = reader.words("confidential.no_lever", minerals=withheld_names(reader, silent))
    return f"{_finding(reader, by_mineral)} {withheld}" if by_mineral else withheld


def lever_box(reader: Reader, mineral: str, cite: Cite) -> list[str]:
    """Return the sentences of one mineral's factsheet: what takes it off, and the stock that the scenario holds of it.

    Nothing where levers were not tried for it and nothing is held.
    """
    rows = (policy_of(reader).get("levers") or {}).get(mineral) or ()
    standing = next((row for row in reader.ranking if row["mineral"] == mineral), None)
    said = [way(reader, standing, rows, cite)] if rows and standing is not None else []
    held = [row for row in policy_of(reader).get("held") or () if row["mineral"] == mineral]
    said += out_of_reach(reader, [mineral]) if said else []
    return said + [reader.words("way.held", stock=held_stock(reader, row)) for row in held]


def out_of_reach(reader: Reader, minerals: Iterable[str]) -> list[str]:
    """Say under which criteria with weight minerals were judged in pairs: no change of supply or use moves that."""
    concerned = list(minerals)
    codes = [
        entry["code"]
        for entry in reader.criteria.values()
        if (entry["indicator"], entry["role"]) == ("judged", "weighted")
        and any(_has_figure(reader, mineral, entry["code"]) for mineral in concerned)
    ]
    if not codes:
        return []
    return [reader.words("levers.judged", criteria=reader.words.listing([reader.criterion(code) for code in codes]))]


def _has_figure(reader: Reader, mineral: str, criterion: str) -> bool:
    cell = reader.cells.get((mineral, criterion))
    return cell is not None and bool(cell["present"])


def held_stock(reader: Reader, row: HeldStock) -> str:
    """Say how much of a mineral the scenario holds, and how long that lasts."""
    days, needed = plain(row["days"]), fixed(row["days_needed"], 0)
    if not row["days_needed"]:
        return reader.words("held.idle", days=days)
    if row["lasts_days"] is None:
        return reader.words("held.outlasts", days=days, needed=needed)
    return reader.words("held.lasts", days=days, lasts=fixed(row["lasts_days"], 0), needed=needed)


# ── one mineral ──────────────────────────────────────────────────────────────


def way(reader: Reader, standing: RankingRow, rows: Sequence[LeverRow], cite: Cite) -> str:
    """Say what would have to happen for a listed mineral to leave the list.

    The first that applies: one lever within its limit; several together within theirs; a lever of which no limit is
    published; else that nothing examined is enough, and what comes nearest.
    """
    fixed_by = _held_there(reader, standing, rows)
    if fixed_by:
        return fixed_by
    alone = [row for row in rows if row["lever"] in ALONE and row.get("possible")]
    within = [row for row in alone if _limited(row)]
    joined = next((row for row in rows if row["lever"] == "combination" and row.get("possible")), None)
    if within:
        parts = [_deed(reader, row, known(row["needed"])["value"]) + _aside(reader, row, cite) for row in within]
        return reader.words("way.alone" if len(parts) == 1 else "way.either", deeds=reader.words("way.or").join(parts))
    if joined is not None and _limited(joined):
        parts = [_deed(reader, part, part["value"]) for part in joined["parts"]]
        return reader.words("way.together", deeds=reader.words("way.and").join(parts)) + _then(reader, joined)
    if alone:
        parts = [_deed(reader, row, known(row["needed"])["value"]) for row in alone]
        return reader.words("way.beyond", deeds=reader.words("way.or").join(parts))
    return _nothing(reader, [row for row in rows if row["lever"] in ALONE])


def _held_there(reader: Reader, standing: RankingRow, rows: Sequence[LeverRow]) -> str:
    """Say why no change of supply or use takes a mineral off: a decision, its group, a tier without a condition."""
    if standing["designated"]:
        return reader.words("way.designated")
    if standing["entered_with_group"]:
        return reader.words("way.group")
    return reader.words("way.lists_the_rest") if any(row.get("lists_the_rest") for row in rows) else ""


def _deed(reader: Reader, row: LeverRow | LeverPart, value: float) -> str:
    """Write what a lever does in a clause: who would supply instead of whom, what rises or falls, at least how far."""
    now, needed = row.get("now"), rounded_up(value)
    if row["lever"] == "diversify":
        origin, partner = str(row.get("from") or ""), str(row.get("to") or "")
        return reader.words(
            "deed.diversify", share=needed, origin=reader.country(origin), partner=reader.country(partner)
        )
    if row["lever"] == "recycle" and now is not None:
        return reader.words("deed.recycle.from", now=share(now), share=needed)
    return reader.words(f"deed.{row['lever']}", share=needed)


def _aside(reader: Reader, row: LeverRow, cite: Cite) -> str:
    """Write the limit of a lever with its source, and P(listed) with it, in brackets; nothing where none is known."""
    limit = row.get("limit")
    parts = []
    if limit is not None and limit["value"] is not None:
        cited = cite(";".join(limit["sources"]))
        parts.append(reader.words("way.limit", limit=share(limit["value"])) + (f" {cited}" if cited else ""))
    if row.get("p_listed") is not None:
        parts.append(reader.words("way.p", p=reader.chance_with_lever(row["p_listed"])))
    if row.get("verified") is False:
        parts.append(reader.words("way.not_confirmed"))
    return reader.words("aside", text=reader.words("and").join(parts)) if parts else ""


def _then(reader: Reader, row: LeverRow) -> str:
    if row.get("p_listed") is None:
        return ""
    return reader.words("sum.space") + reader.words("way.then", p=reader.chance_with_lever(row["p_listed"]))


def _nothing(reader: Reader, rows: Sequence[LeverRow]) -> str:
    """Say that no lever is enough, and which comes nearest to the line."""
    left = [(row["remaining"], row["lever"], row) for row in rows if row.get("remaining") is not None]
    if not left:
        return reader.words("way.nothing")
    _, lever, row = min(left, key=lambda found: found[:2])
    return reader.words("way.nothing.nearest", lever=reader.words(f"lever.{lever}"), left=_left(reader, row))


def _left(reader: Reader, row: LeverRow) -> str:
    """Write how far above the line a mineral stays, in the unit of what decides there."""
    found = row.get("remaining_in")
    if found is None:
        return fixed(row["remaining"])
    return distance_text(reader, found["of"], found["amount"], found["unit"])


def _limited(row: LeverRow) -> bool:
    """Whether a limit is stated for every lever of a row; rows of older records have no limit and count as limited."""
    if row["lever"] == "combination":
        return bool(row.get("limits_stated", True))
    limit = row.get("limit")
    return limit is None or bool(limit["stated"])


# ── what the table finds ─────────────────────────────────────────────────────


def _finding(reader: Reader, by_mineral: Mapping[str, Sequence[LeverRow]]) -> str:
    """Say how many minerals one lever takes off within its limit, and of which none does."""
    sentences = [taken_off(reader, by_mineral)]
    beyond = [reader.name(mineral) for mineral, rows in by_mineral.items() if beyond_limits(rows)]
    if beyond:
        sentences.append(reader.words("levers.beyond", n=len(beyond), minerals=reader.words.listing(beyond)))
    sentences += out_of_reach(reader, by_mineral)
    return reader.words("sum.space").join(sentences)


def taken_off(reader: Reader, by_mineral: Mapping[str, Sequence[LeverRow]]) -> str:
    """Say how many minerals each lever alone takes off the list within its limit."""
    words, able = reader.words, leave_alone(by_mineral)
    anyhow = {mineral for minerals in able.values() for mineral in minerals}
    counts = words.listing(
        [words("lever.count", lever=words(f"lever.{kind}"), count=len(minerals)) for kind, minerals in able.items()]
    )
    return words("levers.finding", n=len(anyhow), all=len(by_mineral), counts=counts)


def leave_alone(by_mineral: Mapping[str, Sequence[LeverRow]]) -> dict[str, list[str]]:
    """Return the minerals that each lever alone takes off the list within its limit, by lever."""
    return {
        kind: [m for m, rows in by_mineral.items() if any(row["lever"] == kind and _within(row) for row in rows)]
        for kind in ALONE
    }


def _within(row: LeverRow) -> bool:
    return bool(row.get("possible")) and _limited(row)


def beyond_limits(rows: Sequence[LeverRow]) -> bool:
    """Whether no lever or combination within its limits takes a mineral off."""
    return not any(_within(row) for row in rows)


def _tried(reader: Reader, rows: Sequence[LeverRow]) -> str:
    """Say how many answers a decision of the whole list bore out; nothing where all were, and what was not tried."""
    held = [verified for row in rows if (verified := row.get("verified")) is not None]
    if not held:
        return reader.words("levers.untried")
    return "" if all(held) else reader.words("levers.tried", held=sum(held), all=len(held))
