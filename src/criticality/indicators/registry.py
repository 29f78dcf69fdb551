"""The indicators a criterion may name, and the parameters each of them takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from criticality.indicators.cell import Cell
from criticality.indicators.dependence import import_concentration, import_reliance, restricted_share
from criticality.indicators.economy import import_value, strategic_share, value_added_exposure
from criticality.indicators.evidence import Evidence
from criticality.indicators.judged.in_pairs import judged
from criticality.indicators.observed import observed
from criticality.indicators.published.computed import (
    EC_PARTS,
    SUBSTITUTION_EI,
    SUBSTITUTION_SR,
    USGS_PARTS,
    YALE_AXES,
    ec_economic_importance,
    ec_supply_risk,
    ec_supply_risk_stated,
    geopolrisk,
    usgs_supply_risk,
    usgs_supply_risk_stated,
    yale_criticality,
)
from criticality.indicators.recycling import lack_of_recycling
from criticality.indicators.reserves import RESERVES, reserves_to_production
from criticality.indicators.supply import (
    BOTTLENECK,
    compute_governance_weighted_herfindahl,
    compute_herfindahl,
    compute_largest_share,
)
from criticality.model.criteria import Criterion, Parameter
from criticality.model.dataset import INPUT_RATE, STAGES
from criticality.text import spelling
from criticality.text.message import Message

Compute = Callable[[Evidence, str, Mapping[str, Parameter]], Cell]
Path = tuple[str, ...]
ParameterProblem = tuple[Path, Message, Message | None]


@dataclass(frozen=True)
class ParameterSpec:
    """What a parameter of an indicator may be.

    Attributes
    ----------
    kind
        ``code`` (a name), ``whole`` (an integer) or ``share`` (0…1).
    choices
        The words allowed; any where empty.
    default
        What holds where the criterion's file says nothing; None without a default.
    required
        Whether the criterion's file must say it.
    least
        Smallest whole number allowed.
    """

    kind: Literal["code", "whole", "share"]
    choices: tuple[str, ...] = ()
    default: Parameter | None = None
    required: bool = False
    least: int = 1


@dataclass(frozen=True)
class Indicator:
    """One indicator: how it is computed, which tables it reads, which parameters it takes, what it says in a line.

    Attributes
    ----------
    properties
        Properties of ``mineral_properties`` that it reads whatever its parameters say.
    published
        Whether it is a formula that others print: a part that no row states leaves every mineral without a value.
    """

    compute: Compute
    tables: tuple[str, ...]
    parameters: Mapping[str, ParameterSpec]
    description: str
    properties: tuple[str, ...] = ()
    published: bool = False

    def settings(self, given: Mapping[str, Parameter]) -> dict[str, Parameter]:
        """Return the parameters given, completed by the defaults."""
        defaults = {name: spec.default for name, spec in self.parameters.items() if spec.default is not None}
        return {**defaults, **given}


_STAGES = (*STAGES, BOTTLENECK)
_STAGE = ParameterSpec("code", _STAGES, required=True)
_SOME_STAGE = ParameterSpec("code", _STAGES)
_YEARS = ParameterSpec("whole", default=3)
_SOME_OR_BOTTLENECK = ParameterSpec("code", _STAGES, default=BOTTLENECK)
_WORLD = ("production", "governance")
_TRADE = ("trade", "production", "countries")

INDICATORS: Mapping[str, Indicator] = {
    "observed": Indicator(
        observed,
        ("mineral_properties",),
        {"property": ParameterSpec("code", required=True), "stage": ParameterSpec("code", STAGES)},
        "a stated value of data/mineral_properties.csv",
    ),
    "judged": Indicator(
        judged,
        ("judgements",),
        {},
        "judged in pairs: priority among the minerals compared, the largest 1 (ideal mode; Saaty 1980)",
    ),
    "herfindahl": Indicator(
        compute_herfindahl,
        ("production",),
        {"stage": _STAGE},
        "concentration of world supply, Σ s_c² (Herfindahl 1950; Hirschman 1945)",
    ),
    "governance_weighted_herfindahl": Indicator(
        compute_governance_weighted_herfindahl,
        _WORLD,
        {"stage": _STAGE},
        "concentration of world supply weighted by governance risk, Σ s_c²·g_c (HHI-WGI; EC 2017, eq. 3)",
    ),
    "largest_share": Indicator(
        compute_largest_share,
        ("production",),
        {"stage": _STAGE},
        "share of the largest producer country, max s_c (single point of failure)",
    ),
    "import_concentration": Indicator(
        import_concentration,
        (*_TRADE, "governance"),
        {"stage": _SOME_STAGE, "years": _YEARS, "floor_of_world": ParameterSpec("share", default=0.5)},
        "concentration of the country's sources traced to origin, max(Σ s̃_c²·g_c, floor · S1)",
    ),
    "import_reliance": Indicator(
        import_reliance,
        _TRADE,
        {"stage": _SOME_STAGE, "years": _YEARS},
        "net import reliance, (imports − exports) / (imports − exports + domestic production) (USGS, MCS)",
    ),
    "restricted_share": Indicator(
        restricted_share,
        (*_TRADE, "export_restrictions"),
        {"stage": _SOME_STAGE, "years": _YEARS},
        "share of the imports from countries that restrict the export, Σ s̃_c·r_c",
    ),
    "value_added_exposure": Indicator(
        value_added_exposure,
        ("end_uses", "sectors"),
        {},
        "value added that leans on the mineral, 10 · Σ_s A_s·Q_s / max Q (EC 2017, eq. 1, before substitution)",
    ),
    "strategic_share": Indicator(
        strategic_share, ("end_uses", "sectors"), {}, "share of use in strategic sectors, Σ_s A_s·1[s strategic]"
    ),
    "import_value": Indicator(
        import_value,
        ("trade",),
        {"stage": ParameterSpec("code", STAGES), "years": _YEARS},
        "mean yearly value of the country's imports, US dollars",
    ),
    "lack_of_recycling": Indicator(
        lack_of_recycling,
        ("mineral_properties",),
        {},
        "share of demand that end-of-life scrap does not meet, 1 − EoL-RIR (EC 2017, eq. 3)",
        (INPUT_RATE,),
    ),
    "reserves_to_production": Indicator(
        reserves_to_production,
        ("mineral_properties", "production"),
        {},
        "world reserves ÷ world mine production, years",
        (RESERVES,),
    ),
    "supply_risk_ec2017": Indicator(
        ec_supply_risk,
        (*_TRADE, "governance", "mineral_properties"),
        {"stage": _SOME_OR_BOTTLENECK, "years": _YEARS},
        "the EU's supply risk, [G·IR/2 + S·(1 − IR/2)]·(1 − EoL-RIR)·SI, 0…10 (EC 2017, eq. 2)",
        (INPUT_RATE, SUBSTITUTION_SR),
        published=True,
    ),
    "supply_risk_ec2017_stated": Indicator(
        ec_supply_risk_stated,
        ("mineral_properties",),
        {},
        "the same supply risk of the EU from its five stated inputs",
        EC_PARTS,
        published=True,
    ),
    "economic_importance_ec2017": Indicator(
        ec_economic_importance,
        ("end_uses", "sectors", "mineral_properties"),
        {},
        "the EU's economic importance, 10 · Σ_s A_s·Q_s / max Q · SI, 0…10 (EC 2017, eq. 1)",
        (SUBSTITUTION_EI,),
        published=True,
    ),
    "supply_risk_usgs2021": Indicator(
        usgs_supply_risk,
        (*_TRADE, "governance", "end_uses", "sectors"),
        {"stage": _SOME_OR_BOTTLENECK, "years": _YEARS},
        "the form of the USGS's supply risk, (DP·TE·EV)^⅓, 0…1 (Nassar & Fortier 2021)",
        published=True,
    ),
    "supply_risk_usgs2021_stated": Indicator(
        usgs_supply_risk_stated,
        ("mineral_properties",),
        {},
        "the USGS's supply risk from its three stated parts",
        USGS_PARTS,
        published=True,
    ),
    "criticality_yale2012": Indicator(
        yale_criticality,
        ("mineral_properties",),
        {},
        "length of Yale's criticality vector, √((SR² + EI² + VSR²)/3), of stated axes (Graedel et al. 2012)",
        YALE_AXES,
        published=True,
    ),
    "geopolitical_supply_risk": Indicator(
        geopolrisk,
        (*_TRADE, "governance"),
        {"stage": ParameterSpec("code", STAGES), "years": _YEARS},
        "GeoPolRisk, HHI · Σ_c imports_c·g_c / (imports + domestic production), 0…1 (Gemechu et al. 2016)",
        published=True,
    ),
}


def parameter_problems(criterion: Criterion) -> list[ParameterProblem]:
    """Return what is wrong with a criterion's indicator and parameters: path in the file, message, hint."""
    indicator = INDICATORS.get(criterion.indicator)
    if indicator is None:
        hint = nearest(criterion.indicator, INDICATORS)
        return [(("indicator",), Message("indicators.unknown", indicator=criterion.indicator), hint)]
    problems: list[ParameterProblem] = []
    for name, value in criterion.parameters.items():
        problems += _problems_of(criterion.indicator, name, value, indicator.parameters)
    for name, spec in indicator.parameters.items():
        if spec.required and name not in criterion.parameters:
            message = Message("indicators.parameter_needed", indicator=criterion.indicator, name=name)
            problems.append((("parameters",), message, _example(name, spec)))
    return problems


