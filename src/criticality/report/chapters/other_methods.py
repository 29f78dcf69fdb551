"""Chapter 6, second part: what other ranking methods and other governments say, as far as it differs."""

from criticality.report.catalogue import method_title
from criticality.report.facts import SUPERSEDED, doubtful
from criticality.report.reader import Reader
from criticality.report.reasons import reason
from criticality.text.numbers import fixed

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def methods(reader: Reader) -> dict[str, object]:
    """Return how far each method agrees with the deciding one, and how it ranks the listed and the doubtful."""
    names = list(dict.fromkeys(row["method"] for row in reader.result["methods"]))
    names.sort(key=lambda name: name != reader.assessment["method"])
    ranks = {(row["mineral"], row["method"]): row["rank"] for row in reader.result["methods"]}
    agree = {row["method"]: row for row in reader.result["agreement"]}
    shown, said = doubtful(reader), reader.result.get("methods_not_done_said", {})
    return {
        "letters": [LETTERS[place % len(LETTERS)] for place, _ in enumerate(names)],
        "deciding": method_title(reader.words, reader.assessment["method"]),
        "rows": [
            {
                **reader.named(row["mineral"]),
                "listed": row["listed"],
                "ranks": [str(ranks.get((row["mineral"], name)) or "–") for name in names],
            }
            for row in reader.scored
            if row["listed"] or row["mineral"] in shown
        ]
        if len(names) > 1
        else [],
        "agreement": [
            {
                "letter": LETTERS[place % len(LETTERS)],
                "method": method_title(reader.words, name),
                "tau": fixed(agree[name]["kendall_tau_b"]) if name in agree else "–",
                "spearman": fixed(agree[name]["weighted_spearman"]) if name in agree else "–",
            }
            for place, name in enumerate(names)
        ]
        if len(names) > 1
        else [],
        "not_done": [
            {"method": method_title(reader.words, name), "reason": reason(reader, said.get(name), why)}
            for name, why in reader.result["methods_not_done"].items()
        ],
    }


def official_lists(reader: Reader) -> list[dict[str, object]]:
    """Return a row for each official list: how many candidates it names, how many of them are here, who differs."""
    listed = {row["mineral"] for row in reader.listed}
    candidates = {row["mineral"] for row in reader.ranking}
    members: dict[tuple[str, str], set[str]] = {}
    old = set[tuple[str, str]]()
    for row in reader.table("official_lists"):
        key = (str(row["jurisdiction"]), str(row["list_date"]))
        members.setdefault(key, set()).add(str(row["mineral"]))
        if row.get("tier") == SUPERSEDED:
            old.add(key)
    own = reader.assessment["country"]
    return [
        {
            "name": reader.country(jurisdiction),
            "date": day,
            "old": (jurisdiction, day) in old,
            "own": jurisdiction == own,
            "count": len(found & candidates),
            "both": len(found & listed),
            "there": len((found & candidates) - listed),
            "only_here": _named(reader, listed - found),
        }
        for (jurisdiction, day), found in sorted(members.items(), key=lambda entry: (entry[0][0] != own, entry[0]))
    ]


def _named(reader: Reader, minerals: set[str]) -> str:
    order = [row["mineral"] for row in reader.ranking if row["mineral"] in minerals]
    return reader.words.listing([reader.name(mineral) for mineral in order]) or "–"
