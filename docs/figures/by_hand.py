"""S1, S2 and E1 of a mineral from the rows of data/, with csv and arithmetic alone: what the worked example does.

It imports nothing of the program, so that the two can be held against each other.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

COUNTRY, YEAR, WINDOW, FLOOR = "TWN", 2024, 3, 0.5
STAGES = ("extraction", "processing", "product")


@dataclass
class Step:
    """Shares of one supply at one stage, and what they come to."""

    stage: str
    title: str
    shares: dict[str, float]
    unknown: float
    index: float = 0.0
    imports: dict[str, float] = field(default_factory=dict)


class Tables:
    """The rows of data/, as they stand in the files."""

    def __init__(self, root: Path) -> None:
        self.rows = {
            name: list(csv.DictReader((root / "data" / f"{name}.csv").open(encoding="utf-8", newline="")))
            for name in ("production", "governance", "trade", "end_uses", "sectors", "countries")
        }
        self.hubs = {row["country"] for row in self.rows["countries"] if row["transit_hub"] == "yes"}
        self.indicators = self._latest_indicators()

    def _latest_indicators(self) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for row in sorted(self.rows["governance"], key=lambda row: int(row["year"])):
            if int(row["year"]) <= YEAR:
                found.setdefault(row["country"], {})[row["indicator"]] = float(row["value"])
        return found

    def risk(self, country: str) -> float:
        """g = (2.5 − mean of the six indicators) / 5, cut at 0 and 1; 1 where nothing is known."""
        if country not in self.indicators:
            return 1.0
        values = self.indicators[country].values()
        return min(1.0, max(0.0, (2.5 - sum(values) / len(values)) / 5))

    def world(self, mineral: str, stage: str) -> Step | None:
        """Shares of world supply in the latest year no later than the reference year."""
        rows = [row for row in self.rows["production"] if row["mineral"] == mineral and row["stage"] == stage]
        rows = [row for row in rows if int(row["year"]) <= YEAR and row["value"]]
        if not rows:
            return None
        year = max(row["year"] for row in rows)
        amounts = {row["country"]: float(row["value"]) for row in rows if row["year"] == year}
        total = amounts.pop("WLD")
        amounts.pop("OTH", None)
        shares = {code: amount / total for code, amount in amounts.items() if amount > 0}
        return self.measured(Step(stage, f"world supply {year}", shares, max(0.0, 1 - sum(shares.values()))))

    def measured(self, step: Step) -> Step:
        """Σ s²·g of a step."""
        step.index = sum(share**2 * self.risk(code) for code, share in step.shares.items())
        return step


def supply_concentration(tables: Tables, mineral: str) -> tuple[float, list[Step]]:
    """S1: the largest Σ s²·g over the stages."""
    steps = [step for stage in STAGES if (step := tables.world(mineral, stage)) is not None]
    return max(step.index for step in steps), steps


def import_concentration(tables: Tables, mineral: str) -> tuple[float, list[Step]]:
    """S2: the largest Σ s̃²·g over the stages bought and those above them, not below half of S1."""
    bought = _bought(tables, mineral)
    steps = [_traced(tables, mineral, step) for step in bought]
    if not steps:
        supplies = [tables.world(mineral, stage) for stage in STAGES]
        steps = [_without(tables, supply) for supply in supplies if supply is not None]
    else:
        waiting = list(steps)
        while waiting:
            above = _above(tables, mineral, waiting.pop(0))
            if above is not None:
                steps.append(above)
                waiting.append(above)
    floor = FLOOR * supply_concentration(tables, mineral)[0]
    return max([floor, *(step.index for step in steps)]), steps


def value_added_exposure(tables: Tables, mineral: str) -> tuple[float, list[tuple[str, float, str, float]]]:
    """E1 = 10 · Σ A·Q / max Q, with application, share, sector and value added of each use."""
    added = {row["sector"]: float(row["value_added_usd_m"]) for row in tables.rows["sectors"]}
    rows = [row for row in tables.rows["end_uses"] if row["mineral"] == mineral and row["country"] in {COUNTRY, ""}]
    adapted = {row["application"] for row in rows if row["country"]}
    uses = [row for row in rows if row["country"] or row["application"] not in adapted]
    lines = [(row["application"], float(row["share"]), row["sector"], added[row["sector"]]) for row in uses]
    return 10 * sum(share * amount for _, share, _, amount in lines) / max(added.values()), lines


def _bought(tables: Tables, mineral: str) -> list[Step]:
    """Imports pooled over three years, by stage; a stage that costs less than a twentieth of all is left aside."""
    rows = [row for row in tables.rows["trade"] if row["reporter"] == COUNTRY and row["flow"] == "import"]
    rows = [row for row in rows if row["mineral"] == mineral and int(row["year"]) <= YEAR]
    if not rows:
        return []
    last = max(int(row["year"]) for row in rows)
    rows = [row for row in rows if int(row["year"]) > last - WINDOW]
    paid = {
        stage: sum(float(row["value_usd"] or 0) for row in rows if row["stage"] == stage and row["partner"] != "WLD")
        / len({row["year"] for row in rows if row["stage"] == stage})
        for stage in {row["stage"] for row in rows}
    }
    kept = [stage for stage in STAGES if stage in paid and paid[stage] >= 0.05 * sum(paid.values())]
    return [_pooled(stage, [row for row in rows if row["stage"] == stage]) for stage in kept]


def _pooled(stage: str, rows: list[dict[str, str]]) -> Step:
    prices = _unit_values(rows)
    by_partner: dict[str, float] = {}
    whole = 0.0
    for code, year in sorted({(row["code"], row["year"]) for row in rows}):
        group = [row for row in rows if (row["code"], row["year"]) == (code, year)]
        tonnes = {row["partner"]: _tonnes(row, prices) for row in group}
        total = tonnes.pop("WLD", 0.0)
        for partner, amount in tonnes.items():
            by_partner[partner] = by_partner.get(partner, 0.0) + amount
        whole += max(total, sum(tonnes.values()))
    shares = {
        code: amount / whole for code, amount in by_partner.items() if amount > 0 and code not in {"OTH", COUNTRY}
    }
    return Step(stage, "imports", {}, max(0.0, 1 - sum(shares.values())), imports=shares)


def _unit_values(rows: list[dict[str, str]]) -> dict[tuple[str, ...], float]:
    """Dollars per tonne of a code and year, of a code, and of all, from rows that state both."""
    sums: dict[tuple[str, ...], list[float]] = {}
    for row in rows:
        if row["partner"] != "WLD" and float(row["value_usd"] or 0) > 0 and float(row["quantity_t"] or 0) > 0:
            for key in ((row["code"], row["year"]), (row["code"],), ()):
                held = sums.setdefault(key, [0.0, 0.0])
                held[0] += float(row["value_usd"])
                held[1] += float(row["quantity_t"])
    return {key: dollars / tonnes for key, (dollars, tonnes) in sums.items()}


def _tonnes(row: dict[str, str], prices: dict[tuple[str, ...], float]) -> float:
    if row["quantity_t"]:
        return float(row["quantity_t"])
    keys = ((row["code"], row["year"]), (row["code"],), ())
    return float(row["value_usd"] or 0) / next(prices[key] for key in keys if key in prices)


def _traced(tables: Tables, mineral: str, step: Step) -> Step:
    """What a partner makes itself stays; hubs and partners without production pass on world supply without them."""
    world = tables.world(mineral, step.stage)
    if world is None:
        return tables.measured(Step(step.stage, "imports, not traced", dict(step.imports), step.unknown))
    own = {code: 0.0 if code in tables.hubs or code not in world.shares else 1.0 for code in step.imports}
    traced = _passed_on(step.imports, own, world, step)
    traced.imports = step.imports
    return tables.measured(traced)


def _above(tables: Tables, mineral: str, step: Step) -> Step | None:
    """The input of the makers: own supply of the stage above, share there ÷ share here at most; the rest is bought."""
    here = tables.world(mineral, step.stage)
    stages = [stage for stage in STAGES[: STAGES.index(step.stage)] if tables.world(mineral, stage) is not None]
    if here is None or not stages:
        return None
    above = tables.world(mineral, stages[-1])
    if above is None:
        return None
    own = {}
    for code in step.shares:
        need, supply = here.shares.get(code, 0.0), above.shares.get(code, 0.0)
        own[code] = min(1.0, supply / need) if need > 0 else float(supply > 0)
    source = Step(above.stage, f"input of {step.stage}", {}, step.unknown)
    return tables.measured(_passed_on(step.shares, own, above, source))


def _passed_on(imports: dict[str, float], own: dict[str, float], world: Step, step: Step) -> Step:
    shares: dict[str, float] = {}
    unknown = step.unknown
    for partner, share in imports.items():
        shares[partner] = shares.get(partner, 0.0) + share * own[partner]
        rest = share * (1 - own[partner])
        others = {code: part for code, part in world.shares.items() if code not in {partner, COUNTRY}}
        whole = sum(others.values()) + world.unknown
        for code, part in others.items() if rest > 0 else ():
            shares[code] = shares.get(code, 0.0) + rest * part / whole
        unknown += rest * world.unknown / whole if rest > 0 else 0.0
    return Step(step.stage, step.title, {code: share for code, share in shares.items() if share > 0}, unknown)


def _without(tables: Tables, supply: Step) -> Step:
    rest = 1 - supply.shares.get(COUNTRY, 0.0)
    shares = {code: share / rest for code, share in supply.shares.items() if code != COUNTRY}
    return tables.measured(Step(supply.stage, f"{supply.title}, in place of imports", shares, supply.unknown / rest))
