"""GeoPolRisk of every importer of the example of the world's trade, held against the authors' program."""

from figures.tables import markdown

POPULATION = 3_755
AGREE, SUPPLIER, MISSING, BOTH, NOTHING = 3_151, 193, 309, 30, 72
"""What benchmarks/geopolrisk_world.py counts."""


def section() -> str:
    """How many values agree, and why the others do not."""
    rows = [
        ("agree as they are", AGREE, ""),
        ("a supplier without a figure", SUPPLIER, _SUPPLIER),
        ("a quantity that is not known", MISSING, _MISSING),
        ("both", BOTH, "agree once both are read as the program reads them"),
        ("no quantity at all", NOTHING, _NOTHING),
    ]
    heads = ("import risk of importer, mineral, year", "values", "why, and how that was tried")
    share = f"{AGREE / POPULATION:.0%}"
    text = _TEXT.format(population=f"{POPULATION:,}", agree=f"{AGREE:,}", share=share)
    return text + "\n" + markdown(heads, [(name, f"{count:,}", why) for name, count, why in rows])


_SUPPLIER = (
    "the program takes 0.5 for a supplier that its table of governance lacks, and for Taiwan, which stands there under "
    "another code than in BACI; we read Taiwan's figure, and take 1 with bounds 0 to 1 where there is none. With 0.5 "
    "all agree"
)
_MISSING = (
    "the program counts a quantity that the publisher does not know as 0 t; we take the tonnes of the code's mean unit "
    "value. We leave a quantity open at a hundred times the usual price, the program takes it. With its readings all "
    "agree"
)
_NOTHING = "no partner's quantity is known: the program prints 0, we compute by value"

_TEXT = """## GeoPolRisk of every importer

The same program for every country that buys one of the twelve minerals of
[examples/world-trade](../../examples/world-trade/README.md), 2022 to 2024: {population} values of 196 importers,
against our indicator on the rows of that example, with the political stability of the year in the 2025 update. The
program prints its score as HHI times import risk; the HHI is of World Mining Data, whose tables are not repeated here,
so the import risk is held against ours. **{agree} of {population}** ({share}) agree to the fourth decimal as they are,
and every other one does once a reading of the program is taken over (counted by benchmarks/geopolrisk_world.py on
1 December 2026; the tests hold 252 of the values):
"""
