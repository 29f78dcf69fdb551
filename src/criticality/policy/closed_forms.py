"""The European Commission's supply risk solved for what would bring it to its threshold (EC 2017, equation 3).

SR = [HHI_GS·IR/2 + HHI_src·(1 − IR/2)]·(1 − RIR)·SI
"""


def supply_risk_ec(
    world: float, sourcing: float, import_reliance: float, recycling: float, substitution_index: float
) -> float:
    """Return SR from the governance-weighted concentrations of world supply and of the sources.

    Parameters
    ----------
    world, sourcing
        HHI_WGI,t of global supply and of the country's own sourcing, 0…10.
    import_reliance, recycling, substitution_index
        IR, end-of-life recycling input rate and SI_SR, each 0…1.
    """
    core = world * import_reliance / 2 + sourcing * (1 - import_reliance / 2)
    return core * (1 - recycling) * substitution_index


def required_recycling(
    world: float, sourcing: float, import_reliance: float, substitution_index: float, threshold: float = 1.0
) -> float:
    """Return RIR* = 1 − τ/(core·SI); 0 where the risk is below the threshold without any recycling."""
    core = supply_risk_ec(world, sourcing, import_reliance, 0.0, substitution_index)
    return 0.0 if core <= threshold else 1 - threshold / core


def required_sourcing(
    world: float, import_reliance: float, recycling: float, substitution_index: float, threshold: float = 1.0
) -> float:
    """Return HHI_src* = [τ/((1 − RIR)·SI) − HHI_GS·IR/2]/(1 − IR/2); below 0: other sources alone can never do it."""
    return (threshold / ((1 - recycling) * substitution_index) - world * import_reliance / 2) / (
        1 - import_reliance / 2
    )
