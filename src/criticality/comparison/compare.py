"""Two runs side by side: what differs in their inputs, who entered, who left, and exactly why."""

import math
from collections.abc import Mapping, Sequence
from functools import cached_property

from criticality.comparison.attribution.explanation import (
    MEMBERSHIP,
    RANK,
    SCORE,
    SOFTWARE,
    Explanation,
    Quantity,
    explain,
    merged_players,
    rating_in,
    tier_move,
)
from criticality.comparison.attribution.mixed_inputs import Decide, Mixes
from criticality.comparison.attribution.single_changes import Reverted, single_undoings, undone_alone
from criticality.comparison.attribution.standings import (
    ABSENT,
    Standing,
    Standings,
    move_between,
    recorded_standings,
)
from criticality.comparison.attribution.within_group import DIVISIBLE, Within, within_group
from criticality.comparison.causes import Causes
from criticality.comparison.comparable import comparable, require_common_candidate
from criticality.comparison.differences import differences, differing_groups
from criticality.comparison.forged import refuse_forged
from criticality.comparison.names import Wording
from criticality.comparison.side_by_side import answers_of, cautions, weights_of_both
from criticality.model.comparison_record import (
    Caution,
    Certainty,
    Change,
    ComparisonRecord,
    Mover,
    Place,
    RankRow,
    RunSummary,
    Shares,
    StandingChange,
    WarningSaid,
)
from criticality.model.record import RankingRow, Record
from criticality.model.results import Inputs
from criticality.model.robustness_record import MineralResult
from criticality.records.restore import inputs_from
from criticality.text.kept import coded, in_both_languages
from criticality.text.message import Message
from criticality.text.phrases import Phrase, both

FORMAT = 1
NAMED = 2
"""A sentence on a cause names at most so many criteria."""
TWO_SIDED = 1.959963984540054
"""Standard errors within which 95 % of the differences by chance alone lie (two-sided normal quantile)."""


def compare_records(a: Record, b: Record, decide: Decide) -> ComparisonRecord:
    """Compare two records: everything of ``comparison.json``.

    Parameters
    ----------
    a, b
        Contents of ``record.json``: the earlier run and the later one.
    decide
        Decides the list of given inputs, e.g. `assess.Decider`; handed over, because a record knows no method.

    Raises
    ------
    RecordError
        If the runs have no candidate in common, their inputs cannot be read by this version, or a recorded list is not
        the one its inputs give.
    """
    require_common_candidate(a, b)
    return _Comparison(a, b, decide).content()


