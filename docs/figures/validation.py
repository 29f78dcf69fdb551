"""docs/explanation/validation.md: our figures and our list beside what others printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from scipy.stats import kendalltau

from criticality.indicators.concentration import herfindahl
from criticality.indicators.published.printed_formulas import (
    criticality_yale,
    economic_importance_ec2017,
    geopolitical_supply_risk,
    supply_risk_ec2017,
    supply_risk_usgs2021,
)
from figures import by_hand, every_importer, foreign_lists
from figures.tables import HEAD, ROOT, english, markdown, published, result, rows_of

ROUNDING = 0.05
"""Half of the last digit that the study prints."""


@dataclass(frozen=True)
class SupplyRisk:
    """One row of EC (2017): the published inputs, and the supply risk printed."""

    material: str
    world: float
    sourcing: float
    reliance: float
    recycling: float
    substitution: float
    printed: float

    @property
    def computed(self) -> float:
        """Supply risk by the formula from the printed inputs."""
        return supply_risk_ec2017(self.world, self.sourcing, self.reliance, self.recycling, self.substitution)

    @property
    def agrees(self) -> bool:
        """Whether it comes out within 0.1, both with one decimal."""
        return near(self.computed, self.printed)

    @property
    def reason(self) -> str:
        """Why the printed figure is another one, as far as the printed inputs tell."""
        sides = {"world supply": self.world, "the EU's sourcing": self.sourcing}
        if self._spanned(self._reached):
            return "the rounding of the printed inputs spans the difference"
        for side, index in sides.items():
            if self._spanned(partial(self._alone, index)):
                return f"the printed figure follows from {side} alone, as if the other side had not been counted"
        return "not explained by the printed inputs"

    def _spanned(self, at: Callable[[int], float]) -> bool:
        low, high = at(-1), at(1)
        return bool(low - ROUNDING <= self.printed <= high + ROUNDING)

    def _reached(self, up: int) -> float:
        shift = up * ROUNDING
        reliance = min(1.0, max(0.0, self.reliance + up * 0.005))
        recycling = min(1.0, max(0.0, self.recycling - up * 0.005))
        substitution = min(1.0, self.substitution + shift)
        world, sourcing = max(0.0, self.world + shift), max(0.0, self.sourcing + shift)
        return supply_risk_ec2017(world, sourcing, reliance, recycling, substitution)

    def _alone(self, index: float, up: int) -> float:
        shift = up * ROUNDING
        return max(0.0, index + shift) * (1 - self.recycling) * min(1.0, self.substitution + shift)


def near(first: float, second: float) -> bool:
    """Whether two figures lie within 0.1 of each other when both have one decimal."""
    return abs(round(first, 1) - round(second, 1)) <= 0.1 + 1e-9


def supply_risks() -> list[SupplyRisk]:
    """Rows of EC (2017) that print every input."""
    names = ("hhi_global", "hhi_eu_sourcing", "import_reliance_percent", "recycling_input_rate_percent")
    rows = [row for row in published("ec_2017_supply_risk") if all(row[name] for name in names)]
    return [
        SupplyRisk(
            row["material"],
            float(row["hhi_global"]),
            float(row["hhi_eu_sourcing"]),
            float(row["import_reliance_percent"]) / 100,
            float(row["recycling_input_rate_percent"]) / 100,
            float(row["substitution_index_sr"]),
            float(row["supply_risk"]),
        )
        for row in rows
    ]


def european_importances() -> list[tuple[str, float, float, float]]:
    """Material, our E1 on the EU's uses and value added, the EU's importance printed, and their quotient."""
    uses: dict[str, dict[str, float]] = {}
    added: dict[str, float] = {}
    for row in published("ec_2023_uses"):
        if row["sector"]:
            shares = uses.setdefault(row["mineral"], {})
            shares[row["sector"]] = shares.get(row["sector"], 0.0) + float(row["share_pct"]) / 100
            added[row["sector"]] = float(row["va_million_eur"])
    rows = published("ec_2023_economic_importance")
    printed = {row["mineral"]: float(row["ei_published"]) for row in rows if row["ei_published"]}
    largest = max(added.values())
    found = []
    for name in sorted(set(uses) & set(printed)):
        before = economic_importance_ec2017(uses[name], added, 1.0, largest)
        found.append((name, before, printed[name], printed[name] / before))
    return found


def concentrations() -> list[tuple[str, str, float, float, str]]:
    """Mineral, stage, our HHI of 2024, the check value, and why they differ, if they do."""
    shares: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows_of("production"):
        if row["year"] == "2024" and row["source"] == "usgs_mcs_2026" and row["value"]:
            shares.setdefault((row["mineral"], row["stage"]), {})[row["country"]] = float(row["value"])
    found = []
    for row in published("usgs_2026_concentration"):
        figures = shares.get((row["mineral"], row["stage"]), {})
        if row["year"] == "2024" and figures:
            ours = sum((v / figures["WLD"] * 100) ** 2 for c, v in figures.items() if c not in {"WLD", "OTH"})
            printed = float(row["hhi"])
            reason = (
                "" if abs(ours - printed) <= CLOSE * printed else _other_whole(figures, ours, printed, row["series"])
            )
            found.append((row["mineral"], row["stage"], ours, printed, reason))
    return found


def _other_whole(figures: Mapping[str, float], ours: float, printed: float, series: str) -> str:
    if series.endswith("*"):
        return "we add the forms in which countries report, the summary has the first form only"
    summed = sum(value for code, value in figures.items() if code != "WLD")
    if abs(ours * (figures["WLD"] / summed) ** 2 - printed) <= CLOSE * printed:
        return f"ours is of the printed total, the summary's of the countries' sum, {summed / figures['WLD']:.1%} of it"
    return "not explained"


@dataclass(frozen=True)
class GeopoliticalRisk:
    """GeoPolRisk of one material, Other Asia nes, 2023: ours by edition of the political stability, and printed."""

    material: str
    of_2025: float
    of_2024: float
    printed: float


def geopolitical() -> list[GeopoliticalRisk]:
    """GeoPolRisk from published inputs, beside the value that the authors' program prints."""
    produced: dict[str, dict[str, float]] = {}
    for row in published("geopolrisk_2023_production"):
        produced.setdefault(row["material"], {})[row["country"]] = float(row["production_t"])
    rows = published("geopolrisk_2023")
    found = []
    for name, production in produced.items():
        own = [row for row in rows if row["material"] == name]
        world = sum(production.values())
        hhi = herfindahl(tonnes / world for tonnes in production.values()).value
        imports = {row["partner"]: float(row["quantity_t"]) for row in own}
        of_2025, of_2024 = (
            geopolitical_supply_risk(hhi, imports, {row["partner"]: _risk(row[column]) for row in own}, 0.0)
            for column in ("political_stability_2025_update", "political_stability_2024_update")
        )
        found.append(GeopoliticalRisk(name, of_2025, of_2024, float(own[0]["printed"])))
    return found


