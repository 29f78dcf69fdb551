"""Answers entered into a weights file: the panel with them, what is wrong with it, and the file's new text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from criticality.errors import InputError, Problem
from criticality.files.editing.lists import NotEditable, plain_or_quoted, quoted, with_items
from criticality.files.yaml import parse_marked
from criticality.model.document import Text
from criticality.model.judgements import AhpWeights, Judge
from criticality.questionnaires.panel_file import PanelFile, judged, read_judged
from criticality.questionnaires.returned import Returned
from criticality.records.drafts import alone_in, draft_folder, put
from criticality.text.message import Message, sentence
from criticality.weighting.completions import completion_problems
from criticality.weighting.finding import Finding
from criticality.weighting.findings import problems
from criticality.weighting.panel import judged_groups


@dataclass(frozen=True)
class Joined:
    """A panel with the answers of some questionnaires.

    Attributes
    ----------
    weights
        The document with them.
    entered
        Position of a judge in it → the questionnaire that the judge comes from.
    replaced
        Which of them stood in the file before.
    """

    weights: AhpWeights
    entered: Mapping[int, Returned]
    replaced: frozenset[int]


def joined_with(panel: PanelFile, returned: Sequence[Returned]) -> Joined:
    """Return the panel with the judges of questionnaires: each in the place of its namesake, or behind the others.

    A judge who is replaced keeps the weight and the subgroup that the file gives, and the judgements on groups not
    asked about.
    """
    judges, entered, replaced = list(panel.weights.judges), dict[int, Returned](), set[int]()
    places = {judge.name: place for place, judge in enumerate(judges)}
    for each in returned:
        if each.judge is None:
            continue
        place = places.get(each.judge.name)
        if place is None:
            place = len(judges)
            judges.append(each.judge)
        else:
            judges[place] = _in_place_of(judges[place], each.judge, each.groups)
            replaced.add(place)
        entered[place] = each
    weights = panel.weights.model_copy(update={"judges": tuple(judges)})
    return Joined(weights, entered, frozenset(replaced))


def _in_place_of(old: Judge, new: Judge, asked: frozenset[str]) -> Judge:
    kept = {group: judgements for group, judgements in old.comparisons.items() if group not in asked}
    changes = {"on": new.on, "comparisons": {**kept, **new.comparisons}}
    return old.model_copy(update={**changes, **({"office": new.office} if new.office else {})})


def panel_problems(panel: PanelFile, joined: Joined) -> list[Problem]:
    """Everything that `check` would say of the file with the answers; that of an answer stands at its cell."""
    if not joined.weights.judges:
        return []
    found = problems(joined.weights, panel.criteria, panel.dimensions, known=panel.known)
    if not any(finding.severity == "error" for finding in found):
        groups = judged_groups(joined.weights, panel.criteria, panel.dimensions)
        found += completion_problems(joined.weights, groups)
    return [_placed(panel, joined, finding) for finding in found if _is_news(joined, finding)]


def _is_news(joined: Joined, finding: Finding) -> bool:
    """Whether a finding is an error, or a warning on answers; `check` tells the other warnings of the file.

    That a group rests on some judges only is told, since a group may be left out of a questionnaire by mistake.
    """
    left_out = finding.message.code == "weighting.partly_judged"
    return finding.severity == "error" or left_out or _source(joined, finding) is not None


def _source(joined: Joined, finding: Finding) -> Returned | None:
    place = finding.path[1] if finding.path[:1] == ("judges",) and len(finding.path) > 1 else None
    return joined.entered.get(place) if isinstance(place, int) else None


def _placed(panel: PanelFile, joined: Joined, finding: Finding) -> Problem:
    message, hint = finding.message, sentence(finding.hint) if finding.hint else Message("checking.nothing_to_do")
    source = _source(joined, finding)
    kept = len(finding.path) > 2 and finding.path[2] == "weight"  # the weight of a judge who is replaced stays
    if source is None or source.judge is None or kept:
        return panel.marked.problem(finding.path, message, hint, at="inside", severity=finding.severity)
    if len(finding.path) >= 5:
        judge = joined.weights.judges[int(finding.path[1])]
        group, order = str(finding.path[3]), int(finding.path[4])
        judgement = judge.comparisons[group][order]
        spot = source.spots[group, frozenset((judgement.more, judgement.than))]
        return spot.problem(message, hint, warning=finding.severity == "warning")
    return Problem(source.file, 1, None, "", message, hint, finding.severity)


# ── the text of the file ─────────────────────────────────────────────────────


def judge_lines(judge: Judge) -> list[str]:
    """Return a judge as the lines of an item of the list of judges."""
    lines = [f"- name: {plain_or_quoted(judge.name)}"]
    if judge.office is not None:
        lines.append(f"  office: {plain_or_quoted(judge.office)}")
    if judge.subgroup is not None:
        lines.append(f"  subgroup: {plain_or_quoted(judge.subgroup)}")
    if judge.on is not None:
        lines.append(f"  on: {judge.on.isoformat()}")
    lines += [f"  weight: {in_flow(judge.weight)}", "  comparisons:"]
    for group, judgements in judge.comparisons.items():
        lines.append(f"    {group}:")
        lines += [
            f"      - {{more: {each.more}, than: {each.than}, by: {in_flow(each.by)}, because: {_text(each.because)}}}"
            for each in judgements
        ]
    return lines if judge.comparisons else [*lines[:-1], "  comparisons: {}"]


def in_flow(value: object) -> str:
    """Return a value as it is written on one line: a number, a word, a list or a mapping of them."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(in_flow, value)) + "]"
    if isinstance(value, str):
        return plain_or_quoted(value)
    return str(int(value)) if isinstance(value, float | int) and value == int(value) else repr(value)