class _Comparison:
    """The parts of one comparison, each computed once."""

    def __init__(self, a: Record, b: Record, decide: Decide) -> None:
        self.a, self.b = a, b
        self.words = Wording(a), Wording(b)
        self.before, self.after = recorded_standings(a), recorded_standings(b)
        self.differences = differences(a, b)
        groups = differing_groups(a, b)
        self.minerals = sorted({*self.before, *self.after})
        self.moved = [mineral for mineral in self.minerals if self._has_moved(mineral)]
        self.explanation: Explanation | None = None
        self.within: list[Within] = []
        if self.moved:
            first, second = inputs_from(a), _restored(b, a, groups)
            self.explanation = explain(Mixes(first, second, groups, decide), (self.before, self.after))
            refuse_forged(a, b, self.explanation)
            inner = [within_group(self.explanation, group) for group in DIVISIBLE]
            self.within = [entry for entry in inner if entry is not None]
        self.causes = Causes(*self.words, self.differences)

    def standings(self, mineral: str) -> tuple[Standing, Standing]:
        return self.before.get(mineral, ABSENT), self.after.get(mineral, ABSENT)

    def _has_moved(self, mineral: str) -> bool:
        first, second = self.standings(mineral)
        return first != second

    def content(self) -> ComparisonRecord:
        """Everything of ``comparison.json``."""
        moves = {mineral: self._move(mineral) for mineral in self.moved}
        lists = {
            name: [self._mover(mineral, name) for mineral, move in moves.items() if move == name]
            for name in ("entered", "left", "moved")
        }
        content: ComparisonRecord = {
            "format": FORMAT,
            "runs": {"a": run_summary(self.a), "b": run_summary(self.b)},
            "same": not self.differences and not self.moved,
            "inputs": [
                {
                    "file": entry.file,
                    "place": entry.place,
                    "before": entry.before,
                    "after": entry.after,
                    "group": entry.group,
                }
                for entry in self.differences
            ],
            "comparable": comparable(self.a, self.b),
            "entered": lists["entered"],
            "left": lists["left"],
            "moved_tier": lists["moved"],
            "only_in": {"a": self._only(self.before, self.after), "b": self._only(self.after, self.before)},
            "changes": {mineral: self._changes(mineral) for mineral in self.moved},
            "merged": [] if self.explanation is None else merged_players(self.explanation),
            "within": {entry.group: entry.players for entry in self.within},
            "ranks": [self._rank_row(mineral) for mineral in self._by_rank()],
            "minerals": {mineral: self._names(mineral) for mineral in self.minerals},
            "titles": {**self.words[0].titles, **self.words[1].titles},
            "standing": self._standing(),
            "weights": weights_of_both(self.a, self.b),
        }
        warned = self._warned()
        if any(warned.values()):
            content["warnings"] = warned
            content["warnings_said"] = {
                key: [_codes_of(side.record).get(warning) for warning in warned[key]]
                for key, side in zip(("a", "b"), self.words, strict=True)
            }
        return content

    def _standing(self) -> list[StandingChange]:
        """The minerals whose standing over all answers to the choices differs."""
        before, after = (_over_answers(side.record) for side in self.words)
        return [
            {
                "mineral": mineral,
                "before": None if first is None else first["standing"],
                "after": None if second is None else second["standing"],
                "p_all_before": None if first is None else first["p_all"],
                "p_all_after": None if second is None else second["p_all"],
            }
            for mineral in sorted({*before, *after})
            for first, second in [(before.get(mineral), after.get(mineral))]
            if (first and first["standing"]) != (second and second["standing"])
        ]

    @staticmethod
    def _only(here: Mapping[str, Standing], there: Mapping[str, Standing]) -> list[str]:
        return sorted(set(here) - set(there))

    def _warned(self) -> dict[str, list[str]]:
        """What was warned of in one of the runs alone: a figure that it does not read, for instance."""
        a, b = (side["result"].get("warnings", []) for side in (self.a, self.b))
        return {"a": sorted(set(a) - set(b)), "b": sorted(set(b) - set(a))}

    def _names(self, mineral: str) -> Phrase:
        first, second = self.words
        return second.minerals.get(mineral) or first.minerals.get(mineral) or both(mineral)

    def _move(self, mineral: str) -> str | None:
        return move_between(*self.standings(mineral))

    # ── entries ──────────────────────────────────────────────────────────────

    def _mover(self, mineral: str, move: str) -> Mover:
        assert self.explanation is not None
        first, second = self.standings(mineral)
        sure, because = self._certainty(mineral), self._because(self.explanation, mineral, move)
        entry: Mover = {
            "mineral": mineral,
            "before": first.tier,
            "after": second.tier,
            "p_before": sure["p_before"],
            "p_after": sure["p_after"],
            "within_noise": sure["within_noise"],
            "because": in_both_languages(because),
            "said": coded(because),
            "caution": self._caution(self.explanation, mineral, move),
        }
        if move != "moved":
            entry["undone_by"] = self.explanation.undone_by(mineral, MEMBERSHIP)
            entry["undone_within"] = {
                within.group: sets for within in self.within if (sets := within.undone_by(mineral, first.listed))
            }
            entry["undone_alone"] = undone_alone(mineral, first.listed, self._undoings)
        return entry

    @cached_property
    def _undoings(self) -> list[tuple[Reverted, Standings]]:
        return [] if self.explanation is None else single_undoings(self.explanation)

    def _certainty(self, mineral: str) -> Certainty:
        """P(listed) before and after, and whether chance alone could have made the difference."""
        before, after = (side.p_listed(mineral) for side in self.words)
        errors = [side.standard_errors.get(mineral) for side in self.words]
        within: bool | None = None
        decided = any(side.designated(mineral) for side in self.words)  # draws say nothing about a decision
        if before is not None and after is not None and None not in errors and not decided:
            within = abs(after - before) <= TWO_SIDED * math.hypot(*(error or 0.0 for error in errors))
        return {"p_before": before, "p_after": after, "within_noise": within}

    def _caution(self, explanation: Explanation, mineral: str, move: str) -> Caution:
        driver, inner = self._driver(explanation, mineral, move)
        return cautions(mineral, driver, inner[:NAMED], self.words)

    def _quantity(self, mineral: str, move: str) -> Quantity:
        first, second = self.standings(mineral)
        return tier_move(first.tier, second.tier) if move == "moved" else MEMBERSHIP

    def _driver(self, explanation: Explanation, mineral: str, move: str) -> tuple[str, list[str]]:
        """The player with the largest share in a move, and its criteria and dimensions, the largest share first."""
        quantity = self._quantity(mineral, move)
        shares = {name: part for name, part in explanation.shares(mineral, quantity).items() if name not in _FRAME}
        direction = -1 if move == "left" else 1
        driver = max(shares, key=lambda name: (direction * (shares[name] or 0), name != SOFTWARE))
        inner = self._inner(mineral, quantity, driver)
        return driver, [name for name, part in inner.items() if direction * (part or 0) > 0]

    def _because(self, explanation: Explanation, mineral: str, move: str) -> Message:
        first, second = self.standings(mineral)
        quantity = self._quantity(mineral, move)
        driver, inner = self._driver(explanation, mineral, move)
        start, end = (quantity.read(side) for side in (first, second))
        alone = {explanation.name(mask): explanation.alone(mineral, quantity, mask) for mask in explanation.players}
        unmoved = [name for name, value in alone.items() if value == start]
        together = driver in alone and alone[driver] != end and len(alone) > 1
        return self.causes.sentence(mineral, move, driver, inner, unmoved, together)

    def _inner(self, mineral: str, quantity: Quantity, group: str) -> Shares:
        within = next((entry for entry in self.within if entry.group == group), None)
        if within is None:
            return {}
        first, second = self.standings(mineral)
        return within.shares(mineral, quantity, first.tier, second.tier)

    def _changes(self, mineral: str) -> Change:
        assert self.explanation is not None
        first, second = self.standings(mineral)
        codes = sorted({*first.dimensions, *second.dimensions})
        inner = {
            entry.name: {within.group: self._inner(mineral, entry, within.group) for within in self.within}
            for entry in (SCORE, RANK, MEMBERSHIP)
        }
        return {
            "score": self.explanation.shares(mineral, SCORE),
            "rank": self.explanation.shares(mineral, RANK),
            "membership": self.explanation.shares(mineral, MEMBERSHIP),
            "dimensions": {code: self.explanation.shares(mineral, rating_in(code)) for code in codes},
            "within": inner,
            "tier": {"before": first.tier, "after": second.tier},
            **self._certainty(mineral),
        }

    def _by_rank(self) -> list[str]:
        def place(mineral: str) -> tuple[float, float, str]:
            first, second = self.standings(mineral)
            return (second.rank or math.inf, first.rank or math.inf, mineral)

        return sorted(self.minerals, key=place)

    def _rank_row(self, mineral: str) -> RankRow:
        first, second = (_place(words.ranking.get(mineral)) for words in self.words)
        return {"mineral": mineral, "a": first, "b": second}


