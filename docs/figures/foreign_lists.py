"""Our list beside every foreign list: precision, recall, what differs and why."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby

from figures.tables import english, inputs, markdown, result, rows_of

INCOMPLETE = frozenset({("GBR", "2024-11-28"), ("JPN", "2025-01-23")})
"""Lists of which only a part could be read: what they lack is not known to be off them."""


@dataclass(frozen=True)
class Agreement:
    """Our list beside one foreign list, over the minerals that we scored.

    Of a list that is not ``whole`` only some members could be read, so neither share is known.
    """

    title: str
    whole: bool
    both: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Share of our list that is on theirs."""
        return len(self.both) / max(1, len(self.both) + len(self.ours))

    @property
    def recall(self) -> float:
        """Share of their list, as far as we score it, that is on ours."""
        return len(self.both) / max(1, len(self.both) + len(self.theirs))


def agreements() -> list[Agreement]:
    """Our list beside every list of data/official_lists.csv."""
    scored, listed = decided()
    lists: dict[tuple[str, str, str], set[str]] = {}
    for row in rows_of("official_lists"):
        lists.setdefault((row["jurisdiction"], row["list_date"], row["tier"]), set()).add(row["mineral"])
    return [
        Agreement(
            f"{place} {when}, {tier}",
            (place, when) not in INCOMPLETE,
            tuple(sorted(listed & names)),
            tuple(sorted(listed - names)),
            tuple(sorted((names & scored) - listed)),
        )
        for (place, when, tier), names in sorted(lists.items())
    ]


@cache
def decided() -> tuple[frozenset[str], frozenset[str]]:
    """Minerals scored, and minerals listed."""
    table = result().critical_list.table
    return frozenset(result().ranking.scores.index), frozenset(table.loc[table["listed"], "mineral"])


def why_not(mineral: str) -> str:
    """What keeps a scored mineral off our list: the conditions of the first listed tier that do not hold."""
    tier = next(tier for tier in inputs().assessment.rule.tiers if tier.listed)
    dimensions = result().ranking.dimensions
    failed = []
    for condition in tier.when:
        if condition.of == "score":
            value = float(result().ranking.scores[mineral])
        elif dimensions is not None and condition.of in dimensions:
            value = float(dimensions.loc[mineral, condition.of])
        else:
            continue
        if condition.at_least is not None and value < condition.at_least:
            failed.append(f"{condition.of.replace('_', ' ')} {value:.2f}")
    return " and ".join(failed)


def section() -> str:
    """The section of the document."""
    found = agreements()
    table = markdown(
        ("list", "on both", "ours only", "theirs only", "precision", "recall"),
        [(row.title, len(row.both), len(row.ours), len(row.theirs), *_shares(row)) for row in found],
    )
    parts = [_LISTS, table]
    for place, rows in groupby(found, key=lambda row: row.title.split()[0]):
        parts.append(f"### {place}\n")
        parts += [_difference(row) for row in rows]
    return "\n".join(parts)


def _shares(row: Agreement) -> tuple[str, str]:
    return (f"{row.precision:.2f}", f"{row.recall:.2f}") if row.whole else ("not known", "not known")


def _difference(row: Agreement) -> str:
    ours = (", ".join(map(english, row.ours)) or "none") if row.whole else "not known, the list was read in part"
    theirs = "; ".join(f"{english(name)} ({why_not(name)})" for name in row.theirs) or "none"
    return f"**{row.title}.** Ours only: {ours}. Theirs only, and what keeps them off ours: {theirs}.\n"


_LISTS = """## Our list beside every foreign list

Precision: share of ours that is on theirs. Recall: share of theirs, as far as we score it, that is on ours. A
foreign list answers another question (another economy, another year, often what can be mined at home), so a low
figure is no fault by itself. Groups are expanded to their members; osmium comes in only so, no list names it. Where a
list names phosphorus, it stands as written, but in China's plan of minerals that are mined it is phosphate rock.

Read in part: of the United Kingdom's 34 minerals of 2024 the ten most critical and three more (the report could not be
opened, and on chromium two reports contradict a third); of the kinds that Japan's Economic Security Promotion Act
designates the nine that were supported in January 2025. Taiwan's rows are statements of ministries and no statute.

Not in the table: in 2015 and 2016 Taiwan's Environmental Protection Administration screened raw materials after the
European method, beginning with those that made up 95 % of imports in 2014. Its page on critical materials
(smmdb.epa.gov.tw/SMM/WebPage/CriticalMaterial) was read; it tells the method, and no list of results was found.
"""
