"""docs/explanation/worked-example.md: S1, S2 and E1 of three minerals, every step with its figures."""

from figures import by_hand
from figures.tables import HEAD, ROOT, english, markdown

MINERALS = ("neodymium", "gallium", "tungsten")
_SHOWN = 6


def document() -> str:
    """The text of the document."""
    data = by_hand.Tables(ROOT)
    parts = [HEAD, _INTRODUCTION, _governance(data)]
    for mineral in MINERALS:
        parts += [f"## {english(mineral)}\n", _world(data, mineral), _imports(data, mineral), _uses(data, mineral)]
    return "\n".join(parts)


def _governance(data: by_hand.Tables) -> str:
    codes = sorted({code for mineral in MINERALS for code in _largest(data, mineral)})
    rows = []
    for code in codes:
        values = data.indicators[code]
        cells = [f"{values[name]:.3f}" for name in sorted(values)]
        rows.append((code, *cells, f"{sum(values.values()) / len(values):.4f}", f"{data.risk(code):.4f}"))
    names = sorted(next(iter(data.indicators.values())))
    return _GOVERNANCE + "\n" + markdown(("country", *names, "mean", "g"), rows)


def _largest(data: by_hand.Tables, mineral: str) -> list[str]:
    steps = by_hand.supply_concentration(data, mineral)[1] + by_hand.import_concentration(data, mineral)[1]
    return [code for step in steps for code in _top(step.shares)[:3]]


def _top(shares: dict[str, float]) -> list[str]:
    return sorted(shares, key=lambda code: (-shares[code], code))


def _world(data: by_hand.Tables, mineral: str) -> str:
    value, steps = by_hand.supply_concentration(data, mineral)
    rows = [_step_row(data, step) for step in steps]
    table = markdown(("stage", "figures", "largest shares s", "no country named", "Σ s²·g"), rows)
    return f"**S1, concentration of world supply.** The largest of the stages: **{value:.6f}**.\n\n{table}"


def _step_row(data: by_hand.Tables, step: by_hand.Step) -> tuple[str, ...]:
    codes = _top(step.shares)[:_SHOWN]
    more = len(step.shares) - len(codes)
    named = ", ".join(f"{code} {step.shares[code]:.4f}" for code in codes) + (f" and {more} more" if more else "")
    return step.stage, step.title, named, f"{step.unknown:.4f}", f"{step.index:.6f}"


def _imports(data: by_hand.Tables, mineral: str) -> str:
    value, steps = by_hand.import_concentration(data, mineral)
    floor = by_hand.FLOOR * by_hand.supply_concentration(data, mineral)[0]
    text = "**S2, concentration of Taiwan's sources.** "
    text += f"The largest of the steps, and never below half of S1 ({floor:.6f}): **{value:.6f}**.\n\n"
    recorded = [step for step in steps if step.imports]
    for step in recorded:
        named = ", ".join(f"{code} {step.imports[code]:.4f}" for code in _top(step.imports)[:_SHOWN])
        text += f"As the customs record it, {step.stage}, tonnes pooled over 2022–2024: {named}.\n\n"
    if not recorded:
        text += "No import is recorded under a code of its own, so world supply without Taiwan stands in.\n\n"
    rows = [_step_row(data, step) for step in steps]
    return text + markdown(("stage", "what", "largest shares s̃ after tracing", "origin unknown", "Σ s̃²·g"), rows)


def _uses(data: by_hand.Tables, mineral: str) -> str:
    value, lines = by_hand.value_added_exposure(data, mineral)
    rows = [(use, f"{share:g}", sector, f"{added:g}", f"{share * added:.2f}") for use, share, sector, added in lines]
    largest = max(float(row["value_added_usd_m"]) for row in data.rows["sectors"])
    total = sum(share * added for _, share, _, added in lines)
    table = markdown(("use", "A", "sector", "Q, million USD", "A·Q"), rows)
    return (
        f"**E1, value added that leans on it.** 10 · {total:.2f} / {largest:g} = **{value:.6f}**.\n\n{table}"
        "\nThe largest sector is the whole table's, not this mineral's.\n"
    )


_INTRODUCTION = """# A worked example: three minerals by hand

S1, S2 and E1 of neodymium, gallium and tungsten from the rows of `data/`, so that a second person can follow them
with paper and a spreadsheet. `docs/figures/by_hand.py` does the same with nothing but csv and arithmetic, imports
nothing of the program, and is short enough to be read; `tests/test_worked_example.py` holds its figures, the
program's and the ones printed here against each other.

The rules, in the order in which they are used:

1. **Governance risk** of a country: g = (2.5 − mean of its six indicators) / 5, cut at 0 and 1; each indicator at
   its newest year not later than the reference year 2024 (`data/governance.csv`).
2. **World supply** of a stage: rows of `data/production.csv` in the newest year not later than 2024; s = row ÷ row
   `WLD`. `OTH` and what no row names stay in the denominator and add nothing.
3. **S1** is the largest Σ s²·g over the stages.
4. **Imports**: rows of `data/trade.csv` with reporter TWN, flow import, the three years to 2024, tonnes added up
   per partner. Where a row has no quantity, its dollars are divided by the mean unit value of the same code and year,
   else of the code, else of all rows that state both. The whole is the larger of the row `WLD` and the sum of
   partners.
5. **Tracing**: a partner that is a transit hub (`data/countries.csv`) or has no production at that stage passes its
   share on to world supply of that stage without it and without Taiwan.
6. **The stages above**: each maker covers its input from its own supply, up to its share above ÷ its share here;
   the rest is world supply above without it and without Taiwan.
7. **S2** is the largest Σ s̃²·g over the steps, and not below half of S1.
8. **E1** = 10 · Σ A·Q / max Q: A is the share of use (`data/end_uses.csv`; a row TWN stands in place of the row of
   any country for the same application), Q the value added of its sector
   (`data/sectors.csv`), max Q that of the largest sector of the table.
"""

_GOVERNANCE = """## Governance risk of the countries that matter here
"""
