"""What several chapters look up of a mineral: its supplier, its industry, how sure its place is."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from criticality.model.record import EventOutcome, RankingRow, Row, known, number
from criticality.model.robustness_record import ChoicesRecord, MineralResult
from criticality.model.rows.alternatives import unmet
from criticality.report.certainty import CONTESTED, cases
from criticality.report.conditions import failed_text
from criticality.report.notes import narrowest_stage, supply_share
from criticality.report.reader import Reader
from criticality.report.withheld.said_of_withheld import WITHHELD, is_table_withheld
from criticality.text.numbers import percent

MARKS: Mapping[str, str] = {
    **{"firm": "●", "sound": "◐", "contested": "○"},
    **{"likely": "◐", "borderline": "○", "unlikely": "○"},
    "designated": "†",
}
"""The mark of a standing over all answers, or of a class of confidence where no choices were drawn."""

SUPERSEDED = "critical_superseded"
"""The tier of a list that a later one has replaced."""
_VAGUE = re.compile(r"(others?|miscellaneous|unspecified)([/ ](uses?|unspecified))?", re.IGNORECASE)


def supplier(reader: Reader, mineral: str) -> str:
    """Return the largest supplier at the narrowest stage of world supply and its share, or nothing."""
    place = narrowest_stage(reader, mineral)
    if place is None:
        return reader.words(WITHHELD) if is_table_withheld(reader, mineral, "production") else ""
    return f"{reader.country(place.country)} {supply_share(reader, place.share)}"


def uses_by_sector(reader: Reader) -> dict[str, dict[str, float]]:
    """Return the share of each mineral's use by sector: mineral → sector → share; uses without a share are left out."""
    found: dict[str, dict[str, float]] = {}
    for row in reader.table("end_uses"):
        share = number(row, "share")
        if share is not None:
            shares = found.setdefault(str(row["mineral"]), {})
            shares[str(row["sector"])] = shares.get(str(row["sector"]), 0.0) + share
    return found


