"""Page one: the finding, the minerals by industry, who is missing, how sure it is, and what is asked."""

from collections import Counter
from collections.abc import Sequence

from criticality.model.assessment import INSUFFICIENT
from criticality.model.record import EventOutcome, RankingRow
from criticality.model.robustness_record import ChoiceResult, ChoicesRecord
from criticality.report.certainty import firmness
from criticality.report.chapters.decision import asks_of
from criticality.report.chapters.policy_stock import stock_cost
from criticality.report.chapters.previous import since_adopted
from criticality.report.facts import (
    MARKS,
    by_industry,
    choices_of,
    expected,
    failing_codes,
    foreign_lists,
    happened,
    standing,
    standing_text,
    supplier,
)
from criticality.report.notes import narrowest_stage
from criticality.report.reader import Reader
from criticality.report.review.said_in_review import line_of
from criticality.report.short.limits import without_imports
from criticality.text.numbers import fixed

ABSENT_NAMED = 4
QUESTIONS_NAMED = 3
"""Page one names the questions that move most minerals, so that it stays one page however many are asked."""
EVEN = 0.5
SUPPLIERS_UP_TO = 30
"""With more minerals than these, page one names them without their suppliers, so that it stays one page."""


def front(reader: Reader) -> dict[str, object]:
    """Return page one in words and written numbers."""
    listed = reader.listed
    return {
        "issuer": reader.words.text(reader.assessment.get("issuer")),
        "committee": reader.words.text(reader.assessment.get("committee")),
        "illustrative": reader.inputs["weights"].get("status") == "illustrative",
        "status": reader.status_line,
        "draft": reader.status_line if reader.status == "draft" else "",
        "review_by": reader.words("front.review_by", day=reader.review_by) if reader.review_by else "",
        "weights": reader.words.text(reader.inputs["weights"]["title"]),
        "scenario": reader.words.text(scenario["title"]) if (scenario := reader.inputs.get("scenario")) else "",
        "finding": _finding(reader),
        "industries": _industries(reader),
        "key": _joined(reader, [part for part in (_key(reader, listed), _others(reader)) if part]),
        "rows": [{"title": reader.words(f"front.{code}"), "lines": lines} for code, lines in _rows(reader) if lines],
        "review": line_of(reader.result.get("review"), reader.words),
        "asks": asks_of(reader, questions=len(choices["choices"]) if (choices := choices_of(reader)) else 0),
    }


def _finding(reader: Reader) -> str:
    listed = [row["mineral"] for row in reader.listed]
    if not listed:
        return reader.words("front.finding.nobody", candidates=len(reader.ranking))
    home = reader.country(reader.assessment["country"])
    key = "front.finding.draft" if reader.status == "draft" else "front.finding"
    text = reader.words(key, n=len(listed), candidates=len(reader.ranking), country=home)
    leaders = Counter(place.country for mineral in listed if (place := narrowest_stage(reader, mineral)))
    if not leaders:
        return text
    country, count = min(leaders.items(), key=lambda entry: (-entry[1], entry[0]))
    leader = reader.words("front.leader", n=count, country=reader.country(country))
    return text + reader.words("sum.space") + leader


def _industries(reader: Reader) -> list[dict[str, object]]:
    rows = {row["mineral"]: row for row in reader.listed}
    with_suppliers = len(rows) <= SUPPLIERS_UP_TO
    return [
        {
            "title": reader.sector(sector) if sector else reader.words("front.no_use"),
            "minerals": [
                {
                    **reader.named(mineral),
                    "supplier": supplier(reader, mineral) if with_suppliers else "",
                    "mark": MARKS.get(standing(reader, rows[mineral]), "")
                    + ("‡" if rows[mineral].get("entered_with_group") else ""),
                }
                for mineral in minerals
            ],
        }
        for sector, minerals in by_industry(reader, list(rows))
    ]


def _key(reader: Reader, listed: Sequence[RankingRow]) -> str:
    """Say what the marks on the page mean; nothing where no mineral has one."""
    codes = dict.fromkeys(code for row in listed if (code := standing(reader, row)) in MARKS)
    marks = [_meaning(reader, code) for code in MARKS if code in codes]
    if not marks:
        return ""
    over = "front.key.choices" if choices_of(reader) else "front.key.draws"
    return reader.words(over, marks=reader.words.listing(marks))


