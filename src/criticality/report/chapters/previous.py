"""Chapter 6, first part: what changed since the run that the assessment names as the previous one."""

from criticality.report.catalogue import CATALOGUE
from criticality.report.comparison_reader import View
from criticality.report.reader import Reader
from criticality.text.own_words import in_words_of, kept_entries

MOST_INPUTS = 40


def previous(reader: Reader) -> dict[str, object] | None:
    """Return what the chapter shows of the comparison in the record; None where the record has none."""
    content = reader.result.get("comparison")
    if content is None:
        return None
    with in_words_of(kept_entries(reader.inputs["templates"].get(CATALOGUE, ""))):
        return _shown(reader, View(content))


def since_adopted(reader: Reader) -> list[str]:
    """Say who entered, left or moved since the list was adopted; nothing where no list was, or this is the first."""
    since = reader.result.get("since_adopted")
    if since is None:
        return []
    moves = [
        reader.words(
            f"front.changed.{way}",
            n=len(minerals),
            names=reader.words.listing([entry["names"][reader.language] for entry in minerals]),
        )
        for way, minerals in (("enter", since["entered"]), ("leave", since["left"]), ("move", since["moved_tier"]))
        if minerals
    ]
    key = "front.changed.text" if moves else "front.changed.same"
    slots = {"day": reader.words.day(since["adopted"]["on"]), "run_id": since["run_id"]}
    return [reader.words(key, moves=reader.words("and").join(moves), **slots)]


def _shown(reader: Reader, view: View) -> dict[str, object]:
    content, language = view.content, reader.language
    return {
        "run_id": content["runs"]["a"]["run_id"],
        "title": content["runs"]["a"]["title"][language],
        "same": content["same"],
        "mark": view.mark[language] if view.mark else "",
        "before": content["runs"]["a"]["listed"],
        "after": content["runs"]["b"]["listed"],
        "reasons": [reason[language] for reason in view.reasons],
        "merged": [
            reader.words("colon").join(entry[part][language] for part in ("names", "reason")) for entry in view.merged
        ],
        "movers": [
            {
                "title": entry["title"][language],
                "rows": [
                    {
                        "because": row["because"][language],
                        "p_before": row["p_before"],
                        "p_after": row["p_after"],
                        "noise": bool(row["noise"]),
                    }
                    for row in entry["rows"]
                ],
            }
            for entry in view.movers()
            if entry["rows"]
        ],
        "players": [view.player(name)[language] for name in view.players],
        "ranks": [
            {
                "name": row["names"][language],
                "symbol": "",
                "rank": f"{_rank(row['rank_a'])} → {_rank(row['rank_b'])}",
                "score": f"{row['score_a']} → {row['score_b']}",
                "shares": row["shares"],
                "moved": bool(row["move"]),
            }
            for row in view.ranks()
            if row["changed"]
        ],
        "inputs": view.printed_inputs(language, MOST_INPUTS),
        "more": max(0, len(content["inputs"]) - MOST_INPUTS),
    }


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)