def _risk(stability: str) -> float:
    """g from political stability alone, (2.5 - estimate)/5, as the authors rescale it."""
    return (2.5 - float(stability)) / 5


def mirror() -> dict[str, dict[str, float]]:
    """Mineral → formula → value: the official formulas on Taiwan's figures, where every input is there."""
    cells = result().matrix.cells
    values = {
        (mineral, criterion): float(value)
        for mineral, criterion, value, present in zip(
            *(cells[name] for name in ("mineral", "criterion", "value", "present")), strict=True
        )
        if present
    }
    scaled = {
        (mineral, criterion): float(value)
        for mineral, criterion, value in zip(*(cells[name] for name in ("mineral", "criterion", "scaled")), strict=True)
    }
    substitution = {
        row["mineral"]: float(row["value"])
        for row in rows_of("mineral_properties")
        if row["property"] == "substitution_index_sr" and row["value"]
    }
    data = by_hand.Tables(ROOT)
    return {name: _mirrored(name, values, scaled, substitution, data) for name in sorted(foreign_lists.decided()[0])}


def _mirrored(
    mineral: str,
    values: Mapping[tuple[str, str], float],
    scaled: Mapping[tuple[str, str], float],
    substitution: Mapping[str, float],
    data: by_hand.Tables,
) -> dict[str, float]:
    def of(criterion: str) -> float | None:
        return values.get((mineral, criterion))

    found: dict[str, float] = {}
    world, sourcing, lack = of("supply_concentration"), of("import_concentration"), of("lack_of_recycling")
    reliance = of("net_import_reliance")
    if None not in (world, sourcing, lack) and mineral in substitution:
        ir = 1.0 if reliance is None else reliance
        found["EU SR"] = supply_risk_ec2017(10 * world, 10 * sourcing, ir, 1 - lack, substitution[mineral])  # type: ignore[operator]
    exposure, substitutes = of("value_added_exposure"), of("lack_of_substitutes")
    if exposure is not None and substitutes is not None:
        found["EU EI"] = exposure * substitutes
    dimensions = result().ranking.dimensions
    if dimensions is not None:
        supply, economy, burden = (
            float(dimensions.loc[mineral, name])
            for name in ("supply_risk", "economic_importance", "environmental_impact")
        )
        found["Yale"] = criticality_yale(100 * supply, 100 * burden, 100 * economy)
        if reliance is not None and world is not None:
            found["USGS form"] = supply_risk_usgs2021(scaled[mineral, "supply_concentration"], reliance, economy)
    bought = _geopolitical_of(mineral, data)
    return {**found, "GeoPolRisk": bought} if bought is not None else found


