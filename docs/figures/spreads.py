"""How far a grade spreads, measured where two publishers state one quantity; and what is drawn together."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from statistics import median
from typing import NamedTuple

import numpy as np

from criticality.indicators.concentration import herfindahl, largest_share
from criticality.model.dataset import OTHERS, WORLD
from criticality.robustness.sampling.figures import grade_spreads
from criticality.robustness.sampling.shared_tables import REDRAWS, Correlations, correlations_of
from figures.tables import HEAD, english, inputs, markdown, published, result, rows_of

_NORMAL = 1.4826
"""Standard deviation of a normal distribution ÷ its median absolute deviation."""
_FEWEST = 8
"""Fewer pairs are no measurement."""


class Pair(NamedTuple):
    """One quantity as two publishers state it."""

    table: str
    quantity: str
    publishers: str
    grade: str
    name: str
    first: float
    second: float

    @property
    def ratio(self) -> float:
        """Logarithm of the second figure ÷ the first."""
        return math.log(self.second / self.first)


class Spread(NamedTuple):
    """What the pairs of one quantity and grade say: pairs, robust spread of one publisher, root mean square, worst."""

    pairs: int
    robust: float
    root_mean_square: float
    worst: Pair


def measured(pairs: Sequence[Pair]) -> Spread:
    """The spread of one publisher: of two that err alike and independently, each has the ratio's ÷ √2.

    The robust one is 1.4826 times the median of |ln ratio|, ÷ √2: that of a normal distribution with the same median,
    which a few pairs that mean different things do not move.
    """
    ratios = [abs(pair.ratio) for pair in pairs]
    return Spread(
        len(pairs),
        _NORMAL * median(ratios) / math.sqrt(2),
        math.sqrt(sum(ratio * ratio for ratio in ratios) / len(ratios) / 2),
        max(pairs, key=lambda pair: (abs(pair.ratio), pair.name)),
    )


def production_pairs() -> Iterator[Pair]:
    """Concentration of world production by the USGS and by World Mining Data, the same stage and year."""
    blocks: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in rows_of("production"):
        if row["source"].startswith("usgs_mcs") and row["value"]:
            blocks.setdefault((row["mineral"], row["stage"], row["year"]), []).append(row)
    for row in published("wmd_2026_concentration"):
        rows = blocks.get((row["mineral"], row["stage"], row["year"]), [])
        made = {entry["country"]: float(entry["value"]) for entry in rows}
        whole = made.get(WORLD) or sum(made.values())
        shares = [value / whole for code, value in made.items() if code not in (WORLD, OTHERS)] if whole else []
        if not shares:
            continue
        grade = max(entry["grade"] for entry in rows)
        name = f"{english(row['mineral'])}, {row['stage']}, {row['year']}"
        who = "USGS, World Mining Data"
        index = herfindahl(shares).value
        yield Pair("production", "Σ s² of world supply", who, grade, name, index, float(row["hhi"]) / 10_000)
        top = largest_share(shares).value
        yield Pair("production", "largest share", who, grade, name, top, float(row["largest_percent"]) / 100)


def spreads() -> list[tuple[tuple[str, str, str, str], Spread]]:
    """Spreads by table, quantity, publishers and grade, where there are enough pairs."""
    found: dict[tuple[str, str, str, str], list[Pair]] = {}
    for pair in production_pairs():
        found.setdefault((pair.table, pair.quantity, pair.publishers, pair.grade), []).append(pair)
    return [(key, measured(pairs)) for key, pairs in sorted(found.items()) if len(pairs) >= _FEWEST]


def correlations() -> Correlations:
    """Correlations of the shipped assessment, of all scored minerals in the order of their codes."""
    return correlations_of(inputs(), _minerals(), inputs().criteria, grade_spreads())


def _minerals() -> list[str]:
    return sorted(str(mineral) for mineral in result().ranking.scores.index)


def document() -> str:
    """The whole document."""
    return (
        HEAD
        + _SPREADS.format(table=_spread_table())
        + _TOGETHER.format(redraws=REDRAWS, table=_quartiles(), listed=_listed())
    )


def _spread_table() -> str:
    conventions = grade_spreads()
    header = ("table", "quantity", "publishers", "grade", "pairs", "robust", "rms ÷ √2", "convention", "farthest apart")
    rows = [
        (
            f"`{table}.csv`",
            quantity,
            who,
            grade,
            found.pairs,
            f"**{found.robust:.3f}**",
            f"{found.root_mean_square:.3f}",
            f"{conventions[grade]:.2f}",
            f"{found.worst.name}: {found.worst.first:.3f} and {found.worst.second:.3f}",
        )
        for (table, quantity, who, grade), found in spreads()
    ]
    return markdown(header, rows)


def _moving(codes: Sequence[str], measured: np.ndarray) -> Iterator[tuple[str, str, np.ndarray]]:
    """Pairs of criteria with the correlations of the minerals in which both move."""
    for first, second in combinations(range(len(codes)), 2):
        found = measured[:, first, second]
        yield codes[first], codes[second], found


def _quartiles() -> str:
    rows = []
    for table, (codes, found) in correlations().items():
        for first, second, values in _moving(codes, found):
            linked = values[values != 0.0]
            if linked.size:
                low, middle, high = np.quantile(linked, [0.25, 0.5, 0.75])
                signs = int((linked > 0.5).sum()), int((linked < -0.5).sum())
                rows.append(
                    (
                        table,
                        f"`{first}`",
                        f"`{second}`",
                        linked.size,
                        *map("{:.2f}".format, (low, middle, high)),
                        *signs,
                    )
                )
    header = ("table", "criterion", "and", "minerals", "lower quartile", "median", "upper quartile", "> .5", "< −.5")
    return markdown(header, rows)


def _listed() -> str:
    table = result().critical_list.table
    order = [str(code) for code in table.loc[table["listed"], "mineral"]]
    minerals, pairs = _minerals(), []
    for codes, found in correlations().values():
        pairs += [(f"{first} and {second}", values) for first, second, values in _moving(codes, found)]
    rows = [
        (english(code), *(_cell(values[minerals.index(code)]) for _, values in pairs))
        for code in sorted(order)
        if code in minerals
    ]
    return markdown(("mineral", *(f"`{name.replace(' and ', '`, `')}`" for name, _ in pairs)), rows)


def _cell(value: float) -> str:
    return "–" if value == 0.0 else f"{value:.2f}"


_SPREADS = """
# Spreads and correlations, measured

