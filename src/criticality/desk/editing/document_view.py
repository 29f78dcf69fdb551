"""What the page of a document shows: labels, sentences of judgements, problems at their fields, what was typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import ValidationError

from criticality.desk.editing.editable_files import FileRead, read_file
from criticality.desk.editing.form_fields import Field, Part, form_of, judgement_options, judgement_word, shown_as
from criticality.desk.editing.table_rows import Sheet
from criticality.errors import CriticalityError, Problem
from criticality.files.load import Reading, read_criteria
from criticality.files.positions import Marked
from criticality.files.workspace import Workspace
from criticality.files.yaml import parse_marked
from criticality.model.document import Text
from criticality.questionnaires.words import said_by
from criticality.text.message import Message, is_known

_OF_CODES = ("criteria", "candidates", "minerals", "leave_out", "must_have")
"""Keys of lists of codes that have titles."""
_BETWEEN = re.compile(r"[,，、;；]")
MOST = 400
"""Fields of one page; a document with more is shown a part at a time."""


def titles_of(workspace: Workspace) -> Mapping[str, Text]:
    """Code of a criterion, a dimension or a mineral → its title or name, of those that can be read."""
    reading = Reading(workspace)
    read_criteria(reading, "all")
    found = {dimension.code: dimension.title for dimension in reading.dimensions or ()}
    found |= {code: criterion.title for code, criterion in reading.criteria.items()}
    return {**_minerals(workspace), **found}


def _minerals(workspace: Workspace) -> Mapping[str, Text]:
    """Mineral → name, of data/minerals.csv where it can be read: judges may compare minerals."""
    try:
        sheet = Sheet(read_file(workspace, "data/minerals.csv"))
        rows = [row.cells for row in sheet.rows]
    except (CriticalityError, OSError):
        return {}
    return {
        row["mineral"]: Text.model_validate({"en": name, "zh-Hant": row.get("name_zh") or name})
        for row in rows
        if row.get("mineral") and (name := row.get("name_en") or row["mineral"])
    }


@dataclass(frozen=True)
class Sentence:
    """A judgement as an option: its value, and the message that says it."""

    value: str
    code: str
    more: Text | str
    than: Text | str
    by: str


@dataclass
class DocumentView:
    """A document as its page shows it.

    Attributes
    ----------
    read, marked
        The file, and its content with the place of everything.
    titles
        Code → title.
    typed
        Name of a field → what a planner typed and was not saved.
    problems
        Of the file.
    part
        The key of the outermost part that alone is shown; "" for all.
    theirs
        Name of a field → what stands in the file now, where somebody else changed it meanwhile.
    """

    read: FileRead
    marked: Marked
    titles: Mapping[str, Text]
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    part: str = ""
    theirs: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def whole(self) -> Part | None:
        """The form of the whole document; None where it has none."""
        return form_of(self.read.file, self.marked.content)

    @property
    def is_large(self) -> bool:
        """Whether it is shown a part at a time."""
        return self.whole is not None and sum(1 for _ in self.whole.every(blank=False)) > MOST

    @cached_property
    def form(self) -> Part | None:
        """The form that is shown."""
        if self.whole is None or not self.is_large:
            return self.whole
        chosen = [part for part in self.whole.parts if part.is_text or str(part.path[-1]) == self.part]
        return Part((), fields=self.whole.fields, unstated=self.whole.unstated, parts=chosen)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        every = [] if self.form is None else self.form.every()
        return {each.name: number for number, each in enumerate(every)}

    @cached_property
    def _words(self) -> Sequence[str]:
        said = self.marked.content.get("words") if isinstance(self.marked.content, dict) else None
        return [str(word) for word in said] if isinstance(said, dict) else []

    def id_of(self, each: Field) -> str:
        """The id of a field in the page."""
        return f"f{self._numbers[each.name]}"

    def value_of(self, each: Field) -> str:
        """What a field shows: what was typed, or what the file says."""
        return self.typed.get(each.name, each.value)

    def is_typed(self, each: Field) -> bool:
        """Whether what a field shows is not what the file says."""
        return self.value_of(each).replace("\r\n", "\n").strip() != each.value.strip()

    def in_codes(self) -> Mapping[str, str]:
        """What was typed, with the code in place of the title of a criterion or the name of a mineral in a list."""
        every = [] if self.form is None else self.form.every()
        lists = {each.name for each in every if each.control == "list" and each.key in _OF_CODES}
        codes = {
            said.casefold(): code for code, title in self.titles.items() for said in (title.en, title.zh_hant) if said
        }
        return {
            name: ", ".join(codes.get(word.strip().casefold(), word) for word in _BETWEEN.split(text))
            if name in lists and any(word.strip().casefold() in codes for word in _BETWEEN.split(text))
            else text
            for name, text in self.typed.items()
        }

    def problems_of(self, each: Field) -> Sequence[Problem]:
        """The problems that stand at a field."""
        return [problem for problem in self.problems if each.is_place_of(problem.where)]

    def field_of(self, problem: Problem) -> Field | None:
        """The field at which a problem stands."""
        every = [] if self.form is None else self.form.every(blank=False)
        return next((each for each in every if each.is_place_of(problem.where)), None)

    def has_problem(self, part: Part) -> bool:
        """Whether a problem, or something that was typed, stands in a part, so that it is shown open."""
        every = list(part.every())
        return any(self.problems_of(each) or self.is_typed(each) for each in every)

    def shows_unstated(self, part: Part) -> bool:
        """Whether something is typed into, or wrong with, what a part does not state."""
        return any(self.problems_of(each) or self.is_typed(each) for each in part.unstated)

    def shows_blank(self, part: Part) -> bool:
        """Whether something is typed into, or wrong with, a further item."""
        return any(self.problems_of(each) or self.is_typed(each) for each in part.blank)

    def sentences(self, each: Field) -> Sequence[Sentence]:
        """The options of a judgement."""
        assert isinstance(each.content, dict)
        return [self._sentence(*option) for option in judgement_options(each.content, self._words)]

    def _sentence(self, more: str, than: str, by: object) -> Sentence:
        code = said_by(by)
        return Sentence(
            judgement_word(more, than, by), code, self.titles.get(more, more), self.titles.get(than, than), shown_as(by)
        )

    def title_of(self, part: Part) -> Text | str:
        """What names a part: the title of a criterion or a dimension, the one that it states, or its own name."""
        return self.titles.get(part.title) or self._own_title(part) or part.title

    def _own_title(self, part: Part) -> Text | str | None:
        content: object = self.marked.content
        for step in part.path:
            known = dict(enumerate(content)) if isinstance(content, list) else content
            content = known.get(step) if isinstance(known, dict) else None
        said = content.get("title") if isinstance(content, dict) else None
        if isinstance(said, str):
            return said
        try:
            return Text.model_validate(said) if said is not None else None
        except ValidationError:
            return None


def label(key: str) -> Message | str:
    """The word for a key of a document; the key itself where there is none."""
    code = f"editing.key_{key.lower().replace('-', '_')}"
    return Message(code) if is_known(code) else key


def view_of(workspace: Workspace, read: FileRead, part: str = "") -> DocumentView:
    """Return the view of a document as it stands in its file."""
    marked, problems = parse_marked(read.text, read.file)
    return DocumentView(read, marked, titles_of(workspace), problems=problems, part=part)
