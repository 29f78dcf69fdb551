"""`criticality ask`: write the questionnaire of one judge."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from criticality.api.workspace import open_folder
from criticality.cli.terminal.say import say
from criticality.errors import InputError, Problem, UsageError, with_hint
from criticality.files.messages import nearest
from criticality.questionnaires.order import LONGEST_NAME, Order, is_name
from criticality.questionnaires.panel_file import PanelFile, read_panel
from criticality.questionnaires.questionnaire import questionnaire
from criticality.questionnaires.words import ASK_LANGUAGES
from criticality.records.drafts import draft_folder, put
from criticality.spreadsheets.ods import ods_bytes
from criticality.spreadsheets.xlsx import xlsx_bytes
from criticality.text.message import Message, joined
from criticality.weighting.panel import JOINED

FOLDER = "output/questionnaires"
_WRITERS = {".ods": ods_bytes, ".xlsx": xlsx_bytes}
_NO_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class AskOrder:
    """The words of the command line."""

    workspace: Path | None
    weights: str
    judge: str
    office: str | None
    ods: bool
    xlsx: bool
    language: str
    closes: str | None
    shuffle: int | None
    assessment: str | None
    folder: Path | None
    groups: Sequence[str]


def ask(order: AskOrder) -> None:
    """Write one questionnaire, as .ods unless another kind is named."""
    asked = _order(order)
    workspace = open_folder(order.workspace)
    panel = read_panel(workspace, order.weights, Path.cwd(), order.assessment)
    asked = replace(asked, groups=_groups(order.groups, panel))
    kinds = [kind for kind, wanted in ((".ods", order.ods or not order.xlsx), (".xlsx", order.xlsx)) if wanted]
    book = questionnaire(panel, asked)
    folder = order.folder or workspace.root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{Path(panel.file).stem}.{_NO_NAME.sub('-', asked.judge).strip('-.') or 'judge'}"
    made = {folder / f"{stem}{kind}": _WRITERS[kind](book, panel.day) for kind in kinds}
    there = [path for path, content in made.items() if path.exists() and path.read_bytes() != content]
    if there:
        message, hint = Message("asking.answers_there"), Message("asking.move_it")
        raise InputError(Problem(workspace.relative(path), 1, None, "", message, hint) for path in there)
    if asked.judge in {judge.name for judge in panel.weights.judges}:
        say(Message("asking.already_judge", name=asked.judge, file=panel.file), err=True)
    for path, content in made.items():
        with draft_folder(folder, path.name) as drafts:
            (drafts / path.name).write_bytes(content)
            put(drafts / path.name, path)
        count = len(panel.questions().among(asked.groups).pairs)
        say(Message("asking.made", file=workspace.relative(path), name=asked.judge, pairs=count))
    say(Message("asking.next", file=panel.file))


def _groups(named: Sequence[str], panel: PanelFile) -> tuple[str, ...]:
    """The groups that are asked about, as far as there are such."""
    known = [group.code for group in panel.questions().groups]
    for word in named:
        if word not in known:
            raise UsageError(with_hint(Message("asking.no_group", group=word), nearest(word, known)))
    return tuple(dict.fromkeys(named))


def _order(order: AskOrder) -> Order:
    """What is asked for, as far as the words of the command line make sense."""
    judge, office = " ".join(order.judge.split()), " ".join((order.office or "").split()) or None
    if not is_name(judge):
        raise UsageError(Message("asking.no_name", name=order.judge[:80], reserved=JOINED, most=LONGEST_NAME))
    language = next((known for known in ASK_LANGUAGES if known == order.language), None)
    if language is None:
        languages = joined(ASK_LANGUAGES)
        raise UsageError(Message("cli.none_of", option="--language", word=order.language, known=languages))
    closes = None
    if order.closes is not None:
        try:
            closes = date.fromisoformat(order.closes)
        except ValueError:
            raise UsageError(Message("asking.no_closing_date", word=order.closes)) from None
    return Order(judge, office, language, order.shuffle, closes)