def by_industry(reader: Reader, minerals: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Group minerals by the sector of their largest share of use; the sector of most minerals first.

    Minerals without a recorded use stand last, under the empty sector. The order within a sector is that of `minerals`.
    """
    uses = uses_by_sector(reader)
    groups: dict[str, list[str]] = {}
    for mineral in minerals:
        shares = uses.get(mineral)
        sector = max(shares, key=lambda code: (shares[code], code)) if shares else ""
        groups.setdefault(sector, []).append(mineral)
    return sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0]))


def is_vague(use: Row) -> bool:
    """Whether a use names no application: others, miscellaneous, unspecified."""
    return bool(_VAGUE.fullmatch(str(use["application"])))


def choices_of(reader: Reader) -> ChoicesRecord | None:
    """Return what was decided again over the choices; None where nothing was drawn."""
    choices = reader.result.get("choices")
    return choices if choices is not None and choices["design"]["draws"] else None


def over_answers(reader: Reader) -> dict[str, MineralResult]:
    """Return each mineral's result over all combinations of answers; empty where nothing was drawn."""
    choices = choices_of(reader)
    return {row["mineral"]: row for row in choices["minerals"]} if choices else {}


def standing(reader: Reader, row: RankingRow) -> str:
    """Return the code of how sure a mineral's place is: by decision, over all answers, or by the draws; or nothing."""
    if row["designated"]:
        return "designated"
    over = over_answers(reader).get(row["mineral"])
    return (over["standing"] if over else row["confidence"]) or ""


def standing_text(reader: Reader, code: str) -> str:
    """Return a standing over the answers, or without choices a class of confidence, in words."""
    first, second = ("standing", "confidence") if choices_of(reader) else ("confidence", "standing")
    return reader.words.get(f"{first}.{code}", reader.words.get(f"{second}.{code}", code)) if code else "–"


def question(reader: Reader, choice: str) -> str:
    """Return the question of a choice."""
    choices = choices_of(reader)
    found = next((entry for entry in choices["choices"] if entry["code"] == choice), None) if choices else None
    return reader.words.text(found["question"]) if found else choice


def answer_number(reader: Reader, choice: str, option: str) -> str:
    """Return the number of an answer as the table of the open questions has it: ``4.2`` is the second to question 4.

    Titles of answers lean on the one before them (“The same, with machinery”) and say little away from that table.
    """
    choices = reader.result.get("choices")
    for place, entry in enumerate(choices["choices"] if choices is not None else (), start=1):
        codes = [answer["code"] for answer in entry["options"]]
        if entry["code"] == choice and option in codes:
            return f"{place}.{codes.index(option) + 1}"
    return ""


def failing_codes(reader: Reader, row: RankingRow) -> tuple[str, ...]:
    """Return what the conditions look at that a mineral does not meet; empty where it has no score.

    The score is left out where a dimension fails too: it is low because the dimension is.
    """
    if row["score"] is None:
        return ()
    codes = unmet_codes(reader, row)
    return tuple(code for code in codes if code != "score") or codes


def unmet_codes(reader: Reader, row: RankingRow) -> tuple[str, ...]:
    """Return what every condition of the first listed tier looks at that a scored mineral does not meet."""
    tier = next((entry["name"] for entry in reader.rule["tiers"] if entry["listed"]), "")
    unmet_ones = unmet([entry for entry in row["because"] if entry["tier"] == tier])
    return () if row["score"] is None else tuple(entry["of"] for entry in unmet_ones)


def failing(reader: Reader, row: RankingRow) -> str:
    """Say which conditions of the first listed tier a mineral does not meet, or that its evidence is insufficient."""
    tier = next((entry["name"] for entry in reader.rule["tiers"] if entry["listed"]), "")
    entries = unmet([entry for entry in row["because"] if entry["tier"] == tier])
    if not entries or row["score"] is None:
        return reader.words("tier.insufficient") if row["score"] is None else "–"
    return reader.words.listing([failed_text(reader, entry) for entry in entries])


def happened(reader: Reader, outcome: EventOutcome) -> str:
    """Say what took supply of a mineral away since the figures were counted: where, how much, since when, what."""
    return reader.words.listing(
        [
            reader.words(
                "sum.event",
                country=reader.country(event["country"]),
                since=reader.words.day(event["since"]),
                share=percent(event["share_lost"]),
                what=reader.term(event["what"]),
            )
            for event in outcome["events"]
        ]
    )


def lapsed(reader: Reader, mineral: str) -> str:
    """Name the export restrictions on a mineral that reached the country and are no longer in force; or nothing."""
    home, as_of = reader.assessment["country"], reader.record["as_of"]
    rows = [
        row
        for row in reader.table("export_restrictions")
        if row["mineral"] == mineral
        and "" < str(row.get("in_force_until") or "") < as_of
        and {"all", home} & set(reader.split(str(row.get("target") or "all")))
    ]
    acts = [
        reader.words(
            "lapsed.act",
            country=reader.country(str(row["country"])),
            measure=reader.coded("measure", str(row["measure"])),
            since=reader.words.day(str(row["in_force_from"] or "–")),
            until=reader.words.day(str(row["in_force_until"])),
        )
        for row in rows
    ]
    return reader.words.listing(list(dict.fromkeys(acts)))


def foreign_lists(reader: Reader) -> dict[str, set[str]]:
    """Return the newest list of every other government: jurisdiction → the minerals that were read there."""
    rows = [row for row in reader.table("official_lists") if row["jurisdiction"] != reader.assessment["country"]]
    current = [row for row in rows if row.get("tier") != SUPERSEDED]
    newest: dict[str, str] = {}
    for row in current:
        code, day = str(row["jurisdiction"]), str(row["list_date"])
        newest[code] = max(day, newest.get(code, ""))
    lists: dict[str, set[str]] = {}
    for row in current:
        if str(row["list_date"]) == newest[str(row["jurisdiction"])]:
            lists.setdefault(str(row["jurisdiction"]), set()).add(str(row["mineral"]))
    return lists


def expected(reader: Reader) -> list[tuple[RankingRow, int]]:
    """Return the candidates that at least half of the other governments list and this list does not, with the count.

    Those whose place another answer would change come first, as readers ask for them first; then those on most lists.
    """
    lists = foreign_lists(reader)
    named = Counter(mineral for members in lists.values() for mineral in members)
    absent = [(row, named[row["mineral"]]) for row in reader.ranking if not row["listed"]]
    often = [(row, count) for row, count in absent if count and 2 * count >= len(lists)]
    often.sort(key=lambda entry: (-entry[1], entry[0]["rank"] or len(reader.ranking)))
    return sorted(often, key=lambda entry: standing(reader, entry[0]) != CONTESTED)


def doubtful(reader: Reader) -> set[str]:
    """Return the minerals whose place is open: the committee's cases, and those that another answer may move."""
    moved = {mineral for mineral, over in over_answers(reader).items() if over["standing"] in ("contested", "sound")}
    return {row["mineral"] for row in cases(reader)} | moved


def span_text(reader: Reader, over: MineralResult | None) -> str:
    """Write a mineral's lowest and highest P(listed) over all combinations of answers."""
    if over is None or over["p_lowest"] is None:
        return "–"
    lowest, highest = reader.chance_over(over["p_lowest"]), reader.chance_over(over["p_highest"])
    return lowest if lowest == highest else f"{lowest} – {highest}"


def width_of(over: MineralResult) -> float:
    """Return how far a mineral's P(listed) moves between its lowest and its highest combination of answers."""
    if over["p_highest"] is None or over["p_lowest"] is None:
        return 0.0
    return known(over["p_highest"]) - known(over["p_lowest"])