def nearest(word: str, known: Mapping[str, object] | tuple[str, ...]) -> Message | None:
    """Return a hint with the nearest spelling, or with all that is known."""
    meant = spelling.nearest(word, known)
    if meant is not None:
        return Message("indicators.did_you_mean", meant=meant)
    return Message("indicators.known", names=sorted(known)) if known else None


def _problems_of(
    indicator: str, name: str, value: Parameter, specs: Mapping[str, ParameterSpec]
) -> list[ParameterProblem]:
    path = ("parameters", name)
    if name not in specs:
        hint = nearest(name, specs) or Message("indicators.no_parameters", indicator=indicator)
        return [(path, Message("indicators.no_parameter", indicator=indicator, name=name), hint)]
    spec = specs[name]
    if spec.kind == "code" and not isinstance(value, str):
        return [(path, Message("indicators.name_needed", value=value), _example(name, spec))]
    if spec.choices and value not in spec.choices:
        return [
            (
                path,
                Message("indicators.none_of", value=value, known=list(spec.choices)),
                nearest(str(value), spec.choices),
            )
        ]
    if spec.kind == "whole" and (isinstance(value, bool) or not isinstance(value, int) or value < spec.least):
        return [(path, Message("indicators.whole_needed", least=spec.least, value=value), None)]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if spec.kind == "share" and not (is_number and 0 <= float(value) <= 1):
        return [(path, Message("indicators.share_needed", value=value), None)]
    return []


def _example(name: str, spec: ParameterSpec) -> Message:
    if spec.choices:
        return Message("indicators.write_one_of", name=name, words=list(spec.choices))
    return Message("indicators.write_property", name=name)
