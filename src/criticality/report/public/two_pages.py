"""Everything the template of the public edition may show: what the list is, says, does not say, and what comes next."""

from collections import Counter
from collections.abc import Sequence

from criticality.model.assessment import INSUFFICIENT
from criticality.report.certainty import CONTESTED, cases, is_assessed, listed_by_rule
from criticality.report.chapters.policy_stock import hits, total_cost
from criticality.report.charts.drawing import Drawing
from criticality.report.charts.leader_bars import leader_bars, leaders
from criticality.report.charts.restriction_timeline import acts
from criticality.report.facts import choices_of, expected, failing_codes, foreign_lists, happened, standing
from criticality.report.money import in_money
from criticality.report.public.everyday import height_of, minerals
from criticality.report.reader import Reader
from criticality.report.short.front import borrowed_uses
from criticality.report.short.limits import without_imports
from criticality.text.numbers import percent

NAMED = 4
WIDTH, HEADING, ROOM = 482.0, 38.0, 740.0
"""Points: width of the text, a heading with the space around it, and height of the second page."""
EVENTS = 2
"""So few that the second page holds them, whatever happened."""


def public_context(reader: Reader) -> dict[str, object]:
    """Return the two pages in everyday words and written numbers."""
    first = minerals(reader)
    second = [_sure(reader), _absent(reader), _since(reader), _limits(reader), _next(reader)]
    supply, chart = [*_restricted(reader), *_reserve(reader)], leader_bars(reader)
    said = [*_leader(reader), *supply]  # the chart has the first in its caption
    if chart is not None and not first["supply_beside"] and not _has_room(reader, [*second, said], chart):
        chart = None
    sure, absent, later, limits, ahead = second
    return {
        "draft": _status(reader),
        "issuer": reader.words.text(reader.assessment.get("issuer")),
        "scenario": reader.words.text(scenario["title"]) if (scenario := reader.inputs.get("scenario")) else "",
        "what": _what(reader),
        "minerals": first,
        "leaders": chart,
        "supply": supply if chart is not None else said,
        "shown": bool(said),
        "caption": _caption(reader),
        "sure": sure,
        "absent": absent,
        "since": later,
        "limits": limits,
        "committee": reader.words.text(reader.assessment.get("committee")),
        "next": ahead,
    }


def _has_room(reader: Reader, parts: Sequence[Sequence[str]], chart: Drawing) -> bool:
    """Whether the second page holds the chart beside its texts: a heading a part, and the last paragraph."""
    texts = sum(height_of(" ".join(lines), WIDTH, reader.language) for lines in parts if lines)
    return texts + HEADING * (len(parts) + 1) + chart.height * WIDTH / chart.width <= ROOM


def _status(reader: Reader) -> str:
    """Say whether the list is a draft or who adopted it."""
    if reader.status != "draft":
        return reader.adoption(f"public.{reader.status}")
    return reader.words("public.draft" if _illustrative(reader) else "public.draft.of_list")


def _illustrative(reader: Reader) -> bool:
    return reader.inputs["weights"].get("status") == "illustrative"


def _what(reader: Reader) -> str:
    titles = [title[:1].lower() + title[1:] for title in reader.dimensions.values()]
    listed = len(reader.listed)
    return reader.words(
        "public.what" if listed else "public.what.nobody",
        n=listed,
        candidates=len(reader.ranking),
        country=reader.country(reader.assessment["country"]),
        dimensions=reader.words.listing(titles),
    )


def _sure(reader: Reader) -> list[str]:
    """Say how often the list was drawn up again and how many minerals stayed on it, and name the open ones."""
    choices, words = choices_of(reader), reader.words
    if choices is not None:
        found = Counter(standing(reader, row) for row in reader.listed)
        counts = {kind: found[kind] for kind in ("firm", "sound", "contested")}
        several = len(choices["choices"]) > 1
        key = "public.sure.choices" if several else "public.sure.choice"
        told = [words(key, choices=len(choices["choices"]), n=len(choices["combinations"]), **counts)]
    elif is_assessed(reader) and (by_rule := listed_by_rule(reader)):
        lowest = min(row["p_listed"] or 0.0 for row in by_rule)
        firm = sum(row["confidence"] == "firm" for row in by_rule)
        draws = f"{reader.assessment['robustness']['draws']:,}"
        told = [words("public.sure.draws", draws=draws, n=len(by_rule), firm=firm, lowest=reader.chance(lowest))]
    else:
        return [words("public.sure.none")]
    others = [row["mineral"] for row in reader.ranking if not row["listed"] and standing(reader, row) == CONTESTED]
    return [*told, words("public.sure.off", n=len(others), names=_some(reader, others))] if others else told


def _caption(reader: Reader) -> str:
    """Say how many minerals stand on the list whatever is answered; without open questions, what the table holds."""
    listed = reader.listed
    if len(listed) < 2 or choices_of(reader) is None:
        return reader.words("public.table", n=len(listed))
    firm = sum(standing(reader, row) == "firm" for row in listed)
    return reader.words("caption.public", all=len(listed), count=firm)


