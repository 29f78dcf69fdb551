"""One trial: what an address or a form moves, the list that this gives, and how it differs from that of the files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from criticality.desk.trying.controls import AnyControl, Controls
from criticality.desk.trying.live import Base, Chances, Live
from criticality.desk.trying.moved_consistency import Fit, fits_of
from criticality.desk.trying.moved_inputs import Moved, moved
from criticality.desk.trying.read_controls import answers_in, controls_of, names_of
from criticality.errors import InputError, Problem
from criticality.model.document import Text
from criticality.model.record import RESERVED_TITLES
from criticality.model.results import Decision
from criticality.report.comparison.drawing import NARROW, SlopeChart, Stand, slope_chart
from criticality.text.message import Message

ASSESSMENT, WEIGHTS = "a", "w"
"""Words of an address: the assessment and the file of weights, where they are not the first and its own."""


@dataclass(frozen=True)
class Row:
    """A mineral in the list as moved, and where it stands by the files."""

    mineral: str
    name: Text
    symbol: str
    rank: int | None
    score: float | None
    tier: str
    listed: bool
    designated: bool
    rank_before: int | None
    score_before: float | None
    tier_before: str
    listed_before: bool

    @property
    def move(self) -> str:
        """``entered``, ``left``, ``moved`` between tiers, or nothing."""
        if self.listed != self.listed_before:
            return "entered" if self.listed else "left"
        return "moved" if self.tier != self.tier_before else ""


class Trial:
    """A list as moved, beside that of the files.

    Parameters
    ----------
    live
        The lists of the desk.
    file, weights
        Of the assessment, and of the weights where they are not its own.
    place, words
        Words that choose what is looked at, and those that move something.

    Raises
    ------
    InputError
        With every problem of the files.
    """

    def __init__(self, live: Live, file: str, weights: str, place: Mapping[str, str], words: Mapping[str, str]) -> None:
        self.live, self.file, self.weights_file = live, file, weights
        with live.lock:
            self.stated = live.base(file)
            own = live.base(file, weights, look=False)
            answers = answers_in(own, words)
            self.base: Base = live.base(file, weights, answers, look=False)
            self.answers = answers
            self.controls: Controls = controls_of(own, place, words)
            self.moved: Moved = moved(self.base, self.controls)
            self.refused = self._refusal()
            self.decision: Decision = self.base.decision if self.refused else self._decided(self.moved)

    def _refusal(self) -> tuple[Problem, ...]:
        if not any(control.now for control in self.controls.dimensions):
            message, hint = Message("trying.nothing_counts"), Message("trying.one_dimension")
            return (Problem(self.moved.inputs.paths.get("weights", "weights"), 1, None, "leave_out", message, hint),)
        return ()

    def _decided(self, changed: Moved) -> Decision:
        if changed.inputs is self.base.answered:
            return self.base.decision
        try:
            return self.base.decided(changed.inputs)
        except InputError as error:
            paths = changed.inputs.paths
            self.refused = tuple(replace(each, file=paths.get(each.file, each.file)) for each in error.problems)
            return self.base.decision

    @property
    def differs(self) -> bool:
        """Whether anything is moved, other weights are looked at, or another answer is taken."""
        return bool(self.controls.moved) or bool(self.weights_file)

    @cached_property
    def chances(self) -> Chances:
        """P(listed) as moved."""
        with self.live.lock:
            if self.decision is self.base.decision:
                return self.base.chances
            return self.base.chances_of(self.moved.inputs, self.decision)

    @property
    def chances_before(self) -> Chances:
        """P(listed) by the files."""
        with self.live.lock:
            return self.stated.chances

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every candidate: the scored ones in the order of their rank, then the others by name."""
        table, names = self.stated.inputs.dataset.table("minerals").set_index("mineral"), names_of(self.stated.inputs)
        now, before = _places(self.decision), _places(self.stated.decision)
        symbols = table["symbol"].to_dict() if "symbol" in table else {}
        found = [
            Row(
                mineral,
                names[mineral],
                str(symbols.get(mineral) or ""),
                *now[mineral],
                *before.get(mineral, (None, None, "not_listed", False, False))[:4],
            )
            for mineral in self.base.inputs.candidates
        ]
        return tuple(sorted(found, key=lambda row: (row.rank is None, row.rank or 0, row.mineral)))

    @cached_property
    def fits(self) -> tuple[Fit, ...]:
        """How the judgements that are moved fit with the others."""
        return fits_of(self.base.inputs, self.moved, self.controls)

    @cached_property
    def slopes(self) -> SlopeChart | None:
        """The ranks by the files and as moved, of the minerals on either list whose rank is another."""
        stands = [
            Stand(row.mineral, {"en": row.name.to("en"), "zh-Hant": row.name.to("zh-Hant")}, row.move, before, now)
            for row in self.rows
            if (before := row.rank_before) != (now := row.rank) and (row.listed or row.listed_before)
        ]
        return slope_chart(stands, NARROW) if stands else None

    def movers(self, move: str) -> tuple[Row, ...]:
        """The minerals that entered, left or moved."""
        return tuple(row for row in self.rows if row.move == move)

    @cached_property
    def tiers(self) -> Mapping[str, Text]:
        """Tier → title."""
        reserved = {code: Text.model_validate(title) for code, title in RESERVED_TITLES.items()}
        tiers = (*self.stated.answered.assessment.rule.tiers, *self.moved.inputs.assessment.rule.tiers)
        return reserved | {tier.name: tier.title or Text.model_validate({"en": tier.name}) for tier in tiers}

    def without(self, control: AnyControl) -> "Trial":
        """The same trial with one of its controls put back."""
        words = {each.key: each.word for each in self.controls.moved if each.key != control.key}
        return Trial(self.live, self.file, self.weights_file, self.controls.place, words)


def _places(decision: Decision) -> dict[str, tuple[int | None, float | None, str, bool, bool]]:
    """Mineral → rank, score, tier, whether it is listed, and whether by a designation."""
    scores, ranks = decision.ranking.scores.to_dict(), decision.ranking.ranks.to_dict()
    table = decision.critical_list.table
    columns = (table[name].tolist() for name in ("mineral", "tier", "listed", "designated"))
    return {
        mineral: (
            int(ranks[mineral]) if mineral in ranks else None,
            float(scores[mineral]) if mineral in scores else None,
            tier,
            bool(listed),
            bool(designated),
        )
        for mineral, tier, listed, designated in zip(*columns, strict=True)
    }