_FRAME = ("before", "after", "residual")


def _over_answers(record: Record) -> dict[str, MineralResult]:
    choices = record["result"].get("choices")
    return {} if choices is None else {row["mineral"]: row for row in choices["minerals"]}


def _codes_of(record: Record) -> dict[str, WarningSaid]:
    """The warnings of a run with their codes, where the record has them."""
    result = record["result"]
    return dict(zip(result.get("warnings", ()), result.get("warnings_said", ()), strict=False))


def _place(row: RankingRow | None) -> Place | None:
    if row is None:
        return None
    return {
        "tier": row["tier"],
        "listed": row["listed"],
        "score": row["score"],
        "rank": row["rank"],
        "p_listed": row["p_listed"],
    }


def _restored(record: Record, other: Record, groups: Sequence[str]) -> Inputs:
    """The inputs of a record, without its data where both records have the same: no mix needs them twice."""
    if "data" in groups:
        return inputs_from(record)
    candidates = other["result"]["candidates"]
    return inputs_from(
        {
            **record,
            "inputs": {**record["inputs"], "data": {}, "sources": {}},
            "result": {**record["result"], "candidates": candidates},
        }
    )


def run_summary(record: Record) -> RunSummary:
    """What a page says of a run in its head."""
    inputs, result = record["inputs"], record["result"]
    return {
        "run_id": record["run_id"],
        "as_of": record["as_of"],
        "title": both(inputs["assessment"]["title"]),
        "weights": both(inputs["weights"]["title"]),
        "illustrative": inputs["weights"].get("status") == "illustrative",
        "scenario": None if inputs["scenario"] is None else both(inputs["scenario"]["title"]),
        "method": inputs["assessment"]["method"],
        "reference_year": inputs["assessment"]["reference_year"],
        "software": record["software"]["criticality"],
        "candidates": len(result["candidates"]),
        "listed": sum(bool(row["listed"]) for row in result["ranking"]),
        "draws": inputs["assessment"]["robustness"]["draws"],
        "answers": answers_of(record),
    }
