"""What is said about certainty: which minerals the draws decide, which a person decided, and the committee's cases.

The draws ask what the *rule* would list. A mineral placed by decision stays where it is in every draw, so its share of
draws is no measure of how sure its place is: it is counted apart, and its confidence is «by decision».
"""

from criticality.model.record import RankingRow, known
from criticality.report.reader import Reader

CONTESTED = "contested"
"""The standing of a mineral that some answers put on the list and others do not (`criticality.choices.shares`)."""

UNCERTAIN = (0.1, 0.9)
"""Shares of draws between which the place of a mineral is for the committee to look at."""


def listed_by_rule(reader: Reader) -> list[RankingRow]:
    """Return the listed minerals whose place the draws assess."""
    return [row for row in reader.listed if not row["designated"] and row["p_listed"] is not None]


def listed_by_decision(reader: Reader) -> list[RankingRow]:
    """Return the minerals that a decision put on the list."""
    return [row for row in reader.listed if row["designated"]]


def is_assessed(reader: Reader) -> bool:
    """Whether draws were made and some candidate was scored in them."""
    return bool(reader.result.get("robustness")) and any(row["p_listed"] is not None for row in reader.ranking)


def cases(reader: Reader) -> list[RankingRow]:
    """Return the cases for the committee, by rank.

    They are near a deciding threshold, listed in 10 to 90 % of the draws, or contested over the answers to the choices.
    Page 1, chapter 3 and chapter 5 name these and no others.
    """
    near = {entry["mineral"] for entry in reader.result["borderline"]}
    choices = reader.result.get("choices")
    near |= {row["mineral"] for row in choices["minerals"] if row["standing"] == CONTESTED} if choices else set()
    by_rule = [row for row in reader.scored if not row["designated"]]
    return [row for row in by_rule if row["mineral"] in near or _is_uncertain(row["p_listed"])]


def _is_uncertain(share: float | None) -> bool:
    return share is not None and UNCERTAIN[0] <= share <= UNCERTAIN[1]


def confidence(reader: Reader, row: RankingRow) -> str:
    """Return the class of confidence of a mineral in words."""
    if row["designated"]:
        return reader.words("confidence.designated")
    return reader.words.get(f"confidence.{row['confidence']}", row["confidence"] or "–")


def p_text(reader: Reader, row: RankingRow, places: int = 0) -> str:
    """Write P(listed); that of a mineral placed by decision, which is the rule's, carries the mark †."""
    written = reader.chance(row["p_listed"], places)
    return f"{written} †" if row["designated"] and row["p_listed"] is not None else written


def interval(row: RankingRow) -> str:
    """Write a 90 % rank interval."""
    return "–" if row["rank_low"] is None else f"{row['rank_low']}–{row['rank_high']}"


def firmness(reader: Reader) -> str:
    """Return the sentences of page 1 on how sure the list is."""
    words = reader.words
    if not is_assessed(reader):
        return words("firm.not_assessed")
    rule, decided = listed_by_rule(reader), listed_by_decision(reader)
    sentences = []
    if rule:
        firm = sum(row["confidence"] == "firm" for row in rule)
        lowest = reader.chance(min(known(row["p_listed"]) for row in rule))
        sentences.append(words("firm.assessed", firm=firm, n=len(rule), lowest=lowest))
    else:
        highest = max(known(row["p_listed"]) for row in reader.ranking if row["p_listed"] is not None)
        sentences.append(words("firm.nobody", highest=reader.chance(highest)))
    if decided:
        sentences.append(words("firm.decided", n=len(decided)))
    return words("sum.space").join(sentences)