def _text(text: Text) -> str:
    if text.en == text.zh_hant and text.en is not None:
        return quoted(text.en)
    said = {"en": text.en, "zh-Hant": text.zh_hant}
    return "{" + ", ".join(f"{key}: {quoted(words)}" for key, words in said.items() if words is not None) + "}"


def new_text(panel: PanelFile, joined: Joined) -> str:
    """Return the text of the weights file with the answers; every other line of it stays as it is.

    Raises
    ------
    InputError
        If the list of judges is written between brackets, or the text would not say what was answered.
    """
    blocks = {place: judge_lines(judge) for place, judge in _entered(joined)}
    replaced = {place: lines for place, lines in blocks.items() if place in joined.replaced}
    added = [lines for place, lines in sorted(blocks.items()) if place not in joined.replaced]
    try:
        text = with_items(panel.text, ("judges",), replaced, added)
    except NotEditable as error:
        message, hint = Message("asking.judges_in_brackets"), Message("asking.one_line_each")
        raise InputError([panel.marked.problem(("judges",), message, hint, at="key")]) from error
    marked, found = parse_marked(text, panel.file)
    if found or judged(marked) != joined.weights:
        message, hint = Message("asking.not_as_answered"), Message("asking.report_this")
        raise InputError(found or [Problem(panel.file, 1, None, "judges", message, hint)])
    return text


def _entered(joined: Joined) -> Iterator[tuple[int, Judge]]:
    for place in joined.entered:
        yield place, joined.weights.judges[place]


def write(panel: PanelFile, text: str) -> None:
    """Put the new text in place of the file, completely or not at all.

    Raises
    ------
    InputError
        If the file was changed since it was read.
    """
    with alone_in(panel.path.parent):
        if read_judged(panel.workspace, panel.file)[0] != panel.text:
            message, hint = Message("asking.changed"), Message("asking.collect_again")
            raise InputError([Problem(panel.file, 1, None, "", message, hint)])
        marked = b"\xef\xbb\xbf" if panel.path.read_bytes().startswith(b"\xef\xbb\xbf") else b""
        with draft_folder(panel.path.parent, panel.path.name) as drafts:
            draft = drafts / panel.path.name
            draft.write_bytes(marked + text.encode("utf-8"))
            draft.chmod(panel.path.stat().st_mode)
            put(draft, panel.path)
