"""Chapter 6, second part: what other ranking methods and other governments say."""

from criticality.report.catalogue import method_acronym, method_title
from criticality.report.facts import expected, in_print
from criticality.report.reader import Reader, chunks
from criticality.report.reasons import translated
from criticality.text.numbers import fixed

LISTS_ACROSS = 12


def methods(reader: Reader) -> dict[str, object]:
    """Return the ranks under every method and how far each agrees with the deciding one."""
    names = list(dict.fromkeys(row["method"] for row in reader.result["methods"]))
    names.sort(key=lambda name: name != reader.assessment["method"])
    ranks = {(row["mineral"], row["method"]): row["rank"] for row in reader.result["methods"]}
    return {
        "names": [method_acronym(reader.words, name) for name in names],
        "deciding": method_title(reader.words, reader.assessment["method"]),
        "rows": [
            {
                **reader.named(row["mineral"]),
                "ranks": [str(ranks.get((row["mineral"], name)) or "–") for name in names],
            }
            for row in reader.scored
        ]
        if len(names) > 1
        else [],
        "agreement": [
            {
                "method": method_title(reader.words, row["method"]),
                "tau": fixed(row["kendall_tau_b"]),
                "spearman": fixed(row["weighted_spearman"]),
            }
            for row in reader.result["agreement"]
        ],
        "not_done": [
            {"method": method_title(reader.words, name), "reason": translated(reader, str(reason))}
            for name, reason in reader.result["methods_not_done"].items()
        ],
    }


def official_lists(reader: Reader) -> list[dict[str, object]]:
    """Return membership of the candidates in other governments' lists, a column for each list and date."""
    member: dict[tuple[str, str, str], list[str]] = {}
    """Its tiers there, but for plain «critical», which the dot says already."""
    for row in reader.table("official_lists"):
        key = (str(row["mineral"]), str(row["jurisdiction"]), str(row["list_date"]))
        member.setdefault(key, []).append("" if row.get("tier") == "critical" else reader.term(row.get("tier")))
    lists = sorted({key[1:] for key in member})
    shown = in_print(reader) | {row["mineral"] for row, _ in expected(reader)}
    tiers = {entry: {t for key, names in member.items() if key[1:] == entry for t in names} for entry in lists}
    return [
        {
            "lists": [{"name": reader.country(name), "date": date} for name, date in part],
            "rows": [
                {
                    **reader.named(row["mineral"]),
                    "tier": reader.tier(row["tier"]),
                    "listed": row["listed"],
                    "member": [
                        _membership(reader, member.get((row["mineral"], *entry)), len(tiers[entry]) > 1)
                        for entry in part
                    ],
                }
                for row in reader.ranking
                if row["mineral"] in shown
            ],
        }
        for part in chunks(lists, LISTS_ACROSS)
    ]


def _membership(reader: Reader, tiers: list[str] | None, several: bool) -> dict[str, object]:
    """Return whether a mineral is on a list; its tier is printed where the list has more than one."""
    return {
        "on": tiers is not None,
        "tier": reader.words.listing(sorted({tier for tier in tiers if tier})) if tiers and several else "",
    }
