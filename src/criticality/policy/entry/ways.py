"""Each single change that would put a mineral on the list: a value, a weight, a threshold, a sector's flag, a scenario.

Every answer is verified by deciding the whole list again, so that the answer also names the other minerals that enter
or leave. Only single changes are tried: two smaller changes together may list a mineral that neither of them lists.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, floor, log10
from typing import Any

from criticality.assess import groups_of
from criticality.listing.classify import ConditionOutcome
from criticality.model.assessment import ListRule
from criticality.model.criteria import TargetScale
from criticality.model.results import Inputs
from criticality.model.rows.alternatives import unmet
from criticality.model.scenario import Scenario
from criticality.policy.bench import Bench
from criticality.policy.disruption.held import held_stocks
from criticality.policy.entry import sentences as words
from criticality.policy.entry.search import smallest_value
from criticality.policy.entry.whole import Verdict, WholeList, reweighted
from criticality.robustness.ensemble import build_ensemble
from criticality.robustness.sensitivity.leave_one_out import dimension_groups, groups_of_one
from criticality.robustness.sensitivity.smallest_changes import smallest_weight_changes
from criticality.robustness.sensitivity.variants import Variants
from criticality.text.kept import coded, in_both_languages
from criticality.text.message import Message
from criticality.text.named import Named
from criticality.text.phrases import both

KINDS = ("criterion_value", "criterion_weight", "dimension_weight", "threshold", "sector_strategic", "scenario")
DECIMALS = 4
_FLAG = "strategic_share"
"""The indicator that reads which sectors are strategic."""

Row = dict[str, Any]


def ways_onto(inputs: Inputs, mineral: str, scenarios: Mapping[str, Scenario] | None = None) -> Row:
    """Return what each single change would have to be to put a mineral on the list.

    Parameters
    ----------
    inputs
        Those of the run.
    mineral
        A candidate that is not on the list.
    scenarios
        File → checked scenario of the workspace; each is tried instead of the scenario of the run.

    Returns
    -------
    dict
        ``mineral, listed, tier, score, because, ways, without_effect, held``. `ways` has one row for every change that
        lists the mineral: ``kind`` (of `KINDS`), ``of``, ``now``, ``needed``, ``unit``, ``tier``, ``score``,
        ``entered`` and ``left`` (the others that change side with it), ``because``, ``verified``. `without_effect`:
        kind → what was tried and does not list it. A mineral without a score, or designated, has no rows, and
        `because` says so.
    """
    bench = Bench(inputs)
    row = bench.table[mineral]
    scored = bench.has_score(mineral)
    score = float(bench.decision.ranking.scores[mineral]) if scored else None
    result: Row = {"mineral": mineral, "listed": row.listed, "tier": row.tier, "score": score}
    held = [stock for stock in held_stocks(bench) if stock["mineral"] == mineral]
    if row.designated or not scored:
        because = _designated(bench, row.tier) if row.designated else _not_scored(bench, mineral)
        return {**result, **_told(because), "ways": [], "without_effect": {}, "held": held}
    asked = _Question(bench, mineral, scenarios or {})
    tried = {kind: list(rows) for kind, rows in asked.by_kind().items()}
    ways = [way for rows in tried.values() for way in rows if way["needed"] is not None]
    because = words.number_of_ways(len(ways)) if ways else words.nothing_single(_failed(bench, mineral))
    idle = {kind: [way["of"] for way in rows if way["needed"] is None] for kind, rows in tried.items()}
    return {**result, **_told(because), "ways": ways, "without_effect": idle, "held": held}


def _told(because: Message) -> Row:
    """A sentence as it stands in a row: its text in both languages, and its code."""
    return {"because": in_both_languages(because), "said": coded(because)}


def _designated(bench: Bench, tier: str) -> Message:
    return words.designated_elsewhere(_tier_titles(bench).get(tier, Named(tier, both(tier))))


def _not_scored(bench: Bench, mineral: str) -> Message:
    table = bench.decision.critical_list.table
    reason: str = table.loc[table["mineral"] == mineral, "reason"].iloc[0]
    cells = bench.decision.complete.cells
    mine = cells[(cells["mineral"] == mineral) & ~cells["present"].astype(bool)]
    lacking = set(mine["criterion"])
    weighted = {criterion.code for criterion in bench.inputs.weighted}
    must = set(bench.inputs.assessment.rule.coverage.must_have) if bench.inputs.assessment.rule.coverage else set()
    titles = [_titles(bench)[entry.code] for entry in bench.criteria if entry.code in lacking & (weighted | must)]
    return words.not_scored(reason, titles)


def _failed(bench: Bench, mineral: str) -> list[words.Failed]:
    table = bench.decision.critical_list.table
    outcomes = table.loc[table["mineral"] == mineral, "because"].iloc[0]
    titles, units = _titles(bench), {criterion.code: criterion.unit for criterion in bench.criteria}
    return [
        words.Failed(
            titles[each["of"]],
            each["comparison"],
            each["value"],
            each["threshold"],
            units[each["of"]] if each.get("unit") == "source" else "",
        )
        for tier in bench.inputs.assessment.rule.tiers
        if tier.listed
        for each in unmet([outcome for outcome in outcomes if outcome["tier"] == tier.name])
    ]


def _titles(bench: Bench) -> dict[str, Named]:
    """Code → title, of everything that a condition or a weight can refer to."""
    named = {entry.code: entry.title for entry in bench.inputs.dimensions}
    named |= {entry.code: entry.title for entry in bench.criteria}
    titles = {code: Named(code, both(title.model_dump(by_alias=True), code)) for code, title in named.items()}
    return {"score": Named("score", in_both_languages(Message("entry.score"))), **titles}


def _tier_titles(bench: Bench) -> dict[str, Named]:
    return {
        tier.name: Named(tier.name, both(tier.title.model_dump(by_alias=True) if tier.title else tier.name))
        for tier in bench.inputs.assessment.rule.tiers
    }


class _Question:
    """Tries the changes for one mineral, kind by kind; a row without ``needed`` is a change that does not list it."""

    def __init__(self, bench: Bench, mineral: str, scenarios: Mapping[str, Scenario]) -> None:
        self._bench, self._mineral, self._scenarios = bench, mineral, scenarios
        self._whole = WholeList(bench, mineral)
        self._titles = _titles(bench)

    def by_kind(self) -> dict[str, Iterator[Row]]:
        """Kind (of `KINDS`, in that order) → its rows."""
        rows = (
            self.by_criterion_value(),
            self.by_criterion_weight(),
            self.by_dimension_weight(),
            self.by_threshold(),
            self.by_sector_strategic(),
            self.by_scenario(),
        )
        return dict(zip(KINDS, rows, strict=True))

    # ── values and weights ───────────────────────────────────────────────────

    def by_criterion_value(self) -> Iterator[Row]:
        """The nearest value under every criterion that the list depends on."""
        cells = self._bench.decision.complete.cells
        mine = cells[(cells["mineral"] == self._mineral) & cells["present"].astype(bool)]
        figures = dict(zip(mine["criterion"], mine["value"].astype(float), strict=True))
        for position in self._bench.cells.all_positions:
            criterion = self._bench.criteria[position]
            now = figures.get(criterion.code)
            place = smallest_value(self._bench, self._mineral, position)
            verdict = None if place is None else self._whole.with_values(position, place.values)
            raw = None if place is None else place.raw
            unit = criterion.unit
            one_way = not isinstance(criterion.scale, TargetScale)
            because = (
                None if raw is None else words.value(self._titles[criterion.code], now, raw, unit, one_way=one_way)
            )
            yield self._row("criterion_value", criterion.code, (now, raw, unit), verdict, because)

    def by_criterion_weight(self) -> Iterator[Row]:
        """The nearest weight of every single criterion."""
        variants = self._variants
        yield from self._weights("criterion_weight", variants, groups_of_one(variants))

    def by_dimension_weight(self) -> Iterator[Row]:
        """The nearest weight of every dimension."""
        variants = self._variants
        yield from self._weights("dimension_weight", variants, dimension_groups(variants))

    @property
    def _variants(self) -> Variants:
        decision, inputs = self._bench.decision, self._bench.inputs
        plan = inputs.assessment
        without_draws = plan.robustness.model_copy(update={"vary": ()})  # no draws: weights need not be drawable
        inputs = replace(inputs, assessment=plan.model_copy(update={"robustness": without_draws}))
        case, _ = build_ensemble(inputs, decision.matrix, decision.weights, decision.ranking.method, groups_of(inputs))
        return Variants(case)

    def _weights(self, kind: str, variants: Variants, groups: Mapping[str, list[int]]) -> Iterator[Row]:
        for name, members in groups.items():
            result = smallest_weight_changes(variants, {name: members}).get(self._mineral)
            codes = {variants.ensemble.criteria[place].code for place in members}
            now = float(variants.overall[members].sum())
            needed, verdict = None, None
            if result is not None:
                needed, verdict = self._rounded_weight(codes, now, result["needed"])
            dimension = kind == "dimension_weight"
            because = None if needed is None else words.weight(self._titles[name], now, needed, dimension=dimension)
            yield self._row(kind, name, (now, needed, "1"), verdict, because)

    def _rounded_weight(self, codes: set[str], now: float, needed: float) -> tuple[float, Verdict]:
        """Round a weight to four decimals, away from today's; the exact one if the rounded one does not list it."""
        away = ceil if needed > now else floor
        rounded = min(1.0, max(0.0, away(needed * 10**DECIMALS) / 10**DECIMALS))
        verdict = self._whole.with_weights(reweighted(self._bench.decision.weights, codes, rounded))
        if verdict.listed:
            return rounded, verdict
        return needed, self._whole.with_weights(reweighted(self._bench.decision.weights, codes, needed))

    # ── the rule ─────────────────────────────────────────────────────────────

    def by_threshold(self) -> Iterator[Row]:
        """Every condition of the rule, with the nearest threshold at which its outcome for the mineral is reversed."""
        rule, table = self._bench.inputs.assessment.rule, self._bench.decision.critical_list.table
        outcomes = iter(table.loc[table["mineral"] == self._mineral, "because"].iloc[0])
        titles, units = _tier_titles(self._bench), {one.code: one.unit for one in self._bench.criteria}
        for tier, entry in enumerate(rule.tiers):
            for place, condition in enumerate(entry.conditions):
                outcome = next(outcomes)
                unit = units[condition.of] if condition.in_own_unit else "1"
                needed = _other_side(outcome)
                if outcome.get("unit") == "place" and not needed >= 1:
                    continue  # no number of places is less than one
                verdict = self._whole.with_rule(_moved(rule, tier, place, needed))
                now, of = condition.threshold, f"{entry.name}: {condition.of}"
                because = words.threshold(
                    titles[entry.name], self._titles[condition.of], outcome["comparison"], now, needed, unit
                )
                yield self._row("threshold", of, (now, needed if verdict.listed else None, unit), verdict, because)

    # ── the documents ────────────────────────────────────────────────────────

    def by_sector_strategic(self) -> Iterator[Row]:
        """The strategic flag of every sector that uses the mineral, reversed; each is a complete assessment."""
        if not any(criterion.indicator == _FLAG for criterion in self._bench.criteria):
            return
        uses = {use.sector for use in self._bench.evidence.end_uses.get(self._mineral, []) if use.share > 0}
        table = self._bench.data.table("sectors")
        for place, row in table[table["sector"].isin(uses)].iterrows():
            strategic = bool(row["strategic"])
            changed = table.copy()
            changed.loc[place, "strategic"] = not strategic
            verdict = self._whole.with_inputs(self._without_scenario("sectors", changed))
            code = str(row["sector"])
            title = Named(code, both({"en": row["title_en"], "zh-Hant": row["title_zh"]}, code))
            needed = _yes(not strategic) if verdict.listed else None
            because = words.sector(title, strategic=strategic)
            yield self._row("sector_strategic", code, (_yes(strategic), needed, ""), verdict, because)

    def _without_scenario(self, name: str, frame: Any) -> Inputs:
        """The inputs with one table replaced; the run's scenario is already applied to the tables."""
        inputs, data = self._bench.inputs, self._bench.data.with_table(name, frame)
        plan = inputs.assessment.model_copy(update={"scenario": "none"})
        return replace(inputs, assessment=plan, scenario=None, dataset=data)

    def by_scenario(self) -> Iterator[Row]:
        """Every scenario of the workspace instead of the run's own; and no scenario, if the run has one."""
        inputs = self._bench.inputs
        plan = inputs.assessment.model_copy(update={"scenario": "none"})
        own = inputs.paths.get("scenario", "none") if inputs.scenario is not None else "none"
        if inputs.scenario is not None:
            verdict = self._whole.with_inputs(replace(inputs, assessment=plan, scenario=None))
            needed = "none" if verdict.listed else None
            yield self._row("scenario", "none", (own, needed, ""), verdict, words.no_scenario())
        for file, scenario in self._scenarios.items():
            if scenario == inputs.scenario:
                continue
            title = Named("", both(scenario.title.model_dump(by_alias=True)))
            if not self._may_matter(scenario):
                yield self._row("scenario", file, (own, None, ""), None, None)
                continue
            verdict = self._whole.with_inputs(replace(inputs, assessment=plan, scenario=scenario))
            needed = file if verdict.listed else None
            yield self._row("scenario", file, (own, needed, ""), verdict, words.scenario(file, title))

    def _may_matter(self, scenario: Scenario) -> bool:
        """Whether a scenario can change the tier of the mineral.

        False only if it does not name the mineral, and the tier cannot depend on the values of other minerals.
        """
        if self._bench.inputs.scenario is not None or not self._bench.stands_alone:
            return True
        changes = (*scenario.shocks, *scenario.levers)
        return any(self._mineral in change.minerals for change in changes)

    # ── rows ─────────────────────────────────────────────────────────────────

    def _row(
        self, kind: str, of: str, amounts: tuple[Any, Any, str], verdict: Verdict | None, because: Message | None
    ) -> Row:
        now, needed, unit = amounts
        row: Row = {"kind": kind, "of": of, "now": now, "needed": needed, "unit": unit}
        if verdict is None or needed is None:
            return {**row, "needed": None}
        outcome = {"tier": verdict.tier, "score": verdict.score, "entered": verdict.entered, "left": verdict.left}
        told = {"because": None} if because is None else _told(because)
        return {**row, **outcome, **told, "verified": verdict.listed}


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _other_side(outcome: ConditionOutcome) -> float:
    """The nearest threshold that reverses the outcome of a condition: to four decimals, a figure to four digits."""
    value, unit = outcome["value"], outcome.get("unit")
    if unit == "place":
        return value - 1.0 if outcome["holds"] else value
    decimals = DECIMALS if unit is None or not value else DECIMALS - 1 - floor(log10(abs(value)))
    whole = 10.0**decimals
    steps = value * whole
    reached = (outcome["comparison"] == "at_least") != outcome["holds"]
    return floor(steps) / whole if reached else (floor(steps) + 1) / whole


def _moved(rule: ListRule, tier: int, place: int, threshold: float) -> ListRule:
    entry = rule.tiers[tier]
    moved = entry.with_condition(place, entry.conditions[place].at(threshold))
    tiers = (*rule.tiers[:tier], moved, *rule.tiers[tier + 1 :])
    return rule.model_copy(update={"tiers": tiers})