def _geopolitical_of(mineral: str, data: by_hand.Tables) -> float | None:
    steps = [step for step in by_hand.import_concentration(data, mineral)[1] if step.imports]
    supply = data.world(mineral, steps[0].stage) if steps else None
    if supply is None:
        return None
    hhi = sum(share**2 for share in supply.shares.values())
    imports = steps[0].imports
    return geopolitical_supply_risk(hhi, imports, {code: data.risk(code) for code in imports}, 0.0)


def document() -> str:
    """The text of the document."""
    mirror = (_mirror_table(), foreign_lists.section())
    parts = (_formula(), _importance(), _concentration(), _geopolrisk(), every_importer.section(), *mirror)
    return "\n".join((HEAD + _INTRODUCTION, *parts))


def _formula() -> str:
    rows = supply_risks()
    off = [row for row in rows if not row.agrees]
    table = markdown(
        ("material", "from the printed inputs", "printed", "why"),
        [(row.material, f"{row.computed:.2f}", f"{row.printed:.1f}", row.reason) for row in off],
    )
    return _FORMULA.format(rows=len(rows), agree=len(rows) - len(off), off=len(off)) + "\n" + table


def _importance() -> str:
    found = european_importances()
    likely = [row for row in found if LEAST <= row[3] <= MOST]
    odd = [row for row in found if row not in likely]
    table = markdown(
        ("material", "E1 on the EU's figures", "EI printed", "EI ÷ E1"),
        [(name, f"{ours:.2f}", f"{printed:.1f}", f"{quotient:.2f}") for name, ours, printed, quotient in odd],
    )
    tau = _tau([row[1] for row in found], [row[2] for row in found])
    return _IMPORTANCE.format(rows=len(found), likely=len(likely), tau=tau, least=LEAST, most=MOST) + "\n" + table


def _concentration() -> str:
    found = concentrations()
    off = [row for row in found if row[4]]
    table = markdown(
        ("mineral", "stage", "ours", "summary", "why"),
        [(english(name), stage, f"{ours:.0f}", f"{theirs:.0f}", why) for name, stage, ours, theirs, why in off],
    )
    text = _CONCENTRATION.format(rows=len(found), agree=len(found) - len(off))
    return text + ("\n" + table if off else "")


def _geopolrisk() -> str:
    rows = [
        (
            row.material.replace("_", " "),
            f"{row.printed:.4f}",
            f"{row.of_2025:.4f}",
            f"{row.of_2024:.4f}",
            f"{row.of_2024 / row.printed - 1:+.0%}",
        )
        for row in geopolitical()
    ]
    heads = ("material", "printed", "our formula, WGI 2025 update", "the same, WGI 2024 update", "difference")
    return _GEOPOLRISK + "\n" + markdown(heads, rows)


def _tau(first: list[float], second: list[float]) -> float:
    return float(kendalltau(first, second).statistic)