def _some(reader: Reader, codes: Sequence[str]) -> str:
    """Name minerals, at most `NAMED`, and count the others."""
    named = reader.words.listing([reader.bare_name(mineral) for mineral in codes[:NAMED]])
    return named + reader.words("public.and_more", n=len(codes) - NAMED) if len(codes) > NAMED else named


def _leader(reader: Reader) -> list[str]:
    found = leaders(reader)
    if not found:
        return [reader.words("public.leader.none")] if reader.listed else []
    country, count = found[0]
    return [reader.words("public.leader", n=count, all=len(reader.listed), country=reader.country(country))]


def _restricted(reader: Reader) -> list[str]:
    """Say which country restricts exports of most minerals of the list."""
    reached: dict[str, set[str]] = {}
    for act in acts(reader):
        reached.setdefault(act.country, set()).update(act.minerals)
    if not reached:
        return []
    country = max(sorted(reached), key=lambda code: len(reached[code]))
    return [
        reader.words(
            "public.restricted",
            country=reader.country(country),
            n=len(reached[country]),
            as_of=reader.words.day(reader.record["as_of"]),
        )
    ]


def _reserve(reader: Reader) -> list[str]:
    """Say what a reserve against a year without the largest supplier costs, where anything is known of it."""
    cost = total_cost(reader)
    if cost is None:
        return []
    told = [reader.words("public.reserve", n=cost.priced, all=len(hits(reader)), cost=in_money(reader, cost.usd))]
    return [*told, reader.words("public.doubted", share=percent(cost.doubted / cost.usd))] if cost.doubted else told


def _absent(reader: Reader) -> list[str]:
    """Name those that most other governments list and this list does not, by what they do not meet."""
    groups: dict[tuple[str, ...], list[str]] = {}
    found = expected(reader)
    for row, _ in found:
        groups.setdefault(failing_codes(reader, row), []).append(row["mineral"])
    if not found:
        return []
    told = [reader.words("public.absent", n=len(found), lists=len(foreign_lists(reader)))]
    for codes, members in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
        titles = [title[:1].lower() + title[1:] for title in map(reader.of, codes)]
        key = "public.absent.group" if codes else "public.absent.unscored"
        key = "public.absent.overall" if codes == ("score",) else key
        told.append(reader.words(key, names=_some(reader, members), why=reader.words.together(titles)))
    return told


def _since(reader: Reader) -> list[str]:
    """Say what took supply away since the figures were counted; first of those whose place it would move."""
    outcomes = sorted(
        reader.result.get("events") or (),
        key=lambda entry: entry["by_figures"]["tier"] == entry["with_events"]["tier"],
    )
    told = [
        reader.words(
            "public.since.moves" if one["by_figures"]["tier"] != one["with_events"]["tier"] else "public.since.same",
            name=reader.name(one["mineral"]),
            events=happened(reader, one),
            before=reader.tier(one["by_figures"]["tier"]),
            after=reader.tier(one["with_events"]["tier"]),
        )
        for one in outcomes[:EVENTS]
    ]
    rest = [one["mineral"] for one in outcomes[EVENTS:]]
    return [*told, reader.words("public.since.more", names=_some(reader, rest))] if rest else told


def _limits(reader: Reader) -> list[str]:
    """Say what the list does not say."""
    words, thin = reader.words, len(reader.in_tier(INSUFFICIENT))
    off = [words("public.not.off"), *([words("public.not.thin", n=thin)] if thin else [])]
    told = [words("public.not.forecast"), words("sum.space").join(off)]
    bare = without_imports(reader)
    if bare:
        country = reader.country(reader.assessment["country"])
        told.append(words("public.not.imports", n=len(bare), country=country))
    borrowed, every = borrowed_uses(reader)
    told += [words("public.not.borrowed", borrowed=borrowed, all=every)] if borrowed else []
    return [*told, words("public.not.measures")]


def _next(reader: Reader) -> list[str]:
    """Return what the record says is still to be decided."""
    words = reader.words
    if reader.inputs.get("scenario"):
        return [words("public.next.scenario")]
    if reader.status != "draft":
        review = words("public.next.review", day=reader.review_by) if reader.review_by else ""
        return [review or words("public.next.nothing")]
    told = [words("public.next.weights")] if _illustrative(reader) else []
    told.append(words("public.next.lines"))
    choices = choices_of(reader)
    told += [words("public.next.questions", n=len(choices["choices"]))] if choices else []
    close = len(cases(reader))
    told += [words("public.next.cases", n=close)] if close else []
    thin = len(reader.in_tier(INSUFFICIENT))
    told += [words("public.next.thin", n=thin)] if thin else []
    return [*told, words("public.next.adopt")] if reader.listed else told
