"""`criticality collect`: show what questionnaires answer, and enter it into the weights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from criticality.api.workspace import open_folder
from criticality.cli.terminal.console import Terminal, table
from criticality.cli.terminal.say import say
from criticality.errors import InputError, Problem
from criticality.files.workspace import printable
from criticality.model.document import Text
from criticality.model.judgements import AhpWeights, Judge
from criticality.model.results import WeightSet
from criticality.questionnaires.entering import Joined, in_flow, joined_with, new_text, panel_problems, write
from criticality.questionnaires.panel_file import PanelFile, read_panel
from criticality.questionnaires.returned import read_returned, twice
from criticality.text.language import current_language
from criticality.text.message import Message
from criticality.text.numbers import fixed, percent
from criticality.weighting.panel import DIMENSIONS
from criticality.weighting.weights import derive_weights


@dataclass(frozen=True)
class CollectOrder:
    """The words of the command line."""

    workspace: Path | None
    files: Sequence[Path]
    into: str
    assessment: str | None
    replace: bool
    write: bool


def collect(order: CollectOrder) -> None:
    """Show the answers of questionnaires, or enter them; nothing is entered while anything is wrong."""
    workspace = open_folder(order.workspace)
    panel = read_panel(workspace, order.into, Path.cwd(), order.assessment)
    returned = [read_returned(path, printable(str(path)), panel) for path in dict.fromkeys(order.files)]
    found = [problem for each in returned for problem in each.problems]
    found += twice(returned, [judge.name for judge in panel.weights.judges], replace=order.replace, panel=panel)
    joined = joined_with(panel, returned)
    if not _errors(found):
        found += panel_problems(panel, joined)
    if _errors(found):
        raise InputError(found)
    text = new_text(panel, joined)
    for problem in InputError(found).problems:
        say(str(problem), err=True)
    _Shown(panel, joined).show()
    if order.write:
        write(panel, text)
        say(Message("asking.written", file=panel.file, n=len(joined.entered)))
    else:
        say(Message("asking.not_written", file=panel.file))


def _errors(found: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in found)


class _Shown:
    """What would be entered, on the terminal."""

    def __init__(self, panel: PanelFile, joined: Joined) -> None:
        self.panel, self.joined, self.terminal = panel, joined, Terminal()
        titles = {entry.code: entry.title for entry in panel.dimensions}
        self.titles = titles | {entry.code: entry.title for entry in panel.criteria}

    def show(self) -> None:
        """Print the judgements of each judge, their consistency, and the joined weights before and after."""
        after = self._derived(self.joined.weights)
        assert after is not None
        for place in self.joined.entered:
            self._judge(self.joined.weights.judges[place], after, replaced=place in self.joined.replaced)
        self._weights(self._derived(self.panel.weights), after)

    def _derived(self, weights: AhpWeights) -> WeightSet | None:
        if not weights.judges:
            return None
        try:
            return derive_weights(weights, self.panel.criteria, self.panel.dimensions, file=self.panel.file)
        except InputError:  # the file as it stands gives no weights, which `check` tells
            return None

    def _judge(self, judge: Judge, after: WeightSet, *, replaced: bool) -> None:
        code = "asking.head_replaced" if replaced else "asking.head_judge"
        office, day = judge.office or "–", judge.on.isoformat() if judge.on else "–"
        shown = table(Message(code, name=judge.name, office=office, day=day), *_heads("more", "by", "than", "because"))
        for judgements in judge.comparisons.values():
            for each in judgements:
                shown.add_row(
                    self._name(each.more), in_flow(each.by), self._name(each.than), _in_language(each.because)
                )
        self.terminal.print(shown)
        rows = after.consistency[after.consistency["judge"] == judge.name]
        for group, size, ratio in zip(rows["group"], rows["n"], rows["consistency_ratio"], strict=True):
            if size > 2:
                self.terminal.say(Message("asking.ratio_of", group=self._name(str(group)), ratio=fixed(float(ratio))))
        self.terminal.say("")

    def _weights(self, before: WeightSet | None, after: WeightSet) -> None:
        title = Message("asking.joined_weights", n=len(self.joined.weights.judges))
        shown = table(title, *_heads("item", "before", "after"))
        old, new = {} if before is None else _overall(before), _overall(after)
        for code, depth in _in_order(after):
            weights = (percent(each.get(code), 1) for each in (old, new))
            shown.add_row("  " * depth + self._name(code), *weights)
        self.terminal.print(shown)

    def _name(self, code: str) -> str:
        if current_language() == "en":
            return code
        if code == DIMENSIONS:
            return Message("questionnaire.dimensions").said()
        return self.titles[code].to("zh-Hant") if code in self.titles else code


def _overall(weights: WeightSet) -> dict[str, float]:
    """Dimension of any level, or criterion → its global weight."""
    found = {str(code): float(weight) for code, weight in weights.dimensions.items()}
    levels = weights.levels
    found |= {} if levels.empty else dict(zip(levels["dimension"], levels["global_weight"], strict=True))
    return found | dict(zip(weights.table["criterion"], weights.table["global_weight"], strict=True))


def _in_order(weights: WeightSet) -> Iterator[tuple[str, int]]:
    """Every dimension and criterion below what holds it, each with how far below the first level it stands."""
    held = list(zip(weights.table["dimension"], weights.table["criterion"], strict=True))
    if not weights.levels.empty:
        held = [*zip(weights.levels["parent"], weights.levels["dimension"], strict=True), *held]

    def below(code: str, depth: int) -> Iterator[tuple[str, int]]:
        yield code, depth
        for parent, item in held:
            if parent == code:
                yield from below(item, depth + 1)

    for code in map(str, weights.dimensions.index):
        yield from below(code, 0)


_HEADS = {
    "more": Message("asking.column_more"),
    "by": Message("asking.column_by"),
    "than": Message("asking.column_than"),
    "because": Message("asking.column_because"),
    "item": Message("asking.column_item"),
    "before": Message("asking.column_before"),
    "after": Message("asking.column_after"),
}


def _heads(*columns: str) -> list[Message]:
    return [_HEADS[column] for column in columns]


def _in_language(text: Text) -> str:
    return text.to("zh-Hant" if current_language() == "zh-Hant" else "en")
