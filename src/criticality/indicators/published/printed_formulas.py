"""The formulas that other governments and schools publish, on plain numbers; `computed` reads these from the tables."""

from collections.abc import Mapping
from math import cbrt, sqrt


def supply_risk_ec2017(
    hhi_global: float,
    hhi_sourcing: float,
    import_reliance: float,
    recycling_input_rate: float,
    substitution_index: float,
) -> float:
    """Return the European Commission's supply risk, SR = [G·IR/2 + S·(1 − IR/2)]·(1 − EoL_RIR)·SI_SR.

    Parameters
    ----------
    hhi_global, hhi_sourcing
        Governance- and trade-weighted concentration of world supply (G) and of the region's own sourcing (S), 0…10.
    import_reliance, recycling_input_rate, substitution_index
        IR, EoL_RIR and SI_SR, 0…1.

    Notes
    -----
    EC (2017), Methodology for establishing the EU list of critical raw materials, equation 2; critical from 1.0 on,
    together with an economic importance from 2.8.
    """
    concentration = hhi_global * import_reliance / 2 + hhi_sourcing * (1 - import_reliance / 2)
    return concentration * (1 - recycling_input_rate) * substitution_index


def economic_importance_ec2017(
    use_shares: Mapping[str, float], value_added: Mapping[str, float], substitution_index: float, scale: float
) -> float:
    """Return the Commission's economic importance, EI = Σ_s A_s·Q_s·SI_EI · 10 / scale (EC 2017, equation 1).

    A_s is the share of use in sector s, Q_s its value added, `scale` the value added of the largest sector.
    """
    exposed = sum(share * value_added[sector] for sector, share in use_shares.items())
    return exposed * substitution_index * 10 / scale


def supply_risk_usgs2021(disruption_potential: float, trade_exposure: float, economic_vulnerability: float) -> float:
    """Return SR = (DP·TE·EV)^⅓, each 0…1; critical from 0.40 (Nassar & Fortier 2021, USGS OFR 2021-1045)."""
    return cbrt(disruption_potential * trade_exposure * economic_vulnerability)


def criticality_yale(supply_risk: float, environmental_implications: float, vulnerability: float) -> float:
    """Return the length of the criticality vector, √((S² + E² + V²)/3), in the units of its axes (Graedel 2012)."""
    return sqrt((supply_risk**2 + environmental_implications**2 + vulnerability**2) / 3)


def geopolitical_supply_risk(
    hhi_world: float, imports: Mapping[str, float], risks: Mapping[str, float], domestic_production: float
) -> float:
    """Return GeoPolRisk, HHI · Σ_c imports_c·g_c / (imports + domestic production), 0…1 (Gemechu et al. 2016).

    Parameters
    ----------
    hhi_world
        Concentration of world production, 0…1.
    imports, domestic_production
        Quantities in one unit; imports by country.
    risks
        Governance risk of each country imported from, 0…1.

    Raises
    ------
    ValueError
        Where there is neither import nor domestic production: a division that fails is not "no risk".
    KeyError
        Where a country's risk is not known.
    """
    supply = sum(imports.values()) + domestic_production
    if supply <= 0:
        raise ValueError("neither imports nor domestic production: the geopolitical supply risk is not defined")
    return hhi_world * sum(amount * risks[country] for country, amount in imports.items()) / supply