def _meaning(reader: Reader, code: str) -> str:
    """Return a mark with its standing, and with what that means where the answers decide it."""
    key = f"front.mark.{code}"
    if choices_of(reader) and key in reader.words:
        return reader.words(key, mark=MARKS[code])
    return f"{MARKS[code]} {standing_text(reader, code)}"


def _borrowed(reader: Reader) -> str:
    """Say how many of the use shares behind the table are those of other economies; nothing where all are its own."""
    borrowed, every = borrowed_uses(reader)
    if not borrowed:
        return ""
    return reader.words("front.borrowed.all" if borrowed == every else "front.borrowed", borrowed=borrowed, all=every)


def borrowed_uses(reader: Reader) -> tuple[int, int]:
    """Count the use shares of the listed minerals: those of other economies, and all."""
    listed, country = {row["mineral"] for row in reader.listed}, reader.assessment["country"]
    uses = [row for row in reader.table("end_uses") if row["mineral"] in listed]
    return sum(row.get("country") != country for row in uses), len(uses)


def _rows(reader: Reader) -> list[tuple[str, list[str]]]:
    """Return the paragraphs under the list, each with the code of its title; those without a line are not printed."""
    return [
        ("changed", since_adopted(reader)),
        ("absent", _absent(reader)),
        ("since", _since_in_short(reader)),
        ("sure", _sure(reader)),
        ("actions", stock_cost(reader)),
        ("limits", _limits(reader)),
    ]


def _sure(reader: Reader) -> list[str]:
    """Say first what stands whatever is answered, then how sure the list is under the answers taken."""
    open_questions = hinges(reader, QUESTIONS_NAMED)
    taken = _joined(reader, [firmness(reader), *_more_likely(reader)])
    return [*open_questions, reader.words("front.as_taken", text=taken)] if open_questions else [taken]


def _others(reader: Reader) -> str:
    """Say how many minerals each tier off the list has; nothing where the rule has no such tier."""
    tiers = [(tier["name"], len(reader.in_tier(tier["name"]))) for tier in reader.rule["tiers"] if not tier["listed"]]
    counts = [reader.words("front.tier", tier=reader.tier(name), n=count) for name, count in tiers if count]
    return reader.words("front.tiers", tiers=reader.words.listing(counts)) if counts else ""


def _absent(reader: Reader) -> list[str]:
    """Name those that most other governments list and this list does not, by the conditions that they do not meet."""
    found = expected(reader)
    if not found:
        return []
    groups: dict[tuple[str, ...], list[str]] = {}
    for row, _ in found:
        groups.setdefault(failing_codes(reader, row), []).append(reader.bare_name(row["mineral"]))
    head = reader.words("front.absent.text", n=len(found), lists=len(foreign_lists(reader)))
    return [_joined(reader, [head, *(_absent_group(reader, codes, names) for codes, names in groups.items())])]


def _joined(reader: Reader, sentences: Sequence[str]) -> str:
    return reader.words("sum.space").join(sentences)


def _absent_group(reader: Reader, codes: tuple[str, ...], names: Sequence[str]) -> str:
    why = reader.words.together([reader.of(code) for code in codes])
    named = reader.words.listing(list(names[:ABSENT_NAMED]))
    if len(names) > ABSENT_NAMED:
        named += reader.words("and_more", n=len(names) - ABSENT_NAMED)
    return reader.words("front.absent.group" if codes else "front.absent.unscored", why=why, names=named)


def since(reader: Reader) -> list[str]:
    """Say of each mineral what took supply away since the figures were counted, and where it stands with that."""
    return [_event(reader, outcome) for outcome in reader.result.get("events") or ()]


def _event(reader: Reader, outcome: EventOutcome) -> str:
    before, after = outcome["by_figures"], outcome["with_events"]
    key = "front.since.moves" if before["tier"] != after["tier"] else "front.since.same"
    return reader.words(
        key if before["score"] is not None and after["score"] is not None else f"{key}.unscored",
        name=reader.name(outcome["mineral"]),
        events=happened(reader, outcome),
        before=reader.tier(before["tier"]),
        after=reader.tier(after["tier"]),
        score=fixed(before["score"], 2),
        then=fixed(after["score"], 2),
    )


