"""What differs from the names that the country's own government has used before."""

from criticality.report.facts import failing, supplier
from criticality.report.reader import Reader


def names(reader: Reader) -> dict[str, object] | None:
    """Return who was named before and is not listed, with the reason, and who is listed and was not named.

    None where data/official_lists.csv has no list of the country's own.
    """
    country = reader.assessment["country"]
    rows = [row for row in reader.table("official_lists") if row["jurisdiction"] == country]
    if not rows:
        return None
    named: dict[str, list[str]] = {}
    lists: dict[tuple[str, str], list[str]] = {}
    """(day, source) → what the list calls its minerals."""
    for row in rows:
        named.setdefault(str(row["mineral"]), []).append(str(row["list_date"]))
        lists.setdefault((str(row["list_date"]), str(row["source"])), []).append(reader.term(row.get("tier")))
    absent = [row for row in reader.ranking if row["mineral"] in named and not row["listed"]]
    both = [row for row in reader.listed if row["mineral"] in named]
    new = [row for row in reader.listed if row["mineral"] not in named]
    return {
        "absent": [
            {
                **reader.named(row["mineral"]),
                "where": reader.words.listing(sorted(set(named[row["mineral"]]))),
                "tier": reader.tier(row["tier"]),
                "why": failing(reader, row),
            }
            for row in absent
        ],
        "both": reader.words.listing([reader.name_and_symbol(row["mineral"]) for row in both]),
        "new": [{**reader.named(row["mineral"]), "supplier": supplier(reader, row["mineral"])} for row in new],
        "lists": reader.words.listing(
            [
                reader.words(
                    "short.names.list",
                    day=day,
                    terms=reader.words.listing(list(dict.fromkeys(terms))),
                    source=reader.words.listing([reader.citation(code) for code in reader.split(source)]),
                )
                for (day, source), terms in sorted(lists.items())
            ]
        ),
        "counts": {"named": len(named), "both": len(both), "absent": len(absent), "new": len(new)},
    }