def _mirror_table() -> str:
    found, scores = mirror(), result().ranking.scores
    formulas = ("EU SR", "EU EI", "USGS form", "Yale", "GeoPolRisk")
    agreement = []
    for formula in formulas:
        names = [name for name in found if formula in found[name]]
        tau = _tau([found[name][formula] for name in names], [float(scores[name]) for name in names])
        agreement.append((formula, len(names), f"{tau:.2f}"))
    listed = sorted(foreign_lists.decided()[1] & set(scores.index), key=lambda name: -float(scores[name]))
    rows = [
        (english(name), f"{float(scores[name]):.3f}", *(_cell(found[name].get(formula)) for formula in formulas))
        for name in listed
    ]
    both = [name for name in found if found[name].get("EU SR", 0) >= 1.0 and found[name].get("EU EI", 0) >= 2.8]
    extra = sorted(set(both) - set(listed))
    words = f"{len(both)} minerals reach the EU's thresholds (SR 1.0 and EI 2.8) on Taiwan's figures"
    words += f"; of these not on our list: {', '.join(map(english, extra)) or 'none'}.\n"
    return "\n".join(
        (
            _MIRROR,
            markdown(("formula", "minerals", "Kendall's τ_b with our score"), agreement),
            words,
            markdown(("listed mineral", "score", *formulas), rows),
        )
    )


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


LEAST, MOST = 0.74, 1.05
"""Quotients of printed importance and E1 that a substitution index can be, with rounding."""

CLOSE = 0.01
"""Share by which two concentrations may differ and still be called the same."""

_INTRODUCTION = """# Validation: our figures and our list beside what others printed

**Information, never a target.** Nothing here was fitted: thresholds and anchors stand in the assessment and the
criteria with their own reasons. Where we differ from somebody the difference is printed, with its reason where the
figures tell one. Check values, with their sources and licences: `tests/published/README.md`. Figures on the list
are those of `assessments/taiwan-2026.yaml` with its illustrative weights.
"""

_FORMULA = """## The EU's supply risk from its own inputs

European Commission (2017), *Study on the review of the list of critical raw materials*, doi 10.2873/876644: import
reliance, recycling input rate, substitution index and both concentrations are printed for {rows} materials with
every input. Its formula, on these inputs, gives the printed supply risk within 0.1 (both with one decimal) for
**{agree} of {rows}**. The other {off}:
"""

_IMPORTANCE = """## E1 beside the EU's economic importance

Our E1 is the EU's formula before substitution. On the EU's own use shares and value added (2023, Annex 6, doi
10.2873/725585) the printed importance ÷ E1 must be the substitution index, and indices of 2017 lie between 0.78 and
1. It does, within rounding of shares and results ({least:g} to {most:g}), for **{likely} of {rows}** materials; the
   order of the two agrees with Kendall's τ_b = {tau:.2f}. What is printed for the others is less than any substitution
   index explains, or the copy of the annex differs from what the study used:
"""

_CONCENTRATION = """## Our concentrations beside the summary of the USGS figures

Herfindahl index (0…10,000, named countries over the printed world total) of {rows} series of 2024, against a
summary that was computed apart from the same data release (doi 10.5066/P1WKQ63T). **{agree} of {rows}** agree
within 1 %.
"""

_GEOPOLRISK = """## GeoPolRisk

The authors' program (geopolrisk-py 2.0.1) prints four values for *Other Asia, nes*, 2023. Our formula gives all four
to the printed digit from what its inputs are by publisher: production of 2023 by country (World Mining Data), imports
of 2023 (BACI, HS 1992; rare earths 280530, 284610 and 284690, tungsten 261100 and 810110, graphite 250410 and 250490,
lithium 282520 and 283691), no domestic production, and the political stability of 2023 in the **2025 update** of the
Worldwide Governance Indicators, g = (2.5 - estimate)/5. With the same year of the 2024 update, which this workspace
uses elsewhere, they come out up to 13 % apart: that update alone is the difference. The 2025 update changed the method
and recalculated every year back to 1996; China's political stability of 2023 rose from -0.51 to -0.17.
"""

_MIRROR = """## The official formulas on Taiwan's figures

The same evidence through the formulas of others, beside our score. EU SR and EI: S1, S2 (times ten), net import
reliance (1 where it is not known), recycling and substitution index; EI is E1 times the substitution index. USGS
form: the cube root of scaled S1, net import reliance and economic importance, in the form of OFR 2021-1045 but not
with its data, so its threshold does not carry over. Yale: the length of the vector of our three dimensions, 0 to
100. GeoPolRisk: world concentration times the imports weighted by g.
"""