def _since_in_short(reader: Reader) -> list[str]:
    """Say in full which minerals change their tier with what happened since, and name the others."""
    outcomes = reader.result.get("events") or ()
    moved = [entry for entry in outcomes if entry["by_figures"]["tier"] != entry["with_events"]["tier"]]
    lines, short = [_event(reader, entry) for entry in moved], list[str]()
    for key, scored in (("front.since.still", True), ("front.since.unscored", False)):
        others = [one for one in outcomes if one not in moved and (one["by_figures"]["score"] is not None) == scored]
        if others:
            short.append(reader.words(key, names=reader.words.listing([reader.name(one["mineral"]) for one in others])))
    return lines + ([_joined(reader, short)] if short else [])


def hinges(reader: Reader, named: int | None = None) -> list[str]:
    """Say how many of the list stand whatever is answered, and who would leave or enter by another answer alone.

    With `named`, only so many questions have a line of their own, those that move most minerals: the record has them
    first. Of the others one line says which minerals they move.
    """
    choices = choices_of(reader)
    if choices is None:
        return []
    moving = [choice for choice in choices["choices"] if choice["moved"]]
    rest = moving[named:] if named is not None else []
    moves = [_moves(reader, choice) for choice in moving[:named]]
    still = len(choices["choices"]) - len(moving)
    return [counts(reader, choices), *moves, *_others_in_short(reader, rest, still)]


def counts(reader: Reader, choices: ChoicesRecord) -> str:
    """Say how many of the list stand whatever is answered, over how many answers."""
    found = Counter(standing(reader, row) for row in reader.listed)
    return reader.words(
        "front.choices" if len(choices["choices"]) > 1 else "front.choices.single",
        choices=len(choices["choices"]),
        n=len(choices["combinations"]),
        **{kind: found[kind] for kind in ("firm", "sound", "contested")},
    )


def _others_in_short(reader: Reader, rest: Sequence[ChoiceResult], still: int) -> list[str]:
    """Say in one line what the questions without a line of their own move, and how many move nothing."""
    told = [reader.words("front.moves.rest", n=len(rest), moves=_ways(reader, rest))] if rest else []
    told += [reader.words("front.moves.none", n=still)] if still else []
    return [_joined(reader, told)] if told else []


def _moves(reader: Reader, choice: ChoiceResult) -> str:
    """Name who leaves and who enters by any other answer to one question."""
    question = reader.words.text(choice["question"])
    return reader.words("front.moves", question=question, moves=_ways(reader, [choice]))


def _ways(reader: Reader, choices: Sequence[ChoiceResult]) -> str:
    """Name who leaves and who enters by any other answer to some questions."""
    options = [option for choice in choices for option in choice["options"]]
    left = dict.fromkeys(mineral for option in options for mineral in option["left"])
    entered = dict.fromkeys(mineral for option in options for mineral in option["entered"])
    told = [
        reader.words(
            f"front.moves.{way}", names=reader.words.listing([reader.bare_name(mineral) for mineral in minerals])
        )
        for way, minerals in (("left", left), ("entered", entered))
        if minerals
    ]
    return reader.words("and").join(told)


def _more_likely(reader: Reader) -> list[str]:
    """Name those off the list that more than half of the draws put on it."""
    rows = [row for row in reader.ranking if not row["listed"] and not row["designated"]]
    named = [
        reader.name(row["mineral"]) + reader.words("aside", text=reader.chance(row["p_listed"]))
        for row in rows
        if row["p_listed"] is not None and row["p_listed"] > EVEN
    ]
    return [reader.words("front.more_likely", names=reader.words.listing(named))] if named else []


def _limits(reader: Reader) -> list[str]:
    bare = without_imports(reader)
    said = [reader.words("front.no_imports", n=len(bare))] if bare else []
    thin = len(reader.in_tier(INSUFFICIENT))
    said += [reader.words("front.unscored", n=thin)] if thin else []
    said += [text] if (text := _borrowed(reader)) else []
    return [_joined(reader, said)] if said else []