[Robustness](robustness.md) says what is drawn. This page says what the spreads of the grades rest on, and which
figures of one mineral are drawn together.

## How far a grade spreads

Where two publishers state one quantity, the logarithm of the ratio of their figures says how far one of them may be
off. If both err alike and independently, the spread of one is that of the ratio ÷ √2. *Robust* is 1.4826 times the
median of |ln ratio|, ÷ √2; *rms* is the root mean square ÷ √2, in which a few pairs that are far apart decide.

{table}
**What follows.** Grade A keeps its 0.05: for the two quantities that are computed from production, the robust spread
of an official statistic stands on either side of it. The root mean square is larger because of a few minerals of which
the two publishers count different things or different countries (mercury, gypsum, selenium, barite). That is no spread
around one figure. Whose production counts is one decision for all figures of a mineral, and is shown as such: two
publishers' blocks may stand in `production.csv`, and `sources` of the assessment says whose count. A disagreement of
publishers is either a spread or such a decision, never both.

**Grades B, C and D are not measured.** No table holds a second publisher's figure for enough of their rows, and two
editions of one publisher (substitution indices and reserves) carry most figures over, which measures nothing. Their
spreads stay conventions, each twice the one above.

"""

_TOGETHER = """## What is drawn together

Correlations of the figures when the shares they are computed from are redrawn ({redraws} times, by the spreads of
their grades). Minerals are left out of a row where one of the two figures does not move: a sole producer, uses that
are all strategic, nothing under restriction.

{table}
### Minerals on the list

{listed}"""
